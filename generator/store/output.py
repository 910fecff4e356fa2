"""Bring output/ to a plan: write only what differs, remove only what is ours."""

import errno
import os
import posixpath
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from generator.errors import Problem
from generator.files import patiently, remove_file, replace_file
from generator.gate.gate import REVISION as GATE
from generator.gate.gate import Gate
from generator.plan.plan import Copied, File, Literal, Plan, Rendered
from generator.store.cache import Cache
from generator.store.memory import Memory
from generator.store.output_ledger import (
    Ledger,
    LedgerEntry,
    Origin,
    Written,
    forget_ledger,
    has_ledger,
    load_ledger,
    output_id,
    save_ledger,
)

Render = Callable[[str, str, object, str], bytes]
"""Template, locale, view and path in, the bytes of a page out."""


@dataclass(frozen=True, slots=True)
class OutputSite:
    """A whole site, to be written."""

    plan: Plan
    render: Render
    gate: Gate
    origin: Origin


def write_output(site: OutputSite, output: Path, cache: Cache, memory: Memory) -> Written:
    """Make output hold the plan's files, and record them in the ledger.

    All that changes is made and checked before anything in output is touched. Then each file is
    replaced whole; media come first and removals last, so that at no moment a page stands without
    its pictures. A second build of the same output waits for the first. Raises CorruptResult where
    a result in the cache is not what was admitted.
    """
    with _locked(output, cache), cache.draft() as drafts:
        memory.refresh()  # another build may have written while this one waited
        ledger = load_ledger(memory, output)
        changed = _changed(site.plan, ledger, output)
        planned = {file.path for file in site.plan.files}
        stale = [name for name in ledger.files if name not in planned]
        staged = [
            _stage(file, site, cache, drafts / str(number)) for number, file in enumerate(changed)
        ]
        leaks = tuple(stage.leak for stage in staged if stage.leak)
        if leaks:
            return Written(leaks=leaks)
        output.mkdir(parents=True, exist_ok=True)
        _check_room(staged, output, drafts)
        if changed or stale:
            # Recorded before it is done: what a killed build wrote is known as ours.
            ledger.origin = Origin()
            ledger.files.update({file.path: LedgerEntry("", 0, 0) for file in changed})
            save_ledger(memory, output, ledger)
        _make_folders({posixpath.dirname(stage.file.path) for stage in staged}, output)
        for stage in staged:
            target = output / stage.file.path
            _move(stage.in_drafts(drafts), target)
            stat = target.stat()
            entry = LedgerEntry(stage.file.key, stat.st_size, stat.st_mtime_ns)
            ledger.files[stage.file.path] = entry
        for name in stale:
            _remove(name, output)
            del ledger.files[name]
        ledger.origin, ledger.problems, ledger.gate = site.origin, site.plan.problems, GATE
        save_ledger(memory, output, ledger)
    return Written(tuple(file.path for file in changed), tuple(stale))


def _locked(output: Path, cache: Cache) -> FileLock:
    folder = cache.root / "outputs"
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / f"{output_id(output)}.lock")


def _changed(plan: Plan, ledger: Ledger, output: Path) -> list[File]:
    files = ledger.files if ledger.gate == GATE else {}
    root = f"{output}{os.sep}"
    return [file for file in plan.files if not _is_current(files.get(file.path), file, root)]


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
        patiently(lambda: shutil.copyfile(self.path, draft), self.path)
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
        stage.path.stat().st_size
        for stage in staged
        if not moved or isinstance(stage.file.content, Copied)
    )
    if wanted > shutil.disk_usage(output).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(output))


def clear_output(output: Path, cache: Cache, memory: Memory) -> tuple[str, ...]:
    """Remove the files that are ours from output, and return their paths; nothing else goes."""
    if not has_ledger(memory, output):
        return ()
    with _locked(output, cache):
        files = load_ledger(memory, output).files
        for name in files:
            _remove(name, output)
        forget_ledger(memory, output)
    return tuple(files)


def _is_current(entry: LedgerEntry | None, file: File, root: str) -> bool:
    return entry is not None and entry.key == file.key and entry.stands(root + file.path)


def _move(draft: Path, target: Path) -> None:
    try:
        replace_file(draft, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The cache is on another disk: only a file beside the target can be renamed over it.
        beside = target.with_name(f".{draft.name}")
        try:
            shutil.move(draft, beside)
            replace_file(beside, target)
        finally:
            beside.unlink(missing_ok=True)


def _remove(name: str, output: Path) -> None:
    path = output / name
    remove_file(path)
    with suppress(OSError):  # the folder still holds something
        for parent in path.relative_to(output).parents:
            if parent.parts:
                (output / parent).rmdir()
