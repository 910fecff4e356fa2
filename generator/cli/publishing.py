"""publish and undo: a site in, the same site on its host out, and back again."""

import sys
from dataclasses import fields
from typing import Any

from generator.cli.building import build_site, tell_built
from generator.cli.main import main
from generator.cli.options import folders, option, places
from generator.cli.screen import PROBLEMS_STAND, Screen
from generator.cli.uploading import Choices, find_host, stops, take_back, upload


@main.command()
@option("--to", default="", help="where to publish, as publish in site.toml")
@option("--dry-run", is_flag=True, help="say what would be sent and removed, and do nothing")
@option("--accept", default="", help="fingerprint of a host's new key or certificate")
@option("--allow-removal", is_flag=True, help="many pages may go from the site at once")
@option("--forget", is_flag=True, help="keep nothing of earlier releases on the host")
@option("--take-over", is_flag=True, help="replace what another computer or person put there")
@option(
    "--server-config", is_flag=True, help="write rules for the host: .htaccess, _headers, nginx"
)
@option("--url", default="", help="address of the site, as in site.toml")
@folders
def publish(url: str, **chosen: Any) -> None:
    """Build the site and send what changed to its host."""
    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen, screen)
    typed = {field.name: chosen[field.name] for field in fields(Choices) if field.name != "url"}
    host = find_host(screen, content, cache, Choices(url=url, **typed))
    built = build_site(screen, (content, output, cache), url)
    code = tell_built(built, output, screen)
    if built.stopped or stops(built.problems):
        sys.exit(PROBLEMS_STAND)
    sys.exit(max(code, upload(host, output)))


@main.command()
@option("--to", default="", help="where to publish, as publish in site.toml")
@option("--accept", default="", help="fingerprint of a host's new key or certificate")
@option("--allow-removal", is_flag=True, help="many pages may go from the site at once")
@folders
def undo(**chosen: Any) -> None:
    """Bring the release before back on the host."""
    screen = Screen(as_json=chosen["as_json"])
    content, _, cache = places(chosen, screen)
    typed = {name: chosen[name] for name in ("to", "accept", "allow_removal")}
    host = find_host(screen, content, cache, Choices(**typed))
    sys.exit(take_back(host))
