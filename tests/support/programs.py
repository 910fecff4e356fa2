"""Finds the programs that some tests need, and starts Python in a process of its own."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.house import ROOT

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
STRACE = shutil.which("strace")
SETPRIV = shutil.which("setpriv")


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Processes started in here hear of it: those of a shell's background job ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def loaded_by_build(root: Path, wanted: set[str]) -> set[str]:
    """Which of these packages a build of that folder's content/ loads, in a process of its own."""
    code = (
        "import sys; from generator.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    folders = [f"--{name}={root / name}" for name in ("content", "output", "cache")]
    done = subprocess.run(
        [sys.executable, "-c", code, "build", *folders],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split()) & wanted
