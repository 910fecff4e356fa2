"""init: makes content/ for a new site."""

import shutil
from pathlib import Path

import click

from generator.cli.options import command, for_reader
from generator.cli.screen import Screen
from generator.errors import unfit
from generator.intake.nature.settings_files import find_settings


@command("init")
@click.argument("folder", default=".")
@for_reader
def init_command(folder: str, lang: str | None, as_json: bool) -> None:
    del lang  # `language` has read it
    screen = Screen(as_json=as_json)
    content = Path(folder) / "content"
    if find_settings(content, "site").exists():
        raise unfit(str(content), "this folder is there already")
    content.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).parent.parent / "example" / "site.toml", content / "site.toml")
    screen.event("made", path=str(content))
    screen.say(
        "Made {path}. Write the name and the telephone into site.toml, then put a clip there.",
        path=content,
    )
