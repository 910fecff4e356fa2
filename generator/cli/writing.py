"""new: makes the folder of a post, empty or with an answer to false news."""

import sys
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import click

from generator.cli.ask import ask_answer
from generator.cli.options import command, folders, option, places
from generator.cli.screen import PROBLEMS_STAND, Screen
from generator.errors import unfit
from generator.intake.new_post import folder_name
from generator.language.dates import find_date
from generator.language.localized import KAZAKHSTAN


@command("new")
@click.argument("title", default="")
@option("--ru", default="", help="title in Russian")
@option("--answer", is_flag=True, help="answer false news: six questions")
@option("--date", "day", default="", help="day of the post, 2026-11-23; today without it")
@folders
def new_command(title: str, ru: str, answer: bool, day: str, **chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    content, _, _ = places(chosen)
    now = datetime.now(KAZAKHSTAN)
    post_date = _parse_date(day) if day else now.date()
    if answer:
        # A rumour is answered within the hour: the page says at which.
        _write_answer(content, post_date, None if day else now.time(), screen)
        return
    if not title:
        raise unfit("", "there is no title", "write one after the command, or --answer")
    folder = content / f"{post_date.isoformat()} {folder_name(title)}".strip()
    if folder.exists():
        raise unfit(folder.name, "this folder is there already", "give another title")
    folder.mkdir()
    (folder / "kk.md").write_text(f"# {title}\n\n", encoding="utf-8", newline="\n")
    if ru:
        (folder / "ru.md").write_text(f"# {ru}\n\n", encoding="utf-8", newline="\n")
    screen.event("made", path=str(folder))
    screen.say("Made {path}. Put the clip and the photos there, and write the text.", path=folder)


def _parse_date(written: str) -> date:
    day, _ = find_date(written)
    if day is None:
        raise unfit(
            "",
            "“{value}” is not a date",
            "write it as 2026-11-23 or 2026-11-23 18:30",
            value=written,
        )
    return day


def _write_answer(content: Path, day: date, hour: time | None, screen: Screen) -> None:
    screen.say(
        "Six questions. Both languages on one line: Kazakh / Russian. The last two may stay empty."
    )
    try:
        language = screen.words.language
        folder = ask_answer(partial(_prompt, screen), content, day, language, hour)
    except (click.Abort, EOFError, KeyboardInterrupt):
        screen.say("Stopped. Nothing was written.")
        sys.exit(PROBLEMS_STAND)
    screen.event("made", path=str(folder))
    screen.say("Made {path}. Put a clip there if you have one, then: jarshy build", path=folder)
    for file in ("kk.md", "ru.md"):
        if not (folder / file).exists():
            screen.say("The other language is still missing: {file}", file=file)


def _prompt(screen: Screen, question: str) -> str:
    text = screen.words(question)
    return str(
        click.prompt(text, default="", show_default=False, prompt_suffix="\n> ", err=screen.as_json)
    )
