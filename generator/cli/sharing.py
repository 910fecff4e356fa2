"""share: makes the kit of a post for social networks."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from generator.cli.options import command, folders, option, places
from generator.cli.progress import Progress
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen
from generator.inputs import BuildRequest, kazakhstan_now
from generator.intake.deputy_toml import home_of
from generator.intake.site_toml import clean_url
from generator.pipeline import read_content
from generator.share.make_kit import KitRequest, make_kit


@command("share")
@click.argument("post")
@option("--into", default="", help="folder of the kits; share beside content without it")
@option("--url", default="", help="address of the site, as in site.toml")
@folders
def share_command(post: str, into: str, url: str, **chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen)
    kits = Path(into) if into else home_of(content) / "share"
    now = kazakhstan_now()
    reading = read_content(BuildRequest(content, output, cache, clean_url(url)))
    with closing(Progress(screen)) as progress:
        made = make_kit(
            KitRequest(
                content, reading.content, reading.theme, post, kits, output, now, progress.show
            )
        )
    standing = screen.problems(made.problems)
    screen.event("done", folder=str(made.folder), files=[file.name for file in made.files])
    screen.say("The kit is ready: {path}", path=made.folder)
    sys.exit(PROBLEMS_STAND if standing else DONE)
