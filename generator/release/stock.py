"""Lists what of output/ goes to the host, and names what somebody put there by hand."""

from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import Problem, doubt
from generator.publish.compress import with_compressed
from generator.publish.http_headers import is_plain
from generator.publish.inventory import Inventory, take_inventory
from generator.region.region import written_files
from generator.release.destination import Destination
from generator.release.twin import with_kept
from generator.store.memory import Memory


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is to publish."""

    inventory: Inventory
    doubts: tuple[Problem, ...] = ()  # one for each file that is not sent

    @property
    def has_site(self) -> bool:
        """Whether there is a site in it."""
        return "index.html" in self.inventory.files


def take_stock(destination: Destination, output: Path) -> Stock:
    """What there is to publish in output/, with compressed copies where they are asked for, and
    with posts that are kept for another computer."""
    folder = destination.memory.folder
    with Memory(folder) as digests:
        stock = _without_strays(destination, output, take_inventory(output, digests))
    inventory = stock.inventory
    if destination.site.precompress:
        inventory = with_compressed(inventory, folder / "compressed")
    return replace(stock, inventory=with_kept(inventory, folder))


def _without_strays(destination: Destination, output: Path, inventory: Inventory) -> Stock:
    """Leaves out what somebody put into output/ by hand: no gate has examined it."""
    ours = written_files(output, destination.cache)
    strays = [path for path in inventory.files if path not in ours and not is_plain(path)]
    files = {path: entry for path, entry in inventory.files.items() if path not in strays}
    return Stock(replace(inventory, files=files), tuple(map(_not_ours, strays)))


def _not_ours(path: str) -> Problem:
    return doubt(
        path,
        "this file in output/ was not made by Jarshy and is not sent",
        "originals may say where they were taken; put it into a folder of content/",
    )
