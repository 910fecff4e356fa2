"""What all commands share: options, the folders these name, and how their errors are shown."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.cli.screen import PROBLEMS_STAND, WRONG_USAGE, Screen, language
from generator.cli.streams import prepare_streams
from generator.errors import Unfit, disk_problem, unfit
from generator.intake.deputy_toml import home_of
from generator.messages import LANGUAGES, Words

Function = Callable[..., Any]
Folders = tuple[Path, Path, Path]
"""content/, output/ and the cache."""


class _TranslatedOption(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], Words(language())(self.help)) if record and self.help else record


class TranslatedCommand(click.Command):
    """A command with help in the reader's language, whose errors are problems on the screen."""

    def invoke(self, ctx: click.Context) -> Any:
        screen = Screen(as_json=bool(ctx.params.get("as_json")))
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # click ends quietly where the reader went away, as with `| head`
        except OSError as error:
            screen.problem(disk_problem(error))
            sys.exit(PROBLEMS_STAND)
        except Unfit as error:
            screen.problem(error.problem)
            sys.exit(WRONG_USAGE)
        except KeyboardInterrupt:
            screen.say("Stopped. Nothing was written.")
            sys.exit(PROBLEMS_STAND)

    def get_short_help_str(self, limit: int = 45) -> str:
        return Words(language())(self.help or "")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(Words(language())(self.help or ""))


class CommandGroup(TranslatedCommand, click.Group):
    """A group with help in the reader's language."""

    def main(self, *args: Any, **options: Any) -> Any:
        prepare_streams()  # before the first letter, which may be one of the help
        return super().main(*args, **options)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without arguments, as a double-clicked icon starts it, the program opens the studio."""
        return super().parse_args(ctx, args or ["studio"])


def command(name: str) -> Callable[[Function], click.Command]:
    """click's decorator for a command; its help is in the table of `generator.cli.main`."""
    return click.command(name, cls=TranslatedCommand)


def option(*names: str, **attributes: Any) -> Callable[[Function], Function]:
    """click's decorator for an option, with help in the reader's language."""
    return click.option(*names, cls=_TranslatedOption, **attributes)


def for_reader(command: Function) -> Function:
    """The options that say who reads the messages."""
    command = option("--json", "as_json", is_flag=True, help="events for machines")(command)
    lang = option("--lang", type=click.Choice(LANGUAGES), help="language of the messages")
    return lang(command)


def folders(command: Function) -> Function:
    """The options of every command that works with a site."""
    command = for_reader(command)
    command = option("--cache", default="", help="folder of finished clips and photos")(command)
    command = option("--output", default="output", help="folder of the site")(command)
    return option("--content", default="content", help="folder of the posts")(command)


def places(chosen: dict[str, Any]) -> Folders:
    """content/, output/ and the cache that `folders` chose; Unfit where they cannot be used."""
    content, output = Path(chosen["content"]), Path(chosen["output"])
    if not content.is_dir():
        raise unfit(str(content), "there is no such folder", "make one with: jarshy init")
    cache = Path(chosen["cache"]) if chosen["cache"] else home_of(content) / ".cache"
    inside = content.resolve()
    for place in (output, cache):
        if place.resolve() == inside or inside in place.resolve().parents:
            raise unfit(
                str(place), "this folder cannot be inside content/", "choose a folder beside it"
            )
    return content, output, cache
