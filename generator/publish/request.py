"""Where to publish and what is allowed; the way to the host, and what is known to be there."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from filelock import FileLock

from generator.publish.hosts.host import Connection, Host, Missing, failed
from generator.publish.known_releases import KnownReleases
from generator.publish.ledger import Release, load_ledger, load_pending
from generator.publish.next_ledger import HostState
from generator.publish.upload import ConnectionPool


@dataclass(frozen=True, slots=True)
class SoFar:
    """How much of a release has been sent."""

    share: float  # from 0 to 1, of the time as well as it can be told
    files: int
    all_files: int
    size_bytes: int
    all_bytes: int


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """Where to publish, and what is allowed."""

    host: Host
    memory: KnownReleases
    show: Callable[[SoFar], None] = lambda so_far: None  # what it raises stops the release
    may_drop: Callable[[int], bool] = lambda files: False  # asked before many pages are dropped
    may_rewrite: Callable[[], bool] = lambda: False  # asked before a branch's history goes
    take_over: bool = False  # replace another computer's release, and files of others
    forget: bool = False  # keep nothing of former releases


@contextmanager
def connected(request: PublishRequest) -> Iterator[ConnectionPool]:
    """Connections to the host, for one caller on this computer at a time. Raises Failed."""
    pool = ConnectionPool(request.host)
    try:
        with FileLock(request.memory.folder / "publish.lock"):
            yield pool
    except Missing as missing:
        raise failed(
            str(missing), "this is not there on the host", "is the address right?"
        ) from None
    finally:
        pool.close()


def read_state(request: PublishRequest, pool: ConnectionPool) -> HostState:
    """What lies on the host. Raises Failed where its list cannot be read."""

    def read(connection: Connection) -> HostState:
        known = (load_ledger(connection), load_pending(connection))
        return HostState(*known, connection.has_history, request.host.keeps_history)

    return pool.run(read)


def new_release(by: str) -> Release:
    """A release of this moment."""
    now = datetime.now(UTC).isoformat(" ", "minutes")[:16]
    return Release(uuid.uuid4().hex[:12], now, by)


def refuse_unknown_release(request: PublishRequest, state: HostState) -> None:
    """Raises Failed where another computer published since this one did."""
    release = state.ledger.release
    if release is None or request.take_over or request.memory.knows(release.id):
        return
    raise failed(
        "",
        "this site was published from another computer, on {moment}",
        "bring its content/ here first, or what it added is lost; then: jarshy publish --take-over",
        moment=release.at,
    )
