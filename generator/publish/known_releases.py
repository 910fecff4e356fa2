"""Remembers in the cache which release of a host this computer has seen last."""

import re
import uuid
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from generator.files import read_file, replace_file
from generator.publish.hosts.host import Address

_FORGETTING = "forgetting"


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
        draft = self.folder / "seen.json.new"
        draft.write_bytes(msgspec.json.encode(_Seen(releases)))
        replace_file(draft, self.folder / "seen.json")

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
