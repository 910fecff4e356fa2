"""What of output/ is published, and that unchanged files are not read again."""

import time
from pathlib import Path

import pytest

from generator.digest import digest_bytes, digest_file
from generator.publish.inventory import take_inventory
from generator.publish.ledger import HostEntry
from generator.store.cache import Cache


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_files_for_readers_are_listed_and_no_others(tmp_path: Path) -> None:
    output = tmp_path / "output"
    wanted = ("index.html", "news/a.html", ".htaccess", ".well-known/x")
    for path in (*wanted, ".DS_Store", ".git/config", "Thumbs.db", "news/desktop.ini"):
        write(output / path, path.encode())
    (output / "link.html").symlink_to(tmp_path / "output/index.html")
    listed = take_inventory(output, Cache(tmp_path / "cache"), tmp_path / "memo")
    assert listed.files == {
        path: HostEntry(len(path), digest_bytes(path.encode())) for path in sorted(wanted)
    }
    assert list(listed.files) == sorted(wanted)
    assert listed.local[digest_bytes(b"news/a.html")] == output / "news/a.html"


def test_an_unchanged_file_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, read = tmp_path / "output", list[Path]()

    def read_digest(path: Path) -> str:
        read.append(path)
        return digest_file(path)

    # A stamp taken just after a file was written would not be believed.
    monkeypatch.setattr("generator.publish.inventory.time_ns", lambda: time.time_ns() + 10**12)
    monkeypatch.setattr("generator.publish.inventory.digest_file", read_digest)
    for name in ("a.html", "b.html"):
        write(output / name, name.encode())
    first = take_inventory(output, Cache(tmp_path / "cache"), tmp_path / "memo")
    assert len(read) == 2
    read.clear()
    write(output / "b.html", b"changed")
    second = take_inventory(output, Cache(tmp_path / "cache"), tmp_path / "memo")
    assert read == [output / "b.html"]
    assert second.files["a.html"] == first.files["a.html"]
    assert second.files["b.html"] == HostEntry(7, digest_bytes(b"changed"))
