import pytest
from msgspec.structs import replace

from generator.recipes import ClipRecipe, Rendition
from generator.work.settle import (
    is_copy_better,
    sample_times,
    settled,
    wants_sample,
    worth_keeping,
)

AV1 = Rendition("av1.mp4", "av1", 720, 1280, crf=50, lower=(480, 852))
LARGE = Rendition("720.mp4", "h264", 720, 1280, crf=28)
SMALL = Rendition("480.mp4", "h264", 480, 852, crf=30)
RECIPE = ClipRecipe((AV1, LARGE, SMALL), seconds=30.0)


def sizes(recipe: ClipRecipe) -> list[tuple[str, int]]:
    return [(one.codec, one.width_px) for one in recipe.renditions]


@pytest.mark.parametrize(("kbps", "width_px"), [(0.0, 720), (132.0, 720), (259.0, 480)])
def test_heavy_clip_gets_its_av1_at_fewer_points(kbps: float, width_px: int) -> None:
    made = settled(RECIPE, kbps, can_copy=False)
    assert sizes(made) == [("av1", width_px), ("h264", 720), ("h264", 480)]


def test_sample_is_taken_only_where_something_depends_on_it() -> None:
    assert wants_sample(RECIPE)
    assert not wants_sample(replace(RECIPE, renditions=(LARGE, SMALL)))


def test_pieces_lie_inside_the_clip_and_short_clips_have_none() -> None:
    assert sample_times(30.0) == (4.75, 14.75, 24.75)
    assert sample_times(19.9) == ()
    assert sample_times(0.0) == ()


@pytest.mark.parametrize(
    ("copied", "can_copy", "codec", "left"),
    [
        ("", True, "h264", ""),
        ("always", True, "copy", "always"),
        ("if smaller", True, "h264", "if smaller"),
        ("always", False, "h264", ""),
        ("if smaller", False, "h264", ""),
    ],
)
def test_source_is_copied_where_it_can_be(
    copied: str, can_copy: bool, codec: str, left: str
) -> None:
    recipe = replace(RECIPE, renditions=(replace(SMALL, copied=copied),))
    (made,) = settled(recipe, 0.0, can_copy).renditions
    assert (made.codec, made.copied) == (codec, left)


def test_encoding_that_saves_little_gives_way_to_the_source() -> None:
    assert is_copy_better(95, 100) and is_copy_better(200, 100)
    assert not is_copy_better(80, 100)


@pytest.mark.parametrize(
    ("bytes_by_name", "kept"),
    [
        ((500, 1000, 400), ["av1.mp4", "720.mp4", "480.mp4"]),
        ((900, 1000, 400), ["720.mp4", "480.mp4"]),
        ((500, 1000, 900), ["av1.mp4", "720.mp4"]),
        ((990, 1000, 990), ["720.mp4"]),
    ],
)
def test_rungs_that_are_alike_collapse(bytes_by_name: tuple[int, ...], kept: list[str]) -> None:
    names = ("av1.mp4", "720.mp4", "480.mp4")
    found = worth_keeping(RECIPE, dict(zip(names, bytes_by_name, strict=True)))
    assert [one.name for one in found] == kept


def test_av1_of_fewer_points_is_held_against_h264_of_as_many() -> None:
    low = replace(RECIPE, renditions=(replace(AV1, width_px=480, height_px=852), LARGE, SMALL))
    kept = worth_keeping(low, {"av1.mp4": 395, "720.mp4": 1000, "480.mp4": 400})
    assert [one.name for one in kept] == ["720.mp4", "480.mp4"]
