"""Remembers in the cache which release of a host this computer has seen last, and its files."""

import re
import uuid
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from generator.files import read_file, replace_file
from generator.publish.hosts.host import Address
from generator.publish.ledger import Files

_FORGETTING = "forgetting"
_FILES = "files.json"


class _Seen(msgspec.Struct):
    releases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownReleases:
    """A folder of the cache. Without it the user is asked once, by --take-over."""

    folder: Path  # of this address
    by: str  # a name for this computer that says nothing about its owner

    def knows(self, release: str) -> bool:
        """Whether this computer published the release, or went back to it."""
        try:
            seen = msgspec.json.decode(read_file(self.folder / "seen.json"), type=_Seen)
        except (OSError, msgspec.DecodeError):
            return False
        return release in seen.releases

    def remember(self, *releases: str) -> None:
        """Replaces the known releases. Also called before one is made public, with the release
        before it: the connection may be cut just after that."""
        self._write("seen.json", msgspec.json.encode(_Seen(releases)))

    @property
    def files(self) -> Files:
        """What readers had when this computer published last, or found nothing to publish: enough
        to tell a person about, and no reason to leave out a file."""
        try:
            return msgspec.json.decode(read_file(self.folder / _FILES), type=Files)
        except (OSError, msgspec.DecodeError):
            return {}

    @property
    def seen_at(self) -> float:
        """When that was, in seconds since 1970; 0 for never."""
        try:
            return (self.folder / _FILES).stat().st_mtime
        except OSError:
            return 0.0

    def remember_files(self, files: Files) -> None:
        """Replaces what readers have; it stays as it was where the disk takes nothing more."""
        with suppress(OSError):
            self._write(_FILES, msgspec.json.encode(files))

    def _write(self, name: str, content: bytes) -> None:
        draft = self.folder / f"{name}.new"
        draft.write_bytes(content)
        replace_file(draft, self.folder / name)

    @property
    def is_forgetting(self) -> bool:
        """Whether a release was to leave nothing of former ones, and did not get to its end."""
        return (self.folder / _FORGETTING).exists()

    def begin_forgetting(self) -> None:
        """Notes it before anything is done: whoever publishes next from here ends it."""
        (self.folder / _FORGETTING).touch()

    def end_forgetting(self) -> None:
        """It is done, or cannot be done."""
        (self.folder / _FORGETTING).unlink(missing_ok=True)


def open_known_releases(cache: Path, address: Address) -> KnownReleases:
    """The known releases of that address."""
    folder = cache / "publish" / sha256(str(address).encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    name = cache / "publish" / "computer"
    by = name.read_text(encoding="ascii", errors="replace") if name.is_file() else ""
    if not re.fullmatch("[0-9a-f]{8}", by):  # the first time, or the file was damaged
        by = uuid.uuid4().hex[:8]
        name.write_text(by, encoding="ascii")
    return KnownReleases(folder, by)
