"""A stream in, the photo in it opened out: the one door to Pillow's many readers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pillow_heif
from PIL import Image

from generator.limits import PHOTO_POINTS, PHOTO_SIDE_PX

pillow_heif.register_heif_opener()

# Named, so that no byte soup is taken for one of Pillow's many old formats, and none that runs
# another program (EPS) is ever tried. MPO opens as JPEG, animated PNG as PNG.
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF")

DAMAGE = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError),
    *(AttributeError, RuntimeError, NotImplementedError),
)
"""What Pillow raises on bytes that somebody changed."""

# Pillow's own guard, for what it opens inside of another file: above this it warns, above twice
# as much it refuses.
Image.MAX_IMAGE_PIXELS = PHOTO_POINTS


class TooLarge(Exception):
    """A picture of more points than are safe to decode."""


@contextmanager
def open_photo(stream: IO[bytes]) -> Iterator[Image.Image]:
    """The photo, its pixels not yet read. Raises TooLarge, or Pillow's UnidentifiedImageError."""
    try:
        photo = Image.open(stream, formats=PHOTO_FORMATS)
    except Image.DecompressionBombError as reason:
        raise TooLarge from reason
    with photo:
        if photo.width * photo.height > PHOTO_POINTS or max(photo.size) > PHOTO_SIDE_PX:
            raise TooLarge
        yield photo


# The values of Orientation in Exif 2.32, 4.6.4 A; 1 is upright already.
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
    """The picture turned and mirrored as its Exif orientation says; any other number is none."""
    return picture.transpose(_TURNS[orientation]) if orientation in _TURNS else picture
