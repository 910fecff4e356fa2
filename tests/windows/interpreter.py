"""Runs Windows' Python under Wine.

It is not Windows: Wine lets anybody replace and delete what is open or read-only, and knows no
OneDrive, no antivirus and no firewall.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.house import ROOT

# At a load of 10 the longest run took 160 s. A program under Wine waits for ever when Wine's server
# has ended.
_LAST_RESORT_SECONDS = 600.0


@dataclass(frozen=True)
class WindowsPython:
    """The folder `home` with Python, its libraries, locales and Wine's own folder."""

    home: Path

    def run(
        self, *args: str, folder: Path, language: str = "en_US", paths: Sequence[Path] = (ROOT,)
    ) -> subprocess.CompletedProcess[str]:
        """Runs Python in that folder, with `paths` first on its path.

        What it writes is piped: under Wine, Python opens no file or terminal of Linux as a stream.
        """
        try:
            return subprocess.run(
                ["wine", self.home / "python/python.exe", *args],
                cwd=folder,
                env=self._environment(language, paths),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=_LAST_RESORT_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            said = error.output if isinstance(error.output, bytes) else b""
            raise TimeoutError(said.decode("utf-8", "replace")) from None

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Keeps Wine's services running: whose services they are, its pipes they hold open."""
        waiting = "import sys; print('ready', flush=True); sys.stdin.read()"
        with subprocess.Popen(
            ["wine", self.home / "python/python.exe", "-c", waiting],
            env=self._environment("en_US", ()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as idle:
            assert idle.stdout is not None
            said = idle.stdout.readline()
            assert said.strip() == b"ready", said
            yield

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
