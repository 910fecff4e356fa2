"""Choose the frame that shows a clip best: neither black nor overexposed nor blurred."""

from pathlib import Path

from PIL import Image, ImageFilter, ImageStat

_BRIGHTNESS = (35, 225)  # mean luma of a frame that shows anything
_ENOUGH_CONTRAST = 50.0  # more makes a frame harsher, not better
_COMPARED_PX = 360  # short side at which frames are compared, small enough to ignore grain
_LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def choose_frame(frames: list[Path]) -> Path:
    """The best frame; the earliest of equals."""
    return max(frames, key=_score)


def score_picture(picture: Image.Image) -> float:
    """How well a frame represents its clip: a number without a unit, larger is better."""
    grey = picture.convert("L")
    grey.thumbnail((_COMPARED_PX * 2, _COMPARED_PX))
    light = ImageStat.Stat(grey)
    # Both deviations are 0 to 128: their product rewards frames that have contrast and edges.
    sharpness = ImageStat.Stat(grey.filter(_LAPLACIAN)).stddev[0]
    score = min(light.stddev[0], _ENOUGH_CONTRAST) * sharpness
    low, high = _BRIGHTNESS
    return score if low <= light.mean[0] <= high else score / 1000


def _score(path: Path) -> float:
    with Image.open(path) as picture:
        return score_picture(picture)
