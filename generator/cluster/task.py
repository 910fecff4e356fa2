"""A task in, its result in the store out: the one call that a worker makes of it."""

import pickle
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from distributed import get_worker

from generator.cluster.stamp import ProgramStamp, own_stamp
from generator.digest import digest_value
from generator.errors import Problem, Unfit
from generator.recipes import Made, ResultInput, SourceInput, Task
from generator.store.cache import Cache
from generator.store.execute import Report, run_task
from generator.store.shared import Lost, Shared, open_shared

_BETWEEN_SECONDS = 1.0


class TaskOrder(msgspec.Struct, frozen=True):
    """A task for a worker, who knows nothing else of the project."""

    task: Task
    store: str
    stamp: ProgramStamp  # of whoever orders
    topic: str  # of the events that tell of progress
    attempt: int = 0

    @property
    def key(self) -> str:
        """Two who order the same at a time get one result."""
        return f"make-{digest_value(self.task, self.store, self.stamp, self.attempt)}"


class TaskAnswer(msgspec.Struct, frozen=True):
    """What became of an order. Not an exception: Dask would try those again."""

    made: Made | None = None
    unfit: Problem | None = None  # the source cannot be used
    other: ProgramStamp | None = None  # this worker would not make the same bytes
    lost: bool = False  # the store does not hold what the task needs


def fulfil(order: TaskOrder) -> TaskAnswer:
    """Makes the result in a folder of its own, and gives it to the store."""
    if own_stamp() != order.stamp:
        return TaskAnswer(other=own_stamp())
    shared = open_shared(order.store)
    known = shared.find(order.task.key)
    if known is not None:
        return TaskAnswer(known.made)
    with TemporaryDirectory(dir=get_worker().local_directory, ignore_cleanup_errors=True) as name:
        content, cache = Path(name) / "content", Cache(Path(name) / "cache")
        try:
            _bring(order.task, shared, content, cache)
            made = run_task(content, cache, _reporter(order.topic), order.task)
        except Unfit as error:
            return TaskAnswer(unfit=error.problem)
        except Lost:
            return TaskAnswer(lost=True)
        shared.push(made.key, cache)
    return TaskAnswer(made)


def path_of(task: Task) -> str:
    """What a problem of that task is about."""
    return task.input.path if isinstance(task.input, SourceInput) else ""


def _bring(task: Task, shared: Shared, content: Path, cache: Cache) -> None:
    """Puts what the task is made of where run_task looks for it; Lost where it is not there."""
    given = task.input
    if isinstance(given, SourceInput):
        shared.fetch(given.digest, content / given.path)
    elif isinstance(given, ResultInput) and shared.pull(given.key, cache) is None:
        raise Lost(given.key)


def _reporter(topic: str) -> Report:
    """Tells the others at most once in a while: each event goes through the scheduler."""
    log: Callable[[str, object], None] = get_worker().log_event
    last = 0.0

    def report(task: Task, share: float) -> None:
        nonlocal last
        if share >= 1 or time.monotonic() - last >= _BETWEEN_SECONDS:
            last = time.monotonic()
            log(topic, {"task": pickle.dumps(task), "share": share})

    return report
