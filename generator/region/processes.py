"""Processes beside this one, for the deputies of a region."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context, parent_process

from generator.build import current
from generator.inputs import BuildRequest, Built
from generator.store.workers import stop_programs


@contextmanager
def looked_at_beside(
    requests: list[BuildRequest], now: datetime
) -> Iterator[Callable[[], list[Built | None]]]:
    """Call `current` for these sites in another process; yields what waits for the answers.

    One process is enough: with more, all of them wait for the disk.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), be_a_worker) as pool:
        future = pool.submit(_look_alone, [parcel(request) for request in requests], now)

        def wait() -> list[Built | None]:
            try:
                return future.result()
            except BrokenExecutor:
                return [current(request, now) for request in requests]

        yield wait


def _look_alone(requests: list[BuildRequest], now: datetime) -> list[Built | None]:
    return [current(request, now) for request in requests]


def parcel(request: BuildRequest) -> BuildRequest:
    """The request as it can travel to another process."""
    return replace(request, report=None, workers=None, jobs=1)


def be_a_worker() -> None:
    """Leave Ctrl-C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that started it ends, also when that was killed."""
    parent = parent_process()
    if parent:
        parent.join()
        _leave(0, None)


def _leave(_signal: int, _frame: object) -> None:
    stop_programs()
    os._exit(1)
