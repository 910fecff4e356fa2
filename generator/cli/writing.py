"""init, new and captions: what an aide begins with, written for them to go on."""

import shutil
import sys
from datetime import date, datetime
from functools import partial
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
from generator.errors import Problem
from generator.language.localized import KAZAKHSTAN
from generator.messages import LANGUAGES


@main.command()
@click.argument("folder", default=".")
@option("--lang", type=click.Choice(LANGUAGES), help="language of the messages")
@option("--json", "as_json", is_flag=True, help="events for machines")
def init(folder: str, lang: str | None, as_json: bool) -> None:
    """Make content/ with an example of site.toml."""
    del lang  # read by _language
    screen = Screen(as_json=as_json)
    content = Path(folder) / "content"
    if (content / "site.toml").exists():
        screen.problem(Problem(str(content), "this folder is there already", ""))
        sys.exit(WRONG_USAGE)
    content.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).parent.parent / "example" / "site.toml", content / "site.toml")
    screen.event("made", path=str(content))
    screen.say(
        "Made {path}. Write the name and the telephone into site.toml, then put a clip there.",
        path=content,
    )


@main.command()
@click.argument("title", default="")
@option("--ru", default="", help="title in Russian")
@option("--answer", is_flag=True, help="answer false news: six questions")
@option("--date", "day", default="", help="day of the post, 2026-11-23; today without it")
@folders
def new(title: str, ru: str, answer: bool, day: str, **chosen: Any) -> None:
    """Make a folder for a post."""
    from generator.cli.ask import folder_name  # noqa: PLC0415 - other commands ask nothing

    screen = Screen(as_json=chosen["as_json"])
    content, _, _ = places(chosen, screen)
    when = _day(day, screen)
    if answer:
        _new_answer(content, when, screen)
        return
    if not title:
        screen.problem(Problem("", "there is no title", "write one after the command, or --answer"))
        sys.exit(WRONG_USAGE)
    folder = content / f"{when.isoformat()} {folder_name(title)}".strip()
    if folder.exists():
        screen.problem(Problem(folder.name, "this folder is there already", "give another title"))
        sys.exit(WRONG_USAGE)
    folder.mkdir()
    (folder / "kk.md").write_text(f"# {title}\n\n", encoding="utf-8", newline="\n")
    if ru:
        (folder / "ru.md").write_text(f"# {ru}\n\n", encoding="utf-8", newline="\n")
    screen.event("made", path=str(folder))
    screen.say("Made {path}. Put the clip and the photos there, and write the text.", path=folder)


def _day(written: str, screen: Screen) -> date:
    if not written:
        return datetime.now(KAZAKHSTAN).date()
    from generator.language.dates import find_date  # noqa: PLC0415 - its patterns cost 10 ms

    day, _ = find_date(written)
    if day is None:
        screen.problem(
            Problem(
                "",
                "“{value}” is not a date",
                "write it as 2026-11-23 or 2026-11-23 18:30",
                (("value", written),),
            )
        )
        sys.exit(WRONG_USAGE)
    return day


def _new_answer(content: Path, day: date, screen: Screen) -> None:
    from generator.cli.ask import ask_answer  # noqa: PLC0415 - other commands ask nothing

    screen.say(
        "Six questions. Both languages on one line: Kazakh / Russian. The last two may stay empty."
    )
    try:
        folder = ask_answer(partial(_typed, screen), content, day, screen.words.language)
    except (click.Abort, EOFError, KeyboardInterrupt):
        screen.say("Stopped. Nothing was written.")
        sys.exit(PROBLEMS_STAND)
    screen.event("made", path=str(folder))
    screen.say("Made {path}. Put a clip there if you have one, then: jarshy build", path=folder)
    for file in ("kk.md", "ru.md"):
        if not (folder / file).exists():
            screen.say("The other language is still missing: {file}", file=file)


def _typed(screen: Screen, question: str) -> str:
    typed: str = click.prompt(
        screen.words(question),
        default="",
        show_default=False,
        prompt_suffix="\n> ",
        err=screen.as_json,
    )
    return typed


@main.command()
@click.argument("post")
@option("--model", default="", help="folder of a vosk model, or of several")
@option("--spoken", type=click.Choice(("kk", "ru")), help="language that is spoken in the clip")
@folders
def captions(post: str, model: str, spoken: str | None, **chosen: Any) -> None:
    """Draft captions from what is said in the clips of a post."""
    # Import inside: other commands do not read clips.
    from generator.captions.draft import (  # noqa: PLC0415
        DRAFT_MARK,
        CaptionsRequest,
        draft_captions,
    )

    screen = Screen(as_json=chosen["as_json"])
    content, _, _ = places(chosen, screen)
    progress = Progress(screen.words, reporter(screen))
    try:
        made = draft_captions(
            CaptionsRequest(
                content, post, model, spoken or "", screen.words.language, progress.show
            )
        )
    finally:
        progress.close()
    for problem in made.problems:
        screen.problem(problem)
    for draft in made.drafts:
        screen.event("made", path=str(draft))
        screen.say(
            "Made {path}. Read it beside the clip, mend it, and take “{mark}” off its name.",
            path=draft,
            mark=DRAFT_MARK.strip(),
        )
    sys.exit(PROBLEMS_STAND if standing(made.problems) else DONE)
