"""Move a whole file into a folder of content/: at once, and over nothing that is there."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from generator.files import remove_file, replace_file
from generator.studio.inbox.file_names import free_name


def move_in(source: Path, folder: Path, wanted: str, note: Callable[[str], None]) -> str:
    """Move the file into the folder under the first free name like `wanted`; return that name.

    `note` gets the name before anything bears it. Raises OSError.
    """
    draft = _on_its_disk(source, folder)
    name = _reserve(folder, wanted, note)
    replace_file(draft, folder / name)
    if draft != source:
        remove_file(source)
    return name


def was_moved(target: Path, size_bytes: int) -> bool:
    """Whether a move that was cut off had put the file there; else what it reserved is removed."""
    try:
        now = target.lstat()
    except OSError:
        return False
    if not stat.S_ISREG(now.st_mode):
        return False
    if not now.st_size:
        remove_file(target)
    return now.st_size == size_bytes


def is_folder_in(content: Path, path: str) -> bool:
    """Whether a path leads to a folder of content/ without passing a link."""
    folder = content
    for name in path.split("/"):
        if name in ("", ".", ".."):
            return False
        folder /= name
        try:
            mode = folder.lstat().st_mode
        except (OSError, ValueError):
            return False
        if not stat.S_ISDIR(mode):
            return False
    return True


def _on_its_disk(source: Path, folder: Path) -> Path:
    """The file itself, or a copy in the folder where that is on another disk."""
    return source if source.lstat().st_dev == folder.stat().st_dev else _copy(source, folder)


def _copy(source: Path, folder: Path) -> Path:
    # A name that nobody can guess, and the same one after a killed server starts again.
    copy = folder / f".{source.stem}.tmp"
    remove_file(copy)
    with source.open("rb") as received, copy.open("xb") as stream:
        shutil.copyfileobj(received, stream, 1 << 20)
        stream.flush()
        os.fsync(stream.fileno())
    return copy


def _reserve(folder: Path, wanted: str, note: Callable[[str], None]) -> str:
    """A free name, taken by an empty file: renaming replaces what is there on most systems."""
    while True:
        name = free_name(wanted, (path.name for path in folder.iterdir()))
        note(name)
        try:
            (folder / name).open("xb").close()
        except FileExistsError:
            continue
        return name
