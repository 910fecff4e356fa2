"""A bell that many threads ring and one waits for: at once for edits, in a while for the rest."""

import threading
import time


class WakeSignal:
    """Rung at once by what a person did, softly by what was made in the background."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._due: float | None = None  # when to wake, by the monotonic clock

    def ring(self, after_seconds: float = 0.0) -> None:
        """Wakes whoever waits, at the latest after that time."""
        due = time.monotonic() + after_seconds
        with self._rung:
            if self._due is None or due < self._due:
                self._due = due
                self._rung.notify_all()

    def wait(self, most_seconds: float) -> bool:
        """Waits until the bell was rung and its time has come, or that long; says which."""
        until = time.monotonic() + most_seconds
        with self._rung:
            while (left := self._next(until) - time.monotonic()) > 0:
                self._rung.wait(left)
            was_rung = self._due is not None and self._due <= time.monotonic()
            if was_rung:
                self._due = None
            return was_rung

    def _next(self, until: float) -> float:
        return until if self._due is None else min(until, self._due)
