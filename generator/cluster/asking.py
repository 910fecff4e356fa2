"""Send orders to workers, wait for their answers, and turn failures into problems."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from threading import Lock
from typing import Any, Protocol, TypeVar

from distributed import Client
from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from generator.cluster.stamp import ProgramStamp
from generator.cluster.task import TaskOrder, fulfil
from generator.errors import Broken, Problem, Unfit, problem, unfit
from generator.recipes import Made, SourceInput
from generator.store.shared import first_line

_RETRIES = 2  # after failures that no source causes: a full disk, a store out of reach


class Keyed(Protocol):
    """An order; Dask carries out one of those with the same key."""

    @property
    def key(self) -> str: ...


Ordered = TypeVar("Ordered", bound=Keyed)
Answered = TypeVar("Answered")


class WorkerClient:
    """Sends orders through one Dask client, from any thread. `address` is the scheduler's."""

    def __init__(self, client: Client, address: str = "") -> None:
        self._client = client
        self._address = address
        self._running: set[Any] = set()
        self._lock = Lock()

    def make(self, order: TaskOrder, priority: int = 0) -> Made | None:
        """Have a task made; None where the store does not hold what it needs.

        Raises Unfit where the source cannot be used, and Broken where the cluster cannot go on.
        """
        source = order.task.input
        where = source.path if isinstance(source, SourceInput) else ""
        answer = self.send(fulfil, order, where, priority)
        if answer.unfit:
            raise Unfit(answer.unfit)
        self.check_stamp(order.stamp, answer.other)
        return answer.made

    def send(
        self, work: Callable[[Ordered], Answered], order: Ordered, where: str, priority: int = 0
    ) -> Answered:
        """Wait for the answer to an order.

        Raises Unfit for the source at `where` if every worker that tried it was lost, and Broken
        for failures that no source causes.
        """
        try:
            future = self._client.submit(
                work, order, key=order.key, retries=_RETRIES, priority=priority, pure=True
            )
        except ClosedClientError as error:
            raise Broken(_connection_lost()) from error
        with self._lock:
            self._running.add(future)
        try:
            answer: Answered = future.result()
            return answer
        except KilledWorker as error:
            raise unfit(
                where,
                "every worker of the cluster that worked on this was lost",
                "give the workers more memory, or leave this file out",
            ) from error
        except (CancelledError, CommClosedError) as error:
            raise Broken(_connection_lost()) from error
        except Broken:
            raise
        except Exception as error:  # whatever the worker raised, after all retries
            raise Broken(
                problem(
                    "",
                    "a worker of the cluster could not do its part: {reason}",
                    "see what it wrote, mend it, and build again",
                    reason=first_line(error),
                )
            ) from error
        finally:
            with self._lock:
                self._running.discard(future)
            future.release()

    def check_stamp(self, own: ProgramStamp, other: ProgramStamp | None) -> None:
        """Broken where a worker answered with another stamp."""
        if other:
            raise Broken(unlike(self._address, own, other))

    def cancel(self) -> None:
        """Cancel orders that have not begun; running ones go on."""
        with self._lock:
            running = list(self._running)
        if self._client.status == "running":
            self._client.cancel(running)


def unlike(where: str, own: ProgramStamp, other: ProgramStamp) -> Problem:
    """The problem with a worker that would make other bytes."""
    name, ours, theirs = own.difference(other) or ("", "", "")
    return problem(
        where,
        "this worker of the cluster has {name} {theirs}, this computer {ours}",
        "install the same version on all computers of the cluster",
        name=name,
        ours=ours,
        theirs=theirs,
    )


def _connection_lost() -> Problem:
    return problem(
        "",
        "the connection to the cluster was lost",
        "see whether its scheduler runs, and build again: what was made is kept",
    )
