"""What publishing shows, what it asks, and that a yes is asked for once."""

import sys
from pathlib import Path

import pytest

from generator.cli import before_publishing
from generator.cli.before_publishing import may_go_out, show_check
from generator.cli.screen import Screen
from generator.errors import ask, doubt, problem, repair, stop
from generator.inputs import Built
from generator.store.confirmed import without_answered
from generator.store.output_ledger import Written

FIRST = ask("Жол/kk.md", "a telephone number: {number}", line=3, asks="a", number="8 701 123 45 67")
SECOND = ask("Жол/kk.md", "a bank card: {number}", line=4, asks="b", number="4111…11")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(sys, "argv", ["jarshy"])


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What a person at a terminal answers, in turn."""
    given: list[bool] = []
    monkeypatch.setattr(before_publishing, "can_ask", lambda screen: True)
    monkeypatch.setattr(Screen, "agrees", lambda self, question: given.pop(0))
    return given


def screen() -> Screen:
    return Screen(as_json=False)


def test_without_a_person_a_question_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not may_go_out(screen(), tmp_path, [FIRST], allow_numbers=False)
    assert "Nothing was sent" in capsys.readouterr().out
    assert may_go_out(screen(), tmp_path, [doubt("a", "odd")], allow_numbers=False)


def test_the_option_says_yes_to_all_and_is_remembered(tmp_path: Path) -> None:
    assert may_go_out(screen(), tmp_path, [FIRST, SECOND], allow_numbers=True)
    assert without_answered(tmp_path, [FIRST, SECOND]) == ()


def test_each_question_is_asked_by_itself(tmp_path: Path, answers: list[bool]) -> None:
    answers += [True, True]
    assert may_go_out(screen(), tmp_path, [FIRST, SECOND], allow_numbers=False)
    assert answers == []


def test_a_no_stops_and_the_yes_before_it_holds(tmp_path: Path, answers: list[bool]) -> None:
    answers += [True, False]
    assert not may_go_out(screen(), tmp_path, [FIRST, SECOND], allow_numbers=False)
    assert without_answered(tmp_path, [FIRST, SECOND]) == (SECOND,)


def test_advice_is_brief_and_all_that_stops_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    built = (stop("s", "x"), problem("p", "x"), *[FIRST] * 1, SECOND)
    advice = [doubt(f"advice {number:02}", "y") for number in range(40)] + [repair("r", "z")]
    standing = show_check(screen(), Built(built, 5, Written()), [*advice, FIRST, stop("s", "x")])
    lines = capsys.readouterr().out.splitlines()
    assert standing == 2
    assert len(lines) <= 24
    assert sum("advice" in line for line in lines) == 11  # twelve, with the problem
    assert lines[-1] == "And 30 more: jarshy check"
    assert sum("8 701 123 45 67" in line for line in lines) == 1


def test_machines_are_told_all(capsys: pytest.CaptureFixture[str]) -> None:
    advice = [doubt(f"advice {number:02}", "y") for number in range(40)]
    show_check(Screen(as_json=True), Built((), 5, Written()), advice)
    assert len(capsys.readouterr().out.splitlines()) == 40


def test_questions_of_drafts_are_not_publishing_s(capsys: pytest.CaptureFixture[str]) -> None:
    show_check(screen(), Built((), 5, Written()), [FIRST])
    assert capsys.readouterr().out == ""
