"""A folder in, its files as Sources out: sorted, hashed only where a stat says they changed."""

import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, MutableMapping
from pathlib import Path
from typing import Protocol

import msgspec

from generator.digest import digest_file
from generator.errors import Problem, problem
from generator.limits import FILES, FOLDERS_DEEP, PATH_LETTERS
from generator.model import Source

# Editors' and systems' own files; nobody drops them on purpose.
_IGNORED_NAMES = {"thumbs.db", "desktop.ini", "__macosx", "icon\r"}
_IGNORED_STARTS = (".", "~")
_IGNORED_ENDS = ("~", ".tmp", ".part", ".crdownload", ".swp")

# Each folder in it is a site of its own.
_DEPUTIES = "deputies"

# Signs that a screen obeys instead of showing, and halves of letters: names of bytes that are no
# UTF-8 come with these, as from an archive of an old Windows, unpacked on Linux.
_BROKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# A file changed again within one tick of a coarse clock (FAT: 2 s) keeps its time and size.
# So a digest taken this soon after a change is not trusted the next time (git calls it racy).
_RACY_NS = 2_000_000_000


class FileStamp(msgspec.Struct, frozen=True):
    """A file's stat when its digest was taken. Compared as a whole: an older date is a change."""

    size_bytes: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    digest: str
    taken_ns: int

    def still_holds(self, now: os.stat_result) -> bool:
        """Whether a file with this stat has the bytes it had then."""
        return (
            self.size_bytes == now.st_size
            and self.mtime_ns == now.st_mtime_ns
            and self.ctime_ns == now.st_ctime_ns
            and self.inode == now.st_ino
            and self.taken_ns - self.mtime_ns > _RACY_NS
            and self.taken_ns - self.ctime_ns > _RACY_NS
        )


Stamps = MutableMapping[str, FileStamp]


class Patience(Protocol):
    """Knows which files are still on their way."""

    def is_whole(self, path: str, now: os.stat_result) -> bool:
        """Whether a new or changed file is all there already."""

    def is_gone(self, path: str) -> bool:
        """Whether a file that is missing will not be back in a moment."""


class Listing(msgspec.Struct, frozen=True):
    """What a folder holds."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...] = ()  # of files that are there and are no sources

    @property
    def unread(self) -> frozenset[str]:
        """Paths of what is there and was not looked into."""
        return frozenset(one.where for one in self.problems)


def discover(root: Path, stamps: Stamps) -> Listing:
    """All files below root, by path. `stamps` is read, brought up to date, and pruned."""
    sources: list[Source] = []
    problems: list[Problem] = []
    seen: Stamps = {}
    for path, entry in _walk(str(root), "", problems):
        if len(sources) == FILES:
            problems.append(
                problem(
                    "",
                    "there are more than {files} files; the others are left out",
                    "is this the right folder?",
                    files=FILES,
                )
            )
            break
        try:
            sources.append(_source(path, entry, stamps, seen))
        except OSError:
            problems.append(_unreadable(path))
    stamps.clear()
    stamps.update(seen)
    return Listing(tuple(sorted(sources, key=lambda source: source.path)), tuple(problems))


def discover_again(
    root: Path, before: Listing, stamps: Stamps, touched: Iterable[str], patience: Patience
) -> Listing:
    """The listing brought up to date where files or folders were touched; "" touches all.

    A file that is still on its way stays as it was listed before. `stamps` is brought up to date.
    """
    known = {source.path: source for source in before.sources}
    problems = list(before.problems)
    for path in _outermost(touched):
        old = [one for one in known if _is_inside(one, path)]
        problems = [one for one in problems if not _is_inside(one.where, path)]
        found: dict[str, Source] = {}
        for name, entry in _entries(root, path, problems):
            try:
                source = _renewed(name, entry, stamps, known, patience)
            except OSError:
                problems.append(_unreadable(name))
            else:
                found |= {name: source} if source else {}
        for name in old:
            if name in found or patience.is_gone(name):
                del known[name]
            if name not in found and name not in known:
                stamps.pop(name, None)
        known |= found
    ordered = tuple(sorted(known.values(), key=lambda source: source.path))
    return Listing(ordered, tuple(problems))


def _outermost(paths: Iterable[str]) -> list[str]:
    """Those paths that lie in no other one of them."""
    kept: list[str] = []
    for path in sorted(paths):
        if not any(_is_inside(path, one) for one in kept):
            kept.append(path)
    return kept


def _is_inside(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")


def _entries(
    root: Path, path: str, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """What stands at a path: a file itself, or all files below a folder."""
    if not path:
        yield from _walk(str(root), "", problems)
        return
    above, _, name = path.rpartition("/")
    parts = path.split("/")
    if parts[0] == _DEPUTIES or any(is_ignored(part) for part in parts):
        return
    wrong = _wrong_path(path, path)
    if wrong:
        problems.append(wrong)
        return
    try:
        with os.scandir(root / above) as entries:
            entry = next((one for one in entries if one.name == name), None)
    except OSError:
        return
    if entry is None:
        return
    if entry.is_dir(follow_symlinks=False):
        yield from _walk(entry.path, path + "/", problems)
    else:
        yield path, entry


def _renewed(
    path: str,
    entry: os.DirEntry[str],
    stamps: Stamps,
    known: dict[str, Source],
    patience: Patience,
) -> Source | None:
    stamp = stamps.get(path)
    now = os.stat(entry.path, follow_symlinks=False)  # noqa: PTH116 - as in _source
    is_new = stamp is None or not stamp.still_holds(now)
    if is_new and stat.S_ISREG(now.st_mode) and not patience.is_whole(path, now):
        return known.get(path)
    return _source(path, entry, stamps, stamps)


def _unreadable(path: str) -> Problem:
    return problem(path, "the file cannot be read", "copy it here again, or close Word first")


def _walk(
    folder: str, prefix: str, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        if not prefix:
            raise  # content/ itself: there is nothing to build
        problems.append(problem(prefix[:-1], "this folder cannot be opened", "copy it here again"))
        return
    for entry in ordered:
        path = prefix + entry.name
        if is_ignored(entry.name) or path == _DEPUTIES:
            continue
        wrong = _wrong_path(path, entry.name)
        if wrong:
            problems.append(wrong)
            continue
        # A link may lead anywhere, also out of content/; what is wanted is copied in.
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, path + "/", problems)
        else:
            yield path, entry


def _wrong_path(path: str, name: str) -> Problem | None:
    """What keeps a file or a whole folder out because of how it is named or where it stands."""
    if _BROKEN.search(name):
        shown = path.encode("utf-8", "replace").decode()
        return problem(shown, "the name has broken letters", "rename it")
    if len(path) > PATH_LETTERS or path.count("/") >= FOLDERS_DEEP:
        return problem(
            path,
            "this stands too deep in folders, or their names are too long",
            "move it up, or shorten the names",
        )
    return None


def is_ignored(name: str) -> bool:
    """Whether a file or folder of that name is an editor's or a system's own."""
    lowered = name.lower()
    return (
        lowered in _IGNORED_NAMES
        or lowered.startswith(_IGNORED_STARTS)
        or lowered.endswith(_IGNORED_ENDS)
    )


def _source(path: str, entry: os.DirEntry[str], stamps: Stamps, seen: Stamps) -> Source:
    # On Windows a DirEntry's own stat has no inode and no true ctime: ask the file.
    now = os.stat(entry.path, follow_symlinks=False)  # noqa: PTH116 - 3 µs less than Path.stat
    if not stat.S_ISREG(now.st_mode):
        raise OSError(f"{path} is no ordinary file")
    stamp = stamps.get(path)
    if stamp is None or not stamp.still_holds(now):
        taken_ns = time.time_ns()
        stamp = FileStamp(
            now.st_size,
            now.st_mtime_ns,
            now.st_ctime_ns,
            now.st_ino,
            digest_file(Path(entry.path)),
            taken_ns,
        )
    seen[path] = stamp
    return Source(path, stamp.digest, stamp.size_bytes, now.st_mtime)
