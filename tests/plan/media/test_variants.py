import pytest
from msgspec.structs import replace

from generator.model import ClipFacts, MediaNote, Slot
from generator.plan.media.variants import (
    clip_recipe,
    focus_step,
    photo_recipe,
    poster_recipe,
    poster_size,
    with_codecs,
)
from generator.recipes import ClipRecipe, PosterRecipe, Rendition

PHOTO = Slot("photo", (480, 960, 1600))


def widths(width_px: int, height_px: int, slot: Slot = PHOTO) -> list[int]:
    recipe = photo_recipe(width_px, height_px, (slot,))
    return [one.width_px for one in recipe.variants if one.format == "webp"]


@pytest.mark.parametrize(
    ("width_px", "made"),
    [
        (4032, [480, 960, 1600]),
        (1600, [480, 960, 1600]),
        (1599, [480, 960, 1599]),
        (1104, [480, 960, 1104]),
        (1103, [480, 960]),
        (480, [480]),
        (300, [300]),
        (1, [1]),
    ],
)
def test_widths_are_those_the_picture_reaches(width_px: int, made: list[int]) -> None:
    assert widths(width_px, width_px * 3) == made


def test_every_format_has_its_file() -> None:
    recipe = photo_recipe(4000, 3000, (Slot("card", (360,)),))
    assert [(one.name, one.format) for one in recipe.variants] == [
        ("card-360.avif", "avif"), ("card-360.webp", "webp"), ("card-360.jpg", "jpeg"),
    ]  # fmt: skip
    assert {(one.slot, one.width_px, one.height_px) for one in recipe.variants} == {
        ("card", 360, 270)
    }


def test_slots_keep_their_order_and_names_are_their_own() -> None:
    slots = (PHOTO, Slot("card", (720, 360), 16 / 9), Slot("square", (120,), 1.0))
    recipe = photo_recipe(3000, 4000, slots)
    names = [one.name for one in recipe.variants]
    assert len(set(names)) == len(names)
    assert [one.slot for one in recipe.variants] == ["photo"] * 9 + ["card"] * 6 + ["square"] * 3
    assert recipe == photo_recipe(3000, 4000, slots)


def test_ratio_shapes_the_picture() -> None:
    card = Slot("card", (320, 640), 16 / 9)
    sizes = {(one.width_px, one.height_px) for one in photo_recipe(4000, 3000, (card,)).variants}
    assert sizes == {(320, 180), (640, 360)}


def test_an_upright_picture_has_its_own_ratio_where_the_slot_names_one() -> None:
    card = Slot("card", (320, 640), 16 / 9, upright_ratio=0.8)

    def sizes(width_px: int, height_px: int) -> set[tuple[int, int]]:
        recipe = photo_recipe(width_px, height_px, (card,))
        return {(one.width_px, one.height_px) for one in recipe.variants}

    assert sizes(1080, 1920) == {(320, 400), (640, 800)}
    assert sizes(1920, 1080) == sizes(1500, 1500) == {(320, 180), (640, 360)}


@pytest.mark.parametrize(
    ("size", "focus", "step"),
    [
        ((720, 1280), 0.33, 0),  # a speaker's head is in the upper third
        ((720, 1280), 0.5, 5),
        ((720, 1280), 0.65, 10),
        ((720, 1280), 0.45, 3),
        ((1280, 720), 0.1, 5),
        ((800, 1000), 0.1, 5),
    ],
)
def test_a_crop_stands_where_its_focus_is(size: tuple[int, int], focus: float, step: int) -> None:
    assert focus_step(*size, (0.5, focus), 0.8) == step


def test_a_crop_reaches_only_as_far_as_the_picture_is_high() -> None:
    assert widths(4000, 300, Slot("square", (200, 400), 1.0)) == [200, 300]
    assert widths(300, 4000, Slot("wide", (200, 400), 2.0)) == [200, 300]


@pytest.mark.parametrize(("width_px", "height_px"), [(1, 9000), (9000, 1), (1, 1)])
def test_no_size_is_nothing(width_px: int, height_px: int) -> None:
    recipe = photo_recipe(width_px, height_px, (PHOTO, Slot("card", (320,), 16 / 9)))
    assert all(one.width_px > 0 and one.height_px > 0 for one in recipe.variants)


CAPPED = Slot("photo", (360, 720, 1440), kilobytes=(7, 30, 220))


def limits(slot: Slot, width_px: int = 4000, height_px: int = 3000) -> dict[str, int]:
    return {one.name: one.max_bytes for one in photo_recipe(width_px, height_px, (slot,)).variants}


def test_each_format_has_its_limit_by_the_lightest_of_the_slot() -> None:
    assert limits(CAPPED) == {
        "photo-360.avif": 7000, "photo-360.webp": 9800, "photo-360.jpg": 14000,
        "photo-720.avif": 30000, "photo-720.webp": 42000, "photo-720.jpg": 60000,
        "photo-1440.avif": 220000, "photo-1440.webp": 308000, "photo-1440.jpg": 440000,
    }  # fmt: skip
    poster = Slot("poster", (720,), formats=("webp",), kilobytes=(26,))
    assert limits(poster) == {"poster-720.webp": 26000}
    assert limits(Slot("logo", (96,), formats=("webp", "jpeg"), kilobytes=(7,))) == {
        "logo-96.webp": 7000, "logo-96.jpg": 10000,
    }  # fmt: skip


def test_no_limit_is_above_what_a_host_takes() -> None:
    assert limits(Slot("wide", (2000,), kilobytes=(400,))) == {
        "wide-2000.avif": 400000, "wide-2000.webp": 450000, "wide-2000.jpg": 450000,
    }  # fmt: skip


def test_slot_without_kilobytes_has_no_limits() -> None:
    assert set(limits(PHOTO).values()) == {0}


@pytest.mark.parametrize(
    ("width_px", "made"),
    [
        (1080, {360: 7000, 720: 30000, 1080: 123750}),
        (800, {360: 7000, 720: 30000}),
        (600, {360: 7000, 600: 20833}),
        (300, {300: 4861}),
        (20, {20: 2000}),
    ],
)
def test_width_of_a_small_picture_has_its_share_of_the_limit(
    width_px: int, made: dict[int, int]
) -> None:
    recipe = photo_recipe(width_px, width_px, (CAPPED,))
    found = {one.width_px: one.max_bytes for one in recipe.variants if one.format == "avif"}
    assert found == made


def test_focus_is_the_one_given_or_above_the_middle() -> None:
    assert photo_recipe(9, 9, (PHOTO,), (0.2, 0.9)).focus == (0.2, 0.9)
    assert photo_recipe(9, 9, (PHOTO,)).focus == (0.5, 0.4)


def clip(width_px: int, height_px: int, fps: float = 30.0) -> ClipFacts:
    return ClipFacts(width_px, height_px, seconds=12.5, fps=fps)


def recipe_for(width_px: int, height_px: int, quality: str = "default") -> ClipRecipe:
    return clip_recipe(clip(width_px, height_px), MediaNote(), quality)


def test_upright_full_hd_gets_the_whole_set() -> None:
    recipe = recipe_for(1080, 1920)
    assert recipe.renditions == (
        Rendition("av1.mp4", "av1", 720, 1280, crf=50, audio_kbps=48, lower=(480, 852)),
        Rendition("720.mp4", "h264", 720, 1280, crf=28, maxrate_kbps=1200, audio_kbps=64),
        Rendition("480.mp4", "h264", 480, 852, crf=30, maxrate_kbps=500, audio_kbps=48),
    )
    assert poster_size(recipe) == (720, 1280)


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((3840, 2160), {"av1.mp4": (1280, 720), "720.mp4": (1280, 720), "480.mp4": (852, 480)}),
        ((1000, 600), {"av1.mp4": (1000, 600), "720.mp4": (1000, 600), "480.mp4": (800, 480)}),
        ((854, 480), {"av1.mp4": (854, 480), "480.mp4": (854, 480)}),
        ((960, 540), {"av1.mp4": (960, 540), "480.mp4": (960, 540)}),
        ((320, 240), {"av1.mp4": (320, 240), "480.mp4": (320, 240)}),
        ((241, 321), {"av1.mp4": (240, 320), "480.mp4": (240, 320)}),
        ((1, 1), {"av1.mp4": (2, 2), "480.mp4": (2, 2)}),
    ],
)
def test_rungs_never_enlarge_and_like_ones_are_one(
    size: tuple[int, int], sizes: dict[str, tuple[int, int]]
) -> None:
    made = {one.name: (one.width_px, one.height_px) for one in recipe_for(*size).renditions}
    assert made == sizes


def messenger(**facts: object) -> ClipFacts:
    known = {"width_px": 352, "height_px": 640, "fps": 30.0, "bit_rate_kbps": 300, "is_plain": True}
    return ClipFacts(seconds=9.0, **{**known, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "copied"),
    [
        ({}, {"480.mp4": "always"}),
        ({"bit_rate_kbps": 351}, {"480.mp4": "if smaller"}),
        ({"fps": 60.0}, {"480.mp4": ""}),
        ({"is_plain": False}, {"480.mp4": ""}),
        ({"width_px": 353}, {"480.mp4": ""}),
        (
            {"width_px": 1280, "height_px": 720, "bit_rate_kbps": 700},
            {"720.mp4": "always", "480.mp4": ""},
        ),
        (
            {"width_px": 1280, "height_px": 720, "bit_rate_kbps": 2000},
            {"720.mp4": "if smaller", "480.mp4": ""},
        ),
        ({"width_px": 1920, "height_px": 1080}, {"720.mp4": "", "480.mp4": ""}),
    ],
)
def test_light_clip_is_not_encoded_again(facts: dict[str, object], copied: dict[str, str]) -> None:
    recipe = clip_recipe(messenger(**facts), MediaNote())
    assert {one.name: one.copied for one in recipe.renditions[1:]} == copied


def test_moving_picture_gets_a_steady_frame_rate() -> None:
    assert clip_recipe(messenger(video_codec="gif", fps=2.5), MediaNote()).fps == 20.0


def test_haste_makes_the_small_one_only() -> None:
    small = recipe_for(1080, 1920).renditions[-1]
    assert recipe_for(1080, 1920, "fast").renditions == (small,)
    with pytest.raises(ValueError, match="best"):
        recipe_for(1080, 1920, "best")


def test_preview_makes_one_quick_rendition_and_one_jpeg_a_slot() -> None:
    (small,) = recipe_for(1080, 1920, "fast").renditions
    preview = recipe_for(1080, 1920, "preview")
    assert preview.renditions == (replace(small, quick=True),)
    assert poster_recipe(preview) == PosterRecipe(480, 852, seconds=12.5)
    stills = photo_recipe(4000, 3000, (PHOTO, CAPPED), quality="preview")
    assert [(one.slot, one.format, one.max_bytes) for one in stills.variants] == [
        (PHOTO.name, "jpeg", 0), (CAPPED.name, "jpeg", 0),
    ]  # fmt: skip
    assert all(one.width_px <= 720 for one in stills.variants)


@pytest.mark.parametrize(
    ("fps", "made"),
    [(59.94, 30), (29.97, 30), (27, 30), (26.9, 25), (24, 25), (20, 25), (19.9, 0), (7, 0), (0, 0)],
)
def test_frame_rate(fps: float, made: float) -> None:
    assert clip_recipe(clip(640, 480, fps), MediaNote()).fps == made


def test_what_the_clip_is_decides_what_is_done() -> None:
    facts = ClipFacts(640, 480, 3.0, 25.0, has_sound=False, interlaced=True, hdr="hlg")
    recipe = clip_recipe(facts, MediaNote(poster_at=1.5))
    assert (recipe.seconds, recipe.sound, recipe.deinterlace, recipe.tonemap, recipe.poster_at) == (
        3.0, False, True, True, 1.5,
    )  # fmt: skip
    plain = clip_recipe(clip(640, 480), MediaNote())
    assert (plain.sound, plain.deinterlace, plain.tonemap) == (True, False, False)
    assert plain.poster_at < 0


@pytest.mark.parametrize(("codecs", "quality", "made"), [
    (("av1", "h264"), "default", {"av1.mp4": "av1", "720.mp4": "h264", "480.mp4": "h264"}),
    (("h264",), "default", {"720.mp4": "h264", "480.mp4": "h264"}),
    (("av1",), "default", {"av1.mp4": "av1"}),
    (("av1",), "fast", {"480.mp4": "av1"}),
    (("av1",), "preview", {"480.mp4": "av1"}),
    ((), "default", {"av1.mp4": "av1", "720.mp4": "h264", "480.mp4": "h264"}),
])  # fmt: skip
def test_a_missing_encoder_costs_a_rendition_and_never_the_clip(
    codecs: tuple[str, ...], quality: str, made: dict[str, str]
) -> None:
    recipe = with_codecs(recipe_for(1080, 1920, quality), codecs)
    assert {rendition.name: rendition.codec for rendition in recipe.renditions} == made


def test_what_is_copied_needs_no_encoder() -> None:
    light = clip_recipe(messenger(), MediaNote())
    assert [rendition.name for rendition in with_codecs(light, ("av1",)).renditions] == [
        "av1.mp4", "480.mp4",
    ]  # fmt: skip


def test_the_sample_between_two_sizes_wants_h264() -> None:
    (best,) = with_codecs(recipe_for(1080, 1920), ("av1",)).renditions
    assert best.lower == (0, 0)
