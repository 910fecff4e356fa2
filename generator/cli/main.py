"""The command `jarshy`: a line for each of its commands, whose modules are loaded when called."""

import gc
from importlib import import_module
from typing import Any

import click

from generator import __version__
from generator.cli.options import CommandGroup, TranslatedCommand


class LazyCommand(TranslatedCommand):
    """Stands for the function `<name>_command` of a module in generator.cli."""

    def __init__(self, name: str, module: str, help: str) -> None:
        super().__init__(name, help=help)
        self._module = module

    def load(self) -> click.Command:
        """The command itself. What it needs is imported only now."""
        module = import_module(f"generator.cli.{self._module}")
        command: click.Command = getattr(module, f"{self.name}_command")
        command.help = self.help
        return command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        return self.load().make_context(*args, **options)


COMMANDS = {
    str(command.name): command
    for command in (
        LazyCommand("studio", "opening", "Open the studio in the browser."),
        LazyCommand("init", "starting", "Make content/ with an example of site.toml."),
        LazyCommand("new", "writing", "Make a folder for a post."),
        LazyCommand(
            "captions", "captioning", "Draft captions from what is said in the clips of a post."
        ),
        LazyCommand("build", "building", "Build the site."),
        LazyCommand(
            "check",
            "checking",
            "Read posts as a second pair of eyes would: what to mend, where, and how.",
        ),
        LazyCommand("serve", "serving", "Show the site as it will be, and follow every edit."),
        LazyCommand("publish", "publishing", "Build the site and send what changed to its host."),
        LazyCommand("undo", "publishing", "Bring the release before back on the host."),
        LazyCommand(
            "remove", "removing", "Take one post off the public site now, and keep it as a draft."
        ),
        LazyCommand(
            "share",
            "sharing",
            "Make a post's films, pictures and texts for WhatsApp, Telegram, Instagram and VK.",
        ),
        LazyCommand(
            "clean", "cleaning", "Remove the site from output/; finished clips and photos are kept."
        ),
        LazyCommand("doctor", "doctor", "Say what this computer lacks."),
        LazyCommand("help", "helping", "Show the handbook for aides."),
    )
}


@click.group(
    cls=CommandGroup, commands=COMMANDS, context_settings={"help_option_names": ["--help", "-h"]}
)
@click.version_option(__version__, prog_name="jarshy")
def main() -> None:
    """A folder of clips, photos and a few sentences becomes a site."""
    # Most values of a build live to its end. Searching all of them for cycles again and again, as
    # Python does by default, takes a sixth of the time of an edit among 5,000 posts.
    gc.set_threshold(100_000, 20, 20)
