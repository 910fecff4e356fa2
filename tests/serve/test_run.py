"""The preview finds a free port, and says so where there is none."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.errors import Unfit
from generator.inputs import BuildRequest
from generator.serve.display import Display
from generator.serve.loop.preview_loop import PreviewLoop
from generator.serve.run import listening
from generator.serve.web.guard import Guard
from generator.serve.web.network import Network
from tests.support.content import write_post
from tests.support.house import ROOT
from tests.support.programs import hearing_ctrl_c
from tests.support.served import Preview
from tests.support.waiting import LAST_RESORT_SECONDS

PAGE = "news/2026-11-20-zhol.html"


@contextmanager
def running_preview(root: Path) -> Iterator[tuple[subprocess.Popen[str], Preview]]:
    """A preview in a process of its own, as a person starts it."""
    folders = [f"--{name}={root / name}" for name in ("content", "output", "cache")]
    args = [sys.executable, "-m", "generator", "serve", "--port=0", "--json", *folders]
    with hearing_ctrl_c():
        process = subprocess.Popen(
            args, cwd=ROOT, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    try:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["here"]
        request, display = BuildRequest(root, root, root / "unused"), Display()
        loop = PreviewLoop(request, display)  # never run: it stands in for that of the process
        guard = Guard(urlsplit(address).port or 0)
        yield process, Preview(root, address, display, loop, guard, Network(guard))
    finally:
        process.kill()
        process.communicate(timeout=LAST_RESORT_SECONDS)


def say_yes(preview: Preview) -> int:
    preview.wait_until_shown(PAGE, "Ашылды")
    body = {"page": PAGE, "verdict": "fine", "key": preview.state(PAGE)["key"]}
    headers = {"Content-Type": "application/json"}
    return preview.ask("POST", "/_preview/answer", headers, json.dumps(body).encode()).status


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_ctrl_c_ends_the_preview_quietly(tmp_path: Path, name: str) -> None:
    folder = write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    with running_preview(tmp_path) as (process, preview):
        assert say_yes(preview) == 200
        process.send_signal(signal.Signals[name])
        said, _ = process.communicate(timeout=LAST_RESORT_SECONDS)
        assert (process.returncode, said) == (0, "")
    assert 'verdict = "fine"' in (folder / "approval.toml").read_text(encoding="utf-8")


def test_a_closed_window_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    folder = write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    with running_preview(tmp_path) as (process, preview):
        assert say_yes(preview) == 200
        process.kill()
    assert 'verdict = "fine"' in (folder / "approval.toml").read_text(encoding="utf-8")
    assert not list(folder.glob(".*"))
    with running_preview(tmp_path) as (_, preview):
        preview.wait_until_shown(PAGE, "Ашылды")
        assert preview.state(PAGE)["problems"] == []


def test_the_next_free_port_is_taken() -> None:
    with closing(listening("127.0.0.1", 0)) as busy:
        busy.listen()
        port: int = busy.getsockname()[1]
        with closing(listening("127.0.0.1", port)) as free:
            assert port < free.getsockname()[1] <= port + 20


def test_where_no_port_is_free_the_first_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.serve.run._PORTS_TO_TRY", 1)
    with closing(listening("127.0.0.1", 0)) as busy:
        busy.listen()
        port: int = busy.getsockname()[1]
        with pytest.raises(Unfit) as raised:
            listening("127.0.0.1", port)
    assert raised.value.problem.values == (("port", str(port)),)
