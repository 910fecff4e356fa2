"""What commands print: lines for people, events for machines."""

import io
import json
import sys
from collections.abc import Callable

import pytest

from generator.cli.screen import Screen, language
from generator.errors import Problem, doubt, problem, repair, stop


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(sys, "argv", ["jarshy"])


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["build", "--lang", "kk"], "kk"),
        (["--lang=ru", "build"], "ru"),
        (["build", "--lang", "de"], "en"),
        (["new", "--language", "kk"], "en"),
        (["new", "the --lang kk"], "en"),
    ],
)
def test_the_language_is_known_before_options_are_read(
    monkeypatch: pytest.MonkeyPatch, args: list[str], expected: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["jarshy", *args])
    assert language() == expected


def test_only_problems_and_stops_count(capsys: pytest.CaptureFixture[str]) -> None:
    found = [problem("a", "broken"), doubt("b", "odd"), repair("c", "mended"), stop("d", "law")]
    assert Screen(as_json=True).problems(found) == 2
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["level"] for event in events] == ["problem", "doubt", "repair", "stop"]


@pytest.mark.parametrize("say", [stop, problem])
def test_each_problem_is_said_once_in_the_readers_language(
    say: Callable[..., Problem], capsys: pytest.CaptureFixture[str]
) -> None:
    what = "there is a password in the address to publish to"
    Screen(as_json=False).problem(say("a", what))
    assert capsys.readouterr().out[1:] == f" a — {what}\n"


def test_people_get_sentences_and_machines_events(capsys: pytest.CaptureFixture[str]) -> None:
    for as_json in (False, True):
        screen = Screen(as_json=as_json)
        screen.say("Made {path}", path="a\x1bb")
        screen.event("made", path="ң")
    assert capsys.readouterr().out == 'Made a\ufffdb\n{"event": "made", "path": "ң"}\n'


def test_an_event_holds_the_whole_problem(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(as_json=True).problem(doubt("a\x07.md", "{a} is odd", "look at {a}", line=3, a="x"))
    assert json.loads(capsys.readouterr().out) == {
        "event": "problem",
        "level": "doubt",
        "where": "a\ufffd.md",
        "line": 3,
        "what": "x is odd",
        "hint": "look at x",
    }


@pytest.mark.parametrize(
    ("typed", "agreed"),
    [
        *(("y", True), ("YES", True), ("иә", True), ("и", True), ("да", True), ("Д", True)),
        *(("", False), ("n", False), ("жоқ", False), ("ж", False), ("нет", False)),
        ("не понял\nмм\nда", True),
    ],
)
def test_a_yes_is_one_in_any_language(
    typed: str, agreed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed + "\n"))
    assert Screen(as_json=False).agrees("Is that meant?") is agreed
