"""A Plan in, output/ brought to it: only what differs is written, only what is ours removed."""

import errno
import os
import posixpath
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from generator.digest import add_checksum, verify_checksum
from generator.errors import Problem
from generator.gate.gate import REVISION as GATE
from generator.gate.gate import Gate
from generator.plan.plan import Copied, File, Literal, Plan, Rendered
from generator.store.cache import Cache

_REVISION = 1

Render = Callable[[str, str, object, str], bytes]
"""Template, locale, view and path in, the bytes of a page out."""


class LedgerEntry(msgspec.Struct, frozen=True, array_like=True):
    """A file we wrote, and its stat after the writing."""

    key: str
    size_bytes: int
    mtime_ns: int


class Origin(msgspec.Struct, frozen=True):
    """What a whole build was made from, and how long that stays true by itself."""

    inputs: str = ""  # digest of content, theme, address and code; "" while a build is under way
    fresh_from: datetime | None = None  # the moment of the build: a clock may be set back
    fresh_until: datetime | None = None  # when a post appears or goes without any edit

    def holds(self, inputs: str, now: datetime) -> bool:
        """Whether a build at that moment, from these inputs, would make the same."""
        begun = self.fresh_from is None or self.fresh_from <= now
        return self.inputs == inputs and begun and (not self.fresh_until or now < self.fresh_until)


class Ledger(msgspec.Struct):
    """Which files in an output folder are ours, and what they were made from."""

    revision: int = _REVISION
    origin: Origin = Origin()
    problems: tuple[Problem, ...] = ()
    files: dict[str, LedgerEntry] = {}
    gate: int = 0  # revision of the gate that they went through

    def is_whole(self, output: Path) -> bool:
        """Whether every file stands in output as it was written and looked at."""
        root = f"{output}{os.sep}"  # a Path for each file of a site would cost ten times more
        return self.gate == GATE and all(
            _stands(root + path, entry) for path, entry in self.files.items()
        )


@dataclass(frozen=True, slots=True)
class OutputSite:
    """A whole site, to be written."""

    plan: Plan
    render: Render
    gate: Gate
    origin: Origin


@dataclass(frozen=True, slots=True)
class Written:
    """What a build changed in output/."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    leaks: tuple[Problem, ...] = ()  # what must not go out; where there is one, nothing was written


def ledger_path(cache: Cache, output: Path) -> Path:
    """Where the ledger of that output folder stands: in the cache, so nobody publishes it."""
    name = sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return cache.root / "outputs" / f"{name}.ledger"


def load_ledger(path: Path) -> Ledger:
    """The ledger in that file; an empty one where it is missing or broken."""
    try:
        ledger = msgspec.msgpack.decode(verify_checksum(path.read_bytes()), type=Ledger)
    except (OSError, ValueError):
        return Ledger()
    return ledger if ledger.revision == _REVISION else Ledger()


def write_output(site: OutputSite, output: Path, cache: Cache) -> Written:
    """Makes output hold the plan's files, and records them as ours.

    All that changes is made and looked at before anything in output is touched. Then each file is
    replaced whole; media come first and removals last, so that at no moment a page stands without
    its pictures. A second build of the same output waits for the first. Raises Rotten where a
    result in the cache is not what was admitted.
    """
    from filelock import FileLock  # noqa: PLC0415 - see Cache.draft

    path = ledger_path(cache, output)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")), cache.draft() as drafts:
        ledger = load_ledger(path)
        changed = _changed(site.plan, ledger, output)
        planned = {file.path for file in site.plan.files}
        stale = [name for name in ledger.files if name not in planned]
        staged = [_stage(file, site, cache, drafts / str(at)) for at, file in enumerate(changed)]
        leaks = tuple(one.leak for one in staged if one.leak)
        if leaks:
            return Written(leaks=leaks)
        output.mkdir(parents=True, exist_ok=True)
        _check_room(staged, output, drafts)
        if changed or stale:
            # Said before it is done: what a killed build has written is known as ours.
            ledger.origin = Origin()
            ledger.files.update({file.path: LedgerEntry("", 0, 0) for file in changed})
            _keep(ledger, path, drafts)
        _make_folders({posixpath.dirname(one.file.path) for one in staged}, output)
        for one in staged:
            target = output / one.file.path
            _move(one.in_drafts(drafts), target)
            stat = target.stat()
            ledger.files[one.file.path] = LedgerEntry(one.file.key, stat.st_size, stat.st_mtime_ns)
        for name in stale:
            _remove(name, output)
            del ledger.files[name]
        ledger.origin, ledger.problems, ledger.gate = site.origin, site.plan.problems, GATE
        _keep(ledger, path, drafts)
    return Written(tuple(file.path for file in changed), tuple(stale))


def _changed(plan: Plan, ledger: Ledger, output: Path) -> list[File]:
    files = ledger.files if ledger.gate == GATE else {}
    root = f"{output}{os.sep}"
    return [file for file in plan.files if not _is_current(files.get(file.path), file, root)]


def _keep(ledger: Ledger, path: Path, drafts: Path) -> None:
    replace_file(path, add_checksum(msgspec.msgpack.encode(ledger)), drafts)


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file that is made: a draft of our own, or a result in the cache that is copied."""

    file: File
    path: Path
    leak: Problem | None  # why it must not go out

    def in_drafts(self, drafts: Path) -> Path:
        """A draft that can be moved away."""
        if not isinstance(self.file.content, Copied):
            return self.path
        draft = drafts / os.urandom(16).hex()
        shutil.copyfile(self.path, draft)
        return draft


def _stage(file: File, site: OutputSite, cache: Cache, draft: Path) -> _Staged:
    match file.content:
        case Copied(key, name):
            path = cache.sound_path(key, name)
            return _Staged(file, path, site.gate.check_file(path, file.path))
        case Literal(content):
            written = content
        case Rendered(template, locale) as page:
            written = site.render(template, locale, page.view, file.path)
    draft.write_bytes(written)
    return _Staged(file, draft, site.gate.check_bytes(written, file.path) if written else None)


def _make_folders(names: set[str], output: Path) -> None:
    for name in sorted(names):
        (output / name).mkdir(parents=True, exist_ok=True)


def _check_room(staged: list[_Staged], output: Path, drafts: Path) -> None:
    """OSError where the disk would be full before the last file is there."""
    moved = output.stat().st_dev == drafts.stat().st_dev  # drafts then take room already
    wanted = sum(
        one.path.stat().st_size
        for one in staged
        if not moved or isinstance(one.file.content, Copied)
    )
    if wanted > shutil.disk_usage(output).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(output))


def clear_output(output: Path, cache: Cache) -> tuple[str, ...]:
    """Removes the files that are ours from output; says which. Nothing else is touched."""
    path = ledger_path(cache, output)
    if not path.parent.is_dir():
        return ()
    from filelock import FileLock  # noqa: PLC0415 - see Cache.draft

    with FileLock(path.with_suffix(".lock")):
        files = load_ledger(path).files
        for name in files:
            _remove(name, output)
        path.unlink(missing_ok=True)
    return tuple(files)


def replace_file(path: Path, content: bytes, drafts: Path) -> None:
    """Writes a file so that a reader sees the old one or the new one, never a part."""
    draft = drafts / os.urandom(16).hex()
    draft.write_bytes(content)
    _move(draft, path)


def _is_current(entry: LedgerEntry | None, file: File, root: str) -> bool:
    return entry is not None and entry.key == file.key and _stands(root + file.path, entry)


def _stands(path: str, entry: LedgerEntry) -> bool:
    try:
        stat = os.stat(path)  # noqa: PTH116 - 3 µs less than Path.stat, for each file of a site
    except OSError:
        return False
    return stat.st_size == entry.size_bytes and stat.st_mtime_ns == entry.mtime_ns


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
