"""Run the preview of a folder: the loop in one thread, the web server in this one."""

import logging
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Queue

from generator.errors import Problem, Unfit, unfit
from generator.inputs import BuildRequest, kazakhstan_now
from generator.messages import Words
from generator.model import Post, Verdict
from generator.region.region import built_file
from generator.serve.answers import keep_answer
from generator.serve.display import Display, Shown
from generator.serve.loop.preview_loop import PreviewLoop
from generator.serve.web.app import make_app
from generator.serve.web.entrance import Entrance
from generator.serve.web.guard import Guard
from generator.serve.web.network import Network, bound
from generator.serve.web.rights import Door, Role
from generator.serve.web.server import make_server
from generator.serve.web.service import Service
from generator.store.cache import Cache
from generator.work.tools import stop_all

_PORTS_TO_TRY = 20


Advise = Callable[[Path, Path, Shown, Post | None], tuple[Problem, ...]]
"""Checks a post of content/ and output/, or with None the whole site, and returns advice."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve the preview."""

    words: Words
    advise: Advise
    port: int = 8000  # the first to try; 0 for any
    lan: bool = False  # let phones of the network in from the start
    roles: tuple[Role, ...] = (Role.DEPUTY,)  # phones that may come in, each with a PIN


@dataclass(frozen=True, slots=True)
class PreviewAddress:
    """Where the preview is."""

    here: str  # URL for this computer
    phones: tuple[str, ...] = ()  # URLs for phones
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """What is being served: routes that are added stand on it."""

    request: BuildRequest
    preview_loop: PreviewLoop
    service: Service
    network: Network
    sites: "Sites"


MoreRoutes = Callable[[Served], Iterable[Door]]


def no_routes(served: Served) -> Iterable[Door]:
    """Add nothing to the preview."""
    del served
    return ()


class Sites:
    """The first site that is served, and others beside it, each at a port of its own."""

    def __init__(self, first: BuildRequest, options: ServeOptions, more: MoreRoutes) -> None:
        self.first = first
        self._options = options
        self._more = more
        self._addresses: dict[Path, str] = {}
        self._served: list[Served] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def add(self, served: Served, address: str) -> None:
        """This one is served at that address."""
        self._addresses[served.request.content] = address
        self._served.append(served)

    def address(self, request: BuildRequest) -> str:
        """Where a site is served, which begins now if it was not; "" where it cannot begin."""
        with self._lock:
            if request.content not in self._addresses:
                self._begin(request)
            return self._addresses.get(request.content, "")

    def _begin(self, request: BuildRequest) -> None:
        begun: Queue[bool] = Queue()

        def run() -> None:
            try:
                serve(request, self._options, lambda _: begun.put(True), self._more, self)
            except Unfit:
                begun.put(False)

        thread = threading.Thread(target=run, name="site beside the first")
        thread.start()
        self._threads.append(thread)
        begun.get()

    def close(self) -> None:
        """End all of them."""
        for served in self._served:
            served.preview_loop.display.close()
            if served.network.server:
                served.network.server.should_exit = True
        for thread in self._threads:
            thread.join()


def serve(
    request: BuildRequest,
    options: ServeOptions,
    ready: Callable[[PreviewAddress], None],
    more: MoreRoutes = no_routes,
    sites: Sites | None = None,
) -> None:
    """Serve the preview until the process is interrupted; `ready` is called with its address.

    `more` adds routes; `sites` are those beside which this one is served. Raises Unfit where no
    port is free.
    """
    if sites is None:
        _log_to_file(request.cache)
        sites = Sites(request, options, more)
        with closing(sites):
            _serve(request, options, ready, more, sites)
    else:
        _serve(request, options, ready, more, sites)


def _serve(
    request: BuildRequest,
    options: ServeOptions,
    ready: Callable[[PreviewAddress], None],
    more: MoreRoutes,
    sites: Sites,
) -> None:
    display = Display()
    preview_loop = PreviewLoop(request, display)
    with closing(listening("127.0.0.1", options.port)) as listener:
        listener.listen()  # who opens the address as soon as it is printed waits, and is let in
        guard = Guard(listener.getsockname()[1], Entrance(*options.roles))
        network = Network(guard)
        service = make_service(request, options, preview_loop, guard)
        served = Served(request, preview_loop, service, network, sites)
        server = network.server = make_server(make_app(service, more(served)), display)
        sites.add(served, _address_of(guard).here)
        listeners = [listener, *(network.listen() if options.lan else ())]
        thread = threading.Thread(target=preview_loop.run, name="preview loop")
        thread.start()
        try:
            ready(_address_of(guard))
            server.run(listeners)
        finally:
            display.close()
            preview_loop.stop()
            stop_all()
            thread.join()


def _address_of(guard: Guard) -> PreviewAddress:
    pin = guard.entrance.number(Role.DEPUTY)
    return PreviewAddress(f"http://127.0.0.1:{guard.port}/", guard.addresses, pin)


def make_service(
    request: BuildRequest, options: ServeOptions, preview_loop: PreviewLoop, guard: Guard
) -> Service:
    """The parts that every page is made from, around that loop."""
    return Service(
        preview_loop.display,
        Cache(request.cache),
        guard,
        options.words,
        shares=lambda: preview_loop.shares,
        check=partial(options.advise, request.content, request.output),
        forget=preview_loop.forget,
        answer=answering(request, preview_loop),
        built=partial(built_file, request.output, request.cache),
    )


def answering(
    request: BuildRequest, preview_loop: PreviewLoop
) -> Callable[[Post, Verdict, str], None]:
    """A function that keeps the deputy's answers in content/, and has them shown at once."""

    def answer(post: Post, verdict: Verdict, note: str) -> None:
        at = kazakhstan_now()
        preview_loop.touch(keep_answer(request, post, verdict, note, at))

    return answer


def listening(host: str, first_port: int) -> socket.socket:
    """A socket at the first free port from that one on, for 0 at any; Unfit where none is free."""
    ports = range(first_port, first_port + _PORTS_TO_TRY) if first_port else (0,)
    for port in ports:
        with suppress(OSError):
            return bound(host, port)
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
