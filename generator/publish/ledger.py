"""The list that Jarshy keeps on a host: its files there, and what its last releases were."""

import gzip
import io
import re
import zlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import TypeVar

import msgspec

from generator.publish.hosts.failures import broken_list
from generator.publish.hosts.host import MOST_READ_BYTES, Connection, Missing, failed
from generator.publish.http_headers import is_lasting

T = TypeVar("T", bound=msgspec.Struct)

REVISION = 1
KEPT_FORMER = 5
FOLDER = ".jarshy"
LEDGER = f"{FOLDER}/ledger.json.gz"
PENDING = f"{FOLDER}/pending.json.gz"
LOCK = f"{FOLDER}/lock"

_DIGEST = re.compile(r"[0-9a-f]{64}|")
_PACK = re.compile(r"[0-9a-f]{12}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class HostEntry(msgspec.Struct, frozen=True, array_like=True):
    """A file: its size, and the SHA-256 of its bytes."""

    size_bytes: int
    digest: str


UNSURE = HostEntry(-1, "")
"""A file that was under way when the connection was cut: the old one, the new one, or neither."""

Files = dict[str, HostEntry]
"""Files by path."""


class Release(msgspec.Struct, frozen=True):
    """A state of the site that was published completely."""

    id: str
    at: str  # UTC, ISO 8601
    by: str  # the computer, as in KnownReleases


class Former(msgspec.Struct, frozen=True):
    """An earlier release, as the changes that lead back to it from the next one."""

    release: Release
    back: dict[str, HostEntry | None]  # None for a file that did not exist


class HostLedger(msgspec.Struct, frozen=True):
    """Everything of ours on the host. A file that is not in it belongs to somebody else."""

    revision: int = REVISION
    release: Release | None = None
    files: Files = {}
    former: tuple[Former, ...] = ()  # the newest first
    kept: Files = {}  # still there, and needed by former releases only
    stale: Files = {}  # to be removed
    packs: dict[str, tuple[str, ...]] = {}  # the digests of the pages in each pack
    gone: Files = {}  # of removed posts, and still to be fetched by whoever knows how

    def lying(self) -> Files:
        """All of our files that are on the host."""
        return {**self.stale, **self.kept, **self.files}

    def earlier(self, steps: int) -> Files:
        """The files of an earlier release; 1 for the one before."""
        files = dict(self.files)
        for former in self.former[:steps]:
            for path, entry in former.back.items():
                files.pop(path, None)
                if entry is not None:
                    files[path] = entry
        return files


class Pending(msgspec.Struct, frozen=True):
    """A release under way: written before any of its files, removed when it is complete."""

    release: str
    by: str
    put: Files = {}
    remove: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()  # of `put`, what has certainly arrived

    def overlay(self, lying: Files) -> Files:
        """The files on the host after this release was cut off."""
        known = dict(lying)
        known.update({path: UNSURE for path in (*self.put, *self.remove)})
        known.update({path: self.put[path] for path in self.sent if path in self.put})
        return known


class Owner(msgspec.Struct, frozen=True):
    """The computer that holds the lock, and until when."""

    by: str
    until: float  # seconds since 1970


def back_from(new: Files, old: Files) -> dict[str, HostEntry | None]:
    """The changes that lead from the new files back to the old ones."""
    changed = {path: entry for path, entry in old.items() if new.get(path) != entry}
    return {**changed, **{path: None for path in new if path not in old}}


def needed_by(ledger: HostLedger) -> tuple[Files, set[str]]:
    """What the releases need: lasting files that stay, and digests that packs must hold."""
    lasting: Files = {}
    digests: set[str] = set()
    for steps in range(len(ledger.former) + 1):
        for path, entry in ledger.earlier(steps).items():
            if is_lasting(path):
                lasting.setdefault(path, entry)
            else:
                digests.add(entry.digest)
    return lasting, digests


def packed_digests(packs: dict[str, tuple[str, ...]]) -> set[str]:
    """The digests of the pages in all packs."""
    return {digest for digests in packs.values() for digest in digests}


def load_ledger(connection: Connection) -> HostLedger:
    """The list on the host; an empty one where there is none."""
    try:
        content = connection.read(LEDGER)
    except Missing:
        return HostLedger()
    ledger = _decode(content, HostLedger)
    packs = (*ledger.packs, *(former.release.id for former in ledger.former))
    former_files = (item for former in ledger.former for item in former.back.items())
    files = (*ledger.lying().items(), *ledger.gone.items(), *former_files)
    if not all(map(_PACK.fullmatch, packs)) or not _is_ours(files):
        raise broken_list()
    if ledger.revision != REVISION:
        raise failed("", "the list on the server was written by another Jarshy", "update Jarshy")
    return ledger


def load_pending(connection: Connection) -> Pending | None:
    """The release that was cut off, if there is one."""
    try:
        pending = _decode(connection.read(PENDING), Pending)
    except Missing:
        return None
    files = (*pending.put.items(), *((path, None) for path in (*pending.remove, *pending.sent)))
    if not _PACK.fullmatch(pending.release) or not _is_ours(files):
        raise broken_list()
    return pending


def encode(value: HostLedger | Pending) -> bytes:
    """The bytes of the value on the host; the same for the same value."""
    return gzip.compress(msgspec.json.encode(value), 6, mtime=0)


def _is_ours(files: Iterable[tuple[str, HostEntry | None]]) -> bool:
    """Whether all paths are inside the site. Anybody who can write on the host may have written
    the list; files that it names are replaced, and a host may be a folder of this computer."""
    return all(
        is_inside(path) and (entry is None or _DIGEST.fullmatch(entry.digest))
        for path, entry in files
    )


def is_inside(path: str) -> bool:
    """Whether a path stays inside its folder, on this computer as on others."""
    native = PurePath(path)
    return (
        not _CONTROLS.search(path)
        and not any(part in ("", ".", "..") for part in path.split("/"))
        and not native.anchor
        and ".." not in native.parts
    )


def _decode(content: bytes, shape: type[T]) -> T:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            text = stream.read(MOST_READ_BYTES + 1)
        if len(text) > MOST_READ_BYTES:
            raise broken_list()
        return msgspec.json.decode(text, type=shape)
    except (OSError, EOFError, ValueError, zlib.error, RecursionError):
        raise broken_list() from None
