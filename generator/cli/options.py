"""What all commands share: their group, their options, the folders these name."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.cli.screen import PROBLEMS_STAND, WRONG_USAGE, Screen, language
from generator.errors import Problem, Unfit, disk_problem
from generator.intake.deputy_toml import home_of
from generator.messages import LANGUAGES, Words


class _TranslatedOption(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], Words(language())(self.help)) if record and self.help else record


class _Translated(click.Command):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # the reader went away, as with `| head`; click knows what to do
        except OSError as error:
            Screen(as_json=bool(ctx.params.get("as_json"))).problem(disk_problem(error))
            sys.exit(PROBLEMS_STAND)
        except Unfit as error:
            Screen(as_json=bool(ctx.params.get("as_json"))).problem(error.problem)
            sys.exit(WRONG_USAGE)
        except KeyboardInterrupt:
            Screen(as_json=bool(ctx.params.get("as_json"))).say("Stopped. Nothing was written.")
            sys.exit(PROBLEMS_STAND)

    def get_short_help_str(self, limit: int = 45) -> str:
        return Words(language())(self.help or "")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(Words(language())(self.help or ""))


class CommandGroup(_Translated, click.Group):
    command_class = _Translated


def option(*names: str, **attributes: Any) -> Callable[[Any], Any]:
    """click's own, with its help in the reader's language."""
    return click.option(*names, cls=_TranslatedOption, **attributes)


def folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that all commands take."""
    for decorate in reversed(
        (
            option("--content", default="content", help="folder of the posts"),
            option("--output", default="output", help="folder of the site"),
            option("--cache", default="", help="folder of finished clips and photos"),
            option("--lang", type=click.Choice(LANGUAGES), help="language of the messages"),
            option("--json", "as_json", is_flag=True, help="events for machines"),
        )
    ):
        command = decorate(command)
    return command


def places(chosen: dict[str, Any], screen: Screen) -> tuple[Path, Path, Path]:
    """content/, output/ and the cache; ends the command where they cannot be used."""
    content, output = Path(chosen["content"]), Path(chosen["output"])
    if not content.is_dir():
        screen.problem(
            Problem(str(content), "there is no such folder", "make one with: jarshy init")
        )
        sys.exit(WRONG_USAGE)
    cache = Path(chosen["cache"]) if chosen["cache"] else home_of(content) / ".cache"
    inside = content.resolve()
    for place in (output, cache):
        if place.resolve() == inside or inside in place.resolve().parents:
            screen.problem(
                Problem(
                    str(place),
                    "this folder cannot be inside content/",
                    "choose a folder beside it",
                )
            )
            sys.exit(WRONG_USAGE)
    return content, output, cache
