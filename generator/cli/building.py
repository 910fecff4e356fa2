"""build, check and clean: content/ in, the site and what is wrong with it out."""

import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.main import main
from generator.cli.options import folders, option, places
from generator.cli.progress import Progress
from generator.cli.screen import (
    DONE,
    PROBLEMS_STAND,
    WRONG_USAGE,
    Screen,
    reporter,
    standing,
)
from generator.errors import Broken, Level, Problem, Unfit, disk_problem, unfit
from generator.inputs import BuildRequest, Built
from generator.intake.site_toml import clean_url
from generator.language.encoding import decode_text
from generator.pipeline import plan_from_cache, read_content
from generator.region.builds import clear_all
from generator.region.region import build_all, each_site, moved

if TYPE_CHECKING:
    from generator.cluster.cluster import Cluster


@dataclass(frozen=True, slots=True)
class MediaWorkers:
    """Who makes photos and clips: this computer, or a cluster with its store."""

    jobs: int | None = None
    cluster: str = ""
    store: str = ""

    def workers(self) -> "AbstractContextManager[Cluster | None]":
        """The cluster's; None where this computer does all. Unfit where they cannot be used."""
        if not (self.cluster or self.store):
            return nullcontext()
        if not (self.cluster and self.store):
            raise unfit(
                "--cluster" if self.cluster else "--store",
                "a cluster and the store of its results are named together",
                "--cluster tcp://host:8786 --store s3://bucket/folder",
            )
        try:
            # Import inside: Dask costs 0.5 s, and is an extra.
            from generator.cluster.cluster import open_cluster  # noqa: PLC0415
        except ImportError as missing:
            raise unfit(
                "--cluster",
                "what speaks with a cluster is not installed",
                'install it: python -m pip install "jarshy[cluster]"',
            ) from missing
        return open_cluster(self.cluster, self.store)


_HERE = MediaWorkers()


@main.command("build")
@folders
@option("--url", default="", help="address of the site, as in site.toml")
@option("--jobs", type=click.IntRange(1, 64), help="how many files are made at a time")
@option("--fast", is_flag=True, help="text and small clips now, the better ones at the next build")
@option("--publish", is_flag=True, help="send it to its host, too: see jarshy publish")
@option("--cluster", default="", help="address of a Dask scheduler whose workers make the files")
@option("--store", default="", help="where a cluster's computers share files: s3://… or a folder")
def build_command(url: str, fast: bool, publish: bool, **chosen: Any) -> None:
    """Build the site."""
    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen, screen)
    crew = MediaWorkers(*(chosen[name] for name in MediaWorkers.__slots__))
    made = partial(build_and_tell, screen, (content, output, cache), url, crew, fast=fast)
    if not publish:
        sys.exit(made()[1])
    # Import inside: what speaks with hosts costs 50 ms.
    from generator.cli.uploading import Choices, publish_built  # noqa: PLC0415

    sys.exit(publish_built(screen, (content, output, cache), Choices(url=url), made))


def build_and_tell(
    screen: Screen,
    folders: tuple[Path, Path, Path],
    url: str,
    crew: MediaWorkers = _HERE,
    *,
    fast: bool = False,
) -> tuple[Built, int]:
    """Builds, says what was done, and gives the exit code; ends the command where it cannot be."""
    built = _build(screen, folders, url, crew, fast=fast)
    return built, _tell(built, folders[1], screen)


def _build(
    screen: Screen,
    folders: tuple[Path, Path, Path],
    url: str,
    crew: MediaWorkers,
    *,
    fast: bool,
) -> Built:
    content, output, cache = folders
    progress = Progress(screen.words, reporter(screen))
    try:
        url = clean_url(url)
        request = BuildRequest(content, output, cache, url, progress.report, fast)
        with crew.workers() as cluster:
            request = replace(request, workers=cluster, jobs=crew.jobs or 0)
            # What is hurried depends on what this computer has already.
            elsewhere = cluster.build_site if cluster and not fast else None
            return build_all(request, tell=progress.show, elsewhere=elsewhere)
    except Broken as broken:
        progress.close()
        screen.problem(broken.problem)
        sys.exit(PROBLEMS_STAND)
    except KeyboardInterrupt:
        progress.close()
        screen.say("Stopped. What was made is kept; the next build goes on from here.")
        sys.exit(PROBLEMS_STAND)
    except Unfit as error:
        screen.problem(error.problem)
        sys.exit(WRONG_USAGE)
    except OSError as error:
        progress.close()
        screen.problem(disk_problem(error))
        sys.exit(PROBLEMS_STAND)
    finally:
        progress.close()


def _tell(built: Built, output: Path, screen: Screen) -> int:
    for problem in sorted(
        built.problems, key=lambda one: (list(Level).index(one.level), one.where)
    ):
        screen.problem(problem)
    written, removed = len(built.written.written), len(built.written.removed)
    stand = standing(built.problems)
    screen.event(
        "done",
        files=built.files,
        written=written,
        removed=removed,
        made=built.made,
        problems=stand,
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
    return PROBLEMS_STAND if stand else DONE


@main.command()
@option("--html", "page", default="", help="write the report as a page, too")
@option("--url", default="", help="address of the site, as in site.toml")
@folders
def check(page: str, url: str, **chosen: Any) -> None:
    """Read posts as a second pair of eyes would: what to mend, where, and how."""
    # Imports inside: other commands know nothing of the rules.
    from generator.check.everything import check_all  # noqa: PLC0415
    from generator.check.report import html_report  # noqa: PLC0415

    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen, screen)
    problems: list[Problem] = []
    for folder, request in each_site(BuildRequest(content, output, cache, clean_url(url))):
        reading = read_content(request)
        plan = plan_from_cache(request, reading)
        text = partial(text_of, request.content)
        advice = check_all(reading.content, plan, request.output, text)
        problems += [moved(problem, folder) for problem in advice] if folder else advice
    for problem in problems:
        screen.problem(problem)
    if page:
        written = html_report(problems, screen.words, screen.words.language)
        Path(page).write_text(written, encoding="utf-8", newline="\n")
    stand = standing(problems)
    screen.event("done", found=len(problems), problems=stand)
    if not problems:
        screen.say("Nothing to mend.")
    sys.exit(PROBLEMS_STAND if stand else DONE)


def text_of(content: Path, path: str) -> str:
    """A text file of content/; "" for what is no text."""
    if not path.lower().endswith((".md", ".txt")):
        return ""
    return decode_text((content / path).read_bytes()).text


@main.command()
@folders
def clean(**chosen: Any) -> None:
    """Remove the site from output/; finished clips and photos are kept."""
    screen = Screen(as_json=chosen["as_json"])
    _, output, cache = places(chosen, screen)
    removed = len(clear_all(output, cache))
    screen.event("done", removed=removed)
    screen.say("Removed {removed} files. Finished clips and photos are kept.", removed=removed)
