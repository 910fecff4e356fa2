"""Fetches what was published as a reader would; problems come out."""

from generator.errors import Problem
from generator.intake.site_toml import clean_url
from generator.publish.inventory import Inventory
from generator.publish.verify import hosted_abroad, verify
from generator.release.destination import Destination


def seen_by_readers(
    destination: Destination, inventory: Inventory, url: str = ""
) -> tuple[Problem, ...]:
    """Doubts about what readers get at `url` or the site's own; () where neither is known."""
    shown = clean_url(url) or destination.site.url
    if not shown:
        return ()
    return (*verify(shown, inventory.files), *hosted_abroad(shown, destination.address))
