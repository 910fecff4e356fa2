from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from generator.work.poster import choose_frame, score_picture
from tests.support.made_media import quarters


def scene() -> Image.Image:
    noise = Image.effect_noise((640, 360), 60).convert("RGB")
    return Image.blend(quarters((640, 360)), noise, 0.5)


@pytest.mark.parametrize(
    "worse",
    [
        Image.new("RGB", (640, 360)),
        Image.new("RGB", (640, 360), "white"),
        ImageEnhance.Brightness(scene()).enhance(0.1),
        scene().filter(ImageFilter.GaussianBlur(8)),
        ImageEnhance.Contrast(scene()).enhance(0.2),
    ],
    ids=["black", "white", "dark", "blurred", "pale"],
)
def test_a_clear_frame_is_better(worse: Image.Image) -> None:
    assert score_picture(scene()) > score_picture(worse)


def test_best_frame_is_chosen_and_of_equals_the_earliest(tmp_path: Path) -> None:
    frames = [tmp_path / f"{at}.png" for at in range(4)]
    for frame, picture in zip(frames, [Image.new("RGB", (9, 9)), *[scene()] * 3], strict=True):
        picture.save(frame)
    same = scene()
    for frame in frames[1:]:
        same.save(frame)
    assert choose_frame(frames) == frames[1]
