"""A small site to publish, and the ways it changes; no build is needed for it."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from generator.publish.difference import Steps
from generator.publish.hosts.host import Address, read_address
from generator.publish.hosts.open import open_host
from generator.publish.hosts.secrets import Secret
from generator.publish.hosts.trust import Trust
from generator.publish.inventory import take_inventory
from generator.publish.known_releases import open_known_releases
from generator.publish.outlook import difference
from generator.publish.publish import Published, publish, undo
from generator.publish.request import PublishRequest
from generator.store.memory import Memory
from tests.support.building import snapshot

NOBODY = Secret()
MEDIA_BYTES = 40_000


def write_site(output: Path, posts: dict[str, int]) -> None:
    """A site in which each post has a picture, of that edition, at a lasting address."""
    shutil.rmtree(output, ignore_errors=True)
    (output / "media").mkdir(parents=True)
    (output / "news").mkdir()
    links = []
    for name, edition in posts.items():
        picture = f"{name}{edition}".encode() * (MEDIA_BYTES // 8)
        media = f"media/{hashlib.sha256(picture).hexdigest()[:12]}-photo-720.jpg"
        (output / media).write_bytes(picture)
        page = f'<html><img src="../{media}"><p>{name} {edition}</p>{"." * 500}</html>'
        (output / f"news/{name}.html").write_text(page, encoding="utf-8")
        links.append(f'<a href="news/{name}.html"><img src="{media}"></a>')
    home = f"<html>{''.join(links)}</html>"
    (output / "index.html").write_text(home, encoding="utf-8")
    (output / "feed.xml").write_text(f"<feed>{len(posts)}</feed>", encoding="utf-8")


def missing_of(root: Path) -> set[str]:
    """What a reader of these files misses: pages cut short, pictures and pages not there."""
    missing: set[str] = set()
    pages = (*root.glob("*.html"), *root.glob("news/*.html"))
    for page in pages:
        try:
            text = page.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue  # it went between two looks
        if not text.endswith("</html>"):
            missing.add(f"half: {page.name}")
        for link in re.findall(r'(?:src|href)="([^"]+)"', text):
            host = page.parent / link
            if not host.is_file() or (
                "media" in link and host.stat().st_size % 8 and host.stat().st_size < 100
            ):
                missing.add(f"{page.name} → {link}")
    return missing


@dataclass(frozen=True, slots=True)
class Computer:
    """One computer with its output/ and its memory, and the address it publishes to."""

    home: Path
    address: Address
    secret: Secret = NOBODY

    @property
    def output(self) -> Path:
        return self.home / "output"

    def publish(self, *, accept: str = "", **chosen: object) -> Published:
        return publish(*self._ready(accept, chosen))

    def difference(self) -> Steps:
        return difference(*self._ready("", {}))

    def undo(self, **chosen: object) -> Published:
        return undo(self._ready("", chosen)[0])

    def _ready(self, accept: str, chosen: dict[str, object]):  # type: ignore[no-untyped-def]
        memory = open_known_releases(self.home / "cache", self.address)
        trust = Trust(self.home / "trusted", accept)
        host = open_host(self.address, self.secret, trust, memory.folder)
        request = PublishRequest(host, memory, **chosen)  # type: ignore[arg-type]
        with Memory(memory.folder) as digests:
            stock = take_inventory(self.output, digests)
        return request, stock


def computer(home: Path, to: str, secret: Secret = NOBODY) -> Computer:
    """A computer that publishes there."""
    home.mkdir(parents=True, exist_ok=True)
    return Computer(home, read_address(to, "--to"), secret)


def public(root: Path) -> dict[str, bytes]:
    """What readers can see on the host; our own folder is not for them."""
    return {
        path: content for path, content in snapshot(root).items() if not path.startswith(".jarshy/")
    }
