"""Problems as values: where, what and what to do, in translatable words."""

import errno
from enum import StrEnum

import msgspec

from generator.files import FileHeld


class Level(StrEnum):
    """How serious a problem is; STOP and PROBLEM end a build with exit code 1."""

    STOP = "stop"  # nothing is written until it is fixed
    PROBLEM = "problem"  # something of the aide's is missing from the site
    ASK = "ask"  # built, but published only after a person's yes
    DOUBT = "doubt"  # built on a guess that a person should check
    REPAIR = "repair"  # built, after something was repaired


class Problem(msgspec.Struct, frozen=True):
    """One message to the aide.

    `what` and `hint` are message ids: English sentences, translated in generator/locales, whose
    `{name}` fields `values` fills.
    """

    where: str  # path in content/; "" for the site as a whole
    what: str
    hint: str = ""
    values: tuple[tuple[str, str], ...] = ()
    level: Level = Level.PROBLEM
    line: int = 0  # of the file, counted from 1; 0 for none
    asks: str = ""  # of what is asked: the digest by which a yes is remembered


def stop(where: str, what: str, hint: str = "", **values: object) -> Problem:
    """Nothing may be published because of `where`; the last good site stays as it is."""
    return Problem(where, what, hint, _texts(values), Level.STOP)


def problem(where: str, what: str, hint: str = "", **values: object) -> Problem:
    """Something is missing from the site because of `where`."""
    return Problem(where, what, hint, _texts(values))


def ask(
    where: str, what: str, hint: str = "", line: int = 0, asks: str = "", **values: object
) -> Problem:
    """`where` holds what goes out only if a person says yes; `asks` is what the yes is for."""
    return Problem(where, what, hint, _texts(values), Level.ASK, line, asks)


def doubt(where: str, what: str, hint: str = "", line: int = 0, **values: object) -> Problem:
    """`where` was read by a guess, or could be better: a person should look."""
    return Problem(where, what, hint, _texts(values), Level.DOUBT, line)


def repair(where: str, what: str, hint: str = "", **values: object) -> Problem:
    """Something in `where` was repaired while reading; content/ itself is unchanged."""
    return Problem(where, what, hint, _texts(values), Level.REPAIR)


def disk_problem(error: OSError, where: str | None = None) -> Problem:
    """The system's own error, about `where` or else the file that it names.

    In our words, since the system's are in its own language.
    """
    where = str(error.filename or "") if where is None else where
    if isinstance(error, FileHeld):
        return held_problem(where)
    number = error.errno or 0
    if number in _DISK_FULL:
        return problem(where, "the disk is full", "remove what is not needed from it and try again")
    if number in _FORBIDDEN:
        return problem(
            where,
            "you may not read or write this",
            "is it a folder of your own? ask whoever looks after this computer",
        )
    return problem(
        where,
        "this cannot be read or written ({reason})",
        "is the disk full, or the folder open elsewhere?",
        reason=errno.errorcode.get(number, number),
    )


def held_problem(where: str, *, is_known: bool = False) -> Problem:
    """Another program does not let go of a file; `is_known` where an earlier build has read it."""
    if is_known:
        return problem(
            where,
            "another program holds this file; the site shows what was in it before",
            "close the program that holds it, then try again",
        )
    return problem(
        where, "another program holds this file", "close the program that holds it, then try again"
    )


_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Unfit(Exception):
    """A source cannot be used; `problem` says why. Survives pickling."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class HoldsBack(Unfit):
    """A source cannot be used, and its post waits: what must not go out may stand there."""


def unfit(where: str, what: str, hint: str = "", **values: object) -> Unfit:
    """An Unfit to raise, from the arguments of `problem`."""
    return Unfit(problem(where, what, hint, **values))


class Broken(Exception):
    """Those who make tasks cannot go on; carries the problem to report. No source is to blame."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def _texts(values: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in sorted(values.items()))
