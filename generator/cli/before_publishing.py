"""What publishing shows on one screen before anything is sent, and the questions it asks there."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from generator.cli.screen import Screen
from generator.errors import Level, Problem
from generator.inputs import Built
from generator.publish.hosts.host import Address
from generator.publish.hosts.protocols import PROTOCOLS
from generator.release.findings import Findings, gather
from generator.release.findings import may_go_out as may_all_go_out

_LINES = 12  # of advice: with what stops and what is asked it stays one screen

_ALWAYS_SHOWN = (Level.STOP, Level.ASK)


def show_check(screen: Screen, built: Built, checked: Iterable[Problem]) -> int:
    """Prints what the build and the check found, the most serious first, advice briefly.

    Returns the number of problems that make a command end with exit code 1.
    """
    return show_findings(screen, gather(built, checked))


def show_findings(screen: Screen, findings: Findings) -> int:
    """Prints the findings, advice briefly; returns as `show_check`."""
    short = findings.problems if screen.as_json else _shortened(findings.problems)
    screen.problems(short)
    if len(short) < len(findings.problems):
        left = len(findings.problems) - len(short)
        screen.say("And {count} more: jarshy check", count=left)
    return findings.standing


def may_go_out(
    screen: Screen, cache: Path, problems: Iterable[Problem], allow_numbers: bool
) -> bool:
    """Whether a person says yes to each question, now or by an option; each yes is remembered."""
    asker = TerminalAsker(screen, allow_numbers=allow_numbers)
    if may_all_go_out(cache, problems, asker):
        return True
    screen.say("Nothing was sent: take these out, or allow them: jarshy publish --allow-numbers")
    return False


def can_ask(screen: Screen) -> bool:
    """Whether a person sits at the screen."""
    return not screen.as_json and sys.stdin.isatty()


@dataclass(frozen=True, slots=True)
class TerminalAsker:
    """Asks at the terminal what the options do not answer; nobody there is a no."""

    screen: Screen
    allow_numbers: bool = False
    allow_removal: bool = False
    before_question: Callable[[], None] = lambda: None  # clears the screen of what moves on it

    def allowed(self, questions: Sequence[Problem]) -> Iterator[Problem]:
        """The numbers with a yes, up to the first no."""
        for question in questions:
            if not (self.allow_numbers or self._may_be_seen(question)):
                return
            yield question

    def password(self, address: Address, *, refused: bool) -> str:
        """The password, where one is needed; a wrong one ends the command."""
        if refused or not (PROTOCOLS[address.scheme].needs_password and can_ask(self.screen)):
            return ""
        prompt = self.screen.words("Password for {login}", login=address.login)
        typed: str = click.prompt(prompt, default="", show_default=False, hide_input=True, err=True)
        return typed

    def may_keep_password(self, address: Address) -> bool:
        """Whether the keyring gets the password."""
        return self.screen.agrees(self.screen.words("Shall this computer remember the password?"))

    def trusts(self, host: str, fingerprint: str) -> bool:
        """No: an unknown key is accepted by --accept alone."""
        return False

    def may_drop(self, files: int) -> bool:
        """Whether so many pages may go."""
        return self.allow_removal or self._confirm(
            self.screen.words("{count} files would go from the site. Is that meant?", count=files)
        )

    def may_rewrite(self) -> bool:
        """Whether a branch's history may go."""
        return self.allow_removal or self._confirm(
            self.screen.words(
                "All earlier commits of the branch go, those of others too; its files stay. "
                "Is that meant?"
            )
        )

    def _confirm(self, question: str) -> bool:
        self.before_question()
        return can_ask(self.screen) and self.screen.agrees(question)

    def _may_be_seen(self, question: Problem) -> bool:
        if not can_ask(self.screen):
            return False
        self.screen.problem(question)
        return self.screen.agrees(self.screen.words("May readers see this?"))


def _shortened(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """All that stops or is asked, and the first of the rest."""
    rest = [problem for problem in problems if problem.level not in _ALWAYS_SHOWN]
    kept = set(map(id, rest[:_LINES]))
    return tuple(
        problem for problem in problems if problem.level in _ALWAYS_SHOWN or id(problem) in kept
    )
