"""A folder in, a running preview out: the loop in one thread, the web server in this one."""

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
from generator.serve.web.guard import Guard, Pin, with_addresses
from generator.serve.web.lan import addresses
from generator.serve.web.service import Check, Service
from generator.store.cache import Cache
from generator.work.tools import stop_all

_PORTS_TO_TRY = 20
_LOG = "serve.log"


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How the preview is to be served."""

    words: Words
    check: Check
    port: int = 8000  # the first to try; 0 for any
    lan: bool = False


@dataclass(frozen=True, slots=True)
class PreviewAddress:
    """Where the preview is."""

    here: str  # address for this computer
    phones: tuple[str, ...] = ()  # addresses for phones
    pin: str = ""


def serve(
    request: BuildRequest, options: ServeOptions, ready: Callable[[PreviewAddress], None]
) -> None:
    """Serves the preview until the process is interrupted; `ready` is told where it is.

    Raises Unfit where no port is free.
    """
    _keep_log(request.cache)
    display = Display()
    preview_loop = PreviewLoop(request, display)
    host = "0.0.0.0" if options.lan else "127.0.0.1"  # this computer alone, or its whole network
    with closing(listening(host, options.port)) as listener:
        port: int = listener.getsockname()[1]
        networks = addresses() if options.lan else ()
        phones = tuple(f"http://{address}:{port}/" for address in networks)
        guard = Guard(port, with_addresses(networks), Pin() if options.lan else None)

        service = Service(
            display,
            Cache(request.cache),
            guard,
            options.words,
            phones,
            shares=lambda: preview_loop.shares,
            check=options.check,
            forget=preview_loop.forget,
            answer=answering(request.content, preview_loop),
            built=partial(built_file, request.output, request.cache),
        )
        place = PreviewAddress(
            f"http://127.0.0.1:{port}/", phones, guard.pin.number if guard.pin else ""
        )
        loop = threading.Thread(target=preview_loop.run, name="rounds")
        loop.start()
        try:
            ready(place)
            make_server(make_app(service), display).run([listener])
        finally:
            display.close()
            preview_loop.stop()
            stop_all()
            loop.join()


def answering(content: Path, preview_loop: PreviewLoop) -> Callable[[Post, Verdict, str], None]:
    """Keeps the deputy's answers in content/, and shows them at once."""

    def answer(post: Post, verdict: Verdict, note: str) -> None:
        at = datetime.now(KAZAKHSTAN).replace(tzinfo=None)
        preview_loop.touch(keep_answer(content, post, verdict, note, at))

    return answer


def make_server(app: ASGIApp, display: Display) -> uvicorn.Server:
    """The web server, quiet, and believing nobody about who they are."""
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
    """uvicorn, which lets the pages that listen go before it ends."""

    def __init__(self, config: uvicorn.Config, display: Display) -> None:
        super().__init__(config)
        self._display = display

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._display.close()
        super().handle_exit(sig, frame)


def listening(host: str, first_port: int) -> socket.socket:
    """A socket at the first free port from that one on, at any for 0; Unfit where none is."""
    ports = range(first_port, first_port + _PORTS_TO_TRY) if first_port else (0,)
    for port in ports:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # on Windows two programs could share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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


def _keep_log(cache: Path) -> None:
    """What a developer has to know goes into a file: aides see words, never a traceback."""
    cache.mkdir(parents=True, exist_ok=True)
    log = logging.FileHandler(cache / _LOG, mode="w", encoding="utf-8", delay=True)
    log.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    for name in ("generator.serve", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [log]
        logger.setLevel(logging.WARNING)
        logger.propagate = False
