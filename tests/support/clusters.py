"""Real clusters on loopback: a scheduler and workers as processes, in folders of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.house import ROOT
from tests.support.waiting import wait_until

_ADDRESS = re.compile(r"Scheduler at: +(tcp://\S+)")
KEYS = {"AWS_ACCESS_KEY_ID": "deputat", "AWS_SECRET_ACCESS_KEY": "s3cret"}


class Cluster:
    """A scheduler and its workers; `folder` holds all of theirs, and nothing of a project."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        self.folder = folder
        self._settings = settings or {}
        self.workers: list[subprocess.Popen[bytes]] = []
        self._count = 0
        self.scheduler, log = self._start(
            "scheduler", "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
        )
        self.address = _read_address(self.scheduler, log)

    def add_worker(self, program: Path = ROOT) -> subprocess.Popen[bytes]:
        """One more worker with one thread; `program` is the folder it finds generator/ in."""
        self._count += 1
        worker, _ = self._start(
            f"worker-{self._count}",
            "dask_worker",
            self.address,
            *("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"),
            *("--local-directory", str(self.folder / f"worker-{self._count}")),
            program=program,
        )
        self.workers.append(worker)
        return worker

    def assemble(self) -> None:
        """Waits until all workers are there."""
        wait_until(
            lambda: self.said().count("Registered to") >= self._count, self.scheduler, *self.workers
        )

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Ends a worker in the middle of whatever it does."""
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    def replace_worker(self) -> None:
        """Kills the oldest worker and starts another one."""
        self.kill(self.workers[0])
        self.add_worker()

    def close(self) -> None:
        """Ends all that was started."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def said(self) -> str:
        """What all of them wrote."""
        logs = sorted(self.folder.glob("*/log.txt"))
        return "\n".join(f"{log.parent.name}: {log.read_text('utf-8', 'replace')}" for log in logs)

    def _start(
        self, name: str, command: str, *args: str, program: Path = ROOT
    ) -> tuple[subprocess.Popen[bytes], Path]:
        place = self.folder / name
        place.mkdir(parents=True)
        log = place / "log.txt"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{command}", *args],
                cwd=place,
                stdout=stream,
                stderr=stream,
                env={
                    **os.environ,
                    **KEYS,
                    "PYTHONPATH": str(program),
                    "PYTHONUNBUFFERED": "1",
                    # 30 s otherwise to see that whoever is to give an answer was killed.
                    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
                    **self._settings,
                },
            )
        return process, log


def _read_address(scheduler: subprocess.Popen[bytes], log: Path) -> str:
    return wait_until(lambda: _ADDRESS.search(log.read_text("utf-8", "replace")), scheduler)[1]


@contextmanager
def cluster(
    folder: Path, workers: int, settings: dict[str, str] | None = None
) -> Iterator[Cluster]:
    """A cluster of so many workers."""
    started = Cluster(folder, settings)
    try:
        for _ in range(workers):
            started.add_worker()
        started.assemble()
        yield started
    finally:
        started.close()
