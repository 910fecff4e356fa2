"""Serves an inbox alone on a real port; a header says in which role a visitor comes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from generator.messages import Words
from generator.serve.display import Display
from generator.serve.web.network import bound
from generator.serve.web.rights import Role, Visitor, set_visitor
from generator.serve.web.server import make_server
from generator.studio.inbox.inbox import Inbox
from generator.studio.inbox.upload_doors import UploadDoors
from generator.studio.inbox.uploads import UploadFolder
from tests.support.house import ROOT
from tests.support.tus_client import Phone
from tests.support.waiting import LAST_RESORT_SECONDS, wait_until

TODAY = date(2026, 11, 30)
DRAFT = "2026-11-30 Телефоннан"


@dataclass
class ServedInbox:
    """An inbox over real folders, and the port that it is reached at."""

    root: Path
    port: int = 0
    posts: dict[str, str] = field(default_factory=dict)  # paths by slug
    touched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.content.mkdir(exist_ok=True)
        self.inbox = Inbox(
            self.content, UploadFolder(self.root / "cache/inbox"),
            lambda slug: self.posts.get(slug, ""), self.touched.append, lambda: TODAY, "Телефоннан",
        )  # fmt: skip

    @property
    def content(self) -> Path:
        return self.root / "content"

    def phone(self, role: Role = Role.AIDE, line_port: int = 0) -> Phone:
        return Phone(self.port, line_port, {"X-Role": role.value})

    def files(self) -> dict[str, bytes]:
        """Everything in content/, by path."""
        return {
            path.relative_to(self.content).as_posix(): path.read_bytes()
            for path in sorted(self.content.rglob("*"))
            if path.is_file()
        }

    def empty(self) -> None:
        """Begin anew, with nothing in any folder."""
        for folder in (self.content, self.inbox.uploads.root):
            shutil.rmtree(folder, ignore_errors=True)
        self.content.mkdir()
        self.posts.clear()
        self.touched.clear()

    def kept_bytes(self) -> int:
        """How many bytes of files lie in the inbox."""
        return sum(path.stat().st_size for path in self.inbox.uploads.root.glob("*.part"))


@contextmanager
def served_inbox(root: Path, port: int = 0) -> Iterator[ServedInbox]:
    listener = bound("127.0.0.1", port)
    served = ServedInbox(root, listener.getsockname()[1])
    app = _in_role(Starlette(routes=UploadDoors(served.inbox, _words).doors()))
    server = make_server(app, Display())
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield served
    finally:
        server.should_exit = True
        thread.join(LAST_RESORT_SECONDS)
        listener.close()


@contextmanager
def inbox_process(root: Path, port: int = 0) -> Iterator[int]:
    """The port of an inbox in a process of its own, which is killed in the end."""
    args = [sys.executable, "-m", "tests.support.inboxes", str(root), str(port)]
    process = subprocess.Popen(args, cwd=ROOT, encoding="utf-8", stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate(timeout=LAST_RESORT_SECONDS)


def _words(request: Request) -> Words:
    return Words(request.headers.get("accept-language", "en"))


def _in_role(app: ASGIApp) -> ASGIApp:
    async def visited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            set_visitor(scope, Visitor(Role(Request(scope).headers.get("x-role", "stranger"))))
        await app(scope, receive, send)

    return visited


if __name__ == "__main__":
    with served_inbox(Path(sys.argv[1]), int(sys.argv[2])) as served:
        print(served.port, flush=True)
        threading.Event().wait()
