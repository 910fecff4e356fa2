"""Results appear whole or not at all, and what was lost is noticed."""

import os
import time
from pathlib import Path

import pytest

from generator.recipes import MadeFile
from generator.store.cache import Cache

KEY = "ab" * 32


def admit(cache: Cache, content: bytes = b"picture") -> None:
    with cache.draft() as draft:
        (draft / "a.webp").write_bytes(content)
        cache.admit(KEY, draft, (MadeFile("a.webp", len(content)),))


def test_an_admitted_result_is_found_with_its_files(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.find(KEY) is None
    admit(cache)
    made = cache.find(KEY)
    assert made is not None
    assert made.file("a.webp").size_bytes == 7
    assert cache.path(KEY, "a.webp").read_bytes() == b"picture"


def test_a_draft_that_fails_leaves_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    with pytest.raises(ZeroDivisionError), cache.draft() as draft:
        (draft / "a.webp").write_bytes(b"half")
        raise ZeroDivisionError
    assert cache.find(KEY) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("damage", [b"", b"pict"])
def test_a_result_that_lost_bytes_is_not_found_and_can_be_made_again(
    tmp_path: Path, damage: bytes
) -> None:
    cache = Cache(tmp_path)
    admit(cache)
    cache.path(KEY, "a.webp").write_bytes(damage)
    assert cache.find(KEY) is None
    admit(cache)
    assert cache.path(KEY, "a.webp").read_bytes() == b"picture"


def test_the_first_of_two_same_results_stays(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    admit(cache)
    before = cache.path(KEY, "a.webp").stat().st_ino
    admit(cache)
    assert cache.path(KEY, "a.webp").stat().st_ino == before


def test_sweeping_takes_dead_drafts_and_leaves_living_ones(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    dead = tmp_path / "drafts/dead"
    (dead / "result").mkdir(parents=True)
    long_ago = time.time() - 3600
    with cache.draft() as living:
        for folder in (dead, living.parent):
            os.utime(folder, (long_ago, long_ago))
        cache.sweep()
        assert not dead.exists()
        assert living.exists()
