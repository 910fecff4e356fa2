"""The command that all others are part of."""

import gc
import sys
from contextlib import suppress

import click

from generator import __version__
from generator.cli.options import CommandGroup


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, prog_name="jarshy")
def main() -> None:
    """A folder of clips, photos and a few sentences becomes a site."""
    # Most values of a build live to its end: to look through all of them for circles again and
    # again, as Python does, is a sixth of the work for an edit among 5,000 posts.
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a Windows console may speak cp1251, a pipe too
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
