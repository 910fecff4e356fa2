"""What a computer remembers of a host: the releases it has seen, and its own name."""

from pathlib import Path

import pytest

from generator.publish.hosts.host import Address
from generator.publish.known_releases import open_known_releases
from generator.publish.ledger import HostEntry

SFTP = Address("sftp", "/site", "example.kz", 22, "a")


def test_only_the_releases_remembered_last_are_known(tmp_path: Path) -> None:
    memory = open_known_releases(tmp_path, SFTP)
    assert not memory.knows("1" * 12)
    memory.remember("1" * 12, "2" * 12)
    again = open_known_releases(tmp_path, SFTP)
    assert again.knows("1" * 12) and again.knows("2" * 12)
    again.remember("3" * 12)
    assert not memory.knows("2" * 12)


def test_each_address_has_a_memory_of_its_own_and_the_computer_one_name(tmp_path: Path) -> None:
    memory = open_known_releases(tmp_path, SFTP)
    memory.remember("1" * 12)
    other = open_known_releases(tmp_path, Address("sftp", "/other", "example.kz", 22, "a"))
    assert not other.knows("1" * 12)
    assert memory.folder != other.folder
    assert memory.by == other.by


@pytest.mark.parametrize("content", [b"", b"{", b'{"releases": 5}', b"\xff"])
def test_a_damaged_memory_knows_nothing(tmp_path: Path, content: bytes) -> None:
    memory = open_known_releases(tmp_path, SFTP)
    (memory.folder / "seen.json").write_bytes(content)
    assert not memory.knows("1" * 12)


def test_the_files_that_readers_have_are_known_since_a_moment(tmp_path: Path) -> None:
    memory = open_known_releases(tmp_path, SFTP)
    assert (memory.files, memory.seen_at) == ({}, 0.0)
    files = {"index.html": HostEntry(5, "a" * 64)}
    memory.remember_files(files)
    assert memory.files == files and memory.seen_at > 0
    (memory.folder / "files.json").write_bytes(b"{")
    assert memory.files == {}
