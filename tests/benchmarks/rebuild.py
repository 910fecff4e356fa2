"""What a second build costs: `python tests/benchmarks/rebuild.py CONTENT`, whole processes."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copytree, rmtree

from checkout import ROOT

RUNS = 7


def build(folder: Path) -> tuple[float, dict[str, int]]:
    """Seconds of a whole process, and its closing event."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--json", "--lang", "en"]
        + [f"--{name}={folder / name}" for name in ("content", "output", "cache")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    return seconds, json.loads(done.stdout.splitlines()[-1])


def measure(folder: Path, name: str, change: Callable[[int], None], runs: int = RUNS) -> None:
    """One row of the table: the change is made before each run."""
    seconds, events = [], []
    for turn in range(runs):
        change(turn)
        taken, event = build(folder)
        seconds.append(taken)
        events.append(event)
    last = events[-1]
    print(
        f"| {name} | {statistics.median(seconds):.2f} | {min(seconds):.2f}–{max(seconds):.2f} "
        f"| {last['made']} | {last['written']} | {last['removed']} |"
    )


def main() -> None:
    """Prints the table; content/ itself is copied and left alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("content", type=Path)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copytree(parser.parse_args().content, folder / "content")
        text = next((folder / "content").glob("*/ru.md"))
        post = text.parent
        print(
            "| build | median s | spread s | made | written | removed |\n|---|---|---|---|---|---|"
        )
        measure(folder, "first", lambda _: None, 1)
        measure(folder, "nothing changed", lambda _: None)

        def edit(turn: int) -> None:
            with text.open("a", encoding="utf-8") as stream:
                stream.write(f"\n\nЕщё строка {turn}.\n")

        measure(folder, "one text edited", edit)

        def rename(turn: int) -> None:
            before = post if turn == 0 else post.with_name(f"{post.name} {turn - 1}")
            before.rename(post.with_name(f"{post.name} {turn}"))

        measure(folder, "a folder renamed", rename)
        measure(folder, "output/ removed", lambda _: rmtree(folder / "output"))


if __name__ == "__main__":
    main()
