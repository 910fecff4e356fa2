"""What stops publishing, what is asked, and that every yes is remembered by itself."""

from pathlib import Path

import pytest

from generator.errors import Problem, ask, doubt, problem, repair, stop
from generator.inputs import Built
from generator.release.findings import gather, may_go_out
from generator.store.confirmed import without_answered
from generator.store.output_ledger import Written
from tests.support.askers import Answers

FIRST = ask("Жол/kk.md", "a telephone number: {number}", line=3, asks="a", number="8 701 123 45 67")
SECOND = ask("Жол/kk.md", "a bank card: {number}", line=4, asks="b", number="4111…11")


def built(*problems: Problem, stopped: bool = False) -> Built:
    return Built(problems, 5, Written(), stopped=stopped)


def test_the_most_serious_comes_first_and_each_once() -> None:
    odd, mended, broken = doubt("a", "odd"), repair("b", "mended"), problem("c", "broken")
    findings = gather(built(odd, broken, FIRST), [odd, mended, SECOND, broken])
    assert findings.problems == (broken, FIRST, odd, mended)
    assert (findings.questions, findings.standing, findings.stops) == ((FIRST,), 1, False)


@pytest.mark.parametrize("build", [built(stop("a", "x")), built(problem("a", "x"), stopped=True)])
def test_what_must_not_go_out_stops(build: Built) -> None:
    assert gather(build, ()).stops


def test_nothing_goes_out_before_each_number_has_its_yes(tmp_path: Path) -> None:
    problems = [FIRST, doubt("a", "odd"), SECOND]
    assert not may_go_out(tmp_path, problems, Answers(agreed=[SECOND]))
    assert without_answered(tmp_path, [FIRST, SECOND]) == (FIRST,)
    assert may_go_out(tmp_path, problems, Answers(agreed=[FIRST, SECOND]))
    assert without_answered(tmp_path, [FIRST, SECOND]) == ()


def test_without_questions_nobody_is_asked(tmp_path: Path) -> None:
    assert may_go_out(tmp_path, [doubt("a", "odd")], Answers())
