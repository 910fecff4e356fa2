"""Folders in, the paths that were touched in them out: by the system's word, or by looking."""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from generator.intake.discover import is_ignored

EVERYTHING = ""
"""The path that stands for the whole folder."""

# Reading is no change, and a folder changes by what is in it.
_CHANGES: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_MANY = 200  # paths; beyond them looking at the whole folder costs less than asking for each

# Network folders tell nobody what other computers do in them.
_NETWORK = ("nfs", "cifs", "smb", "9p", "fuse", "vboxsf", "afs", "webdav", "davfs")
_DRIVE_REMOTE = 4  # what GetDriveTypeW says of a network drive


@dataclass(slots=True)
class Touched:
    """What happened since it was last taken."""

    paths: set[str] = field(default_factory=set)  # "/" between parts
    gone: set[str] = field(default_factory=set)  # of them, those that were renamed away

    def __bool__(self) -> bool:
        return bool(self.paths)


class Watch:
    """Watches a folder; `wake` is called from another thread whenever something was touched.

    Where the system does not tell, `polls` is True and the folder has to be looked through.
    """

    def __init__(self, root: Path, wake: Callable[[], None]) -> None:
        self.root = root
        self.polls = is_on_network(root)
        self._resolved = root.resolve()
        self._wake = wake
        self._touched = Touched()
        self._count = 0
        self._lock = threading.Lock()
        self._observer = Observer()

    def start(self) -> None:
        """Begins to watch; afterwards everything counts as touched, for it may have been."""
        if not self.polls:
            try:
                self._observer.schedule(
                    _Listener(self._hear),
                    str(self._resolved),
                    recursive=True,
                    event_filter=_CHANGES,
                )
                self._observer.start()
            except OSError:  # no watches are left, or the folder cannot be watched
                self.polls = True
        self.touch(EVERYTHING)

    def stop(self) -> None:
        """Ends watching."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join(2)

    def touch(self, path: str, *, gone: bool = False) -> None:
        """Counts a path as touched."""
        with self._lock:
            self._count += 1
            self._touched.paths.add(path)
            if gone:
                self._touched.gone.add(path)
            else:
                self._touched.gone.discard(path)
            if len(self._touched.paths) > _MANY:
                self._touched.paths = {EVERYTHING}
        self._wake()

    @property
    def count(self) -> int:
        """How often something was touched; while it grows, somebody is still at it."""
        return self._count

    def take(self) -> Touched:
        """What was touched since the last call."""
        with self._lock:
            taken, self._touched = self._touched, Touched()
        return taken

    def _hear(self, event: FileSystemEvent) -> None:
        if not isinstance(event, FileMovedEvent | DirMovedEvent):
            self._touch_file(event.src_path)
            return
        # What an editor puts aside under a name of its own comes back in a moment.
        aside = any(is_ignored(part) for part in self._parts(event.dest_path))
        self._touch_file(event.src_path, gone=not aside)
        self._touch_file(event.dest_path)

    def _touch_file(self, path: bytes | str, *, gone: bool = False) -> None:
        parts = self._parts(path)
        if parts and not any(is_ignored(part) for part in parts):
            self.touch("/".join(parts), gone=gone)

    def _parts(self, path: bytes | str) -> tuple[str, ...]:
        with suppress(ValueError):
            return Path(os.fsdecode(path)).relative_to(self._resolved).parts
        return ()


class _Listener(FileSystemEventHandler):
    def __init__(self, hear: Callable[[FileSystemEvent], None]) -> None:
        self._hear = hear

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._hear(event)


def is_on_network(folder: Path) -> bool:
    """Whether a folder lies on another computer, as far as this system says."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - there is no windll elsewhere

        anchor = folder.resolve().anchor
        kind: int = ctypes.windll.kernel32.GetDriveTypeW(anchor)
        return anchor.startswith("\\\\") or kind == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return filesystem_of(folder.resolve().as_posix(), mounts_in(mounts)).startswith(_NETWORK)


def mounts_in(table: str) -> dict[str, str]:
    """Mount points and their filesystems, from /proc/mounts."""
    rows = (line.split() for line in table.splitlines())
    # Spaces in a name are written as \040.
    return {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}


def filesystem_of(path: str, mounts: Mapping[str, str]) -> str:
    """The filesystem that a path lies on."""
    over = [point for point in mounts if f"{path}/".startswith(point.rstrip("/") + "/")]
    return mounts[max(over, key=len)] if over else ""
