"""List a folder's files as sources; a file is hashed only when its stat changed."""

import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from generator.digest import digest_file
from generator.errors import Problem, held_problem, problem
from generator.files import READING_SECONDS, FileHeld
from generator.intake.names import is_in_cloud, no_windows_name, opens_on_windows
from generator.limits import FILES, FOLDERS_DEEP, PATH_LETTERS
from generator.model import Source

# Files of editors and systems; nobody drops them on purpose.
_IGNORED_NAMES = {"thumbs.db", "desktop.ini", "__macosx", "icon\r"}
_IGNORED_STARTS = (".", "~")
_IGNORED_ENDS = ("~", ".tmp", ".part", ".crdownload", ".swp")

# Each folder in it is a site of its own.
_DEPUTIES = "deputies"

# Control characters, and the surrogates that stand for bytes that are not UTF-8: names from an
# archive of an old Windows that was unpacked on Linux have them.
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

    def source(self, path: str) -> Source:
        """The file at a path as it was then."""
        seconds, nanoseconds = divmod(self.mtime_ns, 10**9)
        return Source(path, self.digest, self.size_bytes, seconds + 1e-9 * nanoseconds)


Stamps = Mapping[str, FileStamp]
"""What is known of files, by path."""


class Patience(Protocol):
    """Knows which files are still being copied."""

    def is_whole(self, path: str, now: os.stat_result) -> bool:
        """Whether a new or changed file is all there already."""

    def is_gone(self, path: str) -> bool:
        """Whether a file that is missing will not be back in a moment."""


class Listing(msgspec.Struct, frozen=True):
    """What a folder holds."""

    sources: tuple[Source, ...] = ()  # by path
    problems: tuple[Problem, ...] = ()  # files that exist and are no sources

    @property
    def unread(self) -> frozenset[str]:
        """Paths of files that exist and are not known."""
        if not self.problems:
            return frozenset()
        wrong = {problem.where for problem in self.problems}
        return frozenset(wrong.difference(source.path for source in self.sources))


def discover(root: Path, stamps: Stamps) -> tuple[Listing, Stamps]:
    """All files below root, and their stamps; `stamps` holds those of an earlier call.

    Raises OSError where root cannot be opened.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    seen: dict[str, FileStamp] = {}
    held: list[tuple[str, os.DirEntry[str]]] = []
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
            source, seen[path] = _source(path, entry, stamps.get(path))
        except FileHeld:
            held.append((path, entry))
        except OSError:
            problems.append(_unreadable(path, entry.path))
        else:
            sources.append(source)
    for source, stamp in _wait_for(held, stamps, problems):
        sources.append(source)
        seen[source.path] = stamp
    return _listing(sources, problems), seen


def _wait_for(
    held: list[tuple[str, os.DirEntry[str]]], stamps: Stamps, problems: list[Problem]
) -> Iterator[tuple[Source, FileStamp]]:
    """Files that other programs hold, as soon as they let go, or as they were before."""
    until = time.monotonic() + READING_SECONDS
    for path, entry in held:
        stamp = stamps.get(path)
        try:
            yield _source(path, entry, stamp, max(0.0, until - time.monotonic()))
        except FileHeld:
            problems.append(held_problem(path, is_known=stamp is not None))
            if stamp:
                yield stamp.source(path), stamp
        except OSError:
            problems.append(_unreadable(path, entry.path))


def discover_again(
    root: Path, before: Listing, stamps: Stamps, touched: Iterable[str], patience: Patience
) -> tuple[Listing, Stamps]:
    """The listing and the stamps after files or folders were touched; "" touches all.

    A file that is still being copied stays as it was listed before.
    """
    known = {source.path: source for source in before.sources}
    problems, seen = list(before.problems), dict(stamps)
    for folder in _outermost(touched):
        old = [path for path in known if _is_inside(path, folder)]
        problems = [problem for problem in problems if not _is_inside(problem.where, folder)]
        new: set[str] = set()
        for path, entry in _entries(root, folder, problems):
            try:
                if _is_whole(path, entry, seen, patience):
                    known[path], seen[path] = _source(path, entry, seen.get(path))
            except OSError:
                problems.append(_unreadable(path, entry.path))
            else:
                new |= {path} & known.keys()
        for path in old:
            if path not in new and patience.is_gone(path):
                del known[path]
                seen.pop(path, None)
    return _listing(known.values(), problems), seen


def _listing(sources: Iterable[Source], problems: list[Problem]) -> Listing:
    return Listing(tuple(sorted(sources, key=lambda source: source.path)), tuple(problems))


def _outermost(paths: Iterable[str]) -> list[str]:
    """Those paths that lie in no other one of them."""
    kept: list[str] = []
    for path in sorted(paths):
        if not any(_is_inside(path, folder) for folder in kept):
            kept.append(path)
    return kept


def _is_inside(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")


def _entries(
    root: Path, path: str, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The file at a path, or all files below a folder."""
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
            entry = next((entry for entry in entries if entry.name == name), None)
    except OSError:
        return
    if entry is None:
        return
    if entry.is_dir(follow_symlinks=False):
        yield from _walk(entry.path, path + "/", problems)
    else:
        yield path, entry


def _is_whole(path: str, entry: os.DirEntry[str], stamps: Stamps, patience: Patience) -> bool:
    """Whether a file is as it was, or has been copied completely."""
    stamp = stamps.get(path)
    now = os.stat(entry.path, follow_symlinks=False)  # noqa: PTH116 - as in _source
    is_same = stamp is not None and stamp.still_holds(now)
    return is_same or not stat.S_ISREG(now.st_mode) or patience.is_whole(path, now)


def _unreadable(path: str, place: str) -> Problem:
    if not opens_on_windows(path.rpartition("/")[2]):
        return no_windows_name(path)
    with suppress(OSError):
        if is_in_cloud(os.stat(place, follow_symlinks=False)):  # noqa: PTH116 - as in _source
            return problem(
                path,
                "the file is in the cloud, not on this computer",
                "right-click it, choose “Always keep on this device”, and wait until it is here",
            )
    return problem(path, "the file cannot be read", "copy it here again, or close Word first")


def _walk(
    folder: str, prefix: str, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        if not prefix:
            raise  # content/ itself
        path = prefix[:-1]
        if opens_on_windows(path.rpartition("/")[2]):
            problems.append(problem(path, "this folder cannot be opened", "copy it here again"))
        else:
            problems.append(no_windows_name(path))
        return
    for entry in ordered:
        path = prefix + entry.name
        if is_ignored(entry.name) or path == _DEPUTIES:
            continue
        wrong = _wrong_path(path, entry.name)
        if wrong:
            problems.append(wrong)
            continue
        # Links are not followed: one may lead out of content/.
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, path + "/", problems)
        else:
            yield path, entry


def _wrong_path(path: str, name: str) -> Problem | None:
    """The problem with the name or the depth of a file or folder, if any."""
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
    """Whether a file or folder of that name belongs to an editor or a system."""
    lowered = name.lower()
    return (
        lowered in _IGNORED_NAMES
        or lowered.startswith(_IGNORED_STARTS)
        or lowered.endswith(_IGNORED_ENDS)
    )


def _source(
    path: str, entry: os.DirEntry[str], stamp: FileStamp | None, patience_seconds: float = 0.0
) -> tuple[Source, FileStamp]:
    # On Windows a DirEntry's own stat has no inode and no true ctime: ask the file.
    now = os.stat(entry.path, follow_symlinks=False)  # noqa: PTH116 - 3 µs less than Path.stat
    if not stat.S_ISREG(now.st_mode):
        raise OSError(f"{path} is no ordinary file")
    if stamp is None or not stamp.still_holds(now):
        taken_ns = time.time_ns()
        stamp = FileStamp(
            now.st_size,
            now.st_mtime_ns,
            now.st_ctime_ns,
            now.st_ino,
            digest_file(Path(entry.path), patience_seconds),
            taken_ns,
        )
    return Source(path, stamp.digest, stamp.size_bytes, now.st_mtime), stamp
