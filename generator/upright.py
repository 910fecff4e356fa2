"""A picture as the camera wrote it in, the same as people see it out."""

from PIL import Image

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


def turn_upright(picture: Image.Image, orientation: int) -> Image.Image:
    """The picture turned and mirrored as its Exif orientation says; any other number is none."""
    return picture.transpose(_TURNS[orientation]) if orientation in _TURNS else picture
