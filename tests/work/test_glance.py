from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageStat

from generator.errors import Unfit
from generator.model import Cut
from generator.recipes import PosterRecipe
from generator.work.glance import make_poster, poster_args
from tests.support.made_media import draw_clip, ffmpeg, quarters

SMALL = PosterRecipe(160, 120, seconds=6.0)


def make(source: Path, recipe: PosterRecipe = SMALL) -> Image.Image:
    into = source.parent / "made"
    into.mkdir(exist_ok=True)
    (made,) = make_poster(recipe, source, "2026/a.mov", into)
    assert (made.name, made.width_px, made.height_px) == (
        "poster.png", recipe.width_px, recipe.height_px,
    )  # fmt: skip
    assert [path.name for path in into.iterdir()] == ["poster.png"]
    with Image.open(into / "poster.png") as picture:
        picture.load()
        return picture


def dark_then_bright(path: Path) -> Path:
    """Three seconds of black, then three of a picture, a key frame each second."""
    shown = "color=black:s=320x240:d=3[a];testsrc2=s=320x240:d=3[b];[a][b]concat"
    ffmpeg("-f", "lavfi", "-i", shown, "-c:v", "libx264", "-g", 25, "-pix_fmt", "yuv420p", path)
    return path


def test_the_poster_is_the_best_key_frame(tmp_path: Path) -> None:
    picture = make(dark_then_bright(tmp_path / "a.mp4"))
    assert ImageStat.Stat(picture.convert("L")).mean[0] > 60


def test_the_poster_is_the_frame_that_was_asked_for(tmp_path: Path) -> None:
    picture = make(dark_then_bright(tmp_path / "a.mp4"), replace(SMALL, poster_at=1.5))
    assert ImageStat.Stat(picture.convert("L")).mean[0] < 5
    late = make(tmp_path / "a.mp4", replace(SMALL, poster_at=99.0))
    assert ImageStat.Stat(late.convert("L")).mean[0] > 60


def test_a_turned_clip_has_an_upright_poster(tmp_path: Path) -> None:
    quarters((320, 240)).save(tmp_path / "a.png")
    still = ("-loop", 1, "-t", 1, "-i", tmp_path / "a.png", "-c:v", "libx264")
    ffmpeg(*still, "-pix_fmt", "yuv420p", tmp_path / "flat.mp4")
    turned = tmp_path / "a.mp4"
    ffmpeg("-display_rotation", 90, "-i", tmp_path / "flat.mp4", "-c", "copy", turned)
    picture = make(turned, PosterRecipe(120, 160, seconds=1.0))
    red, green, blue = picture.getpixel((10, 10))  # type: ignore[misc]
    assert green > 200 and max(red, blue) < 90  # green stood at the right, and is above now


def test_a_clip_without_a_picture_is_told_in_its_own_name(tmp_path: Path) -> None:
    draw_clip(tmp_path / "whole.mp4")
    broken = tmp_path / "a.mp4"
    broken.write_bytes((tmp_path / "whole.mp4").read_bytes()[:2000])
    with pytest.raises(Unfit) as raised:
        make(broken)
    assert raised.value.problem.where == "2026/a.mov"


def test_hdr_is_brought_down_after_scaling() -> None:
    args = " ".join(poster_args(replace(SMALL, tonemap=True), "file:/a.mov"))
    assert args.index("scale=160") < args.index("tonemap=")
    assert "tonemap" not in " ".join(poster_args(SMALL, "file:/a.mov"))


def test_the_poster_of_a_part_is_a_frame_of_it_even_without_a_key_frame(tmp_path: Path) -> None:
    source = dark_then_bright(tmp_path / "a.mp4")
    into = tmp_path / "part"
    into.mkdir()
    (made,) = make_poster(replace(SMALL, seconds=0.5), source, "a", into, Cut(3.2, 3.7))
    with Image.open(into / made.name) as picture:
        assert ImageStat.Stat(picture.convert("L")).mean[0] > 60
