"""Compressed copies: which files get them, that they are made once, and that old ones go."""

import gzip
import hashlib
import os
from pathlib import Path

import brotli

from generator.publish.compress import with_compressed
from generator.publish.inventory import Inventory
from generator.publish.ledger import HostEntry


def inventory(folder: Path, files: dict[str, bytes]) -> Inventory:
    folder.mkdir(exist_ok=True)
    entries, local = {}, {}
    for path, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        entries[path] = HostEntry(len(content), digest)
        local[digest] = folder / digest
        local[digest].write_bytes(content)
    return Inventory(entries, local)


def test_only_texts_worth_a_packet_get_copies(tmp_path: Path) -> None:
    page, feed = b"<html>" * 300, b"<feed>" * 300
    before = inventory(
        tmp_path / "site",
        {"index.html": page, "feed.xml": feed, "short.html": b"x" * 1023, "a.jpg": b"x" * 5000},
    )
    after = with_compressed(before, tmp_path / "kept")
    added = after.files.keys() - before.files.keys()
    assert added == {"index.html.gz", "index.html.br", "feed.xml.gz", "feed.xml.br"}
    assert list(after.files) == sorted(after.files)
    by_path = {path: after.local[after.files[path].digest].read_bytes() for path in added}
    assert gzip.decompress(by_path["index.html.gz"]) == page
    assert brotli.decompress(by_path["feed.xml.br"]) == feed
    assert {path: after.files[path].size_bytes for path in added} == {
        path: len(content) for path, content in by_path.items()
    }


def test_a_copy_is_made_once_and_removed_with_its_page(tmp_path: Path) -> None:
    site = inventory(tmp_path / "site", {"index.html": b"<html>" * 300})
    first = with_compressed(site, tmp_path / "kept")
    for copy in (tmp_path / "kept").iterdir():
        os.utime(copy, (1, 1))
    assert with_compressed(site, tmp_path / "kept").files == first.files
    assert {copy.stat().st_mtime for copy in (tmp_path / "kept").iterdir()} == {1}
    with_compressed(inventory(tmp_path / "site", {"a.css": b"body{}" * 300}), tmp_path / "kept")
    digest = hashlib.sha256(b"body{}" * 300).hexdigest()
    kept = {path.name for path in (tmp_path / "kept").iterdir()}
    assert kept == {f"{digest}.gz", f"{digest}.br"}


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    site = inventory(tmp_path / "site", {"index.html": b"<html>" * 300})
    first = with_compressed(site, tmp_path / "one").files
    assert with_compressed(site, tmp_path / "two").files == first
