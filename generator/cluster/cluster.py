"""A scheduler's address and a store in, workers for a build out."""

import logging
import uuid
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Semaphore
from typing import Any

from distributed import Client
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from generator.cluster.stamp import Stamp, own_stamp
from generator.cluster.task import Answer, Order, fulfil
from generator.digest import digest_file
from generator.errors import Problem, Unfit, problem
from generator.recipes import Made, ResultInput, SourceInput, Task
from generator.store.cache import Cache
from generator.store.execute import Broken, Changed, Report
from generator.store.shared import Shared, open_shared

_ANSWER_SECONDS = 10
_LINES = 8  # files that go to the store or come from it at a time
_RETRIES = 2  # of what no source is to blame for: a full disk, a store that was away
_ATTEMPTS = 4  # to put what a task needs into a store that loses it


class Cluster:
    """Workers of a Dask cluster, who get sources from the store and put results there."""

    def __init__(self, client: Client, address: str, shared: Shared) -> None:
        self._address = address
        self._client = client
        self._shared = shared
        self._stamp = own_stamp()
        self._topic = f"jarshy-{uuid.uuid4().hex}"
        self._reports: dict[str, Report] = {}
        self._tasks: dict[str, Task] = {}
        self._lines = Semaphore(_LINES)
        self._given: set[str] = set()
        self._running: set[Any] = set()
        self._door = Lock()
        threads = sum(client.nthreads().values())
        # Each waits for one task: twice as many as can run, so that the next ones are at hand.
        self._carriers = ThreadPoolExecutor(max(32, 2 * threads))
        client.subscribe_topic(self._topic, self._hear)

    def submit(
        self, content: Path, cache: Cache, report: Report | None, task: Task
    ) -> Future[Made]:
        """Begins a task; its result is in the cache when the future is done."""
        if report:
            self._reports[task.key] = report
            self._tasks[task.key] = task
        return self._carriers.submit(self._carry, content, cache, task)

    def close(self) -> None:
        """Takes back what has not begun; what has goes on and is kept in the store."""
        with self._door:
            running = list(self._running)
        if self._client.status == "running":
            self._client.cancel(running)
        self._carriers.shutdown(cancel_futures=True)

    def _carry(self, content: Path, cache: Cache, task: Task) -> Made:
        for attempt in range(_ATTEMPTS):
            with self._lines:
                known = self._shared.pull(task.key, cache)
            if known:
                return known
            self._give(content, cache, task)
            answer = self._ask(Order(task, self._shared.url, self._stamp, self._topic, attempt))
            if answer.unfit:
                raise Unfit(answer.unfit)
            if answer.other:
                raise Broken(unlike(self._address, self._stamp, answer.other))
            with self._door:
                self._given.discard(_needed(task))  # where it was lost, it is given again
        raise Broken(
            problem(
                self._shared.url.partition("?")[0],
                "the store loses what it was given",
                "keep the results of the cluster elsewhere: --store",
            )
        )

    def _give(self, content: Path, cache: Cache, task: Task) -> None:
        """Puts what the task is made of into the store."""
        needed, given = _needed(task), task.input
        with self._door:
            if not needed or needed in self._given:
                return
        with self._lines:
            if isinstance(given, SourceInput):
                path = content / given.path
                if _digest(path) != given.digest:
                    raise Changed(
                        problem(given.path, "the file changed while it was read", "build once more")
                    )
                self._shared.give(path, given.digest)
            elif self._shared.find(needed) is None:
                self._push(needed, cache)
        with self._door:
            self._given.add(needed)

    def _push(self, key: str, cache: Cache) -> None:
        """A result that was made here before there was a cluster."""
        for name in cache.facts(key).digests:
            cache.sound_path(key, name)
        self._shared.push(key, cache)

    def _ask(self, order: Order) -> Answer:
        future = self._client.submit(fulfil, order, key=order.key, retries=_RETRIES)
        with self._door:
            self._running.add(future)
        try:
            answer: Answer = future.result()
            return answer
        except KilledWorker as lost:
            raise Unfit(
                problem(
                    order.task.input.path if isinstance(order.task.input, SourceInput) else "",
                    "every worker of the cluster that worked on this was lost",
                    "give the workers more memory, or leave this file out",
                )
            ) from lost
        except (CancelledError, CommClosedError) as gone:
            raise Broken(_left(self._address)) from gone
        except Broken:
            raise
        except Exception as error:  # whatever a worker met, after it was tried elsewhere
            raise Broken(
                problem(
                    "",
                    "a worker of the cluster could not do its part: {reason}",
                    "see what it wrote, mend it, and build again",
                    reason=(str(error) or type(error).__name__).splitlines()[0][:160],
                )
            ) from error
        finally:
            with self._door:
                self._running.discard(future)
            future.release()

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        _, said = event
        report, task = self._reports.get(said["key"]), self._tasks.get(said["key"])
        if report and task:
            report(task, said["share"])


@contextmanager
def open_cluster(address: str, store: str) -> Iterator[Cluster]:
    """The workers at a scheduler's address; Unfit where they cannot be used."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said by us
    shared = open_shared(store)
    try:
        shared.check()
    except Broken as broken:
        raise Unfit(broken.problem) from broken
    try:
        client = Client(address, timeout=_ANSWER_SECONDS, set_as_default=False, name="jarshy")
    except (OSError, ValueError, ImportError) as error:
        raise Unfit(
            problem(
                address,
                "no cluster answers at this address",
                "start one with: dask scheduler, and give its address: --cluster tcp://host:8786",
            )
        ) from error
    with client:
        _check(client, address)
        cluster = Cluster(client, address, shared)
        try:
            yield cluster
        finally:
            cluster.close()


def _check(client: Client, address: str) -> None:
    """Unfit where there are no workers, or such as make other bytes."""
    try:
        client.wait_for_workers(1, timeout=_ANSWER_SECONDS)
    except TimeoutError as error:
        raise Unfit(
            problem(
                address,
                "this cluster has no workers",
                "start some with: dask worker {address} --nthreads 1",
                address=address,
            )
        ) from error
    here = own_stamp()
    for worker, stamp in client.run(own_stamp, on_error="return").items():
        if not isinstance(stamp, Stamp):
            raise Unfit(
                problem(
                    worker,
                    "this worker of the cluster has no Jarshy, or another one: {reason}",
                    "install the same version on all computers of the cluster",
                    reason=str(stamp).splitlines()[0][:160],
                )
            )
        if stamp != here:
            raise Unfit(unlike(worker, here, stamp))


def unlike(where: str, here: Stamp, there: Stamp) -> Problem:
    """What is told of a worker who would make other bytes."""
    name, ours, theirs = here.difference(there) or ("", "", "")
    return problem(
        where,
        "this worker of the cluster has {name} {theirs}, this computer {ours}",
        "install the same version on all computers of the cluster",
        name=name,
        ours=ours,
        theirs=theirs,
    )


def _left(address: str) -> Problem:
    return problem(
        address,
        "the connection to the cluster was lost",
        "see whether its scheduler runs, and build again: what was made is kept",
    )


def _needed(task: Task) -> str:
    given = task.input
    if isinstance(given, SourceInput):
        return given.digest
    return given.key if isinstance(given, ResultInput) else ""


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:
        return ""
