"""A studio that runs is found again, and nothing else is taken for one."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from generator.studio.app import routes
from generator.studio.running import running_at, with_mark
from tests.support.content import write_post
from tests.support.served import Preview, preview_of

MARK = "studio.json"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("studio")
    write_post(root / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    with preview_of(root, more=with_mark(routes)) as preview:
        yield preview


def test_the_one_that_runs_is_found_by_its_mark(running: Preview) -> None:
    folder = running.root / "cache"
    assert running_at(folder) == f"{running.address}_studio/"
    secret = json.loads((folder / MARK).read_text())["secret"]
    for nonce in ("", "1", secret, "x" * 10_000):
        said = running.ask("GET", f"/_studio/here?nonce={nonce}")
        assert said.status == 200 and len(said.body) == 64 and secret not in said.text


def test_a_mark_with_another_secret_is_not_that_of_the_one_that_runs(
    running: Preview, tmp_path: Path
) -> None:
    (tmp_path / MARK).write_text(json.dumps({"port": running.port, "secret": "0" * 64}))
    assert running_at(tmp_path) == ""


@pytest.mark.parametrize(
    "mark",
    ["", "{", "[]", "null", '{"port": 1}', '{"port": "x", "secret": ""}',
     '{"port": 1, "secret": "a"}', '{"port": 99999999, "secret": "a"}',
     '{"port": -1, "secret": "a"}'],
)  # fmt: skip
def test_a_stale_or_broken_mark_is_no_obstacle(tmp_path: Path, mark: str) -> None:
    (tmp_path / MARK).write_text(mark)
    assert running_at(tmp_path) == ""
    assert running_at(tmp_path / "nowhere") == ""


class Mimic(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"0" * 64)

    def log_message(self, *args: object) -> None:
        pass


def test_another_program_at_that_port_cannot_say_that_it_is_the_studio(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Mimic) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        mark = {"port": server.server_port, "secret": "a" * 64}
        (tmp_path / MARK).write_text(json.dumps(mark))
        assert running_at(tmp_path) == ""
        server.shutdown()
        thread.join()
