"""publish and undo: send a site to its host, and bring the release before back."""

import sys
from functools import partial
from typing import Any

from generator.cli.building import THIS_COMPUTER, MediaWorkers, build_site
from generator.cli.options import command, folders, option, places
from generator.cli.screen import Screen
from generator.cli.uploading import choices_from, find_destination, publish_built, take_back


@command("publish")
@option("--to", default="", help="where to publish, as publish in site.toml")
@option("--dry-run", is_flag=True, help="say what would be sent and removed, and do nothing")
@option("--accept", default="", help="fingerprint of a host's new key or certificate")
@option(
    "--allow-removal",
    is_flag=True,
    help="many pages may go from the site at once, or the history of a branch",
)
@option("--allow-numbers", is_flag=True, help="publish the personal numbers that were found")
@option("--forget", is_flag=True, help="keep nothing of earlier releases on the host")
@option("--take-over", is_flag=True, help="replace what another computer or person put there")
@option(
    "--server-config", is_flag=True, help="write rules for the host: .htaccess, _headers, nginx"
)
@option("--url", default="", help="address of the site, as in site.toml")
@folders
def publish_command(
    fast: bool = False, workers: MediaWorkers = THIS_COMPUTER, **chosen: Any
) -> None:
    screen, folders = Screen(as_json=chosen["as_json"]), places(chosen)
    build = partial(build_site, screen, folders, chosen["url"], workers, fast)
    sys.exit(publish_built(screen, folders, choices_from(chosen), build))


@command("undo")
@option("--to", default="", help="where to publish, as publish in site.toml")
@option("--accept", default="", help="fingerprint of a host's new key or certificate")
@option("--allow-removal", is_flag=True, help="many pages may go from the site at once")
@folders
def undo_command(**chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    content, _, cache = places(chosen)
    sys.exit(take_back(find_destination(screen, content, cache, choices_from(chosen))))
