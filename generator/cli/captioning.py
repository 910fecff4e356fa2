"""captions: drafts captions from the speech in clips, for a person to correct."""

import sys
from contextlib import closing
from typing import Any

import click

from generator.captions.draft import DRAFT_MARK, CaptionsRequest, draft_captions
from generator.cli.options import command, folders, option, places
from generator.cli.progress import Progress
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen


@command("captions")
@click.argument("post")
@option("--model", default="", help="folder of a vosk model, or of several")
@option("--spoken", type=click.Choice(("kk", "ru")), help="language that is spoken in the clip")
@folders
def captions_command(post: str, model: str, spoken: str | None, **chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    content, _, _ = places(chosen)
    with closing(Progress(screen)) as progress:
        made = draft_captions(
            CaptionsRequest(
                content, post, model, spoken or "", screen.words.language, progress.show
            )
        )
    standing = screen.problems(made.problems)
    for draft in made.drafts:
        screen.event("made", path=str(draft))
        screen.say(
            "Made {path}. Read it beside the clip, mend it, and take “{mark}” off its name.",
            path=draft,
            mark=DRAFT_MARK.strip(),
        )
    sys.exit(PROBLEMS_STAND if standing else DONE)
