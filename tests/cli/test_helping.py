"""The handbooks for aides: every command and key in them exists, and they are easy to read."""

import re
import shlex
import sys
import tomllib
import unicodedata
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner

from generator.check.plain import check_plain
from generator.cli import main
from generator.errors import Problem, problem
from generator.intake.post_facts import MediaToml, PostToml, read_post_facts
from generator.intake.settings import LostKey
from generator.intake.site_toml import read_site
from generator.intake.strings import read_strings
from generator.intake.text import blocks, finish_text, read_text
from generator.kinds import KIND_KEYS
from generator.language.detect import detect_locale
from generator.language.readability import words
from generator.messages import Words
from generator.model import Content, Page
from tests.support.content import draw_photo
from tests.support.house import ROOT

LOCALES = ("kk", "ru")
BOTH = pytest.mark.parametrize("locale", LOCALES)
SHAPES: tuple[type[msgspec.Struct], ...] = (PostToml, MediaToml, *KIND_KEYS.values())
KEYS = {key for shape in SHAPES for key in shape.__struct_encode_fields__}
# Words, or letters, of both languages.
LOANS = {"сайт", "файл", "файлы", "команда", "депутат", "телефон", "интернет", "хостинг", "не", "с"}
LOANS |= {"студия", "да", "те"}
LOAN_WITH_ENDINGS = re.compile("файл|телефон|компьютер|видео")  # no letter of Kazakh's own


def handbook(locale: str) -> str:
    """The handbook in that language."""
    return (ROOT / f"generator/help/{locale}.md").read_text(encoding="utf-8")


def sections(text: str) -> list[str]:
    """The handbook cut before each of its headings."""
    return re.split(r"(?m)^(?=#)", text)[1:]


def code_blocks(text: str) -> list[str]:
    """The indented blocks, without their indent; an empty line inside stays."""
    found = re.findall(r"(?m)(?:^ {4}.*\n(?:\n(?= {4}))?)+", text)
    return [re.sub(r"(?m)^ {4}", "", block) for block in found]


def spans(text: str) -> list[str]:
    """The pieces of code inside sentences."""
    return re.findall(r"`([^`\n]+)`", text)


def command_lines(text: str) -> list[str]:
    """Every command of Jarshy, in blocks and in sentences."""
    lines = [line for block in code_blocks(text) for line in block.splitlines()]
    return [line for line in lines + spans(text) if line.startswith("jarshy")]


def prose(text: str) -> str:
    """The handbook without its code."""
    return re.sub(r"`[^`\n]+`|(?m:^ {4}.*$)", "", text)


def cyrillic_words(text: str) -> set[str]:
    """The words with a Cyrillic letter, in small letters."""
    return {word.lower() for word in words(text) if re.search("[а-яё]", word.lower())}


def toml_blocks(text: str) -> list[tuple[str, str]]:
    """The blocks of keys, each with the file that was named last before it."""
    found = []
    for block in code_blocks(text):
        if re.match(r"\[|\w+ = ", block):
            before = text[: text.index("    " + block.splitlines()[0])]
            found.append((re.findall(r"`(?:content/)?(\w+\.toml)`", before)[-1], block))
    return found


def told_by_check(locale: str, written: str) -> list[Problem]:
    """What the check for plain language says of a page with this text."""
    path = f"pages/help/{locale}.md"
    raw = read_text(written.encode(), path, locale, LOCALES).texts
    texts = tuple(finish_text(one, blocks(one.html, lambda name: "")[0], "", "") for one in raw)
    return list(check_plain(Content(pages=(Page("help", texts),)), lambda path: written))


# What is named exists


@BOTH
def test_every_command_and_option_exists(locale: str) -> None:
    lines = command_lines(handbook(locale))
    named = set()
    for line in lines:
        name, *arguments = shlex.split(line)[1:] or ["studio"]
        main.commands[name].make_context(name, arguments)  # raises on an unknown option
        named.add(name)
    building = {"init", "new", "build", "check", "captions", "share", "doctor", "clean"}
    assert named == building | {"studio", "serve", "publish", "undo", "remove"}


def test_an_option_that_does_not_exist_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        main.commands["build"].make_context("build", ["--fats"])


@BOTH
def test_every_block_of_keys_is_taken_by_the_file_named_before_it(locale: str) -> None:
    found = toml_blocks(handbook(locale))
    for file, block in found:
        read_post_facts(tomllib.loads(block), file, LOCALES)
    assert [file for file, _ in found] == ["post.toml"] * 3


@BOTH
def test_every_key_inside_a_sentence_exists(locale: str) -> None:
    rows = {one for one in spans(handbook(locale)) if " = " in one}
    site = {row for row in rows if row.startswith(("url", "publish", "approval"))}
    lost: list[LostKey] = []
    read_site("\n".join(site).encode(), lost)
    assert not lost
    read_post_facts(tomllib.loads("\n".join(rows - site)), "post.toml", LOCALES)
    of_posts = {"draft", "children", "consent", "ai", "people_agreed"}
    assert {row.split()[0] for row in rows} == of_posts | {"url", "publish", "approval"}
    alone = {one for one in spans(handbook(locale)) if re.fullmatch("[a-z_]+", one)}
    of_media = {"alt", "caption", "cover", "from", "to"}
    assert alone == of_media | {"evidence", "until", "producer", "client", "payer"}
    assert alone <= KEYS


@BOTH
def test_a_problem_reads_as_the_commands_say_it(locale: str) -> None:
    cut_short = problem(
        "IMG_2045.MOV",
        "the clip is cut short ({found} of {expected} s)",
        "copy it from the phone again",
        found="1.5",
        expected="3.0",
    )
    say, text = Words(locale), handbook(locale)
    assert f"\n> {say.problem(cut_short)}\n" in text
    for mark, level in (
        ("■", "Must be mended first"),
        ("✗", "Missing from the site"),
        ("?", "Better look again"),
        ("✓", "Mended by itself"),
    ):
        assert re.search(rf"(?m)^- .*{re.escape(mark)} {say(level)}(,|$)", text)


@BOTH
def test_the_first_steps_make_a_site(
    locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in "".join(code_blocks(sections(handbook(locale))[2])).splitlines():
        name, *arguments = shlex.split(line)
        if name == "cd":
            monkeypatch.chdir(arguments[0])
            continue
        monkeypatch.setattr(sys, "argv", ["jarshy", *arguments])
        assert CliRunner().invoke(main, arguments).exit_code == 0, line
        for text in Path("content").glob("*/kk.md"):
            draw_photo(text.with_name("IMG_2044.jpg"))
    built = (tmp_path / "mysite/output/index.html").read_text(encoding="utf-8")
    assert "Мектеп жөндеу" in built


# Both say the same


def test_both_languages_have_the_same_headings_and_code() -> None:
    kk, ru = (sections(handbook(locale)) for locale in LOCALES)
    assert [part.split()[0] for part in kk] == [part.split()[0] for part in ru]
    for one, other in zip(kk, ru, strict=True):
        assert code_blocks(one) == code_blocks(other)
        assert sorted(set(spans(one))) == sorted(set(spans(other)))
        assert len(one.splitlines()) == len(other.splitlines())


# They are easy to read


@BOTH
def test_the_check_for_plain_language_finds_nothing(locale: str) -> None:
    text = re.sub(r"(?m)^ {4}.*$", "", handbook(locale))
    assert [Words("en").problem(one) for one in told_by_check(locale, text)] == []


def test_the_check_reads_every_line_of_the_handbook() -> None:
    long = " ".join(["сөз"] * 30)
    (told,) = told_by_check("kk", handbook("kk") + f"\n{long.capitalize()}.\n")
    assert "30" in Words("en").problem(told)


@BOTH
def test_a_page_of_short_lines_in_composed_letters(locale: str) -> None:
    text = handbook(locale)
    assert len(text.splitlines()) <= 210
    assert max(map(len, text.splitlines())) <= 90
    assert unicodedata.is_normalized("NFC", text)
    assert "\t" not in text
    assert text.endswith("\n")


@BOTH
def test_every_passage_is_in_the_language_of_the_handbook(locale: str) -> None:
    passages = re.split(r"\n\s*\n|\n(?=[-#>])", prose(handbook(locale)))
    long = [passage for passage in passages if len(words(passage)) >= 5]
    assert len(long) > 30
    for passage in long:
        assert detect_locale(passage).locale == locale, passage


def test_no_russian_word_stands_in_the_kazakh_handbook() -> None:
    messages = read_strings(ROOT / "generator/locales/ru/LC_MESSAGES/messages.po")
    said = " ".join(form for _, forms in messages for form in forms)
    kk, ru = cyrillic_words(prose(handbook("kk"))), cyrillic_words(prose(handbook("ru")) + said)
    assert "сборка" in ru
    assert kk & ru <= LOANS
    strange = {word for word in kk if detect_locale(word).locale == "ru"}
    assert {word for word in strange if not LOAN_WITH_ENDINGS.match(word)} == set()


# The command that shows them


def shown(monkeypatch: pytest.MonkeyPatch, *args: str) -> str:
    monkeypatch.setattr(sys, "argv", ["jarshy", *args])
    done = CliRunner().invoke(main, list(args))
    assert done.exit_code == 0
    return done.output


@BOTH
def test_help_shows_the_handbook(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, "help", "--lang", locale) == handbook(locale)


def test_help_in_english_lists_the_commands_and_names_the_handbooks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = shown(monkeypatch, "help", "--lang", "en")
    assert set(main.commands) <= set(said.split())
    assert "jarshy help --lang kk, jarshy help --lang ru" in said
