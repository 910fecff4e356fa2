"""What a worker does for one task: fetch its input, make the result, put it into the store."""

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
from generator.recipes import Made, SourceInput, Task
from generator.store.cache import Cache
from generator.store.execute import Report, run_task
from generator.store.shared import Lost, SharedStore, open_store

_BETWEEN_SECONDS = 1.0


class TaskOrder(msgspec.Struct, frozen=True):
    """A task for a worker, which knows nothing else of the project."""

    task: Task
    store: str
    stamp: ProgramStamp  # of the computer that orders
    topic: str  # of the events that report progress
    attempt: int = 0

    @property
    def key(self) -> str:
        """Equal orders share one result."""
        return f"make-{digest_value(self.task, self.store, self.stamp, self.attempt)}"


class TaskAnswer(msgspec.Struct, frozen=True):
    """The outcome of an order. Not an exception: Dask would retry those."""

    made: Made | None = None  # None alone: the store does not hold what the task needs
    unfit: Problem | None = None  # the source cannot be used
    other: ProgramStamp | None = None  # this worker would not make the same bytes


def fulfil(order: TaskOrder) -> TaskAnswer:
    """Make the result in a temporary folder, and put it into the store."""
    if own_stamp() != order.stamp:
        return TaskAnswer(other=own_stamp())
    store = open_store(order.store)
    known = store.find(order.task.key)
    if known is not None:
        return TaskAnswer(known.made)
    with TemporaryDirectory(dir=get_worker().local_directory, ignore_cleanup_errors=True) as name:
        content, cache = Path(name) / "content", Cache(Path(name) / "cache")
        try:
            _fetch_input(order.task, store, content, cache)
            made = run_task(content, cache, _reporter(order.topic), order.task)
        except Unfit as error:
            return TaskAnswer(unfit=error.problem)
        except Lost:
            return TaskAnswer()
        store.push(made.key, cache)
    return TaskAnswer(made)


def _fetch_input(task: Task, store: SharedStore, content: Path, cache: Cache) -> None:
    """Put the task's inputs where run_task looks for them; Lost where the store lacks one."""
    if isinstance(task.input, SourceInput):
        store.fetch(task.input.digest, content / task.input.path)
    for needed in task.results:
        if store.pull(needed.key, cache) is None:
            raise Lost(needed.key)


def _reporter(topic: str) -> Report:
    """Reports progress at most once a second: each event goes through the scheduler."""
    log: Callable[[str, object], None] = get_worker().log_event
    last = 0.0

    def report(task: Task, share: float) -> None:
        nonlocal last
        if share >= 1 or time.monotonic() - last >= _BETWEEN_SECONDS:
            last = time.monotonic()
            log(topic, {"task": pickle.dumps(task), "share": share})

    return report
