"""share: a post in, its kit for social networks out."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

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
from generator.errors import Unfit
from generator.inputs import BuildRequest
from generator.intake.deputy_toml import home_of
from generator.intake.site_toml import clean_url
from generator.language.localized import KAZAKHSTAN
from generator.pipeline import read_content


@main.command()
@click.argument("post")
@option("--into", default="", help="folder of the kits; share beside content without it")
@option("--url", default="", help="address of the site, as in site.toml")
@folders
def share(post: str, into: str, url: str, **chosen: Any) -> None:
    """Make a post's films, pictures and texts for WhatsApp, Telegram, Instagram and VK."""
    from generator.share.make_kit import KitRequest, make_kit  # noqa: PLC0415 - Pillow, ffmpeg-python

    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen, screen)
    place = Path(into) if into else home_of(content) / "share"
    now = datetime.now(KAZAKHSTAN).replace(tzinfo=None)
    progress = Progress(screen.words, reporter(screen))
    try:
        reading = read_content(BuildRequest(content, output, cache, clean_url(url)))
        told = reading.content, reading.theme
        made = make_kit(KitRequest(content, *told, post, place, output, now, progress.show))
    except KeyboardInterrupt:
        screen.say("Stopped. Nothing was written.")
        sys.exit(PROBLEMS_STAND)
    except Unfit as error:
        screen.problem(error.problem)
        sys.exit(WRONG_USAGE)
    finally:
        progress.close()
    for problem in made.problems:
        screen.problem(problem)
    screen.event("done", folder=str(made.folder), files=[file.name for file in made.files])
    screen.say("The kit is ready: {path}", path=made.folder)
    sys.exit(PROBLEMS_STAND if standing(made.problems) else DONE)
