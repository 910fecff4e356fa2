"""studio: opens the studio in the browser, or the one that runs already."""

import webbrowser
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

from generator.cli.options import command, folders, option, places
from generator.cli.screen import Screen
from generator.cli.serving import advice
from generator.inputs import BuildRequest
from generator.serve.run import PreviewAddress, ServeOptions, serve
from generator.serve.web.rights import Role
from generator.serve.web.service import STUDIO
from generator.studio.app import routes
from generator.studio.running import running_at, with_mark
from generator.studio.setup import is_first_run


@command("studio")
@folders
@option("--port", type=click.IntRange(0, 65535), default=8000, help="port of the studio")
@option("--no-browser", is_flag=True, help="say the address and open no browser")
def studio_command(port: int, no_browser: bool, **chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    Path(chosen["content"]).mkdir(parents=True, exist_ok=True)
    content, output, cache = places(chosen)
    request = BuildRequest(content, output, cache)
    begins = "setup" if is_first_run(content) else ""
    show = partial(_show, screen, opens=not no_browser)
    if address := running_at(request.memory_folder):
        screen.say("The studio is running already.")
        show(address)
        return
    roles = (Role.AIDE, Role.DEPUTY)
    options = ServeOptions(screen.words, advice, port, roles=roles)
    with suppress(KeyboardInterrupt):  # before the server listens for it, or once more after it
        serve(request, options, partial(_ready, screen, show, begins), with_mark(routes))
    screen.say("The studio has ended. All that was written is kept.")


def _ready(screen: Screen, show: Any, begins: str, preview: PreviewAddress) -> None:
    show(preview.here.rstrip("/") + STUDIO + begins)
    screen.say("Leave this window open; Ctrl+C ends the studio.")


def _show(screen: Screen, address: str, *, opens: bool) -> None:
    screen.event("studio", address=address)
    screen.say("The studio: {address}", address=address)
    if opens and not webbrowser.open(address):
        screen.say("Open this address in a browser.")
