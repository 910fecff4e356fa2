"""The studio is killed while it sends: the next one goes on, and readers meet no half of a site."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from pyftpdlib.handlers import FTPHandler

from tests.support.content import draw_photo, write_post
from tests.support.house import ROOT
from tests.support.published import public
from tests.support.servers import PASSWORD, USER, ftp_server
from tests.support.waiting import LAST_RESORT_SECONDS, wait_for_end, wait_until


@dataclass(frozen=True)
class Server:
    """A studio in a process of its own."""

    process: subprocess.Popen[bytes]
    port: int

    def ask(self, name: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LAST_RESORT_SECONDS)
        try:
            body = None if values is None else json.dumps(values)
            headers = {"Content-Type": "application/json"}
            link.request(
                "GET" if body is None else "POST", f"/_studio/publish/{name}", body, headers
            )
            answer: dict[str, Any] = json.loads(link.getresponse().read())
            return answer
        finally:
            link.close()

    def until(self, phase: str) -> dict[str, Any]:
        def state() -> dict[str, Any] | None:
            found = self.ask("state")
            assert found["phase"] != "failed"
            return found if found["phase"] == phase else None

        return wait_until(state, self.process)


@contextmanager
def studio(root: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "generator", "studio", "--no-browser", "--port", "0", "--json"]
    folders = [f"--{name}={root / name}" for name in ("content", "output", "cache")]
    environment = {**os.environ, "JARSHY_PUBLISH_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*command, *folders], cwd=root, env=environment, stdout=subprocess.PIPE
    )
    assert process.stdout
    try:
        line = json.loads(process.stdout.readline())
        yield Server(process, int(line["address"].split(":")[2].partition("/")[0]))
    finally:
        process.kill()
        process.stdout.close()
        wait_for_end(process)


def test_the_next_studio_goes_on_where_a_killed_one_was(tmp_path: Path) -> None:
    arrived, killed = Event(), Event()

    class Slow(FTPHandler):  # type: ignore[misc]  # it has no types
        """Tells of a photo that arrived, and takes nothing more until the studio is dead."""

        def on_file_received(self, file: str) -> None:
            if ".jpg" in file and not arrived.is_set():
                arrived.set()
                killed.wait(LAST_RESORT_SECONDS)

    post = write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол жөнделді\n\nСөз.")
    draw_photo(post / "1.jpg", size=(800, 600))
    (tmp_path / "host").mkdir()
    with ftp_server(tmp_path / "host", kind=Slow) as port:
        settings = f'publish = "ftp://{USER}@127.0.0.1:{port}/site"'
        (tmp_path / "content/site.toml").write_text(settings, encoding="utf-8")
        with studio(tmp_path) as first:
            first.ask("check", {})
            first.until("asked")
            first.ask("go", {"agreed": []})
            assert arrived.wait(LAST_RESORT_SECONDS)
            first.process.kill()
            wait_for_end(first.process)
            killed.set()
        assert "index.html" not in public(tmp_path / "host/site")
        with studio(tmp_path) as second:
            assert second.ask("state")["phase"] == "idle", "nothing goes on by itself"
            second.ask("check", {})
            second.until("asked")
            second.ask("go", {"agreed": []})
            second.until("done")
    site = public(tmp_path / "host/site")
    assert "news/2026-11-20-zhol.html" in site
    assert not [path for path in site if path.endswith(".part")]
