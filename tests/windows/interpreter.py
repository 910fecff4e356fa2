"""Runs Windows' Python under Wine.

It is not Windows: Wine lets anybody replace and delete what is open or read-only, and knows no
OneDrive, no antivirus and no firewall.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from tests.support.house import ROOT

# At a load of 20 the longest run took 340 s.
_LAST_RESORT_SECONDS = 900.0
_LOOK_SECONDS = 1.0
_IDLE = "import sys; print('ready', flush=True); sys.stdin.read()"


class ServerEnded(Exception):
    """Wine's own server has ended; a program under Wine would now wait for ever."""


@dataclass(frozen=True)
class WindowsPython:
    """The folder `home` with Python, its libraries, locales and Wine's own folder."""

    home: Path

    @contextmanager
    def awake(self) -> Iterator[Windows]:
        """Windows, with a server of its own; one at a time uses this folder."""
        with FileLock(self.home / "awake"):
            windows = Windows(self.home)
            try:
                yield windows
            finally:
                windows.stop()


class Windows:
    """Wine's server, and Python under it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.server, self._idle = self._start()

    def run(
        self, *args: str, folder: Path, language: str = "en_US", paths: Sequence[Path] = (ROOT,)
    ) -> subprocess.CompletedProcess[str]:
        """Runs Python in that folder, with `paths` first on its path.

        What it writes is piped: under Wine, Python opens no file or terminal of Linux as a stream.
        Raises ServerEnded; the next run has a new server.
        """
        command = ["wine", str(self.home / "python/python.exe"), *args]
        with subprocess.Popen(
            command,
            cwd=folder,
            env=self._environment(language, paths),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as program:
            said = self._wait_for(program)
            return subprocess.CompletedProcess(
                command, program.returncode, said.decode("utf-8", "replace").replace("\r\n", "\n")
            )

    def stop(self) -> None:
        """Ends the idle program; then Wine's services end, and then its server."""
        with self._idle as idle:
            assert idle.stdin is not None
            idle.stdin.close()
        self.server.wait(_LAST_RESORT_SECONDS)

    def _wait_for(self, program: subprocess.Popen[bytes]) -> bytes:
        """What a program says until its end."""
        end = time.monotonic() + _LAST_RESORT_SECONDS
        while True:
            try:
                return program.communicate(timeout=_LOOK_SECONDS)[0]
            except subprocess.TimeoutExpired as error:
                code, said = self.server.poll(), error.output or b""
                if code is None and time.monotonic() < end:
                    continue
                program.kill()
                last = said.decode("utf-8", "replace")[-2000:]
                if code is None:
                    raise TimeoutError(last) from None
                with self._idle as idle:
                    idle.kill()
                self.server, self._idle = self._start()
                raise ServerEnded(f"with {code}, after: {last}") from None

    def _start(self) -> tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]:
        """A server, and an idle program: whose services Wine's are, its pipes they hold open."""
        environment = self._environment("en_US", ())
        self._end_what_was_left()
        server = subprocess.Popen(
            ["wineserver", "--foreground"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        idle = subprocess.Popen(
            ["wine", str(self.home / "python/python.exe"), "-c", _IDLE],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert idle.stdout is not None
        said = idle.stdout.readline()
        assert said.strip() == b"ready", said
        return server, idle

    def _end_what_was_left(self) -> None:
        """Ends programs under an earlier server: without it they would wait for ever."""
        own = b"WINEPREFIX=%s\0" % bytes(self.home / "prefix")
        for variables in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if own in variables.read_bytes():
                    os.kill(int(variables.parent.name), signal.SIGKILL)

    def _environment(self, language: str, paths: Sequence[Path]) -> dict[str, str]:
        return {
            **wine_environment(self.home / "prefix"),
            # Windows' code pages follow the locale (ru_RU: 1251 and 866, as at an aide's). Without
            # one in UTF-8, Wine loses the Kazakh letters of file names.
            "LOCPATH": str(self.home / "locales"),
            "LC_ALL": f"{language}.UTF-8",
            "PYTHONPATH": ";".join(map(windows_path, paths)),
        }


def wine_environment(prefix: Path) -> dict[str, str]:
    """Wine with its own folder, without windows, offers to install things, or debug output."""
    return {
        **{name: value for name, value in os.environ.items() if name != "DISPLAY"},
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
    }


def windows_path(path: Path) -> str:
    """A path of Linux as Wine names it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")
