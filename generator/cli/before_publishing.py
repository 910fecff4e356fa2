"""What publishing shows on one screen before anything is sent, and the questions it asks."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from generator.cli.screen import Screen
from generator.errors import Level, Problem
from generator.inputs import Built
from generator.store.confirmed import confirm

_LINES = 12  # of advice: with what stops and what is asked it stays one screen

_ALWAYS_SHOWN = (Level.STOP, Level.ASK)
_LEVELS = list(Level)


def show_check(screen: Screen, built: Built, checked: Iterable[Problem]) -> int:
    """Prints what the build and the check found, the most serious first, advice briefly.

    Returns the number of problems that make a command end with exit code 1. Questions are those of
    the build: what the check finds in drafts does not go out.
    """
    advice = (problem for problem in checked if problem.level in (Level.DOUBT, Level.REPAIR))
    found = list(dict.fromkeys((*built.problems, *advice)))
    found.sort(key=lambda problem: (_LEVELS.index(problem.level), problem.where, problem.line))
    short = found if screen.as_json else _shortened(found)
    screen.problems(short)
    if len(short) < len(found):
        screen.say("And {count} more: jarshy check", count=len(found) - len(short))
    return sum(problem.level in (Level.STOP, Level.PROBLEM) for problem in found)


def may_go_out(
    screen: Screen, cache: Path, problems: Iterable[Problem], allow_numbers: bool
) -> bool:
    """Whether a person says yes to each question, now or by an option; each yes is remembered."""
    asked = [problem for problem in problems if problem.asks]
    if allow_numbers:
        confirm(cache, asked)
        return True
    for problem in asked:
        if not (can_ask(screen) and _says_yes(screen, problem)):
            screen.say(
                "Nothing was sent: take these out, or allow them: jarshy publish --allow-numbers"
            )
            return False
        confirm(cache, [problem])
    return True


def can_ask(screen: Screen) -> bool:
    """Whether a person sits at the screen."""
    return not screen.as_json and sys.stdin.isatty()


def _says_yes(screen: Screen, problem: Problem) -> bool:
    screen.problem(problem)
    return click.confirm(screen.words("May readers see this?"), default=False, err=True)


def _shortened(found: list[Problem]) -> list[Problem]:
    """All that stops or is asked, and the first of the rest."""
    rest = [problem for problem in found if problem.level not in _ALWAYS_SHOWN]
    kept = set(map(id, rest[:_LINES]))
    return [problem for problem in found if problem.level in _ALWAYS_SHOWN or id(problem) in kept]
