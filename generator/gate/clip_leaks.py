"""Find everything in an MP4, AVIF or WebM file that is neither picture nor sound."""

import struct
from collections.abc import Iterator

from generator.gate.photo_leaks import Bytes

# ISO/IEC 14496-12: boxes that contain boxes, and the bytes before the first of these.
_PARENTS = {
    **dict.fromkeys((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts"), 0),
    **dict.fromkeys((b"mvex", b"moof", b"traf", b"mfra", b"iprp", b"ipco", b"udta", b"ilst"), 0),
    b"meta": 4,
}
_PLAIN = frozenset(
    [
        *(b"ftyp", b"styp", b"mdat", b"free", b"skip", b"wide", b"sidx", b"pdin"),
        *(b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"elst", b"tref", b"tapt", b"elng", b"iods"),
        *(b"vmhd", b"smhd", b"nmhd", b"dref", b"stsd", b"stts", b"ctts", b"cslg", b"stsc"),
        *(b"stsz", b"stz2", b"stco", b"co64", b"stss", b"sdtp", b"sgpd", b"sbgp", b"saio", b"saiz"),
        *(b"mehd", b"trex", b"mfhd", b"tfhd", b"tfdt", b"trun", b"tfra", b"mfro", b"trep"),
        *(b"pitm", b"iloc", b"idat", b"ispe", b"pixi", b"av1C", b"colr", b"auxC", b"ipma"),
        *(b"irot", b"imir", b"clap", b"pasp", b"clli", b"mdcv", b"a1op", b"lsel", b"a1lx"),
        *(b"grpl", b"altr"),
    ]
)
_TIMED = (b"mvhd", b"tkhd", b"mdhd")
# Other tracks are text or sensor data. "mdir" is the handler of an empty tag list.
_TRACKS = (b"vide", b"soun", b"pict", b"mdir")
_HANDLERS = (b"", b"VideoHandler", b"SoundHandler", b"PictureHandler", b"libavif")
_ITEMS = (b"av01", b"grid")  # others are Exif, XMP or URIs


def clip_leaks(content: Bytes) -> Iterator[str]:
    """Yield the names of what is not needed to play or show it; nothing for other files."""
    if content[4:8] == b"ftyp":
        yield from _boxes(content, 0, len(content))
    elif content[:4] == b"\x1aE\xdf\xa3":
        yield from _elements(content, 0, len(content))


def _boxes(content: Bytes, at: int, end: int) -> Iterator[str]:
    while at + 8 <= end:
        size, name = struct.unpack(">I4s", content[at : at + 8])
        head = 8
        if size == 1 and at + 16 <= end:
            size, head = struct.unpack(">Q", content[at + 8 : at + 16])[0], 16
        size = size or end - at
        if size < head or at + size > end:
            yield "a broken part"
            return
        yield from _box(content, name, at + head, at + size)
        at += size
    if at != end:
        yield "a broken part"


def _box(content: Bytes, name: bytes, start: int, end: int) -> Iterator[str]:
    if name in _PARENTS:
        yield from _boxes(content, start + _PARENTS[name], end)
    elif name == b"iinf":
        # Version 0 counts the items in two bytes, later ones in four.
        yield from _boxes(content, start + (8 if content[start] else 6), end)
    elif name == b"infe":
        yield from _item(content[start:end])
    elif name == b"iref":
        if b"thmb" in content[start:end]:
            yield "a small copy"
        if b"cdsc" in content[start:end]:
            yield "a description"
    elif name not in _PLAIN:
        yield name.decode("latin-1").replace("\xa9", "©")
    elif name in _TIMED:
        yield from _times(content, start)
    elif name == b"hdlr":
        yield from _handler(content[start:end])
    elif name in (b"free", b"skip") and content[start:end].strip(b"\0"):
        yield "words in an empty box"


def _item(item: bytes) -> Iterator[str]:
    kind = item[8:12] if item[:1] == b"\2" else item[10:14]
    if kind not in _ITEMS:
        yield kind.decode("latin-1").strip()


def _times(content: Bytes, start: int) -> Iterator[str]:
    # Creation and modification, in seconds since 1904.
    wide = 8 if content[start] == 1 else 4
    if content[start + 4 : start + 4 + 2 * wide].strip(b"\0"):
        yield "the time of filming"


def _handler(handler: bytes) -> Iterator[str]:
    kind, name = handler[8:12], handler[24:].strip(b"\0")
    if kind not in _TRACKS:
        yield f"a track of {kind.decode('latin-1')}"
    elif name not in _HANDLERS:
        yield name[:30].decode("utf-8", "replace")


# Matroska: RFC 9559. Only elements that may contain more than pictures and sound are opened.

_SEGMENT, _INFO, _TRACK_LIST, _TRACK = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
_TAGS, _TAG, _SIMPLE_TAG, _TAG_NAME = 0x1254C367, 0x7373, 0x67C8, 0x45A3
_OPENED = (_SEGMENT, _INFO, _TRACK_LIST, _TRACK, _TAGS, _TAG, _SIMPLE_TAG)
_TELLING = {
    0x7BA9: "a title",
    0x4461: "the time of filming",
    0x7384: "the name of a file",
    0x536E: "the name of a track",
    0x1941A469: "a file inside",
    0x1043A770: "chapters",
}
_TAG_NAMES = (b"ENCODER", b"DURATION")


def _elements(content: Bytes, at: int, end: int) -> Iterator[str]:
    while at < end:
        (name, wide), (size, more) = _number(content, at, keep=True), (0, 0)
        if wide:
            size, more = _number(content, at + wide, keep=False)
        if not wide or not more:
            yield "a broken part"
            return
        inner = at + wide + more
        after = min(inner + size, end) if size >= 0 else end
        if name in _OPENED:
            yield from _elements(content, inner, after)
        elif name in _TELLING:
            yield _TELLING[name]
        elif name == _TAG_NAME and content[inner:after].strip(b"\0") not in _TAG_NAMES:
            yield content[inner:after][:30].decode("utf-8", "replace")
        at = after


def _number(content: Bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A number and its length of one to eight bytes; -1 for an unknown size, (0, 0) for none."""
    first = content[at : at + 1]
    if not first or not first[0]:
        return 0, 0
    wide = 9 - first[0].bit_length()
    value = int.from_bytes(content[at : at + wide])
    if keep:
        return value, wide
    mask = (1 << 7 * wide) - 1
    return (-1 if value & mask == mask else value & mask), wide
