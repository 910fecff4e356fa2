"""Colours of photos that carry no profile: standards named by number, and inks."""

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zlib import crc32

import pytest
from PIL import Image

from generator.recipes import PhotoRecipe, Variant
from generator.work.image import make_photo
from generator.work.profiles import coded_profile
from tests.support.made_media import as_bytes

Colour = tuple[int, int, int]
Write = Callable[[Colour, int, int], bytes]

P3, BT2020 = 12, 9
SRGB_CURVE, PQ, HLG = 13, 16, 18
# sRGB's red, as the two wider standards write it.
RED_IN_P3, RED_IN_BT2020 = (234, 51, 35), (207, 74, 34)


def png(colour: Colour, primaries: int, transfer: int) -> bytes:
    plain = as_bytes(Image.new("RGB", (400, 300), colour), "PNG")
    chunk = b"cICP" + bytes((primaries, transfer, 0, 1))
    chunk = struct.pack(">I", 4) + chunk + struct.pack(">I", crc32(chunk))
    return plain[:33] + chunk + plain[33:]  # after the signature and IHDR


def heic(colour: Colour, primaries: int, transfer: int) -> bytes:
    return as_bytes(
        Image.new("RGB", (400, 300), colour), "HEIF", quality=95,
        color_primaries=primaries, transfer_characteristic=transfer, matrix_coefficients=6,
        save_nclx_profile=True,
    )  # fmt: skip


def avif(colour: Colour, primaries: int, transfer: int) -> bytes:
    plain = as_bytes(Image.new("RGB", (400, 300), colour), "AVIF", quality=95)
    before, mark, after = plain.partition(b"colrnclx")
    assert mark
    return before + mark + struct.pack(">HH", primaries, transfer) + after[4:]


def shown(tmp_path: Path, content: bytes) -> Colour:
    source = tmp_path / "source"
    source.write_bytes(content)
    variant = Variant("a.webp", "photo", "webp", 200, 150)
    make_photo(PhotoRecipe((variant,)), source, "2026/a", tmp_path)
    with Image.open(tmp_path / variant.name) as picture:
        red, green, blue = picture.convert("RGB").getpixel((100, 75))  # type: ignore[misc]
    return red, green, blue


def is_near(one: Colour, other: Colour, by: int) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("write", [png, heic, avif])
@pytest.mark.parametrize(("primaries", "red"), [(P3, RED_IN_P3), (BT2020, RED_IN_BT2020)])
def test_wide_colours_named_by_number_become_srgb(
    tmp_path: Path, write: Write, primaries: int, red: Colour
) -> None:
    assert is_near(shown(tmp_path, write(red, primaries, SRGB_CURVE)), (255, 0, 0), 9)


@pytest.mark.parametrize("write", [png, heic, avif])
def test_what_is_named_srgb_stays_as_it_is(tmp_path: Path, write: Write) -> None:
    assert is_near(shown(tmp_path, write((180, 90, 60), 1, SRGB_CURVE)), (180, 90, 60), 5)
    assert coded_profile(1, SRGB_CURVE) is None


@pytest.mark.parametrize("write", [png, avif])
@pytest.mark.parametrize(
    ("transfer", "level", "light"),
    [
        (PQ, 130, 186),  # 100 nits: half of the paper's light
        (PQ, 148, 238),  # 203 nits, as bright as paper
        (PQ, 192, 255),  # 1,000 nits
        (HLG, 191, 238),
        (HLG, 0, 0),
    ],
)
def test_hdr_keeps_its_paper_white_and_has_room_for_lights(
    tmp_path: Path, write: Write, transfer: int, level: int, light: int
) -> None:
    content = write((level, level, level), BT2020, transfer)
    assert is_near(shown(tmp_path, content), (light, light, light), 6)


def test_a_standard_nobody_knows_leaves_colours_alone(tmp_path: Path) -> None:
    assert is_near(shown(tmp_path, png((180, 90, 60), 77, 99)), (180, 90, 60), 5)


def test_a_chunk_cut_short_is_no_code(tmp_path: Path) -> None:
    whole = as_bytes(Image.new("RGB", (400, 300), (180, 90, 60)), "PNG")
    assert is_near(shown(tmp_path, whole + b"\0\0\0\4cICP"), (180, 90, 60), 5)


@pytest.mark.parametrize(
    ("inks", "colour"),
    [
        # What a press makes of them, by libvips' profile of one.
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (0, 156, 228)),
        ((0, 255, 0, 0), (234, 23, 133)),
        ((0, 0, 255, 0), (255, 240, 0)),
        ((0, 255, 255, 0), (232, 31, 42)),
        ((255, 0, 255, 0), (0, 143, 63)),
        ((255, 255, 0, 0), (48, 36, 123)),
        ((0, 0, 0, 255), (41, 35, 43)),
        ((0, 0, 0, 128), (137, 136, 137)),
        ((128, 0, 0, 0), (97, 194, 241)),
        ((128, 128, 128, 0), (134, 117, 117)),
    ],
)
@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_inks_without_a_profile_look_as_printed(
    tmp_path: Path, format: str, inks: tuple[int, int, int, int], colour: Colour
) -> None:
    content = as_bytes(Image.new("CMYK", (400, 300), inks), format)
    with Image.open(BytesIO(content)) as written:
        assert written.mode == "CMYK" and "icc_profile" not in written.info
    assert is_near(shown(tmp_path, content), colour, 24)
