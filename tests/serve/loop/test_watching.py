"""What counts as touched, and where the system reports nothing."""

from pathlib import Path

import pytest
from watchdog.events import DirMovedEvent, FileModifiedEvent, FileMovedEvent, FileSystemEvent

from generator.serve.loop.watching import EVERYTHING, Touched, Watch, filesystem_of, mounts_in

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


@pytest.mark.parametrize(
    ("path", "filesystem"),
    [("/home/a", "ext4"), ("/mnt/Shared files/b", "cifs"), ("/mnt/Shared", "ext4")],
)
def test_the_innermost_mount_decides(path: str, filesystem: str) -> None:
    assert filesystem_of(path, mounts_in(MOUNTS)) == filesystem
