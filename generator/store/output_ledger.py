"""The ledger of an output folder: which files there are ours, and what they were made from."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from generator.errors import Problem
from generator.gate.gate import REVISION as GATE
from generator.intake.deputy_toml import DEPUTIES
from generator.store.memory import LASTING, Memory, Table, deputy_folder


class LedgerEntry(msgspec.Struct, frozen=True, array_like=True):
    """A file that was written, and its stat afterwards."""

    key: str
    size_bytes: int
    mtime_ns: int

    def stands(self, path: str) -> bool:
        """Whether that file is as it was written."""
        try:
            stat = os.stat(path)  # noqa: PTH116 - 3 µs less than Path.stat, for each file of a site
        except OSError:
            return False
        return stat.st_size == self.size_bytes and stat.st_mtime_ns == self.mtime_ns


class Origin(msgspec.Struct, frozen=True):
    """What a whole build was made from, and how long that stays true by itself."""

    inputs: str = ""  # digest of content, theme, address and code; "" while a build is under way
    fresh_from: datetime | None = None  # the moment of the build: a clock may be set back
    fresh_until: datetime | None = None  # when a post appears or goes without any edit

    def holds(self, inputs: str, now: datetime) -> bool:
        """Whether a build at that moment, from these inputs, would make the same."""
        begun = self.fresh_from is None or self.fresh_from <= now
        return self.inputs == inputs and begun and (not self.fresh_until or now < self.fresh_until)


class _Release(msgspec.Struct, frozen=True):
    """What is known of an output folder as a whole."""

    origin: Origin = Origin()
    problems: tuple[Problem, ...] = ()
    gate: int = 0


class Ledger(msgspec.Struct):
    """The files of an output folder that are ours."""

    origin: Origin = Origin()
    problems: tuple[Problem, ...] = ()
    files: dict[str, LedgerEntry] = {}
    gate: int = 0  # revision of the gate that let them through

    def is_whole(self, output: Path) -> bool:
        """Whether every file in output is as it was written and checked."""
        root = f"{output}{os.sep}"  # a Path for each file of a site would cost ten times more
        return self.gate == GATE and all(
            entry.stands(root + path) for path, entry in self.files.items()
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What a build changed in output/."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    leaks: tuple[Problem, ...] = ()  # what must not go out; if there is any, nothing was written


_RELEASES = Table(f"{LASTING}releases", _Release, is_large=True)


def output_id(output: Path) -> str:
    """A name for that output folder in the cache, where nobody publishes it."""
    return sha256(os.fsencode(output.resolve())).hexdigest()[:16]


def load_ledger(memory: Memory, output: Path) -> Ledger:
    """The ledger of that folder; an empty one where none is remembered."""
    name = output_id(output)
    release = memory.get(_RELEASES, name)
    if release is None:
        return Ledger()
    files = dict(memory.all(_files_table(name)))
    return Ledger(release.origin, release.problems, files, release.gate)


def save_ledger(memory: Memory, output: Path, ledger: Ledger) -> None:
    """Keep the ledger of that folder, at once; raises OSError where it cannot be written."""
    name = output_id(output)
    memory.put(_RELEASES, name, _Release(ledger.origin, ledger.problems, ledger.gate))
    memory.replace(_files_table(name), ledger.files)
    memory.commit()


def forget_ledger(memory: Memory, output: Path) -> None:
    """Forget which files in that folder are ours."""
    name = output_id(output)
    memory.put(_RELEASES, name, None)
    memory.replace(_files_table(name), {})
    memory.commit()


def has_ledger(memory: Memory, output: Path) -> bool:
    """Whether a build has written into that folder."""
    return memory.get(_RELEASES, output_id(output)) is not None


def _files_table(name: str) -> Table[LedgerEntry]:
    return Table(f"{LASTING}files/{name}", LedgerEntry)


def built_deputies(output: Path, cache_root: Path, besides: Collection[str] = ()) -> set[str]:
    """The slugs of the deputies whose sites in an output folder are ours, besides these."""
    try:
        slugs = {entry.name for entry in (output / DEPUTIES).iterdir() if entry.is_dir()}
    except OSError:
        return set()
    slugs.difference_update(besides)
    return {slug for slug in slugs if _is_ours(output / DEPUTIES / slug, cache_root, slug)}


def _is_ours(site: Path, cache_root: Path, slug: str) -> bool:
    with Memory(deputy_folder(cache_root, slug)) as memory:
        return has_ledger(memory, site)
