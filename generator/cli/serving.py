"""serve: shows content/ as a site in the browser, and on the deputy's phone."""

import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import click
import segno
from msgspec.structs import replace

from generator.check.everything import check_all
from generator.cli.options import command, folders, option, places
from generator.cli.screen import Screen
from generator.cli.streams import can_print
from generator.errors import Problem
from generator.inputs import BuildRequest
from generator.intake.site_toml import clean_url
from generator.model import Post
from generator.release.check_sites import text_of
from generator.serve.display import Shown
from generator.serve.run import PreviewAddress, ServeOptions, serve
from generator.serve.web.preview_pages import entrance_url


@command("serve")
@folders
@option("--url", default="", help="address of the site, as in site.toml")
@option("--port", type=click.IntRange(0, 65535), default=8000, help="port of the preview")
@option("--lan", is_flag=True, help="let phones in the same Wi-Fi look in, with a PIN")
def serve_command(url: str, port: int, lan: bool, **chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen)
    request = BuildRequest(content, output, cache, clean_url(url))
    options = ServeOptions(screen.words, advice, port, lan)
    if lan and sys.platform == "win32":
        screen.say(
            "Windows may ask now whether Python may use the network: press “Allow”. Else no phone "
            "can look in."
        )
    with suppress(KeyboardInterrupt):  # before the server listens for it, or once more after it
        serve(request, options, partial(_print_address, screen))
    screen.say("The preview has ended. What was made is kept.")


def _print_address(screen: Screen, preview: PreviewAddress) -> None:
    screen.event("serving", here=preview.here, phones=preview.phones, pin=preview.pin)
    screen.say("The preview is open: {address}", address=preview.here)
    if preview.phones and not screen.as_json:
        _print_code(screen, preview)
    elif preview.pin:
        screen.say("No network was found: join a Wi-Fi, then start again.")
    screen.say("Leave this window open; Ctrl+C ends the preview.")


def _print_code(screen: Screen, preview: PreviewAddress) -> None:
    if can_print("█▀▄"):  # of which the code is made
        screen.say("On a phone in the same Wi-Fi, point the camera here:")
        segno.make(entrance_url(preview.phones[0], preview.pin), error="l").terminal(compact=True)
    for address in preview.phones:
        screen.say("Or open {address} and type the PIN {pin}", address=address, pin=preview.pin)
    screen.say("The same on a page: {address}", address=f"{preview.here}_preview/phone")


def advice(content: Path, output: Path, shown: Shown, post: Post | None) -> tuple[Problem, ...]:
    """What `jarshy check` says of one post, or of the whole site where `post` is None."""
    text = partial(text_of, content)
    if post is None:
        whole = replace(shown.content, problems=tuple(shown.problems))
        return check_all(whole, shown.plan, output, text)
    own = tuple(problem for problem in shown.problems if problem.where.startswith(post.path))
    part = replace(shown.content, posts=(post,), pages=(), problems=own)
    problems = check_all(part, shown.plan, output, text)
    return tuple(problem for problem in problems if problem.where != "site.toml")
