"""Run the preview of a folder: the loop in one thread, the web server in this one."""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from generator.errors import unfit
from generator.inputs import BuildRequest
from generator.language.localized import KAZAKHSTAN
from generator.messages import Words
from generator.model import Post, Verdict
from generator.region.region import built_file
from generator.serve.answers import keep_answer
from generator.serve.display import Display
from generator.serve.loop.preview_loop import PreviewLoop
from generator.serve.web.app import make_app
from generator.serve.web.guard import LOCAL_HOSTS, Guard, Pin
from generator.serve.web.lan import addresses
from generator.serve.web.service import Check, Service
from generator.store.cache import Cache
from generator.work.tools import stop_all

_PORTS_TO_TRY = 20


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve the preview."""

    words: Words
    check: Check
    port: int = 8000  # the first to try; 0 for any
    lan: bool = False  # let phones of the network in, with a PIN


@dataclass(frozen=True, slots=True)
class PreviewAddress:
    """Where the preview is."""

    here: str  # URL for this computer
    phones: tuple[str, ...] = ()  # URLs for phones
    pin: str = ""


def serve(
    request: BuildRequest, options: ServeOptions, ready: Callable[[PreviewAddress], None]
) -> None:
    """Serve the preview until the process is interrupted; `ready` is called with its address.

    Raises Unfit where no port is free.
    """
    _log_to_file(request.cache)
    display = Display()
    preview_loop = PreviewLoop(request, display)
    with closing(listening("0.0.0.0" if options.lan else "127.0.0.1", options.port)) as listener:
        listener.listen()  # who opens the address as soon as it is printed waits, and is let in
        port: int = listener.getsockname()[1]
        networks = addresses() if options.lan else ()
        pin = Pin() if options.lan else None
        phones = tuple(f"http://{address}:{port}/" for address in networks)
        guard = Guard(port, (*LOCAL_HOSTS, *networks), pin)
        app = make_app(_make_service(request, options, preview_loop, guard, phones))
        thread = threading.Thread(target=preview_loop.run, name="preview loop")
        thread.start()
        try:
            ready(PreviewAddress(f"http://127.0.0.1:{port}/", phones, pin.number if pin else ""))
            make_server(app, display).run([listener])
        finally:
            display.close()
            preview_loop.stop()
            stop_all()
            thread.join()


def _make_service(
    request: BuildRequest,
    options: ServeOptions,
    preview_loop: PreviewLoop,
    guard: Guard,
    phones: tuple[str, ...],
) -> Service:
    return Service(
        preview_loop.display,
        Cache(request.cache),
        guard,
        options.words,
        phones,
        shares=lambda: preview_loop.shares,
        check=options.check,
        forget=preview_loop.forget,
        answer=answering(request, preview_loop),
        built=partial(built_file, request.output, request.cache),
    )


def answering(
    request: BuildRequest, preview_loop: PreviewLoop
) -> Callable[[Post, Verdict, str], None]:
    """A function that keeps the deputy's answers in content/, and has them shown at once."""

    def answer(post: Post, verdict: Verdict, note: str) -> None:
        at = datetime.now(KAZAKHSTAN).replace(tzinfo=None)
        preview_loop.touch(keep_answer(request, post, verdict, note, at))

    return answer


def make_server(app: ASGIApp, display: Display) -> uvicorn.Server:
    """The web server: without logs, and without trust in headers that name another client."""
    return _Server(
        uvicorn.Config(
            app,
            http="h11",
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


class _Server(uvicorn.Server):
    """uvicorn that ends the streams of events before it shuts down, and then returns."""

    def __init__(self, config: uvicorn.Config, display: Display) -> None:
        super().__init__(config)
        self._display = display

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called for Ctrl+C and the like. uvicorn's own raises the signal again in the end."""
        del sig, frame
        self._display.close()
        self.force_exit = self.should_exit
        self.should_exit = True


def listening(host: str, first_port: int) -> socket.socket:
    """A socket at the first free port from that one on, for 0 at any; Unfit where none is free."""
    ports = range(first_port, first_port + _PORTS_TO_TRY) if first_port else (0,)
    for port in ports:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # On Windows, SO_REUSEADDR would let two programs share a port.
        option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
        listener.setsockopt(socket.SOL_SOCKET, option, 1)
        try:
            listener.bind((host, port))
        except OSError:
            listener.close()
            continue
        return listener
    raise unfit(
        "",
        "no port is free from {port} on",
        "close the other preview, or choose --port",
        port=first_port,
    )


def _log_to_file(cache: Path) -> None:
    """Write tracebacks to serve.log in the cache: aides see plain words only."""
    cache.mkdir(parents=True, exist_ok=True)
    log = logging.FileHandler(cache / "serve.log", mode="w", encoding="utf-8", delay=True)
    log.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    for name in ("generator.serve", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [log]
        logger.setLevel(logging.WARNING)
        logger.propagate = False
