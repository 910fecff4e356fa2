"""Adds compressed copies of text files to an inventory; made once, they are kept in the cache."""

import gzip
from importlib.util import find_spec
from pathlib import Path

from generator.digest import digest_file
from generator.files import read_file, remove_file, replace_file
from generator.publish.inventory import Inventory
from generator.publish.ledger import HostEntry

_TEXTS = (".html", ".css", ".js", ".xml", ".svg", ".txt", ".vtt", ".webmanifest", ".ics")
_LEAST_BYTES = 1024  # a smaller file fits into one packet anyway


def with_compressed(inventory: Inventory, kept: Path) -> Inventory:
    """Adds .gz, and .br where the extra is installed; `kept` loses what is needed no more."""
    kept.mkdir(parents=True, exist_ok=True)
    files, local = dict(inventory.files), dict(inventory.local)
    used = set()
    for path, entry in inventory.files.items():
        if not path.endswith(_TEXTS) or entry.size_bytes < _LEAST_BYTES:
            continue
        for ending in (".gz", ".br") if find_spec("brotli") else (".gz",):
            compressed = kept / f"{entry.digest}{ending}"
            used.add(compressed)
            if not compressed.is_file():
                _compress(inventory.local[entry.digest], compressed, ending)
            digest = digest_file(compressed)
            files[path + ending] = HostEntry(compressed.stat().st_size, digest)
            local[digest] = compressed
    for old in set(kept.iterdir()) - used:
        remove_file(old)
    return Inventory(dict(sorted(files.items())), local)


def _compress(source: Path, target: Path, ending: str) -> None:
    content = read_file(source)
    if ending == ".gz":
        content = gzip.compress(content, 9, mtime=0)
    else:
        # Import inside: an extra.
        import brotli  # noqa: PLC0415

        content = brotli.compress(content, quality=11)
    draft = target.with_suffix(".new")
    draft.write_bytes(content)
    replace_file(draft, target)
