"""Tells from the path of a file its content type, how long caches keep it, and when to send it."""

import re
from enum import IntEnum

from generator.publish.hosts.host import HttpHeaders

LASTING_SECONDS, SHORT_SECONDS = 31_536_000, 60

# media/035c810a72ad-photo-360.avif, assets/style-d9288208.css, search/index-6699db13.js
_LASTING = re.compile(r"(?:^|/)media/[0-9a-f]{8,}-[^/]+$|-[0-9a-f]{8}\.(?:css|js|svg)$")

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "pdf": "application/pdf",
}
"""Content types by the ending of a name."""


class Stage(IntEnum):
    """The order of sending: what a page needs before the page, what links to it after it."""

    MEDIA = 0
    PAGES = 1
    LISTS = 2


def is_lasting(path: str) -> bool:
    """Whether the name holds a digest of the content, which then never changes."""
    return _LASTING.search(plain_name(path)) is not None


def is_plain(path: str) -> bool:
    """Whether a file is text: proofs of ownership, rules for a host and the like."""
    name = path.rpartition("/")[2]
    return "." not in name.lstrip(".") or name.endswith((".html", ".txt", ".xml", ".json"))


def plain_name(path: str) -> str:
    """The path without the ending of a compressed copy."""
    return path.removesuffix(".gz").removesuffix(".br")


def stage(path: str) -> Stage:
    """The stage in which a file is sent."""
    if is_lasting(path):
        return Stage.MEDIA
    name = plain_name(path).rpartition("/")[2]
    is_list = name in ("index.html", "404.html", "robots.txt") or name.endswith(".xml")
    return Stage.LISTS if is_list or "tags/" in path else Stage.PAGES


def http_headers(path: str, size_bytes: int) -> HttpHeaders:
    """The headers to send with a file."""
    content_type = TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
    seconds = LASTING_SECONDS if is_lasting(path) else SHORT_SECONDS
    cache = f"public, max-age={seconds}" + (", immutable" if is_lasting(path) else "")
    return HttpHeaders(content_type, cache, size_bytes)
