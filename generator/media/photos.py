"""The only door to Pillow's readers: open untrusted photos safely, and turn them upright."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pillow_heif
from PIL import Image

from generator.limits import PHOTO_POINTS, PHOTO_SIDE_PX

pillow_heif.register_heif_opener()

# Named, so that Pillow tries neither its many old formats on arbitrary bytes nor one that runs
# another program (EPS). MPO opens as JPEG, animated PNG as PNG.
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF")

DAMAGE = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError),
    *(AttributeError, RuntimeError, NotImplementedError),
)
"""What Pillow raises on damaged or crafted files."""

# Pillow's own guard, for pictures inside other files: it warns above this, refuses above twice it.
Image.MAX_IMAGE_PIXELS = PHOTO_POINTS


class TooLarge(Exception):
    """The picture has more points than are safe to decode."""


@contextmanager
def open_photo(stream: IO[bytes]) -> Iterator[Image.Image]:
    """Open one of PHOTO_FORMATS without decoding its pixels; closes the photo, not the stream.

    Raises TooLarge above PHOTO_POINTS pixels or PHOTO_SIDE_PX a side (generator/limits.py), and one
    of DAMAGE, mostly UnidentifiedImageError, on what Pillow cannot read. Decoding may raise DAMAGE.
    """
    try:
        photo = Image.open(stream, formats=PHOTO_FORMATS)
    except Image.DecompressionBombError as reason:
        raise TooLarge from reason
    with photo:
        if photo.width * photo.height > PHOTO_POINTS or max(photo.size) > PHOTO_SIDE_PX:
            raise TooLarge
        yield photo


# The values of Orientation in Exif 2.32, 4.6.4 A; 1 is upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def apply_orientation(picture: Image.Image, orientation: int) -> Image.Image:
    """Turn and mirror a picture by its Exif orientation, 2 to 8; others return it unchanged."""
    return picture.transpose(_TURNS[orientation]) if orientation in _TURNS else picture
