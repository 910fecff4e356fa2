"""Names of files that another computer cannot open, or takes for one."""

import os
from collections.abc import Iterable, Iterator

from generator.errors import Problem, doubt, problem
from generator.language.alphabet import RESERVED, nfc

# What OneDrive and the like set on a file that is not on this computer yet:
# FILE_ATTRIBUTE_OFFLINE, RECALL_ON_OPEN and RECALL_ON_DATA_ACCESS,
# https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants
_IN_CLOUD = 0x1000 | 0x40000 | 0x400000


def opens_on_windows(name: str) -> bool:
    """Whether Windows opens a file or folder of that name.

    It takes "con.md" for a device, and drops dots and spaces at the end before it looks.
    """
    stem = name.partition(".")[0].rstrip(" ")
    return not RESERVED.fullmatch(stem.lower()) and name == name.rstrip(". ")


def no_windows_name(path: str) -> Problem:
    """The problem of a name that Windows does not open."""
    return problem(
        path,
        "Windows cannot open a file or folder of this name",
        "rename it: not con, nul, com1 and the like, and no dot or space at its end",
    )


def is_in_cloud(stat: os.stat_result) -> bool:
    """Whether a file's bytes have to be fetched from a cloud before they can be read."""
    return bool(getattr(stat, "st_file_attributes", 0) & _IN_CLOUD)


def twins(paths: Iterable[str]) -> Iterator[Problem]:
    """A doubt for each path that differs from another one only by capitals or stored letters."""
    named: dict[str, str] = {}
    for path in sorted(paths):
        other = named.setdefault(nfc(path).casefold(), path)
        if other != path:
            yield doubt(
                path,
                "“{other}” differs only in capitals or in how its letters are stored",
                "rename one of them: Windows and phones take both for one",
                other=other.rpartition("/")[2],
            )
