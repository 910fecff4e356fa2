"""Find everything in a JPEG, PNG, WebP or ICO file that is not its picture.

The lists name what is allowed: makers' own notes have no known names.
"""

import struct
from collections.abc import Iterator
from mmap import mmap

Bytes = bytes | mmap

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = (
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"),
    *(b"cICP", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"),
)
_WEBP_CHUNKS = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")


def photo_leaks(content: Bytes) -> Iterator[str]:
    """Yield the names of the parts that are not needed to show it; nothing for other files."""
    start = content[:12]
    try:
        if start.startswith(b"\xff\xd8\xff"):
            yield from _jpeg(content)
        elif start.startswith(_PNG):
            yield from _png(content, 0, len(content))
        elif start[:4] == b"RIFF" and start[8:] == b"WEBP":
            yield from _webp(content)
        elif start.startswith(b"\0\0\1\0"):
            yield from _ico(content)
    except (struct.error, IndexError):
        yield "a broken part"


def _jpeg(content: Bytes) -> Iterator[str]:
    # https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1
    at = 2
    while content[at] == 0xFF and content[at + 1] != 0xDA:
        marker, size = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        part = content[at + 4 : at + 2 + size]
        if marker == 0xFE or (0xE0 <= marker <= 0xEF and not _is_plain(marker, part)):
            name = part.split(b"\0")[0][:20].decode("ascii", "replace")
            yield name if name.isprintable() and name else f"APP{marker - 0xE0}"
        at += 2 + size
    # In the scans 0xFF is followed by 0 or a restart marker, so this is another picture.
    if content.find(b"\xff\xd8\xff", at) >= 0:
        yield "a second picture"
    last = content.rfind(b"\xff\xd9", at)
    if last < 0 or last + 2 != len(content):
        yield "something behind the picture"


def _is_plain(marker: int, part: bytes) -> bool:
    if marker == 0xE0:
        return part.startswith(b"JFIF\0") and len(part) == 14  # longer: with a thumbnail
    if marker == 0xE2:
        return part.startswith(b"ICC_PROFILE\0")
    return marker == 0xEE and part.startswith(b"Adobe")


def _png(content: Bytes, start: int, end: int) -> Iterator[str]:
    # https://www.w3.org/TR/png-3/#5Chunk-layout
    at, name = start + 8, b""
    while at < end and name != b"IEND":
        size, name = struct.unpack(">I4s", content[at : at + 8])
        if name not in _PNG_CHUNKS:
            yield name.decode("ascii", "replace")
        at += 12 + size
    if at != end:
        yield "something behind the picture"


def _webp(content: Bytes) -> Iterator[str]:
    # https://developers.google.com/speed/webp/docs/riff_container
    whole = struct.unpack("<I", content[4:8])[0]
    at = 12
    while at < len(content):
        name, size = struct.unpack("<4sI", content[at : at + 8])
        if name not in _WEBP_CHUNKS:
            yield name.decode("ascii", "replace")
        at += 8 + size + size % 2
    if 8 + whole + whole % 2 != len(content):
        yield "something behind the picture"


def _ico(content: Bytes) -> Iterator[str]:
    count = struct.unpack("<H", content[4:6])[0]
    for number in range(count):
        size, at = struct.unpack("<II", content[14 + 16 * number : 22 + 16 * number])
        if content[at : at + 8] == _PNG:
            yield from _png(content, at, min(at + size, len(content)))
