"""Prints sentences and problems for people, or events as JSON for machines."""

import json
import re
import sys
from collections.abc import Iterable

import click

from generator.errors import Level, Problem
from generator.messages import LANGUAGES, Words, printable, system_language

DONE, PROBLEMS_STAND, WRONG_USAGE = 0, 1, 2

_YES, _NO = ("yes", "иә", "ия", "да"), ("no", "жоқ", "нет")
_MARKS = {
    Level.STOP: "■",
    Level.PROBLEM: "✗",
    Level.ASK: "!",
    Level.DOUBT: "?",
    Level.REPAIR: "✓",
}
_COLOURS = {
    Level.STOP: "red",
    Level.PROBLEM: "red",
    Level.ASK: "magenta",
    Level.DOUBT: "yellow",
    Level.REPAIR: "green",
}


def language() -> str:
    """--lang anywhere in the command line, for help is printed before options are parsed."""
    match = re.search(r"(?:^|\0)--lang(?:=|\0)(\w+)", "\0".join(sys.argv[1:]))
    return match[1] if match and match[1] in LANGUAGES else system_language()


class Screen:
    """Where messages go: lines for people, or events for machines."""

    def __init__(self, *, as_json: bool) -> None:
        self.words = Words(language())
        self.as_json = as_json

    def event(self, name: str, **values: object) -> None:
        """One line of JSON; nothing for people."""
        if self.as_json:
            click.echo(json.dumps({"event": name, **values}, ensure_ascii=False))

    def say(self, message: str, **values: object) -> None:
        """A sentence for people; nothing for machines."""
        if not self.as_json:
            click.echo(printable(self.words(message, **values)))

    def problem(self, problem: Problem) -> None:
        """A problem, for either."""
        values = dict(problem.values)
        self.event(
            "problem",
            level=problem.level.value,
            where=printable(problem.where),
            line=problem.line,
            what=printable(self.words(problem.what, **values)),
            hint=printable(self.words(problem.hint, **values)) if problem.hint else "",
        )
        if not self.as_json:
            mark = click.style(_MARKS[problem.level], fg=_COLOURS[problem.level])
            click.echo(f"{mark} {self.words.problem(problem)}")

    def agrees(self, question: str) -> bool:
        """Asks a person until the answer is a yes or a no, in any language; Enter is a no."""
        prompt = f"{question} ({self.words('y for yes, n for no')})"
        while True:
            typed = click.prompt(prompt, default="", show_default=False, err=True)
            answer = typed.strip().casefold()
            if not answer or any(word.startswith(answer) for word in _NO):
                return False
            if any(word.startswith(answer) for word in _YES):
                return True

    def problems(self, problems: Iterable[Problem]) -> int:
        """Prints them all; the number of those that make a command end with exit code 1."""
        standing = 0
        for problem in problems:
            self.problem(problem)
            standing += problem.level in (Level.STOP, Level.PROBLEM)
        return standing
