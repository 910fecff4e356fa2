"""help: prints the handbook for aides."""

import sys
from pathlib import Path

import click

from generator.cli.options import command, option
from generator.cli.screen import language
from generator.messages import LANGUAGES


@command("help")
@option("--lang", type=click.Choice(LANGUAGES), help="language of the messages")
@click.pass_context
def help_command(context: click.Context, lang: str | None) -> None:
    del lang  # `language` has read it
    handbook = Path(__file__).parent.parent / "help" / f"{language()}.md"
    if not handbook.is_file():
        click.echo(context.find_root().get_help())
        click.echo("\nHandbook for aides: jarshy help --lang kk, jarshy help --lang ru")
        return
    text = handbook.read_text(encoding="utf-8")
    # `more`, the pager of Windows, reads another encoding than it is fed.
    if sys.stdout.isatty() and sys.platform != "win32":
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)
