"""What counts as touched, and where the system reports nothing."""

import threading
import time
from pathlib import Path
from statistics import median

import pytest
from watchdog.events import DirMovedEvent, FileModifiedEvent, FileMovedEvent, FileSystemEvent

from generator.serve.loop.watching import EVERYTHING, Touched, Watch, filesystem_of, mounts_in
from tests.support.waiting import wait_until

MOUNTS = """/dev/sda1 / ext4 rw,relatime 0 0
//server/share /mnt/Shared\\040files cifs rw 0 0
/dev/sdb1 /mnt ext4 rw 0 0
broken
"""


def touched_by(root: Path, *events: FileSystemEvent) -> Touched:
    watch = Watch(root, lambda: None)
    for event in events:
        watch.dispatch(event)
    return watch.take()


def test_paths_are_taken_once_and_wake_the_loop(tmp_path: Path) -> None:
    woken: list[None] = []
    watch = Watch(tmp_path, lambda: woken.append(None))
    watch.touch("a/kk.md")
    assert (watch.take().paths, watch.count, len(woken)) == ({"a/kk.md"}, 1, 1)
    assert watch.take() == Touched()


def test_nobody_waits_for_the_end_of_a_copy_before_a_text_is_shown(tmp_path: Path) -> None:
    watch = Watch(tmp_path, lambda: None)
    watch.touch("a/1.mp4")
    assert (watch.take().paths, watch.count) == ({"a/1.mp4"}, 0)


def test_many_paths_stand_for_everything(tmp_path: Path) -> None:
    watch = Watch(tmp_path, lambda: None)
    for number in range(201):
        watch.touch(str(number))
    assert watch.take().paths == {EVERYTHING}


def test_files_of_editors_and_of_other_folders_are_ignored(tmp_path: Path) -> None:
    paths = (tmp_path / "a/kk.md", tmp_path / "a/.kk.md.swp", tmp_path, Path("/elsewhere/kk.md"))
    events = [FileModifiedEvent(str(path)) for path in paths]
    assert touched_by(tmp_path, *events).paths == {"a/kk.md"}


def test_a_renamed_file_is_gone_and_one_moved_aside_is_not(tmp_path: Path) -> None:
    old, new, aside = (str(tmp_path / name) for name in ("old", "new", "~old.tmp"))
    renamed = touched_by(tmp_path, DirMovedEvent(old, new))
    assert (renamed.paths, renamed.gone) == ({"old", "new"}, {"old"})
    moved_aside = touched_by(tmp_path, FileMovedEvent(old, aside))
    assert (moved_aside.paths, moved_aside.gone) == ({"old"}, set())
    back = touched_by(tmp_path, FileMovedEvent(old, new), FileMovedEvent(new, old))
    assert back.gone == {"new"}


def test_an_edit_is_seen_at_once_while_another_file_is_being_copied(tmp_path: Path) -> None:
    edited, copied = tmp_path / "kk.md", tmp_path / "1.mp4"
    edited.write_text("0", encoding="utf-8")
    touched, is_over, is_touched = set[str](), threading.Event(), threading.Event()

    def look() -> None:
        touched.update(watch.take().paths)
        if "kk.md" in touched:
            is_touched.set()

    def copy() -> None:
        with copied.open("wb") as stream:
            while not is_over.wait(0.005):
                stream.write(b"0" * 1000)
                stream.flush()

    watch = Watch(tmp_path, look)
    watch.start()
    copying = threading.Thread(target=copy)
    copying.start()
    try:
        wait_until(lambda: "1.mp4" in touched)
        seconds = [_seconds_until_seen(edited, str(turn), touched, is_touched) for turn in range(5)]
    finally:
        is_over.set()
        copying.join()
        watch.stop()
    assert median(seconds) < 0.2, seconds


def _seconds_until_seen(
    file: Path, text: str, touched: set[str], is_touched: threading.Event
) -> float:
    touched.discard(file.name)
    is_touched.clear()
    started = time.perf_counter()
    file.write_text(text, encoding="utf-8")
    assert is_touched.wait(10)
    return time.perf_counter() - started


@pytest.mark.parametrize(
    ("path", "filesystem"),
    [("/home/a", "ext4"), ("/mnt/Shared files/b", "cifs"), ("/mnt/Shared", "ext4")],
)
def test_the_innermost_mount_decides(path: str, filesystem: str) -> None:
    assert filesystem_of(path, mounts_in(MOUNTS)) == filesystem
