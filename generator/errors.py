"""What goes wrong, as values: where, what, and what to do, in words that can be translated."""

from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How much a problem matters: the first two make a build end with exit code 1."""

    STOP = "stop"  # nothing may be written until this is mended: law, or other people's rights
    PROBLEM = "problem"  # something of the aide's is not on the site as it should be
    DOUBT = "doubt"  # built, but a person should look: a guess was made
    REPAIR = "repair"  # built and mended: what was mended


class Problem(msgspec.Struct, frozen=True):
    """One thing to tell the aide.

    `what` and `hint` are message ids: English sentences with `{name}` fields, found under the
    same words in generator/locales; `values` fills the fields.
    """

    where: str  # path in content/, "" for the site as a whole
    what: str
    hint: str = ""
    values: tuple[tuple[str, str], ...] = ()
    level: Level = Level.PROBLEM
    line: int = 0  # of the file, from 1; 0 where it has none


def stop(where: str, what: str, hint: str = "", **values: object) -> Problem:
    """Nothing may be published because of `where`; the last good site stays as it is."""
    return Problem(where, what, hint, _texts(values), Level.STOP)


def problem(where: str, what: str, hint: str = "", **values: object) -> Problem:
    """Something is missing from the site because of `where`."""
    return Problem(where, what, hint, _texts(values))


def doubt(where: str, what: str, hint: str = "", line: int = 0, **values: object) -> Problem:
    """A guess was made about `where`, or it could be better; a person should look."""
    return Problem(where, what, hint, _texts(values), Level.DOUBT, line)


def repair(where: str, what: str, hint: str = "", **values: object) -> Problem:
    """Something in `where` was mended on the way; content/ itself is unchanged."""
    return Problem(where, what, hint, _texts(values), Level.REPAIR)


def disk_problem(error: OSError, where: str | None = None) -> Problem:
    """What the system says of a file or folder: of the one that it names, or of `where`."""
    return problem(
        str(error.filename or "") if where is None else where,
        "this cannot be read or written: {reason}",
        "is the disk full, or the folder open elsewhere?",
        reason=error.strerror or str(error),
    )


class Unfit(Exception):
    """A source cannot be used; carries the problem to report. Survives pickling."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def unfit(where: str, what: str, hint: str = "", **values: object) -> Unfit:
    """The exception for a source that cannot be used, to be raised; arguments as of `problem`."""
    return Unfit(problem(where, what, hint, **values))


class Broken(Exception):
    """Those who make tasks cannot go on; carries the problem to report. No source is to blame."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def _texts(values: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in sorted(values.items()))
