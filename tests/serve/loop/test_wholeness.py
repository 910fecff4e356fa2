"""Files are read when they have stopped changing, and missed when they stay away."""

import os
from pathlib import Path

import pytest

from generator.serve.loop.wholeness import Wholeness


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wholeness(tmp_path: Path, clock: Clock) -> Wholeness:
    return Wholeness(tmp_path, clock)


def written(root: Path, name: str, content: bytes) -> os.stat_result:
    (root / name).write_bytes(content)
    return (root / name).stat()


def test_a_text_is_whole_at_once(tmp_path: Path, wholeness: Wholeness) -> None:
    assert wholeness.is_whole("kk.md", written(tmp_path, "kk.md", b"text"))
    assert wholeness.waiting == frozenset()
    assert wholeness.look_again_in is None


@pytest.mark.parametrize(("name", "content"), [("a.jpg", b"photo"), ("kk.md", b"")])
def test_photos_and_empty_texts_have_to_rest(
    tmp_path: Path, clock: Clock, wholeness: Wholeness, name: str, content: bytes
) -> None:
    stat = written(tmp_path, name, content)
    assert not wholeness.is_whole(name, stat)
    assert wholeness.waiting == {name}
    assert wholeness.look_again_in
    clock.seconds += 0.2
    assert not wholeness.is_whole(name, stat)
    clock.seconds += 0.3
    assert wholeness.is_whole(name, stat)
    assert wholeness.waiting == frozenset()


def test_a_photo_that_grows_has_to_rest_anew(
    tmp_path: Path, clock: Clock, wholeness: Wholeness
) -> None:
    assert not wholeness.is_whole("a.jpg", written(tmp_path, "a.jpg", b"half"))
    clock.seconds += 10
    whole = written(tmp_path, "a.jpg", b"half and half")
    assert not wholeness.is_whole("a.jpg", whole)
    clock.seconds += 0.5
    assert wholeness.is_whole("a.jpg", whole)


def test_a_locked_file_is_waited_for_and_then_reported(
    tmp_path: Path, clock: Clock, wholeness: Wholeness
) -> None:
    stat = written(tmp_path, "a.mp4", b"clip")
    (tmp_path / "a.mp4").unlink()  # what cannot be opened, as on Windows
    assert not wholeness.is_whole("a.mp4", stat)
    clock.seconds += 59
    assert not wholeness.is_whole("a.mp4", stat)
    clock.seconds += 2
    assert wholeness.is_whole("a.mp4", stat)


def test_a_missing_file_may_be_back_in_a_moment(clock: Clock, wholeness: Wholeness) -> None:
    assert not wholeness.is_gone("kk.md")
    assert wholeness.waiting == {"kk.md"}
    clock.seconds += 0.2
    assert wholeness.is_gone("kk.md")
    assert wholeness.waiting == frozenset()


def test_a_renamed_file_and_one_of_a_missing_folder_are_gone_at_once(wholeness: Wholeness) -> None:
    wholeness.moved(["kk.md"])
    assert wholeness.is_gone("kk.md")
    assert wholeness.is_gone("folder/ru.md")
    wholeness.moved([])
    assert not wholeness.is_gone("kk.md")
