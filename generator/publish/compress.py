"""An inventory in, the same with .gz and .br beside its texts out: made once, kept in the cache."""

import gzip
from importlib.util import find_spec
from pathlib import Path

from generator.digest import digest_file
from generator.publish.inventory import Inventory
from generator.publish.ledger import HostEntry

_TEXTS = (".html", ".css", ".js", ".xml", ".svg", ".txt", ".vtt", ".webmanifest", ".ics")
_LEAST_BYTES = 1024  # a smaller file fits one packet either way


def with_compressed(inventory: Inventory, kept: Path) -> Inventory:
    """Brotli only where the extra is installed. What no release needs any more is removed."""
    kept.mkdir(parents=True, exist_ok=True)
    files, local = dict(inventory.files), dict(inventory.local)
    used = set()
    for path, entry in inventory.files.items():
        if not path.endswith(_TEXTS) or entry.size_bytes < _LEAST_BYTES:
            continue
        for ending in (".gz", ".br") if find_spec("brotli") else (".gz",):
            made = kept / f"{entry.digest}{ending}"
            used.add(made)
            if not made.is_file():
                _compress(inventory.local[entry.digest], made, ending)
            found = HostEntry(made.stat().st_size, digest_file(made))
            files[path + ending] = found
            local[found.digest] = made
    for old in set(kept.iterdir()) - used:
        old.unlink()
    return Inventory(dict(sorted(files.items())), local)


def _compress(source: Path, made: Path, ending: str) -> None:
    content = source.read_bytes()
    if ending == ".gz":
        small = gzip.compress(content, 9, mtime=0)
    else:
        import brotli  # noqa: PLC0415 - an extra

        small = brotli.compress(content, quality=11)
    draft = made.with_suffix(".new")
    draft.write_bytes(small)
    draft.replace(made)
