from itertools import pairwise

import pytest
from msgspec.structs import replace

from generator.recipes import ClipRecipe, Rendition
from generator.work.clip_args import (
    SoundLevel,
    SourceTraits,
    clip_args,
    loudness_args,
    sample_args,
    sound_args,
)

AV1 = Rendition("av1.mp4", "av1", 720, 1280, crf=50)
LARGE = Rendition("720.mp4", "h264", 720, 1280, crf=28, maxrate_kbps=1200, audio_kbps=64)
SMALL = Rendition("480.mp4", "h264", 480, 852, crf=30, maxrate_kbps=500)
SDR = SourceTraits()
RECIPE = ClipRecipe((AV1, LARGE, SMALL), seconds=24.0, fps=30.0)


def args(
    recipe: ClipRecipe = RECIPE, has_sound: bool = True, traits: SourceTraits = SDR
) -> list[str]:
    return clip_args(recipe, "file:/a/-b:c.mov", traits, has_sound)


def graph(recipe: ClipRecipe = RECIPE, has_sound: bool = True, traits: SourceTraits = SDR) -> str:
    made = args(recipe, has_sound, traits)
    return made[made.index("-filter_complex") + 1]


def output(name: str, made: list[str]) -> list[str]:
    """The options of one output: what stands between the file before it and its name."""
    before = made[: made.index(name)]
    ends = [at for at, one in enumerate(before) if one.endswith(".mp4")]
    return before[ends[-1] + 1 if ends else 0 :]


def test_source_is_decoded_once() -> None:
    given = [name for before, name in pairwise(args()) if before == "-i"]
    assert given == ["file:/a/-b:c.mov", "sound-48.m4a", "sound-64.m4a"]
    assert args()[args().index("-i") + 1] == "file:/a/-b:c.mov"
    assert args()[args().index("-protocol_whitelist") + 1] == "file,pipe"


def test_all_files_come_from_one_command() -> None:
    names = [one for one in args() if one.endswith((".mp4", ".png"))]
    assert names == ["av1.mp4", "720.mp4", "480.mp4", "poster-%03d.png"]


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
    made = output("480.mp4", args(slow, traits=SourceTraits(fps=7.0)))
    assert made[made.index("-g") + 1] == "28"


def test_ceiling_is_for_h264_alone() -> None:
    assert "-maxrate" not in output("av1.mp4", args())
    small = output("480.mp4", args())
    assert small[small.index("-maxrate") + 1] == "500k"


@pytest.mark.parametrize("name", ["av1.mp4", "720.mp4", "480.mp4"])
def test_renditions_are_bare_seekable_and_the_same_everywhere(name: str) -> None:
    made = output(name, args())
    pairs = set(pairwise(made))
    assert {
        ("-map_metadata", "-1"), ("-map_chapters", "-1"), ("-movflags", "+faststart"),
        ("-g", "120"), ("-pix_fmt", "yuv420p"), ("-fflags", "+bitexact"),
    } <= pairs  # fmt: skip
    # From the encoder on: the source is decoded with four threads.
    encoder = " ".join(made[made.index("-c:v") :])
    threads = "-svtav1-params lp=1:" if name == "av1.mp4" else "-threads 1 "
    assert threads in f"{encoder} "


def test_without_sound_no_sound_is_asked_for() -> None:
    made = args(has_sound=False)
    assert "sound.m4a" not in made
    assert "a:0" not in graph(has_sound=False)


def test_sound_is_made_at_each_bit_rate_from_one_decode() -> None:
    made = sound_args("file:/a.mov", SoundLevel(12.34, peak_db=-3.0), (48, 64))
    assert [one for one in made if one.endswith(".m4a")] == ["sound-48.m4a", "sound-64.m4a"]
    filters = made[made.index("-filter_complex") + 1]
    assert filters.count("volume=12.3dB") == 1
    assert "alimiter=latency=true:level=false:limit=0.708" in filters
    assert "afftdn" not in filters


def test_hiss_goes_before_the_limit_of_a_faint_sound() -> None:
    made = sound_args("file:/a.mov", SoundLevel(30.0, is_quiet=True), (48,))
    filters = made[made.index("-filter_complex") + 1]
    assert filters.index("volume") < filters.index("afftdn") < filters.index("alimiter")


def test_made_sound_is_taken_as_it_is() -> None:
    assert ("-c:a", "copy") in set(pairwise(output("480.mp4", args())))


def test_copied_picture_is_not_encoded() -> None:
    copied = replace(SMALL, codec="copy", copied="always")
    made = args(replace(RECIPE, renditions=(AV1, copied)))
    pairs = set(pairwise(output("480.mp4", made)))
    assert ("-c:v", "copy") in pairs and ("-map", "0:V:0") in pairs
    assert "libx264" not in made


def test_copy_beside_an_encoding_comes_from_the_same_command() -> None:
    made = args(replace(RECIPE, renditions=(AV1, replace(SMALL, copied="if smaller"))))
    names = [one for one in made if one.endswith(".mp4")]
    assert names == ["av1.mp4", "480.mp4", "copy-480.mp4"]


def test_sample_is_of_the_pieces_alone_and_of_the_small_size() -> None:
    made = sample_args(RECIPE, "file:/a.mov", SDR, (1.5, 9.0), 1.0)
    filters = made[made.index("-filter_complex") + 1]
    assert [value for name, value in pairwise(made) if name == "-ss"] == ["1.5", "9.0"]
    assert "concat" in filters and "scale=480:852" in filters


def test_chosen_picture_is_asked_for() -> None:
    assert "[0:V:1]" in graph(replace(RECIPE, picture=1))


def test_colours_are_converted_from_what_the_source_has() -> None:
    assert "in_color_matrix=smpte170m" in graph(traits=SourceTraits("smpte170m"))
    assert "in_color_matrix=bt2020" not in graph(
        replace(RECIPE, tonemap=True), traits=SourceTraits("bt2020")
    )


def test_twelve_candidates_over_the_length() -> None:
    assert "2.000" in graph()
    assert "gte(t" in graph(replace(RECIPE, seconds=0.0))


def test_chosen_poster_time_is_asked_for() -> None:
    assert "7.250" in graph(replace(RECIPE, poster_at=7.25))


def test_loudness_is_measured_in_one_channel_of_sound_alone() -> None:
    made = loudness_args("file:/a.mov")
    assert "[0:a:0]aformat=channel_layouts=mono" in made[made.index("-filter_complex") + 1]
    assert made[-2:] == ["null", "-"]
