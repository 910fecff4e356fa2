"""Replace, remove and read files that another program may hold for a moment.

Windows refuses all of that while a virus scanner, an indexer, OneDrive or Word has the file open:
of 4,000 replacements in a row 155 to 171 met such a lock on Windows 11 (zarr-python #4358).
"""

import errno
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

T = TypeVar("T")

WRITING_SECONDS = 10.0
"""How long to wait for a file that is to be written: as long as uv does."""

READING_SECONDS = 2.0
"""How long to wait for a file that is to be read."""

_FIRST_PAUSE_SECONDS = 0.01
# ERROR_ACCESS_DENIED, also of a file that is being deleted, ERROR_SHARING_VIOLATION and
# ERROR_LOCK_VIOLATION. Other systems let a file be replaced whoever reads it.
_LOCKS = (5, 32, 33)


class FileHeld(PermissionError):
    """Another program held the file for too long, or nobody may touch it."""


def replace_file(draft: Path, target: Path) -> None:
    """Rename a file over another one. Raises FileHeld about the target, and OSError."""
    patiently(lambda: draft.replace(target), target)


def rename_path(old: Path, new: Path) -> None:
    """Rename a file or folder. Raises FileHeld about the new name, and OSError."""
    patiently(lambda: old.rename(new), new)


def remove_file(path: Path) -> None:
    """Remove a file, if it is there. Raises FileHeld, and OSError."""
    patiently(lambda: path.unlink(missing_ok=True), path)


def remove_folder(path: Path, seconds: float = WRITING_SECONDS) -> None:
    """Remove a folder with all that it holds, as far as that can be done."""
    with suppress(OSError):
        patiently(lambda: shutil.rmtree(path), path, seconds)


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises FileHeld, and OSError."""
    return patiently(path.read_bytes, path, READING_SECONDS)


def open_file(path: Path) -> BinaryIO:
    """A file, opened to be read. Raises FileHeld, and OSError."""
    return patiently(lambda: path.open("rb"), path, READING_SECONDS)


def patiently(act: Callable[[], T], path: Path, seconds: float = WRITING_SECONDS) -> T:
    """Do what needs a file, again and again while another program holds it.

    Raises FileHeld about `path` after that many seconds, and whatever else `act` raises.
    """
    pause_seconds, until = _FIRST_PAUSE_SECONDS, time.monotonic() + seconds
    while True:
        try:
            return act()
        except OSError as error:
            if not _is_lock(error):
                raise
            if time.monotonic() + pause_seconds > until:
                raise FileHeld(error.errno, error.strerror, str(path)) from error
        time.sleep(pause_seconds)
        pause_seconds *= 2


def _is_lock(error: OSError) -> bool:
    code = getattr(error, "winerror", None)
    # `open` goes through the C library there, which knows only that access was denied.
    is_refused_open = sys.platform == "win32" and code is None and error.errno == errno.EACCES
    return code in _LOCKS or is_refused_open
