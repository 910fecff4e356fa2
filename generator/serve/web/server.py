"""The web server: uvicorn that ends with the display, and listens to the network on demand."""

import asyncio
import socket
from collections.abc import Iterable
from functools import partial
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from generator.serve.display import Display
from generator.serve.web.guard import is_here


def make_server(app: ASGIApp, display: Display) -> "PreviewServer":
    """The web server: without logs, and without trust in headers that name another client."""
    return PreviewServer(
        uvicorn.Config(
            app,
            http=H11Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=30,
        ),
        display,
    )


class PreviewServer(uvicorn.Server):
    """uvicorn that ends the streams of events before it shuts down, and then returns."""

    def __init__(self, config: uvicorn.Config, display: Display) -> None:
        super().__init__(config)
        self._display = display
        self._added: list[asyncio.Server] = []

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called for Ctrl+C and the like. uvicorn's own raises the signal again in the end."""
        del sig, frame
        self._display.close()
        self.force_exit = self.should_exit
        self.should_exit = True

    async def add(self, listeners: Iterable[socket.socket]) -> None:
        """Listen there, too, until `drop`. To be awaited in the server's own event loop."""
        loop = asyncio.get_running_loop()
        make_protocol = partial(
            H11Protocol,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
            _loop=loop,
        )
        for listener in listeners:
            server = await loop.create_server(make_protocol, sock=listener)
            self._added.append(server)
            self.servers.append(server)

    def drop(self) -> None:
        """Listen to this computer alone, and cut the connections of all others."""
        for server in self._added:
            server.close()
            self.servers.remove(server)
        self._added.clear()
        for connection in list(self.server_state.connections):
            if not is_here(connection.transport.get_extra_info("peername", ("",))[0]):
                connection.transport.abort()
