"""Waits for conditions rather than for fixed times, so that a busy machine fails no test."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable
from typing import TypeVar

# At a load of 20, work of a second takes half a minute. Only what will never happen takes this
# long: it is no measure of how fast anything is.
LAST_RESORT_SECONDS = 300.0
_SHORTEST_PAUSE_SECONDS = 0.005
_LONGEST_PAUSE_SECONDS = 0.1

T = TypeVar("T")


def wait_until(
    find: Callable[[], T | None],
    *processes: subprocess.Popen[bytes],
    longest_pause_seconds: float = _LONGEST_PAUSE_SECONDS,
) -> T:
    """Asks again and again until `find` returns something true, and returns that.

    Fails at once when one of `processes`, on which the answer depends, has ended without it.
    """
    until, pause = time.monotonic() + LAST_RESORT_SECONDS, _SHORTEST_PAUSE_SECONDS
    while True:
        ended = [process for process in processes if process.poll() is not None]
        if result := find():
            return result
        assert not ended, f"ended too early: {[process.args for process in ended]}"
        assert time.monotonic() < until, "the condition never held"
        time.sleep(pause)
        pause = min(pause * 1.5, longest_pause_seconds)


def wait_for_end(*processes: subprocess.Popen[bytes]) -> list[int]:
    """Waits for processes to end; gives their exit codes."""
    return [process.wait(LAST_RESORT_SECONDS) for process in processes]


def once(act: Callable[[], None]) -> Callable[[], None]:
    """`act` at the first call, from whatever thread; nothing at the others."""
    first = threading.Lock()

    def call() -> None:
        if first.acquire(blocking=False):
            act()

    return call
