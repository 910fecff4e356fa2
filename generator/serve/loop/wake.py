"""A signal that many threads set and one waits for: due at once, or after some seconds."""

import math
import threading
import time


class WakeSignal:
    """Wakes the loop: at once for a person's edit, a little later for background work."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due = math.inf  # when to wake, by the monotonic clock

    def set(self, after_seconds: float = 0.0) -> None:
        """Wake the waiting thread after that time, or sooner if it is due sooner already."""
        due = time.monotonic() + after_seconds
        with self._changed:
            if due < self._due:
                self._due = due
                self._changed.notify_all()

    def wait(self, most_seconds: float) -> bool:
        """Wait until the signal is due, at most that long; return whether it was, and clear it."""
        until = time.monotonic() + most_seconds
        with self._changed:
            while (left := min(until, self._due) - time.monotonic()) > 0:
                self._changed.wait(left)
            is_due = self._due <= time.monotonic()
            if is_due:
                self._due = math.inf
            return is_due
