"""Let phones of the network in and shut them out again, while the server runs."""

import logging
import socket
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool

from generator.serve.web.guard import Guard
from generator.serve.web.lan import addresses
from generator.serve.web.server import PreviewServer

_log = logging.getLogger(__name__)


class Network:
    """The server's sockets in the network, at the port that it has on this computer."""

    def __init__(self, guard: Guard, find: Callable[[], tuple[str, ...]] = addresses) -> None:
        self._guard = guard
        self._find = find
        self.server: PreviewServer | None = None  # made after the routes that use this

    @property
    def is_open(self) -> bool:
        return self._guard.entrance.is_open

    async def open(self) -> bool:
        """Listen to the network and let phones in by PIN; whether any network was found.

        The system's firewall may ask the person at the computer now.
        """
        self.close()
        listeners = await run_in_threadpool(self.listen)
        if self.server:
            await self.server.add(listeners)
        return self.is_open

    def listen(self) -> list[socket.socket]:
        """Sockets that listen in each network; the entrance is open where there is any."""
        listeners: dict[str, socket.socket] = {}
        for host in self._find():
            try:
                listeners[host] = bound(host, self._guard.port)
                listeners[host].listen()
            except OSError as error:
                _log.warning("cannot listen at %s: %s", host, error)
        if listeners:
            self._guard.entrance.open(listeners)
        return list(listeners.values())

    def close(self) -> None:
        """Stop listening to the network; phones are cut off, and their tokens are void."""
        self._guard.entrance.close()
        if self.server:
            self.server.drop()


def bound(host: str, port: int) -> socket.socket:
    """A socket at that address. Raises OSError where another program has it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows, SO_REUSEADDR would let two programs share a port.
    option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    listener.setsockopt(socket.SOL_SOCKET, option, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
