"""Lets one computer publish at a time, by a folder on the host that only one can make."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from generator.publish.hosts.failures import busy
from generator.publish.hosts.host import Connection, Failed, Missing
from generator.publish.ledger import LOCK, Owner
from generator.publish.upload import ConnectionPool, put_bytes

_SECONDS = 900
_RENEWED_SECONDS = 120
_OWNER = f"{LOCK}/owner.json"
_SETTLING_SECONDS = 1.0


class Lock:
    """Held while publishing. Expires by itself where the computer was switched off."""

    def __init__(self, pool: ConnectionPool, by: str, now: Callable[[], float] = time.time) -> None:
        self._pool = pool
        self._by = by
        self._now = now
        self._renewed = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises Failed where another computer is publishing."""
        self._pool.run(self._take)
        try:
            yield
        finally:
            with suppress(Failed, Missing):
                self._pool.run(self._leave)

    def renew(self) -> None:
        """Keeps the lock from expiring, if called often enough; Failed where it was lost."""
        if self._now() - self._renewed > _RENEWED_SECONDS:
            self._pool.run(self._renew)

    def _take(self, connection: Connection) -> None:
        if not connection.claim(LOCK):
            owner = _owner(connection)
            if owner is None:  # its maker writes the owner next, or was cut off before that
                time.sleep(_SETTLING_SECONDS)
                owner = _owner(connection)
            if owner and owner.by != self._by and owner.until > self._now():
                raise busy()
        self._write(connection)

    def _renew(self, connection: Connection) -> None:
        owner = _owner(connection)
        if owner and owner.by != self._by:
            raise busy()
        self._write(connection)

    def _write(self, connection: Connection) -> None:
        owner = Owner(self._by, self._now() + _SECONDS)
        put_bytes(connection, _OWNER, msgspec.json.encode(owner), self._by)
        self._renewed = self._now()

    def _leave(self, connection: Connection) -> None:
        owner = _owner(connection)
        if owner and owner.by == self._by:
            connection.remove(_OWNER)
            connection.remove_folder(LOCK)


def _owner(connection: Connection) -> Owner | None:
    try:
        return msgspec.json.decode(connection.read(_OWNER), type=Owner)
    except (Missing, msgspec.DecodeError):
        return None
