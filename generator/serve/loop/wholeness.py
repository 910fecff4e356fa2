"""Tell which touched files are complete, and which are still being copied."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from generator.intake.drops import is_media_name

# Photos and clips arrive from phones and networks in bursts. A text arrives at once; an editor
# that empties a file before it fills it, or moves it aside, takes less than a tenth of a second.
_MEDIA_SECONDS = 0.4
_EMPTY_SECONDS = 0.3
_MISSING_SECONDS = 0.15
_LOCKED_SECONDS = 60.0  # Windows lets nobody read a file while it is being copied
_LOOK_AGAIN_SECONDS = 0.1

_MISSING = -1, 0  # in place of size and modification time


class Wholeness:
    """Remembers which files of content/ are not complete yet."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._root = root
        self._clock = clock
        # Size and modification time of each file, and since when they have been the same.
        self._observed: dict[str, tuple[tuple[int, int], float]] = {}
        self._moved: frozenset[str] = frozenset()

    @property
    def waiting(self) -> frozenset[str]:
        """Paths to look at again."""
        return frozenset(self._observed)

    @property
    def look_again_in(self) -> float | None:
        """Seconds until the next look; None where nothing waits."""
        return _LOOK_AGAIN_SECONDS if self._observed else None

    def is_whole(self, path: str, now: os.stat_result) -> bool:
        """Whether a new or changed file has stopped changing and can be read."""
        quiet = _MEDIA_SECONDS if is_media_name(path) else 0.0 if now.st_size else _EMPTY_SECONDS
        if not quiet and self._is_readable(path):
            self._observed.pop(path, None)
            return True
        unchanged = self._unchanged_seconds(path, (now.st_size, now.st_mtime_ns))
        if unchanged < quiet:
            return False
        if unchanged < _LOCKED_SECONDS and not self._is_readable(path):
            return False
        del self._observed[path]
        return True

    def is_gone(self, path: str) -> bool:
        """Whether a missing file will not be back in a moment."""
        was_moved = path in self._moved or not (self._root / path).parent.is_dir()
        if not was_moved and self._unchanged_seconds(path, _MISSING) < _MISSING_SECONDS:
            return False
        self._observed.pop(path, None)
        return True

    def moved(self, paths: Iterable[str]) -> None:
        """Take note of paths that were renamed away: they are gone at once."""
        self._moved = frozenset(paths)

    def _unchanged_seconds(self, path: str, stat: tuple[int, int]) -> float:
        now = self._clock()
        known, since = self._observed.get(path, (None, now))
        if known != stat:
            self._observed[path] = stat, now
            return 0.0
        return now - since

    def _is_readable(self, path: str) -> bool:
        try:
            with (self._root / path).open("rb"):
                return True
        except OSError:
            return False
