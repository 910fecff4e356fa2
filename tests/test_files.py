"""What another program holds for a moment is waited for; what it keeps is named."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.files import (
    FileHeld,
    patiently,
    read_file,
    remove_file,
    remove_folder,
    rename_path,
    replace_file,
)
from tests.support.held import held, refused


class Clock:
    """Time that goes on only while somebody waits."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        patch.setattr(time, "monotonic", lambda: self.now)
        patch.setattr(time, "sleep", self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def failing(times: int) -> Callable[[], str]:
    """Fails that many times as on a held file, and then succeeds."""
    left = [times]

    def act() -> str:
        if left[0]:
            left[0] -= 1
            raise refused("draft")
        return "done"

    return act


def test_what_is_held_for_a_moment_is_done_a_moment_later(clock: Clock) -> None:
    assert patiently(failing(5), Path("a")) == "done"
    assert clock.now == pytest.approx(0.01 + 0.02 + 0.04 + 0.08 + 0.16)


def test_what_stays_held_is_named_after_ten_seconds(clock: Clock) -> None:
    with pytest.raises(FileHeld) as error:
        patiently(failing(1000), Path("index.html"))
    assert error.value.filename == "index.html"
    assert 5 < clock.now <= 10


def test_any_other_error_is_told_at_once(clock: Clock, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "nothing", tmp_path / "b")
    assert clock.now == 0


@pytest.mark.parametrize("act", [
    read_file,
    remove_file,
    lambda path: replace_file(path.with_name("draft"), path),
    lambda path: rename_path(path, path.with_name("new")),
])  # fmt: skip
def test_a_held_file_stays_as_it_is(
    act: Callable[[Path], object], clock: Clock, tmp_path: Path
) -> None:
    path, draft = tmp_path / "page", tmp_path / "draft"
    path.write_bytes(b"old")
    draft.write_bytes(b"new")
    with held(path), pytest.raises(FileHeld):
        act(path)
    assert path.read_bytes() == b"old"


def test_files_that_nobody_holds_are_moved_read_and_removed(tmp_path: Path) -> None:
    path, draft = tmp_path / "page", tmp_path / "draft"
    path.write_bytes(b"old")
    draft.write_bytes(b"new")
    replace_file(draft, path)
    assert read_file(path) == b"new"
    rename_path(path, draft)
    remove_file(draft)
    remove_file(draft)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_goes_as_far_as_it_can(clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_bytes(b"")
    with held(folder / "a"):
        remove_folder(folder)
    assert (folder / "a").exists()
    remove_folder(folder)
    remove_folder(folder)
    assert not folder.exists()
