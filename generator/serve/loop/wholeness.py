"""Touched files in, those that are all there out: what is still being copied is waited for."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.intake.drops import is_media_name

# Copying from a phone or a network comes in gusts. A text comes at once; an editor that empties a
# file before it fills it, or puts it aside for a moment, is quicker than a tenth of a second.
_MEDIA_SECONDS = 0.4
_EMPTY_SECONDS = 0.3
_MISSING_SECONDS = 0.15
_LOCKED_SECONDS = 60.0  # Windows lets nobody read a file while it is being copied
_LOOK_AGAIN_SECONDS = 0.1

Clock = Callable[[], float]


@dataclass(slots=True)
class _Look:
    """How a file was when it was last looked at, and since when it is like that."""

    stat: tuple[int, int]  # size and time; (-1, 0) for none
    since: float


class Wholeness:
    """Remembers which files are not whole yet. `root` is content/."""

    def __init__(self, root: Path, clock: Clock = time.monotonic) -> None:
        self._root = root
        self._clock = clock
        self._looks: dict[str, _Look] = {}
        self._moved: frozenset[str] = frozenset()

    @property
    def waiting(self) -> frozenset[str]:
        """Paths to be looked at again."""
        return frozenset(self._looks)

    @property
    def look_again_in(self) -> float | None:
        """Seconds until that is worth while; None where nothing waits."""
        return _LOOK_AGAIN_SECONDS if self._looks else None

    def is_whole(self, path: str, now: os.stat_result) -> bool:
        """Whether a new or changed file has come to rest and can be read."""
        quiet = _MEDIA_SECONDS if is_media_name(path) else 0.0 if now.st_size else _EMPTY_SECONDS
        if not quiet:
            self._looks.pop(path, None)
            return True
        rested = self._rested(path, (now.st_size, now.st_mtime_ns))
        if rested < quiet:
            return False
        if rested < _LOCKED_SECONDS and not self._can_be_read(path):
            return False
        del self._looks[path]
        return True

    def is_gone(self, path: str) -> bool:
        """Whether a file that is missing will not be back in a moment."""
        was_moved = path in self._moved or not (self._root / path).parent.is_dir()
        if not was_moved and self._rested(path, (-1, 0)) < _MISSING_SECONDS:
            return False
        self._looks.pop(path, None)
        return True

    def moved(self, paths: Iterable[str]) -> None:
        """Says which paths were renamed away since: nobody has to wait for them."""
        self._moved = frozenset(paths)

    def _rested(self, path: str, stat: tuple[int, int]) -> float:
        now = self._clock()
        look = self._looks.get(path)
        if look is None or look.stat != stat:
            self._looks[path] = _Look(stat, now)
            return 0.0
        return now - look.since

    def _can_be_read(self, path: str) -> bool:
        try:
            with (self._root / path).open("rb"):
                return True
        except OSError:
            return False
