"""Typed answers in, a post folder out: complete, lawful, built at once in both languages."""

import re
import tomllib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli.ask import ask_answer, toml_string
from generator.errors import Level
from generator.intake.strings import read_strings
from generator.intake.text import read_text
from tests.support.building import BuildSite, snapshot
from tests.support.house import ROOT

TODAY = date(2026, 11, 23)

IN_BOTH = (
    "Ауыл мектебі қаңтарда жабылады / Сельскую школу закроют в январе",
    "Мектеп жабылмайды / Школу не закроют",
    "Мектеп қарашада жөнделді, шешім жоқ. / Школу отремонтировали, решения нет.",
    "https://example.kz/mektep-2026.pdf",
    "WhatsApp топтарында / В группах WhatsApp",
    "Мәслихат депутаты / Депутат маслихата",
)
IN_KAZAKH = tuple(line.partition(" / ")[0] for line in IN_BOTH)
IN_RUSSIAN = tuple(line.rpartition(" / ")[2] for line in IN_BOTH)


class Typist:
    """Types the lines one after another, and remembers what it was asked."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        self.asked: list[str] = []

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


@pytest.fixture
def write(content: Path) -> Callable[..., Path]:
    def run(lines: Iterable[str], language: str = "kk") -> Path:
        return ask_answer(Typist(lines), content, TODAY, language)

    return run


def facts(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "post.toml").read_text(encoding="utf-8"))


# What comes out


def test_six_answers_build_a_whole_page_in_both_languages(
    write: Callable[..., Path], build_site: BuildSite, tmp_path: Path
) -> None:
    write(IN_BOTH)
    built = build_site()
    assert built.problems == ()
    (kazakh,) = tmp_path.glob("output/news/2026-11-23-*.html")
    (russian,) = tmp_path.glob("output/ru/news/2026-11-23-*.html")
    pages = kazakh.read_text(encoding="utf-8"), russian.read_text(encoding="utf-8")
    for page, own, other in zip(pages, (0, -1), (-1, 0), strict=True):
        for line in IN_BOTH:
            assert line.split(" / ")[own] in page
        for line in (IN_BOTH[0], IN_BOTH[2], IN_BOTH[4], IN_BOTH[5]):
            assert line.split(" / ")[other] not in page


def test_the_facts_hold_what_was_typed(write: Callable[..., Path]) -> None:
    folder = write(IN_BOTH)
    assert folder.name == "2026-11-23 Мектеп жабылмайды"
    assert facts(folder) == {
        "kind": "answer",
        "claim": {"kk": IN_KAZAKH[0], "ru": IN_RUSSIAN[0]},
        "verdict": {"kk": IN_KAZAKH[2], "ru": IN_RUSSIAN[2]},
        "summary": {"kk": IN_KAZAKH[2], "ru": IN_RUSSIAN[2]},
        "evidence": ["https://example.kz/mektep-2026.pdf"],
        "where_seen": {"kk": IN_KAZAKH[4], "ru": IN_RUSSIAN[4]},
        "who_answers": {"kk": IN_KAZAKH[5], "ru": IN_RUSSIAN[5]},
        "checked_at": TODAY,
        "pin_until": date(2026, 11, 30),
    }
    assert (folder / "kk.md").read_text(encoding="utf-8") == "# Мектеп жабылмайды\n"
    assert (folder / "ru.md").read_text(encoding="utf-8") == "# Школу не закроют\n"


@pytest.mark.parametrize(
    ("lines", "language", "own"),
    [
        (IN_KAZAKH, "kk", "kk"),
        (IN_RUSSIAN, "ru", "ru"),
        (IN_RUSSIAN, "kk", "ru"),
        (IN_KAZAKH, "en", "kk"),
    ],
)
def test_answers_in_one_language_leave_a_place_for_the_other(
    write: Callable[..., Path], lines: tuple[str, ...], language: str, own: str
) -> None:
    folder = write(lines, language)
    assert {path.name for path in folder.iterdir()} == {f"{own}.md", "post.toml"}
    other = "kk" if own == "ru" else "ru"
    assert f'{other} = "…"' in (folder / "post.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lines", "place"), [(IN_KAZAKH, "output/news/"), (IN_RUSSIAN, "output/ru/news/")]
)
def test_answers_in_one_language_build_at_once(
    write: Callable[..., Path],
    build_site: BuildSite,
    tmp_path: Path,
    lines: tuple[str, ...],
    place: str,
) -> None:
    write(lines)
    assert build_site().problems == ()
    (page,) = tmp_path.glob(place + "2026-11-23-*.html")
    assert lines[2] in page.read_text(encoding="utf-8")


def test_the_order_of_the_two_languages_is_told_by_their_letters(
    write: Callable[..., Path],
) -> None:
    turned = [" / ".join(reversed(line.split(" / "))) for line in IN_BOTH]
    folder = write(turned)
    assert facts(folder)["claim"] == {"kk": IN_KAZAKH[0], "ru": IN_RUSSIAN[0]}
    assert (folder / "ru.md").read_text(encoding="utf-8") == "# Школу не закроют\n"
    assert folder.name == "2026-11-23 Школу не закроют"


# Asking


def test_six_questions_are_asked_and_each_is_translated(content: Path) -> None:
    typist = Typist(IN_BOTH)
    ask_answer(typist, content, TODAY, "kk")
    assert [question[:7] for question in typist.asked] == [f"{n} of 6." for n in range(1, 7)]
    for locale in ("kk", "ru"):
        path = ROOT / "generator/locales" / locale / "LC_MESSAGES/messages.po"
        translated = dict(read_strings(path))
        assert all(re.match(r"[1-6]/6", translated[one][0]) for one in typist.asked)


def test_what_must_be_known_is_asked_until_it_is(content: Path) -> None:
    lines = ["", "  ", *IN_KAZAKH[:3], "", "\x1b", IN_KAZAKH[3], "", ""]
    typist = Typist(lines)
    folder = ask_answer(typist, content, TODAY, "kk")
    assert [question[0] for question in typist.asked] == list("1112344456")
    assert not {"where_seen", "who_answers"} & set(facts(folder))


def test_a_second_language_is_asked_for_in_each_answer_once_it_was_begun(content: Path) -> None:
    lines = [*IN_BOTH[:2], IN_KAZAKH[2], IN_BOTH[2], *IN_BOTH[3:4], "WhatsApp", ""]
    typist = Typist(lines)
    folder = ask_answer(typist, content, TODAY, "kk")
    assert "Kazakh / Russian" in typist.asked[3]
    assert facts(folder)["verdict"] == {"kk": IN_KAZAKH[2], "ru": IN_RUSSIAN[2]}
    assert facts(folder)["where_seen"] == {"kk": "WhatsApp", "ru": "WhatsApp"}


def test_a_slash_between_words_of_one_language_parts_nothing(write: Callable[..., Path]) -> None:
    claim = "Бұл мектепті қаңтарда жабады / бұл балабақшаны көктемде жөндейді"
    folder = write([claim, *IN_KAZAKH[1:4], "Facebook / WhatsApp топтары", ""])
    assert facts(folder)["claim"] == {"kk": claim}
    assert facts(folder)["where_seen"] == {"kk": "Facebook / WhatsApp топтары"}


def test_several_links_are_several_proofs_and_a_document_is_one(
    write: Callable[..., Path],
) -> None:
    links = "https://example.kz/1, https://example.kz/2"
    first = write([*IN_KAZAKH[:3], links, "", ""])
    assert facts(first)["evidence"] == ["https://example.kz/1", "https://example.kz/2"]
    second = write([*IN_KAZAKH[:3], "Әкімдік шешімі, № 12", "", ""])
    assert facts(second)["evidence"] == ["Әкімдік шешімі, № 12"]
    assert second.name == first.name + " 2"


@pytest.mark.parametrize("typed", range(6))
@pytest.mark.parametrize("stop", [EOFError, KeyboardInterrupt])
def test_stopping_halfway_leaves_nothing(
    content: Path, typed: int, stop: type[BaseException]
) -> None:
    lines = iter(IN_BOTH[:typed])

    def ask(_: str) -> str:
        for line in lines:
            return line
        raise stop

    with pytest.raises(stop):
        ask_answer(ask, content, TODAY, "kk")
    assert list(content.iterdir()) == []


# Whatever is typed


ODD = 'Баға\t«5» * 3 < 20 & "тегін" #1 [жаңа] C:\\бума\\ `x` ~\x00\x1b[31m\u2028\ud800 _бір_ '


def test_odd_signs_reach_the_page_as_they_were_typed(
    write: Callable[..., Path], build_site: BuildSite
) -> None:
    folder = write([ODD] * 6, "kk")
    told = 'Баға «5» * 3 < 20 & "тегін" #1 [жаңа] C:\\бума\\ `x` ~[31m _бір_'
    assert facts(folder)["claim"] == {"kk": told}
    (text,) = read_text((folder / "kk.md").read_bytes(), "kk.md", "kk", ("kk", "ru")).texts
    assert text.title == told
    assert all(one.level is not Level.PROBLEM for one in build_site().problems)


@given(st.text())
def test_any_text_comes_back_from_toml(text: str) -> None:
    assert tomllib.loads(f"it = {toml_string(text)}") == {"it": text}


def test_half_a_letter_does_not_break_toml() -> None:
    assert tomllib.loads(f"it = {toml_string('a' + chr(0xD800) + 'b')}") == {"it": "ab"}


def test_a_title_of_nothing_but_signs_leaves_the_date_alone(write: Callable[..., Path]) -> None:
    folder = write([IN_KAZAKH[0], "???", *IN_KAZAKH[2:]])
    assert folder.name == "2026-11-23"


def test_nothing_else_in_the_folder_of_posts_is_touched(
    write: Callable[..., Path], content: Path
) -> None:
    (content / "site.toml").write_text("", encoding="utf-8")
    before = snapshot(content)
    folder = write(IN_BOTH)
    after = snapshot(content)
    assert {path: after[path] for path in before} == before
    assert {Path(path).parent.name for path in after.keys() - before.keys()} == {folder.name}


def test_an_answer_of_now_says_its_hour(content: Path) -> None:
    folder = ask_answer(Typist(IN_BOTH), content, TODAY, "kk", time(9, 5))
    assert facts(folder)["date"] == datetime(2026, 11, 23, 9, 5)
    assert "date" not in facts(ask_answer(Typist(IN_RUSSIAN), content, TODAY, "ru"))
