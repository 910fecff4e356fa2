"""Everything in a JPEG, PNG, WebP or ICO file that is not its picture."""

import io
import struct
import zlib

import pytest
from PIL import Image

from generator.gate.photo_leaks import photo_leaks

PNG = b"\x89PNG\r\n\x1a\n"
SCAN = b"\xff\xda\x00\x02pixels\xff\x00\xff\xd0pixels\xff\xd9"


def saved(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (16, 16), "teal").save(file, kind)
    return file.getvalue()


def jpeg(*segments: tuple[int, bytes], end: bytes = SCAN) -> bytes:
    parts = (bytes((0xFF, marker)) + struct.pack(">H", len(p) + 2) + p for marker, p in segments)
    return b"\xff\xd8" + b"".join(parts) + end


def chunk(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(content))


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(n + struct.pack("<I", len(c)) + c + b"\0" * (len(c) % 2) for n, c in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "ICO", "GIF"])
def test_a_bare_picture_has_nothing_to_hide(kind: str) -> None:
    assert list(photo_leaks(saved(kind))) == []


@pytest.mark.parametrize(
    ("marker", "content", "leaks"),
    [
        (0xE0, b"JFIF\0" + b"\0" * 9, []),
        (0xE0, b"JFIF\0" + b"\0" * 9 + b"thumbnail", ["JFIF"]),
        (0xE1, b"Exif\0\0MM", ["Exif"]),
        (0xE2, b"ICC_PROFILE\0\1\1", []),
        (0xE2, b"MPF\0", ["MPF"]),
        (0xE5, b"\1\2\3", ["APP5"]),
        (0xEE, b"Adobe\0d", []),
        (0xFE, b"taken at home", ["taken at home"]),
        (0xDB, b"\0" * 65, []),
    ],
)
def test_only_the_segments_that_decode_a_jpeg_are_allowed(
    marker: int, content: bytes, leaks: list[str]
) -> None:
    assert list(photo_leaks(jpeg((marker, content)))) == leaks


def test_nothing_may_follow_the_picture_of_a_jpeg() -> None:
    assert list(photo_leaks(jpeg() + b"trailer")) == ["something behind the picture"]
    assert list(photo_leaks(jpeg() + jpeg((0xDB, b"")))) == ["a second picture"]


def test_a_png_has_only_chunks_of_its_picture() -> None:
    ihdr, idat, iend = chunk(b"IHDR", b"\0" * 13), chunk(b"IDAT"), chunk(b"IEND")
    assert list(photo_leaks(PNG + ihdr + chunk(b"iCCP", b"p3") + idat + iend)) == []
    assert list(photo_leaks(PNG + ihdr + chunk(b"eXIf", b"MM") + idat + iend)) == ["eXIf"]
    behind = PNG + ihdr + idat + iend + chunk(b"tEXt", b"home")
    assert list(photo_leaks(behind)) == ["something behind the picture"]


def test_a_webp_has_only_chunks_of_its_picture() -> None:
    assert list(photo_leaks(webp((b"VP8 ", b"pix"), (b"ICCP", b"p3")))) == []
    assert list(photo_leaks(webp((b"VP8 ", b"pix"), (b"EXIF", b"MM")))) == ["EXIF"]
    short = bytearray(webp((b"VP8 ", b"pix")))
    short[4] -= 4
    assert list(photo_leaks(bytes(short))) == ["something behind the picture"]


def test_a_png_inside_an_icon_is_read_too() -> None:
    png = PNG + chunk(b"IHDR", b"\0" * 13) + chunk(b"tEXt", b"home") + chunk(b"IEND")
    head = b"\0\0\1\0\1\0" + b"\0" * 8 + struct.pack("<II", len(png), 22)
    assert list(photo_leaks(head + png)) == ["tEXt"]


def test_a_file_that_ends_early_is_broken() -> None:
    assert list(photo_leaks(b"\xff\xd8\xff\xe1\x00")) == ["a broken part"]
    assert list(photo_leaks(PNG + b"\0\0")) == ["a broken part"]


def test_other_files_are_left_to_others() -> None:
    assert list(photo_leaks(b"<p>GPS</p>")) == []
    assert list(photo_leaks(b"")) == []
