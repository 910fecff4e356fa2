"""Two computers publish one site: the posts of the other stay, or go after a yes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from generator.inputs import BuildRequest
from generator.publish.hosts.host import Failed
from generator.publish.inventory import Inventory
from generator.publish.outlook import Outlook, outlook
from generator.publish.publish import Published, publish, undo
from generator.publish.request import PublishRequest
from generator.region.region import build_all
from generator.release.at_host import Visit, at_host
from generator.release.destination import Destination, find_destination
from generator.release.posts import needed_by_page
from generator.release.stock import take_stock
from generator.release.twin import Twin, find_twin, keep_twin, replace_twin
from tests.support.askers import Answers
from tests.support.content import draw_photo, write_post
from tests.support.published import public

T = TypeVar("T")

BRIDGE = "2026-11-21 Көпір"
BRIDGE_PAGE = "news/2026-11-21-kopir.html"


@dataclass(frozen=True, slots=True)
class Office:
    """A computer with a content/ of its own."""

    home: Path
    site: Path

    def write(self, name: str, title: str) -> None:
        post = write_post(self.home / "content", name, f"# {title}\n\nСөз.")
        draw_photo(post / "1.jpg", "navy")

    @property
    def destination(self) -> Destination:
        return find_destination(self.home / "content", self.home / "cache", str(self.site))

    def build(self) -> Inventory:
        there = self.destination
        build_all(BuildRequest(self.home / "content", self.home / "output", self.home / "cache"))
        return take_stock(there, self.home / "output").inventory

    def at_host(self, work: Callable[[PublishRequest], T]) -> T:
        return at_host(Visit(self.destination, Answers()), work)

    def publish(self) -> Published:
        inventory = self.build()
        return self.at_host(lambda request: publish(request, inventory))

    def twin(self) -> tuple[Twin | None, Outlook, Inventory]:
        inventory = self.build()

        def look(request: PublishRequest) -> tuple[Twin | None, Outlook, Inventory]:
            view = outlook(request, inventory)
            return find_twin(request, view, inventory), view, inventory

        return self.at_host(look)

    def replace(self) -> None:
        twin, _, _ = self.twin()
        assert twin
        self.at_host(lambda request: replace_twin(request, twin))

    def keep(self) -> None:
        twin, view, inventory = self.twin()
        assert twin
        self.at_host(lambda request: keep_twin(request, twin, view, inventory))


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Office, Office]:
    ours, theirs = (Office(tmp_path / name, tmp_path / "site") for name in ("ours", "theirs"))
    ours.write("2026-11-20 Мектеп", "Мектеп ашылды")
    assert ours.twin()[0] is None
    ours.publish()
    shutil.copytree(ours.home / "content", theirs.home / "content")
    theirs.write(BRIDGE, "Көпір жөнделді")
    twin, _, _ = theirs.twin()
    assert twin
    assert twin.titles == {}
    theirs.replace()
    theirs.publish()
    return ours, theirs


def test_the_posts_of_another_computer_stay_until_their_folder_comes(
    offices: tuple[Office, Office], tmp_path: Path
) -> None:
    ours, theirs = offices
    ours.write("2026-11-22 Жол", "Жол жөнделді")
    twin, _, _ = ours.twin()
    assert twin
    assert twin.titles == {"2026-11-21-kopir": "Көпір жөнделді"}
    with pytest.raises(Failed):
        ours.publish()
    before = public(tmp_path / "site")
    ours.keep()
    ours.publish()
    after = public(tmp_path / "site")
    assert after[BRIDGE_PAGE] == before[BRIDGE_PAGE]
    assert "news/2026-11-22-zhol.html" in after
    assert set(needed_by_page(before[BRIDGE_PAGE], before)) <= after.keys()
    assert ours.publish().sent == ()
    shutil.rmtree(ours.home / "content/2026-11-22 Жол")
    ours.publish()
    assert BRIDGE_PAGE in public(tmp_path / "site"), "kept in later releases, too"
    shutil.copytree(theirs.home / "content" / BRIDGE, ours.home / "content" / BRIDGE)
    ours.publish()
    shutil.rmtree(ours.home / "content" / BRIDGE)
    ours.publish()
    assert BRIDGE_PAGE not in public(tmp_path / "site"), "once it was here, it is ours to remove"


def test_what_is_kept_comes_back_after_an_undo(
    offices: tuple[Office, Office], tmp_path: Path
) -> None:
    ours, _ = offices
    ours.write("2026-11-22 Жол", "Жол жөнделді")
    ours.keep()
    ours.publish()
    whole = public(tmp_path / "site")
    page = whole[BRIDGE_PAGE]
    ours.at_host(undo)
    ours.at_host(undo)
    assert BRIDGE_PAGE not in public(tmp_path / "site")
    ours.publish()
    after = public(tmp_path / "site")
    assert after[BRIDGE_PAGE] == page
    assert set(needed_by_page(page, whole)) <= after.keys()


def test_replacing_takes_the_posts_of_the_other_computer_off(
    offices: tuple[Office, Office], tmp_path: Path
) -> None:
    ours, theirs = offices
    ours.keep()
    ours.publish()
    theirs.write("2026-11-22 Су", "Су келді")
    theirs.replace()
    theirs.publish()
    ours.replace()
    ours.publish()
    assert [path for path in public(tmp_path / "site") if path.startswith("news/")] == [
        "news/2026-11-20-mektep.html"
    ]
