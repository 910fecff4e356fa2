"""Serves the preview of a folder on a real port."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator.cli.serving import advice
from generator.inputs import BuildRequest
from generator.messages import Words
from generator.model import Content
from generator.serve.display import Display
from generator.serve.loop.preview_loop import PreviewLoop
from generator.serve.run import (
    MoreRoutes,
    Served,
    ServeOptions,
    Sites,
    listening,
    make_service,
    no_routes,
)
from generator.serve.web.app import make_app
from generator.serve.web.entrance import Entrance
from generator.serve.web.guard import Guard
from generator.serve.web.network import Network
from generator.serve.web.rights import Role
from generator.serve.web.server import make_server
from tests.support.read_content import read_content
from tests.support.waiting import LAST_RESORT_SECONDS, wait_until


@dataclass(frozen=True)
class Answer:
    """A response of the server."""

    status: int
    headers: dict[str, str]  # names in small letters
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Preview:
    """A running preview."""

    root: Path
    address: str
    display: Display
    preview_loop: PreviewLoop
    guard: Guard
    network: Network

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def port(self) -> int:
        return self.guard.port

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] = {}, body: bytes = b""
    ) -> Answer:
        """Sends that path as it stands, without mending it as a browser would."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LAST_RESORT_SECONDS)
        try:
            link.request(method, path, body or None, dict(headers))
            answer = link.getresponse()
            headers_sent = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers_sent, answer.read())
        finally:
            link.close()

    def get(self, path: str, **headers: str) -> Answer:
        """A file of the site; `If_None_Match` is written so."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", quote(f"/{path}", safe="/%"), names)

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status == 200, path
        return answer.text

    def state(self, page: str, **headers: str) -> dict[str, Any]:
        """The first event that a page receives."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LAST_RESORT_SECONDS)
        try:
            link.request("GET", f"/_preview/events?page={quote(page)}", headers=headers)
            answer = link.getresponse()
            while line := answer.readline():
                if line.startswith(b"data: "):
                    state: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                    return state
            raise AssertionError("no event came")
        finally:
            link.close()

    def answer(self, page: str, verdict: str, note: str = "") -> int:
        """Gives the deputy's answer about a page as it is now; the status."""
        key = self.state(page)["key"]
        body = {"page": page, "key": key, "verdict": verdict, "note": note}
        headers = {"Content-Type": "application/json"}
        return self.ask("POST", "/_preview/answer", headers, json.dumps(body).encode()).status

    def wait_until_shown(self, path: str, words: str) -> None:
        """Waits until a page shows those words."""
        wait_until(lambda: words in self.get(path).text)

    def wait_until_made(self) -> None:
        """Waits until nothing on display is still to be read or made."""
        wait_until(lambda: not self.display.shown.unread and not self.display.shown.awaited)

    def wait_until_current(self) -> None:
        """Waits until the display is what content/ holds now, with everything made."""
        content = read_content(self.content)
        wait_until(lambda: _same(self.display.shown.content, content))
        self.wait_until_made()


@contextmanager
def preview_of(
    root: Path,
    *,
    lan: bool = False,
    language: str = "en",
    content: str = "content",
    more: MoreRoutes = no_routes,
) -> Iterator[Preview]:
    """Serves root's content on a free port of this computer, with the parts that serve() uses."""
    display, listener = Display(), listening("127.0.0.1", 0)
    guard = Guard(listener.getsockname()[1], Entrance(Role.AIDE, Role.DEPUTY))
    request = BuildRequest(root / content, root / "output", root / "cache")
    preview_loop = PreviewLoop(request, display)
    options = ServeOptions(Words(language), advice, port=0)
    service, network = make_service(request, options, preview_loop, guard), Network(guard)
    sites = Sites(request, options, more)
    served = Served(request, preview_loop, service, network, sites)
    server = network.server = make_server(make_app(service, more(served)), display)
    sites.add(served, f"http://127.0.0.1:{guard.port}/")
    listeners = [listener, *(network.listen() if lan else ())]
    if lan and not guard.entrance.is_open:
        guard.entrance.open(())  # this computer is in no network
    threads = [
        threading.Thread(target=preview_loop.run),
        threading.Thread(target=server.run, args=(listeners,)),
    ]
    for thread in threads:
        thread.start()
    preview = Preview(
        root, f"http://127.0.0.1:{guard.port}/", display, preview_loop, guard, network
    )
    try:
        assert display.has_first.wait(LAST_RESORT_SECONDS)
        wait_until(lambda: server.started)
        yield preview
    finally:
        display.close()
        preview_loop.stop()
        sites.close()
        for thread in threads:
            thread.join(LAST_RESORT_SECONDS)
            assert not thread.is_alive()
        for each in listeners:
            each.close()


def _same(shown: Content, content: Content) -> bool:
    return (shown.site, shown.posts, shown.pages) == (content.site, content.posts, content.pages)
