"""Watch a folder: which paths were touched, as the system reports it."""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from generator.intake.discover import is_ignored
from generator.intake.drops import is_media_name

if sys.platform == "win32":
    import ctypes

    from watchdog.observers.read_directory_changes import WindowsApiEmitter

    _LOOK_SECONDS = 0.03

    class _PromptEmitter(WindowsApiEmitter):
        """Passes on what is reported by now.

        watchdog's own waits for a second in which nothing is reported: an edit was seen after
        1.0 s, and after a long copy of another file only once that had ended.
        """

        def queue_events(self, timeout: float) -> None:
            super().queue_events(0)
            self.stopped_event.wait(timeout)


EVERYTHING = ""
"""The path that stands for the whole folder."""

# Reading is no change, and a folder changes with its entries, which have events of their own.
_CHANGES: list[type[events.FileSystemEvent]] = [
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
    events.FileAttribEvent,
    events.FileClosedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]
_MANY = 200  # paths; with more, listing the whole folder costs less than looking at each

# Network folders report nothing of what other computers do in them.
_NETWORK = ("nfs", "cifs", "smb", "9p", "fuse", "vboxsf", "afs", "webdav", "davfs")
_DRIVE_REMOTE = 4  # GetDriveTypeW's value for a network drive


@dataclass(slots=True)
class Touched:
    """What was touched since the last call of `Watch.take`."""

    paths: set[str] = field(default_factory=set)  # "/" between parts
    gone: set[str] = field(default_factory=set)  # those of them that were renamed away


class Watch(events.FileSystemEventHandler):
    """Watches a folder; `wake` is called from another thread whenever a path is touched.

    Where the system reports nothing, `polls` is True and the folder has to be listed regularly.
    """

    def __init__(self, root: Path, wake: Callable[[], None]) -> None:
        self.root = root
        self.polls = is_on_network(root)
        self._resolved = root.resolve()
        self._wake = wake
        self._touched = Touched()
        self._count = 0
        self._lock = threading.Lock()
        self._observer = _make_observer()

    def start(self) -> None:
        """Begin to watch; then everything counts as touched, since it may have been before."""
        if not self.polls:
            try:
                self._observer.schedule(
                    self, str(self._resolved), recursive=True, event_filter=_CHANGES
                )
                self._observer.start()
            except OSError:  # the system has no watches left, or cannot watch this folder
                self.polls = True
        self.touch(EVERYTHING)

    def stop(self) -> None:
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join(2)

    def touch(self, path: str, *, gone: bool = False) -> None:
        with self._lock:
            self._count += not is_media_name(path)  # `Wholeness` waits for each of those by itself
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
        """How often a text was touched; while it grows, somebody is still saving."""
        return self._count

    def take(self) -> Touched:
        """What was touched since the last call."""
        with self._lock:
            taken, self._touched = self._touched, Touched()
        return taken

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Called by watchdog, from its own thread."""
        if not isinstance(event, events.FileMovedEvent | events.DirMovedEvent):
            self._touch_file(event.src_path)
            return
        # A file that an editor moves aside, under a name of its own, is back in a moment.
        is_aside = any(is_ignored(part) for part in self._parts(event.dest_path))
        self._touch_file(event.src_path, gone=not is_aside)
        self._touch_file(event.dest_path)

    def _touch_file(self, path: bytes | str, *, gone: bool = False) -> None:
        parts = self._parts(path)
        if parts and not any(is_ignored(part) for part in parts):
            self.touch("/".join(parts), gone=gone)

    def _parts(self, path: bytes | str) -> tuple[str, ...]:
        with suppress(ValueError):
            return Path(os.fsdecode(path)).relative_to(self._resolved).parts
        return ()


def _make_observer() -> BaseObserver:
    if sys.platform == "win32":
        return BaseObserver(_PromptEmitter, timeout=_LOOK_SECONDS)
    return Observer()


def is_on_network(folder: Path) -> bool:
    """Whether a folder lies on another computer, as far as this system tells."""
    if sys.platform == "win32":
        anchor = folder.resolve().anchor
        kind: int = ctypes.windll.kernel32.GetDriveTypeW(anchor)
        return anchor.startswith("\\\\") or kind == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return filesystem_of(folder.resolve().as_posix(), mounts_in(mounts)).startswith(_NETWORK)


def mounts_in(table: str) -> dict[str, str]:
    """Mount points and their filesystems, from the text of /proc/mounts."""
    rows = (line.split() for line in table.splitlines())
    # A space in a name is written as \040.
    return {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}


def filesystem_of(path: str, mounts: Mapping[str, str]) -> str:
    """The filesystem that a path lies on."""
    points = [point for point in mounts if f"{path}/".startswith(point.rstrip("/") + "/")]
    return mounts[max(points, key=len)] if points else ""
