"""Photos are opened by the readers that are named, within bounds, and turned upright."""

import io
import struct
import zlib

import pytest
from PIL import Image, UnidentifiedImageError

from generator.limits import PHOTO_POINTS, PHOTO_SIDE_PX
from generator.media.photos import DAMAGE, TooLarge, apply_orientation, open_photo
from generator.media.warnings import collect_warnings


def saved(kind: str) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (32, 16), "teal").save(file, kind)
    file.seek(0)
    return file


def png_header(width_px: int, height_px: int) -> io.BytesIO:
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n\0\0\0\r" + ihdr + struct.pack(">I", zlib.crc32(ihdr))
    return io.BytesIO(head + b"\0\0\0\0IDAT\x35\xaf\x06\x1e")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF"])
def test_photos_of_phones_and_scanners_open(kind: str) -> None:
    with open_photo(saved(kind)) as photo:
        assert photo.size == (32, 16)
        assert photo.format == kind


@pytest.mark.parametrize("kind", ["EPS", "PPM", "ICO", "PCX"])
def test_no_other_reader_is_tried(kind: str) -> None:
    with pytest.raises(UnidentifiedImageError), open_photo(saved(kind)):
        pass
    assert issubclass(UnidentifiedImageError, DAMAGE)


@pytest.mark.parametrize(
    ("width_px", "height_px"),
    [(PHOTO_SIDE_PX + 1, 1), (1, PHOTO_SIDE_PX + 1), (11_000, 10_001), (60_000, 60_000)],
)
def test_a_photo_beyond_the_limits_is_not_decoded(width_px: int, height_px: int) -> None:
    photo = png_header(width_px, height_px)
    with collect_warnings(), pytest.raises(TooLarge), open_photo(photo):
        pass


def test_a_photo_at_the_limits_opens() -> None:
    for size in ((PHOTO_SIDE_PX, 1), (11_000, PHOTO_POINTS // 11_000)):
        with open_photo(png_header(*size)) as photo:
            assert photo.size == size


# Where the Exif orientation puts the first row and column of what is stored (Exif 2.32, 4.6.4 A).
CORNERS = {
    1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl", 0: "tl", 9: "tl",
}  # fmt: skip


@pytest.mark.parametrize("orientation", CORNERS)
def test_a_photo_is_turned_and_mirrored_as_its_exif_says(orientation: int) -> None:
    stored = Image.new("L", (3, 2))
    stored.putpixel((0, 0), 255)
    stored.putpixel((1, 0), 100)  # beside the corner in the first row
    upright = apply_orientation(stored, orientation)
    is_turned = 5 <= orientation <= 8
    assert upright.size == ((2, 3) if is_turned else (3, 2))
    wide, high = upright.size
    is_left, is_top = "l" in CORNERS[orientation], "t" in CORNERS[orientation]
    corner = (0 if is_left else wide - 1, 0 if is_top else high - 1)
    assert upright.getpixel(corner) == 255
    step = (0, 1 if is_top else -1) if is_turned else (1 if is_left else -1, 0)
    assert upright.getpixel((corner[0] + step[0], corner[1] + step[1])) == 100
