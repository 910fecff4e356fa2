"""Who makes the tasks: any Executor; here threads, which wait for ffmpeg and let Pillow work."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

P = ParamSpec("P")
T = TypeVar("T")


class Pool(Protocol):
    """Any Executor, or what becomes one at the first task."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """As of an Executor."""

    def map(self, fn: Callable[..., T], /, *iterables: Iterable[Any]) -> Iterator[T]:
        """As of an Executor."""


class Threads:
    """Threads that begin when something is to be made: an unchanged site needs none."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or os.cpu_count() or 2

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        # Import inside: it brings logging, 15 ms.
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        return ThreadPoolExecutor(self._jobs)

    def __enter__(self) -> "Threads":
        return self

    def __exit__(self, *raised: object) -> None:
        if "_pool" in vars(self):
            self._pool.shutdown()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """As of an Executor."""
        return self._pool.submit(fn, *args, **kwargs)

    def map(self, fn: Callable[..., T], /, *iterables: Iterable[Any]) -> Iterator[T]:
        """As of an Executor."""
        return self._pool.map(fn, *iterables)

    def stop(self) -> None:
        """Ends what is running and begins nothing more."""
        if "_pool" in vars(self):
            from generator.work.tools import stop_all  # noqa: PLC0415 - only where something runs

            self._pool.shutdown(wait=False, cancel_futures=True)
            stop_all()
