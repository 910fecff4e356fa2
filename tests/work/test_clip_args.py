from itertools import pairwise

import pytest
from msgspec.structs import replace

from generator.recipes import ClipRecipe, Rendition
from generator.work.clip_args import Look, clip_args, loudness_args

AV1 = Rendition("720-av1.mp4", "av1", 720, 1280, crf=50)
LARGE = Rendition("720.mp4", "h264", 720, 1280, crf=28, maxrate_kbps=1200, audio_kbps=64)
SMALL = Rendition("480.mp4", "h264", 480, 852, crf=30, maxrate_kbps=500)
SDR = Look()
RECIPE = ClipRecipe((AV1, LARGE, SMALL), seconds=24.0, fps=30.0)


def args(recipe: ClipRecipe = RECIPE, gain_db: float | None = 3.0, look: Look = SDR) -> list[str]:
    return clip_args(recipe, "file:/a/-b:c.mov", look, gain_db)


def graph(recipe: ClipRecipe = RECIPE, gain_db: float | None = 3.0, look: Look = SDR) -> str:
    made = args(recipe, gain_db, look)
    return made[made.index("-filter_complex") + 1]


def output(name: str, made: list[str]) -> list[str]:
    """The options of one output: what stands between the file before it and its name."""
    before = made[: made.index(name)]
    ends = [at for at, one in enumerate(before) if one.endswith((".mp4", ".m4a"))]
    return before[ends[-1] + 1 if ends else 0 :]


def test_source_is_decoded_once() -> None:
    assert args().count("-i") == 1
    assert args()[args().index("-i") + 1] == "file:/a/-b:c.mov"
    assert args()[args().index("-protocol_whitelist") + 1] == "file,pipe"


def test_all_files_come_from_one_command() -> None:
    names = [one for one in args() if one.endswith((".mp4", ".m4a", ".png"))]
    assert names == ["720-av1.mp4", "720.mp4", "480.mp4", "sound.m4a", "poster-%03d.png"]


def test_scaling_stands_before_everything_dear() -> None:
    filters = graph(replace(RECIPE, deinterlace=True, tonemap=True))
    order = ["bwdif", "fps", "scale=720:1280", "zscale", "format=", "setparams", "sidedata"]
    order += ["split", "scale=480:852"]
    places = [filters.index(one) for one in order]
    assert places == sorted(places)
    assert filters.count("scale=720:1280") == 1


@pytest.mark.parametrize(("word", "change"), [
    ("bwdif", {"deinterlace": True}), ("tonemap", {"tonemap": True}),
])  # fmt: skip
def test_dear_filters_only_where_needed(word: str, change: dict[str, bool]) -> None:
    assert word not in graph()
    assert word in graph(replace(RECIPE, **change))


def test_own_timestamps_are_kept_without_a_frame_rate() -> None:
    slow = replace(RECIPE, fps=0.0)
    assert "fps=" not in graph(slow).replace("_fps", "")
    made = output("480.mp4", args(slow, look=Look(fps=7.0)))
    assert made[made.index("-g") + 1] == "28"


def test_ceiling_is_for_h264_alone() -> None:
    assert "-maxrate" not in output("720-av1.mp4", args())
    small = output("480.mp4", args())
    assert small[small.index("-maxrate") + 1] == "500k"


@pytest.mark.parametrize("name", ["720-av1.mp4", "720.mp4", "480.mp4"])
def test_renditions_are_bare_seekable_and_the_same_everywhere(name: str) -> None:
    made = output(name, args())
    pairs = set(pairwise(made))
    assert {
        ("-map_metadata", "-1"), ("-map_chapters", "-1"), ("-movflags", "+faststart"),
        ("-g", "120"), ("-pix_fmt", "yuv420p"), ("-fflags", "+bitexact"),
    } <= pairs  # fmt: skip
    assert ("-threads", "4") in pairs or ("-svtav1-params", "lp=2") in pairs


def test_without_sound_no_sound_is_asked_for() -> None:
    made = args(gain_db=None)
    assert "sound.m4a" not in made
    assert "a:0" not in graph(gain_db=None)


def test_gain_and_limit_stand_in_the_sound() -> None:
    assert "volume=12.3dB" in graph(gain_db=12.34)
    assert "alimiter" in graph()


def test_colours_are_converted_from_what_the_source_has() -> None:
    assert "in_color_matrix=smpte170m" in graph(look=Look("smpte170m"))
    assert "in_color_matrix=bt2020" not in graph(replace(RECIPE, tonemap=True), look=Look("bt2020"))


def test_twelve_candidates_over_the_length() -> None:
    assert "2.000" in graph()
    assert "gte(t" in graph(replace(RECIPE, seconds=0.0))


def test_chosen_poster_time_is_asked_for() -> None:
    assert "7.250" in graph(replace(RECIPE, poster_at=7.25))


def test_loudness_is_measured_in_one_channel_of_sound_alone() -> None:
    made = loudness_args("file:/a.mov")
    assert "[0:a:0]aformat=channel_layouts=mono" in made[made.index("-filter_complex") + 1]
    assert made[-2:] == ["null", "-"]
