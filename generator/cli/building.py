"""build: makes the site out of content/, on this computer or on a cluster."""

import sys
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.main import COMMANDS
from generator.cli.options import Folders, command, folders, option, places
from generator.cli.progress import Progress
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen
from generator.errors import Broken, Level, unfit
from generator.inputs import BuildRequest, Built
from generator.intake.site_toml import clean_url
from generator.region.region import build_all
from generator.store.confirmed import without_answered

if TYPE_CHECKING:
    from generator.cluster.cluster import Cluster


@dataclass(frozen=True, slots=True)
class MediaWorkers:
    """Who makes photos and clips: this computer, or a cluster with its store."""

    jobs: int | None = None
    cluster: str = ""
    store: str = ""

    def connect(self) -> "AbstractContextManager[Cluster | None]":
        """The cluster, or None for this computer alone; Unfit where it cannot be used."""
        if not (self.cluster or self.store):
            return nullcontext()
        if not (self.cluster and self.store):
            raise unfit(
                "--cluster" if self.cluster else "--store",
                "a cluster and the store of its results are named together",
                "--cluster tcp://host:8786 --store s3://bucket/folder",
            )
        try:
            # Import inside: Dask takes 0.5 s, and is an extra.
            from generator.cluster.cluster import open_cluster  # noqa: PLC0415
        except ImportError as missing:
            raise unfit(
                "--cluster",
                "what speaks with a cluster is not installed",
                'install it: python -m pip install "jarshy[cluster]"',
            ) from missing
        return open_cluster(self.cluster, self.store)


THIS_COMPUTER = MediaWorkers()


@command("build")
@folders
@option("--url", default="", help="address of the site, as in site.toml")
@option("--jobs", type=click.IntRange(1, 64), help="how many files are made at a time")
@option("--fast", is_flag=True, help="text and small clips now, the better ones at the next build")
@option("--publish", is_flag=True, help="send it to its host, too: see jarshy publish")
@option("--cluster", default="", help="address of a Dask scheduler whose workers make the files")
@option("--store", default="", help="where a cluster's computers share files: s3://… or a folder")
@click.pass_context
def build_command(
    context: click.Context, /, url: str, fast: bool, publish: bool, **chosen: Any
) -> None:
    workers = MediaWorkers(*(chosen[name] for name in MediaWorkers.__slots__))
    if publish:
        # Invoked by name, since only this option needs what speaks with hosts: 50 ms.
        publish_command = COMMANDS["publish"].load()
        context.invoke(publish_command, url=url, fast=fast, workers=workers, **chosen)
    screen = Screen(as_json=chosen["as_json"])
    sys.exit(build_and_report(screen, places(chosen), url, workers, fast))


def build_and_report(
    screen: Screen, folders: Folders, url: str, workers: MediaWorkers, fast: bool
) -> int:
    """Builds and prints the outcome; returns the exit code, or ends the command where it failed."""
    return _report(build_site(screen, folders, url, workers, fast), folders[1], screen)


def build_site(
    screen: Screen, folders: Folders, url: str, workers: MediaWorkers, fast: bool
) -> Built:
    """Builds, and prints progress alone; of questions only those without a yes are left."""
    built = _build(screen, folders, clean_url(url), workers, fast)
    return replace(built, problems=without_answered(folders[2], built.problems))


def _build(screen: Screen, folders: Folders, url: str, workers: MediaWorkers, fast: bool) -> Built:
    content, output, cache = folders
    try:
        with closing(Progress(screen)) as progress, workers.connect() as cluster:
            request = BuildRequest(content, output, cache, url, progress.report, fast)
            request = replace(request, workers=cluster, jobs=workers.jobs or 0)
            # What --fast makes small depends on what this computer has already made.
            elsewhere = cluster.build_site if cluster and not fast else None
            return build_all(request, tell=progress.show, elsewhere=elsewhere)
    except Broken as broken:
        screen.problem(broken.problem)
        sys.exit(PROBLEMS_STAND)
    except KeyboardInterrupt:
        screen.say("Stopped. What was made is kept; the next build goes on from here.")
        sys.exit(PROBLEMS_STAND)


def _report(built: Built, output: Path, screen: Screen) -> int:
    levels = list(Level)
    standing = screen.problems(
        sorted(built.problems, key=lambda problem: (levels.index(problem.level), problem.where))
    )
    return report_built(screen, output, built, standing)


def report_built(screen: Screen, output: Path, built: Built, standing: int) -> int:
    """Prints what was done, after its problems; returns the exit code."""
    written, removed = len(built.written.written), len(built.written.removed)
    screen.event(
        "done",
        files=built.files,
        written=written,
        removed=removed,
        made=built.made,
        problems=standing,
    )
    if built.stopped:
        screen.say("Nothing was published; the site in {path} is as it was.", path=output)
        return PROBLEMS_STAND
    if not (written or removed):
        screen.say("Nothing changed: {files} files are in place.", files=built.files)
    else:
        screen.say(
            "The site is ready: {files} files, {written} new. Clips and photos made: {made}.",
            files=built.files,
            written=written,
            made=built.made,
        )
    screen.say("Open {path}", path=output / "index.html")
    return PROBLEMS_STAND if standing else DONE
