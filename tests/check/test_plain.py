"""What the check says about texts that are hard to read, and that it leaves plain ones alone."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.check.plain import check_plain
from generator.errors import Level, Problem
from generator.intake.text import blocks, finish_text, read_text
from generator.language.detect import locale_of_name
from generator.messages import LANGUAGES, Words
from generator.model import Block, Body, Clip, ClipFacts, Content, Page, Post, Source, Text
from tests.support.house import ROOT

Files = Mapping[str, str]  # texts by path; a clip has none

# One short word, and one of thirteen letters, for texts of an exact size.
SHORT = {"kk": "жол", "ru": "дом"}
LONG = {"kk": "орналастырылған", "ru": "благоустройство"}


def sentence(locale: str, count: int, word: str = "") -> str:
    """A sentence of that many words."""
    return " ".join([SHORT[locale]] * (count - 1) + [word or SHORT[locale]]).capitalize() + "."


def texts_of(path: str, written: str) -> tuple[Text, ...]:
    """What intake makes of a text file."""
    locale = locale_of_name(Path(path).stem)[0]
    found = read_text(written.encode(), path, locale, ("kk", "ru"))
    title = str(dict(found.front_matter).get("title", ""))
    bodies = [
        (raw, blocks(raw.whole if title else raw.html, lambda name: "")[0]) for raw in found.texts
    ]
    return tuple(finish_text(raw, body, title or raw.title, "") for raw, body in bodies)


def post_of(files: Files) -> Post:
    """The post of these files."""
    texts = [text for path, words in files.items() if words for text in texts_of(path, words)]
    clips = [
        Clip(Source(path, path, 1), ClipFacts(1920, 1080, seconds=30.0, fps=30.0))
        for path, words in files.items()
        if not words
    ]
    return Post("Жол", "zhol", date(2026, 11, 23), tuple(texts), tuple(clips))


def check(files: Files) -> list[Problem]:
    """What is said of the texts of these files."""
    return list(check_plain(Content(posts=(post_of(files),)), lambda path: files[path]))


def check_text(locale: str, *sentences: str) -> list[Problem]:
    """What is said of a post with these sentences under a title."""
    return check({f"2026-11-23 Жол/{locale}.md": f"# Жол\n\n{' '.join(sentences)}\n"})


def told(problems: list[Problem]) -> list[str]:
    """What and hint of each, in English."""
    return [Words("en").problem(one).partition(" — ")[2] for one in problems]


@pytest.mark.parametrize(
    ("locale", "count", "said"),
    [
        ("kk", 14, None),
        ("kk", 15, "a long sentence, 15 words"),
        ("kk", 20, "a long sentence, 20 words"),
        ("kk", 21, "a very long sentence, 21 words"),
        ("ru", 18, None),
        ("ru", 19, "a long sentence, 19 words"),
        ("ru", 25, "a long sentence, 25 words"),
        ("ru", 26, "a very long sentence, 26 words"),
    ],
)
def test_a_long_sentence_is_named(locale: str, count: int, said: str | None) -> None:
    found = told(check_text(locale, sentence(locale, count)))
    assert [line.partition(":")[0] for line in found] == ([said] if said else [])


@pytest.mark.parametrize(("locale", "limit", "most"), [("kk", 12, 14), ("ru", 15, 18)])
def test_an_average_too_long_is_named_once(locale: str, limit: int, most: int) -> None:
    plain = [sentence(locale, most)] * 5 + [sentence(locale, limit - 3)] * 10
    assert check_text(locale, *plain) == []
    (line,) = told(check_text(locale, *[sentence(locale, most)] * 4))
    assert line.startswith(f"the sentences are long, {most} words on average")
    assert f"the longest has {most}: " in line
    assert f"at most {limit} words on average" in line


@pytest.mark.parametrize(("locale", "limit"), [("kk", 6), ("ru", 8)])
def test_many_long_words_are_named(locale: str, limit: int) -> None:
    def text(long_words: int) -> list[str]:
        some = [sentence(locale, 10, LONG[locale])] * long_words
        return [*some, *[sentence(locale, 10)] * (10 - long_words)]

    assert check_text(locale, *text(limit)) == []
    (line,) = told(check_text(locale, *text(limit + 1)))
    assert line.startswith(f"many long words, {limit + 1} %: «{LONG[locale]}»")


def test_a_few_long_words_in_a_short_text_are_no_share() -> None:
    assert check_text("kk", sentence("kk", 5, LONG["kk"])) == []


@pytest.mark.parametrize(
    ("locale", "pieces", "advice"),
    [
        (
            "kk",
            ["Жол бағдарлама аясында салынды.", "Іс-шара өтті.", "Жоба жүзеге асырылды."],
            "аясында → бойынша; іс-шара → кездесу, жиын; жүзеге асырылды → жасау",
        ),
        (
            "ru",
            ["Осуществлён ремонт.", "Это в рамках плана.", "Прошло мероприятие."],
            "осуществлён → делать; в рамках → по; мероприятие → встреча, работа",
        ),
    ],
)
def test_officialese_is_named_from_the_third_on(
    locale: str, pieces: list[str], advice: str
) -> None:
    assert check_text(locale, *pieces[:2]) == []
    (line,) = told(check_text(locale, *pieces))
    assert line.startswith("office language, 3 times: «")
    assert line.endswith(f"say it as you would aloud: {advice}")


def test_officialese_without_another_word_gets_no_advice() -> None:
    (line,) = told(check_text("kk", *["Бұл тиісінше жасалды."] * 3))
    assert line == "office language, 3 times: «тиісінше» — say it as you would aloud"


@pytest.mark.parametrize(("locale", "most"), [("kk", 80), ("ru", 100)])
def test_a_long_text_beside_a_video_is_named(locale: str, most: int) -> None:
    def post(count: int, **clip: str) -> Files:
        text = " ".join([sentence(locale, 10)] * (count // 10 - 1) + [sentence(locale, 5)] * 2)
        more = f" {sentence(locale, count % 10)}" if count % 10 else ""
        return {f"2026-11-23 Жол/{locale}.md": f"# Жол\n\n{text}{more}\n", **clip}

    clip = {"2026-11-23 Жол/IMG_1.MOV": ""}
    assert check({**post(most), **clip}) == []
    assert check(post(most + 1)) == []
    (line,) = told(check({**post(most + 1), **clip}))
    assert line.startswith(f"a long text beside a video: {most + 1} words — keep the point, at m")


HARD = "Администрация организовала дополнительное финансирование. " * 10
PLAIN = "Мы построили в селе новый дом. " * 10


def test_difficulty_is_told_of_russian_only() -> None:
    assert check_text("ru", PLAIN) == []
    assert any("hard to read, ease 0 where" in line for line in told(check_text("ru", HARD)))
    kazakh = "Мемлекеттік қызметтерді автоматтандыру мәселелері қарастырылды. " * 10
    assert not any("hard to read" in line for line in told(check_text("kk", kazakh)))


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("# Жол\n\n", 3),
        ("---\ntitle: Жол\ntags: [Жол]\n---\n", 5),
        ("# Жол\r\n\r\nБіз келдік.\r\n\r\n", 5),
        ("# Жол\n\n**Біз** [келдік](https://example.kz).\n\n- су\n", 6),
    ],
)
def test_the_line_of_the_file_is_given(before: str, line: int) -> None:
    words = "Ауылда **биылғы** [жаз](https://example.kz) бойы жаңa жол салынып"
    text = f"{before}{words}, {sentence('kk', 12)}\n"
    (found,) = check({"2026-11-23 Жол/kk.md": text})
    assert (found.where, found.line, found.level) == ("2026-11-23 Жол/kk.md", line, Level.DOUBT)


def test_a_file_that_is_no_text_has_no_line() -> None:
    files: Files = {"2026-11-23 Жол/kk.md": f"# Жол\n\n{sentence('kk', 15)}\n"}
    (found,) = check_plain(Content(posts=(post_of(files),)), lambda path: "")
    assert found.line == 0


def test_headings_items_and_cells_are_sentences_of_their_own() -> None:
    six = sentence("kk", 6).rstrip(".")
    listed = "\n".join(f"- {six}" for _ in range(5))
    table = "\n".join(["|а|б|", "|-|-|"] + [f"|{six}|{six}|"] * 3)
    text = f"# Жол\n\n## {six}\n\n{six}:\n\n{listed}\n\n{table}\n\n{six}\n{six}\n"
    assert check({"2026-11-23 Жол/kk.md": text}) == []


def test_the_worst_sentence_is_quoted_and_the_others_counted() -> None:
    long = "Облыстық " + sentence("kk", 16).lower()
    short = [sentence("kk", 5)] * 12
    (line,) = told(check_text("kk", sentence("kk", 15), long, sentence("kk", 16), *short))
    quoted = line.partition("“")[2].partition("”")[0]
    assert quoted.startswith("Облыстық жол") and quoted.endswith("…") and len(quoted) <= 61
    assert line.endswith("long ones besides this: 2")


def test_a_quote_within_a_quote_has_other_marks() -> None:
    (line,) = told(check_text("kk", f"«Ауыл» — {sentence('kk', 15)}"))
    assert "“„Ауыл“ — " in line


OFFICIAL = {
    "kk": "Облыстық бағдарлама аясында іс-шара жүзеге асырылды, "
    "ал қайырымдылықшылар тұрғындарды қамтамасыз етуді ұйымдастырушылармен келісті, "
    "жұмыс мақсатында тағы да көп нәрсе істелді деп айтылды. ",
    "ru": "В рамках программы осуществляется проведение мероприятий по обеспечению "
    "жизнедеятельности населения, данный вопрос является предметом рассмотрения "
    "администрации, ответственной за благоустройство территории и финансирование работ. ",
}


def test_a_post_never_gets_more_than_six_lines() -> None:
    files: Files = {
        "2026-11-23 Жол/IMG_1.MOV": "",
        "2026-11-23 Жол/kk.md": f"# Жол\n\n{OFFICIAL['kk'] * 8}",
        "2026-11-23 Жол/ru.md": f"# Дорога\n\n{OFFICIAL['ru'] * 8}",
    }
    found = check(files)
    assert [one.where[-5:] for one in found] == ["kk.md"] * 3 + ["ru.md"] * 3
    only_russian = {path: text for path, text in files.items() if not path.endswith("kk.md")}
    assert len(check(only_russian)) == 5
    for language in LANGUAGES:
        assert "{" not in " ".join(Words(language).problem(one) for one in found)


def test_pages_are_checked_too() -> None:
    body = Body.of(Block(html=f"<p>{sentence('kk', 21)}</p>"), Block(media="pages/about/1.jpg"))
    page = Page("about", (Text("kk", "Депутат", body, path="pages/about/kk.md"),))
    (found,) = check_plain(Content(pages=(page,)), lambda path: "")
    assert found.where == "pages/about/kk.md"


def test_a_headline_that_opens_its_text_is_read_once() -> None:
    text = f"{sentence('kk', 30)} {sentence('kk', 5)}"
    (line,) = told(check({"2026-11-23 Жол.txt": text}))
    assert "besides" not in line


def test_a_folders_name_and_other_languages_are_left_alone() -> None:
    long = sentence("kk", 30)
    texts = (Text("kk", long), Text("en", long, Body.of(Block(html=long)), path="en.md"))
    post = Post("Жол", "zhol", date(2026, 11, 23), texts)
    assert list(check_plain(Content(posts=(post,)), lambda path: "")) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "content").rglob("*.[mt][dx]*")), ids=lambda p: p.name
)
def test_the_demo_is_plain(path: Path) -> None:
    files = {path.name: path.read_text(encoding="utf-8"), "IMG_1.MOV": ""}
    assert check(files) == []
