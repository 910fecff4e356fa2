"""Frames of a clip in, the one that shows it best out: neither black, nor burnt, nor blurred."""

from pathlib import Path

from PIL import Image, ImageFilter, ImageStat

_BRIGHTNESS = (35, 225)  # mean luma of a frame in which something can be seen
_ENOUGH_CONTRAST = 50.0  # above this a frame is not better, only harsher
_LOOK_PX = 360  # short side that frames are compared at: grain counts little there
_LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def choose_frame(frames: list[Path]) -> Path:
    """The best of the frames; of equals the earliest."""
    return max(frames, key=_score)


def score_picture(picture: Image.Image) -> float:
    """How well a frame stands for its clip; any number, larger is better."""
    grey = picture.convert("L")
    grey.thumbnail((_LOOK_PX * 2, _LOOK_PX))
    look = ImageStat.Stat(grey)
    # Both spreads are 0..128, so that their product rewards frames that have both.
    sharpness = ImageStat.Stat(grey.filter(_LAPLACIAN)).stddev[0]
    score = min(look.stddev[0], _ENOUGH_CONTRAST) * sharpness
    low, high = _BRIGHTNESS
    return score if low <= look.mean[0] <= high else score / 1000


def _score(path: Path) -> float:
    with Image.open(path) as picture:
        return score_picture(picture)
