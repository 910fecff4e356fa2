"""publish and undo: a site in, the same site on its host out, and back again."""

import sys
from functools import partial
from typing import Any

from generator.cli.building import build_and_tell
from generator.cli.main import main
from generator.cli.options import folders, option, places
from generator.cli.screen import Screen


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
    # Import inside, here and below: other commands do not speak with hosts.
    from generator.cli.uploading import Choices, publish_built  # noqa: PLC0415

    screen = Screen(as_json=chosen["as_json"])
    folders = places(chosen, screen)
    typed = {key: value for key, value in chosen.items() if key in Choices.__slots__}
    build = partial(build_and_tell, screen, folders, url)
    sys.exit(publish_built(screen, folders, Choices(url=url, **typed), build))


@main.command()
@option("--to", default="", help="where to publish, as publish in site.toml")
@option("--accept", default="", help="fingerprint of a host's new key or certificate")
@option("--allow-removal", is_flag=True, help="many pages may go from the site at once")
@folders
def undo(**chosen: Any) -> None:
    """Bring the release before back on the host."""
    from generator.cli.uploading import Choices, find_destination, take_back  # noqa: PLC0415

    screen = Screen(as_json=chosen["as_json"])
    content, _, cache = places(chosen, screen)
    typed = {key: value for key, value in chosen.items() if key in Choices.__slots__}
    sys.exit(take_back(find_destination(screen, content, cache, Choices(**typed))))
