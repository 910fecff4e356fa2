"""An order in, a worker's answer out; what keeps it from coming is told in plain words."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from threading import Lock
from typing import Any, Protocol, TypeVar

from distributed import Client
from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from generator.cluster.stamp import ProgramStamp
from generator.errors import Broken, Problem, problem, unfit

_RETRIES = 2  # of what no source is to blame for: a full disk, a store that was away


class Keyed(Protocol):
    """An order: two with the same key are one."""

    @property
    def key(self) -> str:
        """Its name for Dask."""
        ...


Ordered = TypeVar("Ordered", bound=Keyed)
Answered = TypeVar("Answered")


class Asker:
    """Speaks with the workers through one client, from any thread."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._open: set[Any] = set()
        self._door = Lock()

    def ask(
        self, work: Callable[[Ordered], Answered], order: Ordered, where: str, priority: int = 0
    ) -> Answered:
        """Waits for the answer. Unfit where every worker is lost with it, for which `where` is to
        blame; Broken where nobody is."""
        try:
            future = self._client.submit(
                work, order, key=order.key, retries=_RETRIES, priority=priority, pure=True
            )
        except ClosedClientError as gone:
            raise Broken(_left()) from gone
        with self._door:
            self._open.add(future)
        try:
            answer: Answered = future.result()
            return answer
        except KilledWorker as lost:
            raise unfit(
                where,
                "every worker of the cluster that worked on this was lost",
                "give the workers more memory, or leave this file out",
            ) from lost
        except (CancelledError, CommClosedError) as gone:
            raise Broken(_left()) from gone
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
                self._open.discard(future)
            future.release()

    def cancel(self) -> None:
        """Takes back what has not begun; what has goes on."""
        with self._door:
            running = list(self._open)
        if self._client.status == "running":
            self._client.cancel(running)


def unlike(where: str, here: ProgramStamp, there: ProgramStamp) -> Problem:
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


def _left() -> Problem:
    return problem(
        "",
        "the connection to the cluster was lost",
        "see whether its scheduler runs, and build again: what was made is kept",
    )
