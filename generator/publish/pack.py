"""Pages in, one small file of them out, and back: what `undo` needs stays on the server."""

import gzip
import io
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from generator.digest import digest_bytes
from generator.publish.hosts.host import MOST_READ_BYTES
from generator.publish.ledger import FOLDER

MOST_PACKS = 20
"""With more of them, the next release packs all of its pages anew, and the old ones go in time."""

_MOST_UNPACKED = 20 * MOST_READ_BYTES


def pack_path(name: str) -> str:
    """Where a pack stands on the server."""
    return f"{FOLDER}/packs/{name}.tar.gz"


def write_pack(files: Mapping[str, Path], into: Path) -> None:
    """One compressed file of all these, each under its digest."""
    with (
        gzip.GzipFile(into, "wb", 6, mtime=0) as zipped,
        tarfile.TarFile(fileobj=zipped, mode="w") as pack,
    ):
        for digest, path in files.items():
            member = tarfile.TarInfo(digest)
            member.size = path.stat().st_size
            with path.open("rb") as content:
                pack.addfile(member, content)


def read_pack(content: bytes, wanted: set[str], into: Path) -> dict[str, Path]:
    """The wanted files of a pack, each in `into`; what is not what its name says is left out."""
    found: dict[str, Path] = {}
    left = _MOST_UNPACKED
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as pack:
            for member in pack:
                left -= member.size
                if left < 0:
                    break
                stream = pack.extractfile(member) if member.name in wanted else None
                if stream is not None and member.size <= MOST_READ_BYTES:
                    held = stream.read()
                    if digest_bytes(held) == member.name:
                        found[member.name] = into / member.name
                        found[member.name].write_bytes(held)
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, zlib.error):
        pass  # what was whole is found
    return found
