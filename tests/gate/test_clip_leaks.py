"""Everything in an MP4, AVIF or WebM file that is neither picture nor sound."""

import struct

import pytest

from generator.gate.clip_leaks import clip_leaks

FTYP = b"\0\0\0\x10ftypisom\0\0\0\0"
EBML = b"\x1aE\xdf\xa3\x80"


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


def mvhd(version: int = 0, made: int = 0, changed: int = 0) -> bytes:
    times = struct.pack(">QQ" if version else ">II", made, changed)
    return box(b"mvhd", bytes((version, 0, 0, 0)) + times + b"\0\0\x03\xe8")


def hdlr(kind: bytes, name: bytes = b"") -> bytes:
    return box(b"hdlr", b"\0" * 8 + kind + b"\0" * 12 + name + b"\0")


def element(number: int, content: bytes) -> bytes:
    name = number.to_bytes((number.bit_length() + 7) // 8)
    return name + bytes((0x80 | len(content),)) + content


def leaks(*boxes: bytes) -> list[str]:
    return list(clip_leaks(FTYP + b"".join(boxes)))


def test_boxes_that_play_a_clip_are_allowed() -> None:
    trak = box(b"trak", box(b"mdia", hdlr(b"vide", b"VideoHandler")))
    assert leaks(box(b"moov", mvhd() + trak), box(b"free", b"\0" * 9), box(b"mdat", b"x")) == []


@pytest.mark.parametrize(
    ("inner", "named"),
    [
        (box(b"udta", box(b"\xa9xyz", b"+52.2+76.9/")), "©xyz"),
        (box(b"uuid", b"\0" * 16), "uuid"),
        (mvhd(made=3_800_000_000), "the time of filming"),
        (mvhd(version=1, changed=3_800_000_000), "the time of filming"),
        (hdlr(b"gpmd"), "a track of gpmd"),
        (hdlr(b"soun", b"GoPro AAC"), "GoPro AAC"),
        (box(b"free", b"home"), "words in an empty box"),
    ],
)
def test_everything_else_is_named_at_any_depth(inner: bytes, named: str) -> None:
    assert leaks(box(b"moov", inner)) == [named]
    assert leaks(inner) == [named]


def test_a_box_with_a_long_size_is_read() -> None:
    long = struct.pack(">I4sQ", 1, b"uuid", 16 + 4) + b"home"
    assert leaks(long, box(b"mdat")) == ["uuid"]


def test_the_items_of_an_avif_are_pictures() -> None:
    def infe(kind: bytes) -> bytes:
        return box(b"infe", b"\2\0\0\0\0\1\0\0" + kind + b"\0")

    def meta(version: int, *items: bytes) -> bytes:
        count = len(items).to_bytes(4 if version else 2)
        return box(
            b"meta", b"\0" * 4 + box(b"iinf", bytes((version, 0, 0, 0)) + count + b"".join(items))
        )

    assert leaks(meta(0, infe(b"av01"), infe(b"grid"))) == []
    assert leaks(meta(0, infe(b"av01"), infe(b"Exif"))) == ["Exif"]
    assert leaks(meta(1, infe(b"mime"))) == ["mime"]
    references = box(b"iref", b"\0" * 4 + box(b"thmb", b"\0" * 6) + box(b"cdsc", b"\0" * 6))
    assert leaks(references) == ["a small copy", "a description"]


@pytest.mark.parametrize("size", [7, 99])
def test_a_box_that_cannot_have_its_size_is_broken(size: int) -> None:
    assert leaks(struct.pack(">I4s", size, b"mdat")) == ["a broken part"]
    assert leaks(b"\0\0\0") == ["a broken part"]
    assert leaks(struct.pack(">I4sQ", 1, b"mdat", 8)) == ["a broken part"]  # its head has 16


@pytest.mark.parametrize(
    ("inner", "named"),
    [
        (element(0x1549A966, element(0x7BA9, b"At home")), "a title"),
        (element(0x1549A966, element(0x4461, b"\0" * 8)), "the time of filming"),
        (element(0x1654AE6B, element(0xAE, element(0x536E, b"Me"))), "the name of a track"),
        (element(0x1941A469, b""), "a file inside"),
        (element(0x1254C367, element(0x7373, element(0x67C8, element(0x45A3, b"CITY")))), "CITY"),
    ],
)
def test_a_webm_may_not_say_more_than_it_plays(inner: bytes, named: str) -> None:
    assert list(clip_leaks(EBML + element(0x18538067, inner))) == [named]


def test_a_webm_may_name_its_encoder_and_have_an_unknown_size() -> None:
    tag = element(0x1254C367, element(0x7373, element(0x67C8, element(0x45A3, b"ENCODER"))))
    assert list(clip_leaks(EBML + element(0x18538067, tag))) == []
    unknown = bytes.fromhex("1853806701ffffffffffffff")
    assert list(clip_leaks(EBML + unknown + element(0x1043A770, b""))) == ["chapters"]
    void = element(0xEC, b"\0" * 100)
    long = void + void + element(0x1043A770, b"")  # more than the 127 of a short size
    assert list(clip_leaks(EBML + bytes.fromhex("18538067ff") + long)) == ["chapters"]
    assert list(clip_leaks(EBML + b"\0")) == ["a broken part"]


def test_other_files_are_left_to_others() -> None:
    assert list(clip_leaks(b"\x89PNG\r\n\x1a\n" + box(b"uuid"))) == []
    assert list(clip_leaks(b"")) == []
