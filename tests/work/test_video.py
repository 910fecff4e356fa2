from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageStat

from generator.errors import Unfit
from generator.model import Cut
from generator.recipes import ClipRecipe, MadeFile, Rendition
from generator.work import clip_args, video
from generator.work.footage import Footage
from generator.work.tools import ToolError, ToolMissing
from generator.work.video import make_clip, matrix_name
from tests.support.made_media import (
    TONE,
    corners,
    draw_clip,
    ffmpeg,
    loudness_of,
    quarters,
    tracks_of,
)
from tests.support.watched import watch

AV1 = Rendition("av1.mp4", "av1", 320, 240, crf=50)
SMALL = Rendition("480.mp4", "h264", 320, 240, crf=30, maxrate_kbps=500)
QUICK = ClipRecipe((SMALL,), seconds=1.0, fps=30.0)
SILENT = replace(QUICK, sound=False)


def make(source: Path, recipe: ClipRecipe = QUICK) -> dict[str, MadeFile]:
    into = source.parent / "made"
    into.mkdir(exist_ok=True)
    files = make_clip(recipe, Footage(source, "2026/a.mov"), into)
    assert sorted(file.name for file in files) == sorted(path.name for path in into.iterdir())
    return {file.name: file for file in files}


def upright(recipe: ClipRecipe, width_px: int, height_px: int) -> ClipRecipe:
    sized = [replace(one, width_px=width_px, height_px=height_px) for one in recipe.renditions]
    return replace(recipe, renditions=tuple(sized))


def test_the_whole_set_is_made(tmp_path: Path) -> None:
    source = draw_clip(tmp_path / "a.mov", *TONE, "-t", 2, size="640x480")
    large = replace(SMALL, name="720.mp4", width_px=480, height_px=360, audio_kbps=64)
    best = replace(AV1, width_px=480, height_px=360)
    told: list[float] = []
    recipe = replace(QUICK, renditions=(best, large, SMALL), seconds=2.0)
    into = tmp_path / "made"
    into.mkdir()
    made = make_clip(recipe, Footage(source, "a"), into, told.append)
    assert [(file.name, file.width_px, file.height_px) for file in made] == [
        ("av1.mp4", 480, 360), ("720.mp4", 480, 360), ("480.mp4", 320, 240),
        ("sound.m4a", 0, 0), ("poster.png", 480, 360),
    ]  # fmt: skip
    assert [file.mime for file in made] == [
        'video/mp4; codecs="av01.0.01M.08, mp4a.40.2"',
        'video/mp4; codecs="avc1.64001E, mp4a.40.2"',
        'video/mp4; codecs="avc1.64000D, mp4a.40.2"',
        'audio/mp4; codecs="mp4a.40.2"',
        "image/png",
    ]
    assert all(abs(file.seconds - 2) < 0.1 for file in made[:-1])
    assert all(file.size_bytes == (into / file.name).stat().st_size > 0 for file in made)
    assert told and told == sorted(told) and told[0] >= 0 and 0.8 < told[-1] <= 1


def test_same_clip_gives_same_bytes(tmp_path: Path) -> None:
    source = draw_clip(tmp_path / "a.mov", *TONE, "-t", 1, size="640x480")
    recipe = replace(QUICK, renditions=(replace(AV1, width_px=480, height_px=360), SMALL))
    first = {name: (tmp_path / "made" / name).read_bytes() for name in make(source, recipe)}
    again = {name: (tmp_path / "made" / name).read_bytes() for name in make(source, recipe)}
    assert first == again


def test_a_clip_too_heavy_for_its_ceiling_gives_same_bytes(tmp_path: Path) -> None:
    source = draw_clip(tmp_path / "a.mov", "-t", 2, "-vf", "noise=alls=40:allf=t")
    recipe = replace(SILENT, renditions=(replace(SMALL, maxrate_kbps=100),), seconds=2.0)
    made = set()
    for _ in range(3):
        make(source, recipe)
        made.add((tmp_path / "made/480.mp4").read_bytes())
    assert len(made) == 1


def test_nothing_of_the_phone_goes_out(tmp_path: Path) -> None:
    source = draw_clip(
        tmp_path / "a.mov", *TONE, "-t", 1, "-movflags", "use_metadata_tags",
        "-metadata", "make=SECRETPHONE", "-metadata", "location=+43.2000+076.9000/",
        "-metadata", "com.apple.quicktime.location.ISO6709=+43.2000+076.9000/",
        "-metadata", "creation_time=2026-05-14T20:30:00Z", 
        "-metadata:s:v", "handler_name=SECRETLENS",
    )  # fmt: skip
    for name in make(source, replace(QUICK, renditions=(AV1, SMALL))):
        written = (tmp_path / "made" / name).read_bytes()
        assert not any(word in written for word in (b"SECRET", b"+43"))
        facts = tracks_of(tmp_path / "made" / name)
        assert not any("encoded_date" in track for track in facts.values())


def test_rotated_clip_stands_upright(tmp_path: Path) -> None:
    still = tmp_path / "still.png"
    quarters((320, 240)).transpose(Image.Transpose.ROTATE_90).save(still)
    lying = tmp_path / "lying.mp4"
    ffmpeg("-loop", 1, "-i", still, "-t", 1, "-pix_fmt", "yuv420p", lying)
    source = tmp_path / "a.mov"
    ffmpeg("-display_rotation", -90, "-i", lying, "-c", "copy", source)
    make(source, SILENT)
    with Image.open(tmp_path / "made" / "poster.png") as poster:
        assert (poster.size, corners(poster)) == ((320, 240), ("red", "lime", "blue", "white"))


def test_names_that_look_like_options_or_addresses_are_files(tmp_path: Path) -> None:
    folder = tmp_path / "100%d of: it"
    folder.mkdir()
    drawn = draw_clip(tmp_path / "a.mp4", "-t", 0.3)
    source = drawn.replace(folder / "-we:ird 'Жол' %03d.mov")
    assert set(make(source, replace(SILENT, seconds=0.3))) == {"480.mp4", "poster.png"}


UNUSUAL: dict[str, tuple[str, int, tuple[object, ...]]] = {
    "one frame": ("320x240", 30, ("-frames:v", 1)),
    "odd sizes": ("321x241", 30, ()),
    "seven frames a second": ("320x240", 7, ()),
    "sixty frames a second": ("320x240", 60, ()),
    "six channels": ("320x240", 30, (*TONE, "-t", 1, "-ac", 6)),
    "eight kHz": ("320x240", 30, (*TONE, "-t", 1, "-c:a", "pcm_s16le", "-ar", 8000)),
    "square pixels it has not": ("320x240", 30, ("-vf", "setsar=4/3")),
}


@pytest.mark.parametrize(("size", "fps", "options"), UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_clips_are_made(
    tmp_path: Path, size: str, fps: int, options: tuple[object, ...]
) -> None:
    source = draw_clip(tmp_path / "a.mov", *options, size=size, fps=fps)
    recipe = replace(
        QUICK,
        renditions=(AV1, SMALL),
        fps=30.0 if fps >= 27 else 0.0,
        sound=TONE[0] in options,
        seconds=1 / 30 if "-frames:v" in options else 1.0,
    )
    made = make(source, recipe)
    assert ("sound.m4a" in made) == recipe.sound
    shown = tracks_of(tmp_path / "made" / "480.mp4")["Video"]
    assert shown["pixel_aspect_ratio"] == "1.000"
    if recipe.seconds == 1:
        assert abs(float(str(shown["frame_rate"])) - (fps if fps < 27 else 30)) < 0.5


def test_clip_of_unknown_length_is_made(tmp_path: Path) -> None:
    source = tmp_path / "a.webm"
    drawn = draw_clip(tmp_path / "a.mp4")
    ffmpeg("-i", drawn, "-c:v", "libvpx", "-deadline", "realtime", "-live", 1, source)
    assert make(source, replace(SILENT, seconds=0.0))["480.mp4"].seconds == pytest.approx(
        1, abs=0.1
    )


def test_silence_gets_no_sound(tmp_path: Path) -> None:
    silence = ("-f", "lavfi", "-i", "anullsrc")
    drawn = draw_clip(tmp_path / "drawn.mp4", "-t", 1)
    ffmpeg("-i", drawn, *silence, "-t", 1, "-c:v", "copy", tmp_path / "a.mov")
    assert set(make(tmp_path / "a.mov")) == {"480.mp4", "poster.png"}
    assert "Audio" not in tracks_of(tmp_path / "made" / "480.mp4")


@pytest.mark.parametrize("volume", ["-8dB", "0dB", "15dB"])
def test_speech_is_as_loud_as_it_should_be(tmp_path: Path, volume: str) -> None:
    # A tone that breathes, so that there is something for the limiter to hold.
    tone = ("-af", f"tremolo=f=5:d=0.7,volume={volume}", "-ac", 2)
    make(draw_clip(tmp_path / "a.mov", *TONE, "-t", 3, *tone), replace(QUICK, seconds=3.0))
    assert abs(loudness_of(tmp_path / "made" / "sound.m4a") + 16) <= 1
    assert abs(loudness_of(tmp_path / "made" / "480.mp4") + 16) <= 1


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
def test_hdr_becomes_sdr(tmp_path: Path, transfer: str) -> None:
    source = tmp_path / "a.mov"
    colours = f"zscale=tin=bt709:min=bt709:pin=bt709:t={transfer}:p=bt2020:m=bt2020nc"
    light = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)"
    ffmpeg(
        "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-t", 1,
        "-vf", f"{colours},format=yuv420p10le", "-c:v", "libx265", "-preset", "ultrafast",
        "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc",
        "-x265-params", f"log-level=none:max-cll=1000,400:{light}", source,
    )  # fmt: skip
    made = make(source, replace(SILENT, fps=25.0, tonemap=True, renditions=(AV1, SMALL)))
    for name in set(made) - {"poster.png"}:
        shown = tracks_of(tmp_path / "made" / name)["Video"]
        assert shown["transfer_characteristics"] == shown["matrix_coefficients"] == "BT.709"
        assert not any("mastering" in key or "hdr" in key for key in shown)
    with Image.open(tmp_path / "made" / "poster.png") as poster:
        assert ImageStat.Stat(poster.convert("HSV")).mean[1] > 150  # not washed out


def test_colours_stay_what_they_were(tmp_path: Path) -> None:
    still = tmp_path / "still.png"
    Image.new("RGB", (320, 240), (40, 180, 60)).save(still)
    source = tmp_path / "a.mov"
    ffmpeg("-loop", 1, "-i", still, "-t", 0.2, "-vf", "scale=out_color_matrix=smpte170m",
           "-pix_fmt", "yuvj420p", "-colorspace", "smpte170m", source)  # fmt: skip
    make(source, replace(SILENT, seconds=0.2))
    with Image.open(tmp_path / "made" / "poster.png") as poster:
        shown = poster.getpixel((160, 120))
    assert isinstance(shown, tuple)
    assert all(abs(a - b) <= 4 for a, b in zip(shown, (40, 180, 60), strict=True))


def test_poster_is_not_the_black_beginning(tmp_path: Path) -> None:
    source = draw_clip(tmp_path / "a.mov", "-vf", "fade=in:0:20")
    make(source, SILENT)
    with Image.open(tmp_path / "made" / "poster.png") as poster:
        assert ImageStat.Stat(poster.convert("L")).mean[0] > 60


@pytest.mark.parametrize(("at", "bright"), [(0.0, False), (0.8, True), (99.0, False)])
def test_poster_at_is_obeyed(tmp_path: Path, at: float, bright: bool) -> None:
    source = draw_clip(tmp_path / "a.mov", "-vf", "eq=brightness=-1:enable='lt(t,0.5)'")
    make(source, replace(SILENT, poster_at=at))
    with Image.open(tmp_path / "made" / "poster.png") as poster:
        assert (ImageStat.Stat(poster.convert("L")).mean[0] > 60) == bright


def test_truncated_clip_is_reported(tmp_path: Path) -> None:
    source = draw_clip(tmp_path / "a.mov", "-t", 3, "-movflags", "+faststart")
    written = source.read_bytes()
    source.write_bytes(written[: len(written) // 2])
    with pytest.raises(Unfit) as caught:
        make(source, replace(SILENT, seconds=3.0))
    found = caught.value.problem
    assert found.where == "2026/a.mov"
    assert found.what == "the clip is cut short ({found} of {expected} s)"
    values = dict(found.values)
    assert values["expected"] == "3.0" and float(values["found"]) < 2.5


@pytest.mark.parametrize(
    "content", [b"", b"nothing", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n"]
)
def test_what_ffmpeg_cannot_read_is_reported(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "a.mov"
    source.write_bytes(content)
    with pytest.raises(Unfit) as caught:
        make(source, SILENT)
    assert caught.value.problem.what == "the clip cannot be read"
    assert isinstance(caught.value.__cause__, ToolError)


@pytest.mark.parametrize(
    ("reason", "what"),
    [
        (ToolMissing(("ffmpeg",), -1, "no such file"), "ffmpeg does not start"),
        (ToolError(("ffmpeg",), 1, "No space left on device"), "the disk is full"),
    ],
)
def test_what_is_not_the_clips_fault_is_not_blamed_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: ToolError, what: str
) -> None:
    def fail(*_: object) -> str:
        raise reason

    source = draw_clip(tmp_path / "a.mov", "-frames:v", 1)
    monkeypatch.setattr(video, "run", fail)
    with pytest.raises(Unfit) as caught:
        make(source, SILENT)
    assert what in caught.value.problem.what


@pytest.mark.parametrize(
    ("written", "short_px", "name"),
    [
        ("BT.709", 240, "bt709"), ("BT.601", 1080, "smpte170m"), ("", 1080, "bt709"),
        ("", 480, "smpte170m"), ("BT.2020 non-constant", 1080, "bt2020"), ("Identity", 720, "auto"),
    ],
)  # fmt: skip
def test_matrix_name(written: str, short_px: int, name: str) -> None:
    assert matrix_name(written, short_px) == name


def test_a_light_clip_that_is_only_copied_has_its_poster(tmp_path: Path) -> None:
    source = draw_clip(tmp_path / "a.mp4", *TONE, "-t", 2, "-c:v", "libx264", "-pix_fmt", "yuv420p")
    copied = replace(SMALL, copied="always")
    made = make(source, replace(QUICK, renditions=(copied,), seconds=2.0))
    assert set(made) == {"480.mp4", "sound.m4a", "poster.png"}


@pytest.mark.parametrize("recipe", [
    replace(QUICK, renditions=(replace(SMALL, codec="h265"),)),  # what no ffmpeg of ours makes
    replace(QUICK, renditions=(AV1,)),
])  # fmt: skip
def test_a_failure_of_ffmpeg_is_not_blamed_on_a_clip_that_is_whole(
    recipe: ClipRecipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clip_args, "_h264_options", lambda rendition: {"c:v": "nothing"})
    monkeypatch.setattr(clip_args, "_av1_options", lambda rendition: {"c:v": "nothing"})
    with pytest.raises(Unfit) as caught:
        make(draw_clip(tmp_path / "a.mov", *TONE, "-t", 1), recipe)
    assert caught.value.problem.hint == "the clip is not at fault: run jarshy doctor"


def test_a_part_of_a_clip_is_made_with_its_sound_and_nothing_else(tmp_path: Path) -> None:
    # A white box and a tone in the second and the fifth second; key frames every three.
    picture = (
        "color=gray:s=320x240:r=30:d=6,drawbox=130:90:60:60:white:fill:"
        "enable='between(t,1,1.2)+between(t,4,4.2)'"
    )
    sound = "aevalsrc='0.4*sin(6000*t)*(between(t,1,1.2)+between(t,4,4.2))':s=48000:d=6"
    source = tmp_path / "a.mp4"
    ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, "-c:v", "libx264",
           "-g", 90, "-pix_fmt", "yuv420p", "-c:a", "aac", source)  # fmt: skip
    assert len(watch(source).flashes) == 2
    into = tmp_path / "made"
    into.mkdir()
    recipe = replace(QUICK, seconds=3.0, poster_at=1.6)
    made = make_clip(recipe, Footage(source, "a", Cut(2.5, 5.5)), into)
    for name in ("480.mp4", "sound.m4a"):
        seconds = next(file.seconds for file in made if file.name == name)
        assert seconds == pytest.approx(3.0, abs=0.1)
    shown = watch(into / "480.mp4")
    assert shown.flashes == pytest.approx((1.5,), abs=0.05)
    assert shown.tones == pytest.approx((1.5,), abs=0.05)
    with Image.open(into / "poster.png") as poster:  # of the moment at which the box is white
        assert ImageStat.Stat(poster.convert("L").crop((140, 100, 180, 140))).mean[0] > 220
