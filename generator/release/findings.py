"""What the build and the check found → what stops publishing, and what a person is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Level, Problem
from generator.inputs import BuildRequest, Built
from generator.release.asker import Asker
from generator.release.check_sites import check_sites
from generator.store.confirmed import confirm

_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a person sees before anything is sent."""

    problems: tuple[Problem, ...]  # the most serious first
    stops: bool  # wherever such a problem comes from, nothing is sent
    questions: tuple[Problem, ...] = ()  # about what is built; drafts go nowhere

    @property
    def standing(self) -> int:
        """The number of problems with which a command ends with exit code 1."""
        return sum(problem.level in (Level.STOP, Level.PROBLEM) for problem in self.problems)


def look_over(request: BuildRequest, built: Built) -> Findings:
    """What the build found, and what the check says of all that was built."""
    checked = () if built.stopped else check_sites(request, built.written.written)
    return gather(built, checked)


def gather(built: Built, checked: Iterable[Problem]) -> Findings:
    """The findings, once each. Questions are those of the build: what the check finds in drafts
    does not go out."""
    advice = (problem for problem in checked if problem.level in (Level.DOUBT, Level.REPAIR))
    problems = list(dict.fromkeys((*built.problems, *advice)))
    problems.sort(key=lambda problem: (_LEVELS.index(problem.level), problem.where, problem.line))
    stops = built.stopped or any(problem.level is Level.STOP for problem in built.problems)
    return Findings(tuple(problems), stops, asked(built.problems))


def asked(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The questions among the problems."""
    return tuple(problem for problem in problems if problem.asks)


def may_go_out(cache: Path, problems: Iterable[Problem], asker: Asker) -> bool:
    """Whether a person says yes to each question; each yes is remembered at once."""
    questions = asked(problems)
    open_still = dict.fromkeys(questions)
    for question in asker.allowed(questions):
        confirm(cache, [question])
        open_still.pop(question, None)
    return not open_still
