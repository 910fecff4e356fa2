"""doctor and help: what this computer lacks, and how all is meant."""

import sys
from pathlib import Path
from typing import Any

import click

from generator.cli.main import main
from generator.cli.options import folders, option
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen, language
from generator.messages import LANGUAGES


@main.command()
@folders
def doctor(**chosen: Any) -> None:
    """Say what this computer lacks."""
    from generator.cli.doctor import examine  # noqa: PLC0415 - looks at libraries others do not need

    screen = Screen(as_json=chosen["as_json"])
    findings = examine(Path(chosen["cache"] or ".cache").absolute())
    for finding in findings:
        values = dict(finding.values)
        text, hint = screen.words(finding.message, **values), ""
        if finding.hint:
            hint = screen.words(finding.hint, **values)
        screen.event("finding", good=not hint, what=text, hint=hint)
        if not screen.as_json:
            mark = click.style("✗", fg="red") if hint else click.style("✓", fg="green")
            click.echo(f"{mark} {text}" + (f" — {hint}" if hint else ""))
    sys.exit(PROBLEMS_STAND if any(finding.hint for finding in findings) else DONE)


@main.command("help")
@option("--lang", type=click.Choice(LANGUAGES), help="language of the messages")
@click.pass_context
def help_command(context: click.Context, lang: str | None) -> None:
    """Show the handbook for aides."""
    del lang  # read by _language
    handbook = Path(__file__).parent.parent / "help" / f"{language()}.md"
    if not handbook.is_file():
        click.echo(main.get_help(context.find_root()))
        click.echo("\nHandbook for aides: jarshy help --lang kk, jarshy help --lang ru")
        return
    text = handbook.read_text(encoding="utf-8")
    # The pager of Windows, `more`, reads another encoding than it is given.
    if sys.stdout.isatty() and sys.platform != "win32":
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)
