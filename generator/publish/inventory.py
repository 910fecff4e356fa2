"""Lists what is to be published from output/: each file with its size and digest."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

import msgspec

from generator.digest import digest_file
from generator.intake.discover import FileStamp
from generator.publish.ledger import Files, HostEntry
from generator.store.cache import Cache
from generator.store.memo import load_memo, save_memo

# Hidden files belong to editors and systems, apart from those that hosts read.
_WANTED_HIDDEN = {".htaccess", ".nojekyll", ".well-known"}
_IGNORED = {"thumbs.db", "desktop.ini"}


class Stamps(msgspec.Struct):
    """Digests taken by earlier runs."""

    code: str = "1"
    files: dict[str, FileStamp] = {}


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files of a release, and where their bytes are on this computer."""

    files: Files
    local: dict[str, Path]  # by digest


def take_inventory(output: Path, cache: Cache, memo: Path) -> Inventory:
    """Every file in output/ for readers; one that did not change is not read again."""
    known, seen = load_memo(memo, Stamps()).files, dict[str, FileStamp]()
    files: Files = {}
    local: dict[str, Path] = {}
    for path, stat in _walk(output, ""):
        stamp = known.get(path)
        if stamp is None or not stamp.still_holds(stat):
            stamp = _stamp(output / path, stat)
        seen[path] = stamp
        files[path] = HostEntry(stamp.size_bytes, stamp.digest)
        local[stamp.digest] = output / path
    if seen != known:
        save_memo(memo, Stamps(files=seen), cache)
    return Inventory(dict(sorted(files.items())), local)


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            is_hidden = entry.name.startswith(".") and entry.name not in _WANTED_HIDDEN
            if is_hidden or entry.name.lower() in _IGNORED or entry.is_symlink():
                continue
            if entry.is_dir():
                yield from _walk(folder / entry.name, f"{prefix}{entry.name}/")
            else:
                # entry.stat() has no inode on Windows; Path.stat() takes twice as long.
                yield f"{prefix}{entry.name}", os.stat(entry.path)  # noqa: PTH116


def _stamp(path: Path, stat: os.stat_result) -> FileStamp:
    return FileStamp(
        stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, digest_file(path), time_ns()
    )
