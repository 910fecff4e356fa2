"""serve: content/ in, a preview in the browser and on the deputy's phone out."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from generator.cli.building import text_of
from generator.cli.main import main
from generator.cli.options import folders, option, places
from generator.cli.screen import Screen
from generator.errors import Problem
from generator.inputs import BuildRequest
from generator.model import Post

if TYPE_CHECKING:
    from generator.serve.display import Shown
    from generator.serve.run import PreviewAddress


@main.command("serve")
@folders
@option("--url", default="", help="address of the site, as in site.toml")
@option("--port", type=click.IntRange(0, 65535), default=8000, help="port of the preview")
@option("--lan", is_flag=True, help="let phones in the same Wi-Fi look in, with a PIN")
def serve_command(url: str, port: int, lan: bool, **chosen: Any) -> None:
    """Show the site as it will be, and follow every edit."""
    # Imports inside: no other command needs a web server.
    from generator.intake.site_toml import clean_url  # noqa: PLC0415
    from generator.serve.run import ServeOptions, serve  # noqa: PLC0415

    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen, screen)
    request = BuildRequest(content, output, cache, clean_url(url))
    options = ServeOptions(screen.words, partial(advice, content, output), port, lan)
    serve(request, options, partial(_say_where, screen))
    screen.say("The preview has ended. What was made is kept.")


def _say_where(screen: Screen, place: "PreviewAddress") -> None:
    screen.event("serving", here=place.here, phones=place.phones, pin=place.pin)
    screen.say("The preview is open: {address}", address=place.here)
    if place.phones and not screen.as_json:
        _show_code(screen, place)
    elif place.pin:
        screen.say("No network was found: join a Wi-Fi, then start again.")
    screen.say("Leave this window open; Ctrl+C ends the preview.")


def _show_code(screen: Screen, place: "PreviewAddress") -> None:
    import segno  # noqa: PLC0415 - 20 ms

    from generator.serve.web.preview_pages import entrance  # noqa: PLC0415

    screen.say("On a phone in the same Wi-Fi, point the camera here:")
    segno.make(entrance(place.phones[0], place.pin), error="l").terminal(compact=True)
    for address in place.phones:
        screen.say("Or open {address} and type the PIN {pin}", address=address, pin=place.pin)
    screen.say("The same on a page: {address}", address=f"{place.here}_preview/phone")


def advice(content: Path, output: Path, shown: "Shown", post: Post | None) -> tuple[Problem, ...]:
    """What a second pair of eyes says of one post; without one, of the site as a whole."""
    from generator.check.everything import check_all  # noqa: PLC0415 - only when asked for

    found = [one for one in shown.problems if post is None or one.where.startswith(post.path)]
    posts = shown.content.posts if post is None else (post,)
    pages = shown.content.pages if post is None else ()
    part = replace(shown.content, posts=posts, pages=pages, problems=tuple(found))
    problems = check_all(part, shown.plan, output, partial(text_of, content))
    return problems if post is None else tuple(one for one in problems if one.where != "site.toml")
