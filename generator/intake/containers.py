"""Tell from its bytes whether a clip is self-contained.

MediaInfo also reads lists of other files and follows a MOV's references to them, so that a clip
somebody sends could make it read any file on this computer. It has no option against that: it must
only ever see containers that hold their own pictures.
"""

import struct
from collections.abc import Iterator
from mmap import mmap

Bytes = bytes | mmap

_STARTS = (
    b"\x1aE\xdf\xa3",  # Matroska, WebM
    b"OggS",
    b"FLV\x01",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",  # ASF: Windows Media
    b"\xb7\xd8\x00\x20\x37\x49\xda\x11",  # WTV
    b".RMF",
    b"DKIF",  # IVF
    b"\x1f\x07\x00",  # DV
    b"\0\0\x01",  # MPEG, and H.264 or HEVC without a container
    b"\0\0\0\x01",
)
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
# Offsets of the first two packets; AVCHD puts a time before each.
_TS_PACKETS = ((0, 188), (4, 196))

# https://developer.apple.com/documentation/quicktime-file-format: kinds of data references. Movies
# can also be nothing but references, and a compressed index can hide both.
_ELSEWHERE = (b"alis", b"url ", b"urn ", b"rsrc")
_MOST_REFERENCES = 64


def is_container(start: bytes) -> bool:
    """Whether a file that begins so is of a kind that holds its own pictures and sound."""
    if start[4:8] in _BOXES or start.startswith(_STARTS):
        return True
    if start[:4] == b"RIFF":
        return start[8:12] == b"AVI "
    return any(start[a : a + 1] == start[b : b + 1] == b"G" for a, b in _TS_PACKETS)


def refers_elsewhere(content: Bytes) -> bool:
    """Whether a MOV or MP4 refers to another file for its pictures.

    Searched in all bytes, not only where boxes may be, because programs differ in where they see
    one.
    """
    return (
        any(_is_foreign(content, at) for at in _places(content, b"dref"))
        or any(content[at + 8 : at + 12] in _ELSEWHERE for at in _places(content, b"rdrf"))
        or any(content[at + 8 : at + 12] == b"dcom" for at in _places(content, b"cmov"))
    )


def _places(content: Bytes, name: bytes) -> Iterator[int]:
    at = content.find(name)
    while at >= 0:
        yield at
        at = content.find(name, at + 1)


def _is_foreign(content: Bytes, at: int) -> bool:
    """Whether the list of data references there has an entry that is not in this file."""
    head = content[at + 4 : at + 12]
    count = struct.unpack(">I", head[4:])[0] if len(head) == 8 else 0
    at += 12
    for _ in range(min(count, _MOST_REFERENCES)):
        entry = content[at : at + 12]
        if len(entry) < 12 or entry[4:8] not in _ELSEWHERE:
            return False  # four such letters inside a picture
        if not entry[11] & 1:
            return True
        at += max(struct.unpack(">I", entry[:4])[0], 12)
    return False
