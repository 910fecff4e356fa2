"""Messages: in which language, with which values, and what a terminal never gets to see."""

import pytest

from generator.errors import Problem, problem
from generator.messages import LANGUAGES, Words, printable, system_language


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "kk_KZ.UTF-8"}, "kk"),
        ({"LC_ALL": "ru_RU.UTF-8", "LANG": "kk_KZ.UTF-8"}, "ru"),
        ({"LC_ALL": "", "LC_MESSAGES": "RU", "LANG": "kk_KZ.UTF-8"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_computer(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


def test_a_message_is_translated_and_filled() -> None:
    message = "Nothing changed: {files} files are in place."
    assert Words("en")(message, files=5) == "Nothing changed: 5 files are in place."
    translated = {language: Words(language)(message, files=5) for language in LANGUAGES}
    assert len(set(translated.values())) == 3
    assert all("5" in text for text in translated.values())
    assert Words("kk")("no such message {a}", a="b") == "no such message b"


def test_a_problem_is_one_line_with_where_what_and_what_to_do() -> None:
    words = Words("en")
    told = problem("a/kk.md", "“{value}” is not a date", "write it as 2026-11-23", value="x")
    assert words.problem(told) == "a/kk.md — “x” is not a date — write it as 2026-11-23"
    assert words.problem(Problem("a.md", "broken", line=7)) == "a.md:7 — broken"
    assert words.problem(Problem("", "broken", "mend it")) == "broken — mend it"


def test_control_characters_and_halves_of_letters_are_shown_as_signs() -> None:
    assert printable("a\x1b[31m\n\x07б") == "a\ufffd[31m\ufffd\ufffdб"
    assert printable("ң\udc80").encode() == "ң\ufffd".encode()
    assert "\x1b" not in Words("en").problem(Problem("\x1b]0;", "broken"))
