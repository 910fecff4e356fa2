"""The list on the server: what of ours lies there, and what the last releases were."""

import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
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
    """A file: what it weighs, and the SHA-256 of its bytes."""

    size_bytes: int
    digest: str


UNSURE = HostEntry(-1, "")
"""A file that was being sent when the connection was cut: it may be the old one, new, or gone."""

Files = dict[str, HostEntry]
"""Files by path."""


class Release(msgspec.Struct, frozen=True):
    """One state of the site that was published whole."""

    id: str
    at: str  # UTC, ISO 8601
    by: str  # a computer, by a name that says nothing of its owner


class Former(msgspec.Struct, frozen=True):
    """An earlier release, as the way back to it from the one after it."""

    release: Release
    back: dict[str, HostEntry | None]  # None: was not there


class HostLedger(msgspec.Struct, frozen=True):
    """What the server knows of us. Everything it does not name is somebody else's."""

    revision: int = REVISION
    release: Release | None = None
    files: Files = {}
    former: tuple[Former, ...] = ()  # the newest first
    kept: Files = {}  # what only former releases need, and still lies there
    stale: Files = {}  # ours, and to be removed
    packs: dict[str, tuple[str, ...]] = {}  # former pages: pack by name, digests in it

    def lying(self) -> Files:
        """All of our files that lie on the server."""
        return {**self.stale, **self.kept, **self.files}

    def earlier(self, steps: int) -> Files:
        """The files of the release that many steps back."""
        files = dict(self.files)
        for former in self.former[:steps]:
            for path, entry in former.back.items():
                files.pop(path, None)
                if entry is not None:
                    files[path] = entry
        return files


class Pending(msgspec.Struct, frozen=True):
    """A release under way: written before anything else, gone when it is whole."""

    release: str
    by: str
    put: Files = {}
    remove: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()  # of `put`, what is known to have arrived

    def overlay(self, lying: Files) -> Files:
        """What lies on the server after a release was cut off."""
        known = dict(lying)
        known.update({path: UNSURE for path in (*self.put, *self.remove)})
        known.update({path: self.put[path] for path in self.sent if path in self.put})
        return known


class Owner(msgspec.Struct, frozen=True):
    """Who is publishing, and until when that is to be believed."""

    by: str
    until: float  # seconds since 1970


def back_from(new: Files, old: Files) -> dict[str, HostEntry | None]:
    """How to come from the new files to the old ones."""
    changed = {path: entry for path, entry in old.items() if new.get(path) != entry}
    return {**changed, **{path: None for path in new if path not in old}}


def needed_by(ledger: HostLedger) -> tuple[Files, set[str]]:
    """What kept releases need: lasting files that stay in place, digests that packs must hold."""
    lasting: Files = {}
    digests: set[str] = set()
    for steps in range(len(ledger.former) + 1):
        for path, entry in ledger.earlier(steps).items():
            if is_lasting(path):
                lasting.setdefault(path, entry)
            else:
                digests.add(entry.digest)
    return lasting, digests


def load_ledger(connection: Connection) -> HostLedger:
    """The list on the server; an empty one where there is none."""
    try:
        content = connection.read(LEDGER)
    except Missing:
        return HostLedger()
    ledger = _decoded(content, HostLedger)
    if not all(map(_PACK.fullmatch, _packs_in(ledger))) or not _is_ours(_named_in(ledger)):
        raise broken_list()
    if ledger.revision != REVISION:
        raise failed("", "the list on the server was written by another Jarshy", "update Jarshy")
    return ledger


def load_pending(connection: Connection) -> Pending | None:
    """The release that was cut off, if there is one."""
    try:
        pending = _decoded(connection.read(PENDING), Pending)
    except Missing:
        return None
    named = [*pending.put.items(), *((path, None) for path in (*pending.remove, *pending.sent))]
    if not _PACK.fullmatch(pending.release) or not _is_ours(named):
        raise broken_list()
    return pending


def encoded(value: HostLedger | Pending) -> bytes:
    """As it stands on the server; the same value gives the same bytes."""
    return gzip.compress(msgspec.json.encode(value), 6, mtime=0)


def encoded_owner(owner: Owner) -> bytes:
    """As it stands on the server."""
    return msgspec.json.encode(owner)


_Named = tuple[str, HostEntry | None]


def _named_in(ledger: HostLedger) -> Iterator[_Named]:
    yield from ledger.lying().items()
    for former in ledger.former:
        yield from former.back.items()


def _packs_in(ledger: HostLedger) -> Iterator[str]:
    yield from ledger.packs
    yield from (former.release.id for former in ledger.former)


def _is_ours(named: Iterable[_Named]) -> bool:
    """Whether these are files inside of the site. Whoever can write on the host wrote the list:
    what it names is removed and put there, and a host may be a folder of this computer."""
    return all(
        is_inside(path) and (entry is None or _DIGEST.fullmatch(entry.digest))
        for path, entry in named
    )


def is_inside(path: str) -> bool:
    """Whether a path leads to a file inside of a folder, on this computer as on others."""
    native = PurePath(path)
    return (
        not _CONTROLS.search(path)
        and not any(part in ("", ".", "..") for part in path.split("/"))
        and not native.anchor
        and ".." not in native.parts
    )


def _decoded(content: bytes, shape: type[T]) -> T:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as unpacked:
            text = unpacked.read(MOST_READ_BYTES + 1)
        if len(text) > MOST_READ_BYTES:
            raise broken_list()
        return msgspec.json.decode(text, type=shape)
    except (OSError, EOFError, ValueError, zlib.error, RecursionError):
        raise broken_list() from None
