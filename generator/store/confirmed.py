"""What a person said may be published, by digests of the sentences that were asked about.

A yes belongs to the person at this computer, so it lies in the cache and not in content/, which
goes from hand to hand: from the digest of a sentence with twelve digits these can be guessed. A
lost cache asks again, and so does another computer.
"""

from collections.abc import Iterable
from pathlib import Path

from generator.errors import Problem
from generator.store.memory import LASTING, Memory, Table

_YES = Table(f"{LASTING}confirmed", str)


def without_answered(cache: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, without questions that were answered with yes."""
    problems = tuple(problems)
    if not any(problem.asks for problem in problems):
        return problems
    with Memory(cache) as memory:
        confirmed = memory.all(_YES)
    return tuple(problem for problem in problems if problem.asks not in confirmed)


def confirm(cache: Path, problems: Iterable[Problem]) -> None:
    """Remember a yes to these questions. Raises OSError where nothing can be written."""
    with Memory(cache) as memory:
        for problem in problems:
            memory.put(_YES, problem.asks, problem.where)
        memory.commit()
