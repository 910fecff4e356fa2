"""What a cluster on loopback takes: `python tests/benchmarks/cluster.py [CONTENT]`.

A scheduler, one worker and then two, each a process with one thread and a folder of its own; the
store is moto, which speaks S3 over HTTP. Without CONTENT six clips of three seconds and twenty
photos are drawn; with `--deputies 20 --posts 50` a region of that size. `--kills 10` kills a
worker at that many random moments. ffmpeg has threads of its own, so on Linux each worker, and the
build here, is held to one processor: else a lone worker takes them all. Wall time is what workers
share out, so the computer has to be quiet; CPU time is that of all processes but the store; memory
is the most that one process of the build itself took.
"""

import argparse
import logging
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from checkout import ROOT
from region import Maker
from tests.support.buckets import s3_server
from tests.support.building import snapshot
from tests.support.clusters import KEYS, Cluster, cluster
from tests.support.content import draw_photo, film, write_post


@dataclass(frozen=True, slots=True)
class Run:
    """A build: how long it took, and what it wrote."""

    seconds: float
    cpu_seconds: float
    memory_mb: float
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Bench:
    """What is built, in which folder, and the port of the store."""

    content: Path
    folder: Path
    port: int

    def here(self) -> Run:
        """By this computer alone, one file at a time, on one processor."""
        return self._build("here", None, "--jobs", "1")

    def there(self, office: str, crew: Cluster, store: str) -> Run:
        """By a cluster, in an office that has nothing yet."""
        place = f"s3://shared/{store}?endpoint=http://127.0.0.1:{self.port}&region=us-east-1"
        return self._build(office, crew, "--cluster", crew.address, "--store", place)

    def _build(self, office: str, crew: Cluster | None, *args: str) -> Run:
        before, began, into = _cpu(crew), time.monotonic(), self.folder / office
        command = [sys.executable, "-m", "generator", "build", "--json", *args]
        command += ["--content", str(self.content), "--output", str(into / "output")]
        child = subprocess.Popen(
            [*command, "--cache", str(into / "cache")], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        if crew is None:
            _hold(child.pid, 0)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit("this cannot be built")
        spent = time.monotonic() - began, _cpu(crew) - before, usage.ru_maxrss / 1000
        return Run(*spent, snapshot(into / "output"))


def _cpu(crew: Cluster | None) -> float:
    """Of this process's children that ended, and of a cluster's workers with theirs."""
    ended = os.times()
    living = [psutil.Process(one.pid).cpu_times() for one in (crew.workers if crew else ())]
    spent = [one.user + one.system + one.children_user + one.children_system for one in living]
    return float(ended.children_user + ended.children_system + sum(spent))


def _hold(pid: int, processor: int) -> None:
    if sys.platform == "linux":
        psutil.Process(pid).cpu_affinity([processor % (os.cpu_count() or 1)])


def _hold_apart(crew: Cluster) -> None:
    for number, worker in enumerate(crew.workers):
        _hold(worker.pid, number)


def draw_content(folder: Path) -> Path:
    """Clips that differ, in posts of their own."""
    for number in range(6):
        post = write_post(folder, f"2026-11-{number + 1:02} Бейне {number}", f"# Бейне {number}")
        film(post / "a.mp4", 3.0 + number / 25, size="1280x720")
    photos = write_post(folder, "2026-11-20 Суреттер", "# Суреттер")
    for number in range(20):
        draw_photo(photos / f"{number:02}.jpg", f"#{number * 12:02x}8080", (2000, 1500))
    return folder


def compare(bench: Bench, kills: int) -> None:
    """Prints the table."""
    print("| build | seconds | CPU s | MB | against one worker | the same bytes |")
    print("|---|---|---|---|---|---|", flush=True)
    here = bench.here()
    _row("here, --jobs 1", here, here, here)
    one = here
    for count in (1, 2):
        with cluster(bench.folder / f"crew-{count}", count) as crew:
            _hold_apart(crew)
            run = bench.there(f"office-{count}", crew, f"store-{count}")
            one = run if count == 1 else one
            _row(f"workers: {count}", run, one, here)
            again = bench.there(f"office-{count}-again", crew, f"store-{count}")
            _row(f"workers: {count}, all in the store", again, one, here)
    for number in range(kills):
        _row(*_kill(bench, number, random.uniform(0, one.seconds / 2)), one, here)


def _kill(bench: Bench, number: int, moment: float) -> tuple[str, Run]:
    with cluster(bench.folder / f"crew-killed-{number}", 2) as crew:
        _hold_apart(crew)

        def strike() -> None:
            crew.kill(crew.workers[0])
            crew.add_worker()

        timer = threading.Timer(moment, strike)
        timer.start()
        run = bench.there(f"office-killed-{number}", crew, f"killed-{number}")
        timer.join()
    return f"workers: 2, one killed after {moment:.1f} s", run


def _row(name: str, run: Run, one: Run, here: Run) -> None:
    same, ratio = "yes" if run.files == here.files else "NO", one.seconds / run.seconds
    figures = f"{run.seconds:.1f} | {run.cpu_seconds:.1f} | {run.memory_mb:.0f} | {ratio:.2f}"
    print(f"| {name} | {figures} | {same} |", flush=True)


def main() -> None:
    """Builds in a folder that goes afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("content", type=Path, nargs="?")
    parser.add_argument("--deputies", type=int, default=0)
    parser.add_argument("--posts", type=int, default=50)
    parser.add_argument("--kills", type=int, default=0)
    chosen = parser.parse_args()
    os.environ.update(KEYS)
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name, s3_server("shared") as port:
        content = chosen.content or Path(name) / "content"
        if chosen.deputies:
            Maker(content, Path(name) / "pool", chosen.posts).write_all(chosen.deputies)
        elif not chosen.content:
            draw_content(content)
        compare(Bench(content, Path(name), port), chosen.kills)


if __name__ == "__main__":
    main()
