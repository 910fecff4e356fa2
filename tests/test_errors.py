"""Problems are made with their level, and survive the way between processes."""

import errno
import pickle

import pytest

from generator.errors import (
    Level,
    Unfit,
    disk_problem,
    doubt,
    problem,
    repair,
    stop,
    unfit,
)
from generator.files import FileHeld


def test_each_call_has_its_level() -> None:
    made = [stop("a", "b"), problem("a", "b"), doubt("a", "b"), repair("a", "b")]
    assert [item.level for item in made] == [
        Level.STOP, Level.PROBLEM, Level.DOUBT, Level.REPAIR,
    ]  # fmt: skip


def test_values_are_texts_in_a_fixed_order() -> None:
    assert problem("a", "b", z=1, y=None).values == (("y", "None"), ("z", "1"))
    assert doubt("a", "b", line=3, z=1).line == 3


def test_unfit_keeps_its_problem_when_pickled() -> None:
    error = pickle.loads(pickle.dumps(unfit("a", "b", "c", d=1)))
    assert isinstance(error, Unfit)
    assert error.problem == problem("a", "b", "c", d=1)


def test_a_disk_error_names_its_own_file_unless_told_another() -> None:
    error = OSError(28, "No space left on device", "b.jpg")
    assert disk_problem(error).where == "b.jpg"
    assert disk_problem(error, "a").where == "a"


@pytest.mark.parametrize(("error", "what"), [
    (OSError(errno.ENOSPC, "Недостаточно места на диске"), "the disk is full"),
    (PermissionError(errno.EACCES, "Отказано в доступе"), "you may not read or write this"),
    (FileHeld(errno.EACCES, "Отказано в доступе"), "another program holds this file"),
    (OSError(errno.EIO, "Ошибка"), "this cannot be read or written ({reason})"),
])  # fmt: skip
def test_a_disk_error_is_told_in_our_words(error: OSError, what: str) -> None:
    told = disk_problem(error)
    assert told.what == what
    assert dict(told.values) in ({}, {"reason": "EIO"})
