"""A Plan in, output/ brought to it: only what differs is written, only what is ours removed."""

import errno
import os
import shutil
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from filelock import FileLock

from generator.errors import Problem
from generator.plan.plan import Copied, File, Literal, Outdated, Plan, Rendered
from generator.store.cache import Cache

_REVISION = 1

Render = Callable[[str, str, object, str], bytes]
"""Template, locale, view and path in, the bytes of a page out."""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A file we wrote, and its stat after the writing."""

    key: str
    size_bytes: int
    mtime_ns: int


class Origin(msgspec.Struct, frozen=True):
    """What a whole build was made from, and how long that stays true by itself."""

    inputs: str = ""  # digest of content, theme, address and code; "" while a build is under way
    fresh_until: datetime | None = None  # when a post appears or goes without any edit


class Ledger(msgspec.Struct):
    """Which files in an output folder are ours, and what they were made from."""

    revision: int = _REVISION
    origin: Origin = Origin()
    problems: tuple[Problem, ...] = ()
    files: dict[str, Entry] = {}

    def is_whole(self, output: Path) -> bool:
        """Whether every file stands in output as it was written."""
        root = f"{output}{os.sep}"  # a Path for each file of a site would cost ten times more
        return all(_stands(root + path, entry) for path, entry in self.files.items())


@dataclass(frozen=True, slots=True)
class Written:
    """What a build changed in output/."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def ledger_path(cache: Cache, output: Path) -> Path:
    """Where the ledger of that output folder stands: in the cache, so nobody publishes it."""
    name = sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return cache.root / "outputs" / f"{name}.ledger"


def load_ledger(path: Path) -> Ledger:
    """The ledger in that file; an empty one where it is missing or broken."""
    try:
        ledger = msgspec.msgpack.decode(path.read_bytes(), type=Ledger)
    except (OSError, msgspec.DecodeError):
        return Ledger()
    return ledger if ledger.revision == _REVISION else Ledger()


def write_output(plan: Plan, output: Path, cache: Cache, render: Render, origin: Origin) -> Written:
    """Makes output hold the plan's files, and records them as ours.

    Each file is replaced whole; media come first and removals last, so that at no moment a page
    stands without its pictures. A second build of the same output waits for the first.
    """
    output.mkdir(parents=True, exist_ok=True)
    path = ledger_path(cache, output)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")), cache.draft() as drafts:
        ledger = load_ledger(path)
        root = f"{output}{os.sep}"
        changed = [
            file for file in plan.files if not _is_current(ledger.files.get(file.path), file, root)
        ]
        planned = {file.path for file in plan.files}
        stale = [name for name in ledger.files if name not in planned]
        if changed or stale:
            # Said before it is done: what a killed build has written is known as ours.
            ledger.origin = Origin()
            ledger.files.update({file.path: Entry("", 0, 0) for file in changed})
            replace_file(path, msgspec.msgpack.encode(ledger), drafts)
        for file in changed:
            _write(file, output, cache, render, drafts)
            stat = (output / file.path).stat()
            ledger.files[file.path] = Entry(file.key, stat.st_size, stat.st_mtime_ns)
        for name in stale:
            _remove(name, output)
            del ledger.files[name]
        ledger.origin = origin
        ledger.problems = plan.problems
        replace_file(path, msgspec.msgpack.encode(ledger), drafts)
    return Written(tuple(file.path for file in changed), tuple(stale))


def clear_output(output: Path, cache: Cache) -> int:
    """Removes the files that are ours from output; says how many. Nothing else is touched."""
    path = ledger_path(cache, output)
    if not path.parent.is_dir():
        return 0
    with FileLock(path.with_suffix(".lock")):
        files = load_ledger(path).files
        for name in files:
            _remove(name, output)
        path.unlink(missing_ok=True)
    return len(files)


def replace_file(path: Path, content: bytes, drafts: Path) -> None:
    """Writes a file so that a reader sees the old one or the new one, never a part."""
    draft = drafts / uuid.uuid4().hex
    draft.write_bytes(content)
    _move(draft, path)


def _is_current(entry: Entry | None, file: File, root: str) -> bool:
    return entry is not None and entry.key == file.key and _stands(root + file.path, entry)


def _stands(path: str, entry: Entry) -> bool:
    try:
        stat = os.stat(path)  # noqa: PTH116 - 3 µs less than Path.stat, for each file of a site
    except OSError:
        return False
    return stat.st_size == entry.size_bytes and stat.st_mtime_ns == entry.mtime_ns


def _write(file: File, output: Path, cache: Cache, render: Render, drafts: Path) -> None:
    target = output / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    match file.content:
        case Copied(key, name):
            draft = drafts / uuid.uuid4().hex
            try:
                shutil.copyfile(cache.path(key, name), draft)
            except FileNotFoundError as lost:
                raise Outdated(file.path) from lost
            _move(draft, target)
        case Literal(content):
            replace_file(target, content, drafts)
        case Rendered(template, locale) as page:
            replace_file(target, render(template, locale, page.view, file.path), drafts)


def _move(draft: Path, target: Path) -> None:
    try:
        draft.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The cache is on another disk: only a file beside the target can be renamed over it.
        beside = target.with_name(f".{draft.name}")
        try:
            shutil.move(draft, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


def _remove(name: str, output: Path) -> None:
    path = output / name
    path.unlink(missing_ok=True)
    with suppress(OSError):  # the folder still holds something
        for parent in path.relative_to(output).parents:
            if parent.parts:
                (output / parent).rmdir()
