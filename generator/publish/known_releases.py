"""What this computer remembers of an address: its own name, and the release it saw last."""

import re
import uuid
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from generator.publish.hosts.host import Address


class _Seen(msgspec.Struct):
    releases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownReleases:
    """A folder in the cache. Losing it costs one question."""

    folder: Path  # of this address
    by: str  # this computer, by a name that says nothing of its owner

    def knows(self, release: str) -> bool:
        """Whether what stands on the server is what this computer left or looked at last."""
        try:
            seen = msgspec.json.decode((self.folder / "seen.json").read_bytes(), type=_Seen)
        except (OSError, msgspec.DecodeError):
            return False
        return release in seen.releases

    def remember(self, *releases: str) -> None:
        """Said before a release is made public too: a cut may come just after that."""
        draft = self.folder / "seen.json.new"
        draft.write_bytes(msgspec.json.encode(_Seen(releases)))
        draft.replace(self.folder / "seen.json")


def open_known_releases(cache: Path, address: Address) -> KnownReleases:
    """The memory of that address."""
    folder = cache / "publish" / sha256(str(address).encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    name = cache / "publish" / "computer"
    by = name.read_text(encoding="ascii", errors="replace") if name.is_file() else ""
    if not re.fullmatch("[0-9a-f]{8}", by):  # new, or the disk lost it
        by = uuid.uuid4().hex[:8]
        name.write_text(by, encoding="ascii")
    return KnownReleases(folder, by)
