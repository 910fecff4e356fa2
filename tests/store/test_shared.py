"""A store keeps bytes by their digest and results by their key, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.digest import digest_bytes, digest_file
from generator.errors import Broken, Unfit
from generator.recipes import PhotoRecipe, SourceInput, Task, Variant, make_task
from generator.store.cache import Cache
from generator.store.execute import run_task
from generator.store.shared import Lost, SharedStore
from tests.support.buckets import s3_server
from tests.support.content import draw_photo

STILLS = PhotoRecipe((Variant("card-32.webp", "card", "webp", 32, 24),))


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with s3_server("shared") as port:
        yield f"s3://shared/jarshy?endpoint=http://127.0.0.1:{port}&region=us-east-1"


@pytest.fixture(params=["folder", "file", "memory", "s3"])
def shared(
    request: pytest.FixtureRequest, tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> SharedStore:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "deputat")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    kind = request.param
    if kind == "s3":
        return SharedStore(bucket.replace("/jarshy?", f"/{tmp_path.name}?"))
    folder = tmp_path / "store"
    return SharedStore(
        {"folder": str(folder), "file": folder.as_uri(), "memory": f"memory://{tmp_path}"}[kind]
    )


def made(folder: Path) -> tuple[Task, Cache]:
    """A result in a cache."""
    draw_photo(folder / "a.jpg", size=(64, 48))
    task = make_task(STILLS, SourceInput("a.jpg", digest_file(folder / "a.jpg")))
    cache = Cache(folder / "cache")
    run_task(folder, cache, None, task)
    return task, cache


def test_a_result_comes_out_as_it_went_in(tmp_path: Path, shared: SharedStore) -> None:
    shared.check()
    task, cache = made(tmp_path)
    assert shared.find(task.key) is None
    shared.push(task.key, cache)
    other = Cache(tmp_path / "other")
    assert shared.pull(task.key, other) == cache.find(task.key) == other.find(task.key)
    assert digest_file(other.sound_path(task.key, "card-32.webp")) == digest_file(
        cache.path(task.key, "card-32.webp")
    )


def test_bytes_that_are_not_whole_are_given_again(tmp_path: Path, shared: SharedStore) -> None:
    """A worker that was killed leaves a part of a file, and no word of a result."""
    source = tmp_path / "clip.mp4"
    source.write_bytes(b"0123456789" * 1000)
    digest = digest_file(source)
    part = tmp_path / "part"
    part.write_bytes(b"0123456789")
    shared.put_file(part, digest)
    with pytest.raises(Lost):
        shared.fetch(digest, tmp_path / "fetched")
    shared.put_file(part, digest)
    shared.put_file(source, digest)
    shared.fetch(digest, tmp_path / "fetched")
    assert (tmp_path / "fetched").read_bytes() == source.read_bytes()
    with pytest.raises(Lost):
        shared.fetch(digest_bytes(b"never given"), tmp_path / "none")
    large = tmp_path / "large"
    large.write_bytes(bytes(range(256)) * (9 << 12))  # more than is held in memory at once
    shared.put_file(large, digest_file(large))
    shared.fetch(digest_file(large), tmp_path / "fetched")
    assert (tmp_path / "fetched").read_bytes() == large.read_bytes()


def test_a_result_that_lost_bytes_is_not_known_any_more(
    tmp_path: Path, shared: SharedStore
) -> None:
    task, cache = made(tmp_path)
    path = cache.path(task.key, "card-32.webp")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))  # the same length
    shared.push(task.key, cache)
    other = Cache(tmp_path / "other")
    assert shared.find(task.key) is not None
    assert shared.pull(task.key, other) is None
    assert shared.find(task.key) is None
    assert other.find(task.key) is None
    path.write_bytes(whole)
    shared.push(task.key, cache)
    assert shared.pull(task.key, other) is not None


@pytest.mark.parametrize("there", ["missing bucket", "no server", "a file in the way", "no such"])
def test_a_store_that_cannot_be_used_is_told(
    there: str, tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "deputat")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    (tmp_path / "file").write_bytes(b"")
    url = {
        "missing bucket": bucket.replace("s3://shared", "s3://other"),
        "no server": "s3://shared/a?endpoint=http://127.0.0.1:9&region=us-east-1",
        "a file in the way": str(tmp_path / "file"),
        "no such": "nosuch://place",
    }[there]
    with pytest.raises(Broken) as told:
        SharedStore(url).check()
    assert told.value.problem.what == "the store cannot be used: {reason}"
    assert "?" not in told.value.problem.where
    assert not isinstance(told.value, Unfit)  # no source is to blame
