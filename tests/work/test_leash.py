"""No program outlives the Jarshy that started it, also where that was killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from tests.support.house import ROOT
from tests.support.waiting import LAST_RESORT_SECONDS

# Starts a program of that kind, which says that it runs by connecting, and never ends by itself.
STARTER = """
import sys
from generator.work.tools import answer, run
child = "import socket, sys; socket.create_connection(('127.0.0.1', {port})).recv(1)"
{call}([sys.executable, "-c", child], 600.0)
"""


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no means for it")
@pytest.mark.parametrize("call", ["run", "answer"])
def test_a_program_ends_with_whoever_started_it(call: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(LAST_RESORT_SECONDS)
        code = STARTER.format(port=server.getsockname()[1], call=call)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        starter = subprocess.Popen([sys.executable, "-c", code], env=environment)
        connection, _ = server.accept()
        starter.kill()
        starter.wait(LAST_RESORT_SECONDS)
        connection.settimeout(LAST_RESORT_SECONDS)
        with connection:
            assert is_closed(connection)


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side is gone; waits for it."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
