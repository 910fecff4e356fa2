"""Packs former pages into one file on the host, so that `undo` can put them back."""

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
"""From so many on, the next release packs all of its pages again, and old packs fall away."""

_MOST_UNPACKED = 20 * MOST_READ_BYTES


def pack_path(name: str) -> str:
    """The path of a pack on the host."""
    return f"{FOLDER}/packs/{name}.tar.gz"


def write_pack(files: Mapping[str, Path], into: Path) -> None:
    """Writes the files into one compressed archive, each named by its digest."""
    with (
        gzip.GzipFile(into, "wb", 6, mtime=0) as zipped,
        tarfile.TarFile(fileobj=zipped, mode="w") as pack,
    ):
        for digest, path in files.items():
            entry = tarfile.TarInfo(digest)
            entry.size = path.stat().st_size
            with path.open("rb") as content:
                pack.addfile(entry, content)


def read_pack(content: bytes, wanted: set[str], into: Path) -> dict[str, Path]:
    """Unpacks the wanted digests into a folder; skips what does not have the digest of its name."""
    unpacked: dict[str, Path] = {}
    bytes_left = _MOST_UNPACKED
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as pack:
            for entry in pack:
                bytes_left -= entry.size
                if bytes_left < 0:
                    break
                stream = pack.extractfile(entry) if entry.name in wanted else None
                if stream is not None and entry.size <= MOST_READ_BYTES:
                    page = stream.read()
                    if digest_bytes(page) == entry.name:
                        unpacked[entry.name] = into / entry.name
                        unpacked[entry.name].write_bytes(page)
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, zlib.error):
        pass  # what came before the damage is whole
    return unpacked
