"""The bytes of a page, a track or a script in, what only a machine writes of a place out.

A map's address that somebody put into a text on purpose is fine; so are the words "latitude" and
"GPS" by themselves.
"""

import re
from collections.abc import Iterator
from mmap import mmap

_DECIMAL = rb"-?\d{1,3}\.\d{3,}"

# Looked for by what they begin with, which most pages do not hold: 0.3 ms a page, not 1.3.
_MARKS = (
    *(b"GPS", b"geo:", b"HOME", b"$G", b"x:xmpmeta", b"?xpacket", b"com.apple.quicktime."),
    *(b"sodipodi:docname=", b"inkscape:export-filename=", b"<dc:creator"),
)
_MARKED = re.compile(
    rb"GPS(?:Latitude|Longitude|Position|Coordinates|Altitude|DestL\w+|AreaInformation)"
    rb"|geo:-?\d{1,2}\.\d{3,},%(n)s"
    # What drones and cameras behind a windscreen write into the subtitles of their clips.
    rb"|\b(?:GPS|HOME)\s{0,3}\(\s{0,3}(?:[EWNS]\s{0,3}:?\s{0,3})?%(n)s"
    rb"|\$G[PNL](?:GGA|RMC|GLL),"
    rb"|<x:xmpmeta|<\?xpacket|com\.apple\.quicktime\."
    rb"|sodipodi:docname=|inkscape:export-filename=|<dc:creator" % {b"n": _DECIMAL}
)
_ISO_6709 = re.compile(rb"[+-]\d{2,6}\.\d{2,}[+-]\d{3,7}\.\d{2,}(?:[+-]\d+(?:\.\d+)?)?(?:CRS\w+)?/")
_FIGURES = re.compile(rb"\.(?<=\d\.)\d\d")
_NUMBER = re.compile(rb"\d\.\d{3}")
_NAMED = re.compile(rb"\b(?:lat|latitude|long?|longitude)\s*[:=]\s*-?\d{1,3}$", re.IGNORECASE)
_NAME_BYTES = 24

_BINARY = (b"Exif\0\0", b"http://ns.adobe.com/", b"com.apple.quicktime.", b"<x:xmpmeta", b"GPSLat")


def places_in(content: bytes) -> Iterator[str]:
    """The beginnings of what looks like the place where a picture was taken."""
    if any(mark in content for mark in _MARKS):
        yield from map(_shown, _MARKED.finditer(content))
    if not _FIGURES.search(content):
        return  # as on most pages
    yield from map(_shown, _ISO_6709.finditer(content))
    for number in _NUMBER.finditer(content):
        at = number.start() + 1
        named = _NAMED.search(content[max(0, at - _NAME_BYTES) : at])
        if named:
            yield _shown(named)


def _shown(found: re.Match[bytes]) -> str:
    return found[0][:40].decode("utf-8", "replace")


def marks_in(content: bytes | mmap) -> Iterator[str]:
    """The same in a file that is no text, in whatever part of it."""
    for mark in _BINARY:
        if content.find(mark) >= 0:
            yield mark.strip(b"\0").decode()
