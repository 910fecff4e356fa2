"""What earlier builds learned and later ones need not learn again, in one small file."""

from pathlib import Path
from typing import TypeVar

import msgspec

from generator.digest import add_checksum, verify_checksum
from generator.intake.discover import FileStamp
from generator.model import Probe
from generator.store.cache import Cache
from generator.store.output import replace_file


class Memo(msgspec.Struct):
    """Digests of files by path, facts about media by digest. Losing it costs time only."""

    code: str  # digest of the program that learned it: another one may see other facts
    content: dict[str, FileStamp] = {}
    theme: dict[str, FileStamp] = {}
    probes: dict[str, Probe] = {}


T = TypeVar("T", bound=msgspec.Struct)


def load_memo(path: Path, empty: T) -> T:
    """The memo in that file; `empty` where it is missing, broken or another program's."""
    try:
        memo = msgspec.msgpack.decode(verify_checksum(path.read_bytes()), type=type(empty))
    except (OSError, ValueError):
        return empty
    return memo if getattr(memo, "code", "") == getattr(empty, "code", "") else empty


def is_sound(path: Path) -> bool:
    """Whether the memo in that file is there, with the bytes that were written."""
    try:
        verify_checksum(path.read_bytes())
    except (OSError, ValueError):
        return False
    return True


def save_memo(path: Path, memo: msgspec.Struct, cache: Cache) -> None:
    """Writes the memo whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with cache.draft() as drafts:
        replace_file(path, add_checksum(msgspec.msgpack.encode(memo)), drafts)
