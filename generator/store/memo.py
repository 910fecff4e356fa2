"""What earlier builds learned and later ones need not learn again, in one small file."""

from pathlib import Path

import msgspec

from generator.intake.discover import Stamp
from generator.model import Probe
from generator.store.cache import Cache
from generator.store.output import replace_file

# Raised when what a probe says, or how it is kept, changes: older memos are then forgotten.
_REVISION = 1


class Memo(msgspec.Struct):
    """Digests of files by path, facts about media by digest. Losing it costs time only."""

    revision: int = _REVISION
    content: dict[str, Stamp] = {}
    theme: dict[str, Stamp] = {}
    probes: dict[str, Probe] = {}


def load_memo(path: Path) -> Memo:
    """The memo in that file; an empty one where it is missing, broken or of another revision."""
    try:
        memo = msgspec.msgpack.decode(path.read_bytes(), type=Memo)
    except (OSError, msgspec.DecodeError):
        return Memo()
    return memo if memo.revision == _REVISION else Memo()


def save_memo(path: Path, memo: Memo, cache: Cache) -> None:
    """Writes the memo whole or not at all."""
    with cache.draft() as drafts:
        replace_file(path, msgspec.msgpack.encode(memo), drafts)
