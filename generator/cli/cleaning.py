"""clean: removes what a build has written."""

from typing import Any

from generator.cli.options import command, folders, places
from generator.cli.screen import Screen
from generator.region.builds import clear_all


@command("clean")
@folders
def clean_command(**chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    _, output, cache = places(chosen)
    removed = len(clear_all(output, cache))
    screen.event("done", removed=removed)
    screen.say("Removed {removed} files. Finished clips and photos are kept.", removed=removed)
