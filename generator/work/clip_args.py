"""A clip recipe in, ffmpeg's arguments out: one decode for every file of the clip. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ffmpeg
from msgspec.structs import replace

from generator.recipes import ClipRecipe, Rendition

# A clip is one file. ffmpeg also reads lists of other files: playlists, patterns of names,
# subtitles with a film beside them; `file` is a protocol of theirs, too. So what is read is named:
# containers that phones, cameras, messengers and screen recorders write, all of them whole by
# themselves (a MOV's references to other files stay off: enable_drefs is 0).
SAFE_READING: dict[str, Any] = {
    "protocol_whitelist": "file,pipe",
    "format_whitelist": ",".join(
        (
            *("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "asf", "flv"),
            *("mpegts", "mpeg", "mpegvideo", "ogg", "dv", "rm", "ivf", "wtv", "gif", "swf"),
            *("h264", "hevc", "av1", "obu", "m4v", "nut", "mjpeg", "vvc", "apng", "webp_anim"),
        )
    ),
}
"""How ffmpeg is told to open a file of content/; wherever that is done."""

CANDIDATES = "poster-%03d.png"
"""Names of the frames that the poster is chosen from."""

_CANDIDATES_WANTED = 12
_CANDIDATES_AT_MOST = 40  # where the source does not say how long it is
# Fixed, because x264's bytes depend on it: a task's result must not depend on the machine.
_THREADS = 4
# SVT-AV1's bytes do not; its CPU and memory do: lp=1 takes 0.8 of lp=2's CPU. Quantisation matrices
# save up to 3 % of the bytes and cost nothing.
_AV1_PARAMS = "lp=1:enable-qm=1:qm-min=0"
# x264's psychovisual choices and its full share of bits for flat parts cost 4 to 12 % at equal
# VMAF; trellis for every block takes the CPU that doing without them saves.
_X264_PARAMS = "psy=0:aq-strength=0.6:trellis=2"
_GOP_SECONDS = 4  # 2 s cost 12-19 % more bytes; longer makes seeking slow
# swscale's fast paths differ between processors; the accurate ones do not.
_SCALE_FLAGS = "bicubic+accurate_rnd+full_chroma_int+bitexact"

# Nothing of the phone goes out: no place, make, owner, time, chapter; and no tool versions, so
# that the same input gives the same bytes.
_BARE: dict[str, Any] = {
    "map_metadata": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
    "flags:v": "+bitexact+cgop",
    "flags:a": "+bitexact",
}


@dataclass(frozen=True, slots=True)
class SourceTraits:
    """What the picture's recipe depends on beside the plan, read from the source itself."""

    matrix: str = "bt709"  # swscale's name for how its colours are coded
    fps: float = 0.0


@dataclass(frozen=True, slots=True)
class SoundLevel:
    """What is done to a sound."""

    gain_db: float
    peak_db: float = -3.0  # AAC overshoots by 0.5 to 3 dB, and -1 dB is the bound
    most_db: float = 42.0  # of gain
    is_quiet: bool = False  # so much that its hiss has to go before it is lifted


def loudness_args(source: str) -> list[str]:
    """Arguments that print loudness and peaks of the sound as it will be: one channel."""
    sound = ffmpeg.input(source, **reading_options())["a:0"]
    measured = sound.filter("aformat", channel_layouts="mono").filter(
        "ebur128", framelog="quiet", peak="true"
    )
    return ["-nostats", *ffmpeg.output(measured, "-", format="null").get_args()]


def sound_name(kbps: int) -> str:
    """Name of the file with the sound at that bit rate."""
    return f"sound-{kbps}.m4a"


def sound_args(source: str, level: SoundLevel, kbps: Sequence[int]) -> list[str]:
    """Arguments that make the sound at each bit rate, by sound_name."""
    heard = sound_streams(ffmpeg.input(source, **reading_options())["a:0"], level, len(kbps))
    outputs = [
        ffmpeg.output(
            *stream, sound_name(one), **_BARE, **aac_options(one), movflags="+faststart", f="ipod"
        )
        for stream, one in zip(heard, kbps, strict=True)
    ]
    return ["-y", "-nostats", *ffmpeg.merge_outputs(*outputs).get_args()]


def clip_args(recipe: ClipRecipe, source: str, traits: SourceTraits, has_sound: bool) -> list[str]:
    """Arguments that make every rendition and the poster's candidates.

    File names are relative: ffmpeg runs inside the result's folder, so that no letter in its path
    is taken for part of a pattern. Sound comes from the files of sound_args, as it is.
    """
    given = ffmpeg.input(source, **reading_options())
    encoded = tuple(one for one in recipe.renditions if one.codec != "copy")
    # V, not v: the cover of a music file is no picture of the clip.
    shown = given[f"V:{recipe.picture}"]
    candidates, *pictures = picture_streams(shown, replace(recipe, renditions=encoded), traits)
    by_name = {one.name: picture for one, picture in zip(encoded, pictures, strict=True)}
    outputs = []
    for one in recipe.renditions:
        sound = [ffmpeg.input(sound_name(one.audio_kbps))["a:0"]] if has_sound else []
        if one.codec != "copy":
            options = {**rendition_options(one, traits, recipe), "c:a": "copy"}
            outputs.append(ffmpeg.output(by_name[one.name], *sound, one.name, **options))
        if one.codec == "copy" or one.copied:
            name = one.name if one.codec == "copy" else copy_name(one)
            outputs.append(ffmpeg.output(shown, *sound, name, **_COPIED, **{"c:a": "copy"}))
    outputs.append(ffmpeg.output(candidates, CANDIDATES, **candidate_options()))
    return [
        "-y", "-nostats", "-progress", "pipe:1",
        "-filter_complex_threads", "2",
        *ffmpeg.merge_outputs(*outputs).get_args(),
    ]  # fmt: skip


def copy_name(rendition: Rendition) -> str:
    """Name of the file that has the source's own picture instead of that rendition."""
    return f"copy-{rendition.name}"


COPY = "copy.mp4"
"""Name of the source's own picture alone."""

_COPIED: dict[str, Any] = {
    **_BARE,
    "c:v": "copy",
    # Words of the camera may stand between the pictures themselves, in SEI messages (type 6).
    "bsf:v": "filter_units=remove_types=6,h264_metadata=colour_primaries=1"
    ":transfer_characteristics=1:matrix_coefficients=1:video_full_range_flag=0",
    "movflags": "+faststart",
    "f": "mp4",
}


def copy_args(recipe: ClipRecipe, source: str) -> list[str]:
    """Arguments that take the picture over as it is, to see whether it can be shown so."""
    picture = ffmpeg.input(source, **reading_options())[f"V:{recipe.picture}"]
    return ["-y", "-nostats", *ffmpeg.output(picture, COPY, **_COPIED).get_args()]


SAMPLE = "sample.h264"
"""Name of the pieces that are tried."""


def sample_args(
    recipe: ClipRecipe, source: str, traits: SourceTraits, times: Sequence[float], seconds: float
) -> list[str]:
    """Arguments that encode pieces of the picture as H.264 at 480, quickly, without a ceiling."""
    # From the key frame before each moment: some cameras set one in ten seconds, and decoding up to
    # the moment itself took 4.8 CPU-s of a clip of 20 s.
    reading = {"noaccurate_seek": None, **SAFE_READING, "threads": 1}  # three decoders at once
    pieces = [
        ffmpeg.input(source, ss=at, **reading)[f"V:{recipe.picture}"]
        .filter("setpts", "PTS-STARTPTS")
        .filter("trim", duration=seconds)
        for at in times
    ]
    small = min(recipe.renditions, key=lambda one: one.width_px)
    shown = prepared_picture(ffmpeg.concat(*pieces, v=1, a=0), recipe, small, traits)
    options = {"c:v": "libx264", "preset": "veryfast", "crf": 30, "threads": _THREADS, "f": "h264"}
    return ["-y", "-nostats", *ffmpeg.output(shown, SAMPLE, **options).get_args()]


def reading_options() -> dict[str, Any]:
    return {**SAFE_READING, "threads": _THREADS}


# Filters


def picture_streams(shown: Any, recipe: ClipRecipe, traits: SourceTraits) -> list[Any]:
    """The candidates' stream, then one stream a rendition."""
    largest = max(recipe.renditions, key=lambda one: one.width_px)
    shown = prepared_picture(shown, recipe, largest, traits)
    branches = shown.filter_multi_output("split", len(recipe.renditions) + 1)
    renditions = [
        branches[at] if _size(one) == _size(largest) else _resized(branches[at], one)
        for at, one in enumerate(recipe.renditions, start=1)
    ]
    return [_candidates(branches[0], recipe), *renditions]


def prepared_picture(shown: Any, recipe: ClipRecipe, size: Rendition, traits: SourceTraits) -> Any:
    """The picture upright, calm, in SDR and of that rendition's size."""
    if recipe.deinterlace:
        shown = shown.filter("bwdif", mode="send_frame", deint="interlaced")
    if recipe.fps:
        shown = shown.filter("fps", fps=recipe.fps)
    shown = _scaled(shown, size, recipe.tonemap, traits)
    if recipe.tonemap:
        shown = tonemapped(shown)
    return (
        shown.filter("format", pix_fmts="yuv420p")
        .filter(
            "setparams",
            range="tv",
            color_primaries="bt709",
            color_trc="bt709",
            colorspace="bt709",
            field_mode="prog",
        )
        # Else mastering display and content light, or a rotation, survive into upright SDR files.
        .filter("sidedata", mode="delete")
    )


def _size(rendition: Rendition) -> tuple[int, int]:
    return rendition.width_px, rendition.height_px


def _scaled(shown: Any, largest: Rendition, is_hdr: bool, traits: SourceTraits) -> Any:
    colours = {} if is_hdr else {
        "in_color_matrix": traits.matrix, "out_color_matrix": "bt709", "out_range": "tv",
    }  # fmt: skip
    scaled = shown.filter("scale", *_size(largest), flags=_SCALE_FLAGS, **colours)
    return scaled.filter("setsar", 1)


def _resized(shown: Any, rendition: Rendition) -> Any:
    return shown.filter("scale", *_size(rendition), flags=_SCALE_FLAGS).filter("setsar", 1)


def tonemapped(shown: Any) -> Any:
    # After scaling: 0.6 CPU-s on a clip of 2.5 s instead of ten times that. Hable at 100 nits
    # looks natural; 203 is too dark, none is grey.
    return (
        shown.filter("zscale", transfer="linear", primaries="bt709", npl=100)
        .filter("format", pix_fmts="gbrpf32le")
        .filter("tonemap", tonemap="hable", desat=0)
        .filter("zscale", transfer="bt709", matrix="bt709", range="tv")
    )


def _candidates(shown: Any, recipe: ClipRecipe) -> Any:
    picked = shown.filter("select", _candidate_times(recipe))
    # Its own scale, so that colours become RGB by the same accurate path.
    return picked.filter("scale", flags=_SCALE_FLAGS, in_color_matrix="bt709").filter(
        "format", pix_fmts="rgb24"
    )


def _candidate_times(recipe: ClipRecipe) -> str:
    if recipe.poster_at >= 0:
        # The first frame as well: a time behind the end then still gives a poster.
        at = f"{recipe.poster_at:.3f}"
        return f"eq(n,0)+gte(t,{at})*lt(prev_selected_t,{at})"
    step = max(recipe.seconds / _CANDIDATES_WANTED, 0.1) if recipe.seconds else 2.0
    return f"isnan(prev_selected_t)+gte(t-prev_selected_t,{step:.3f})"


def sound_streams(given: Any, level: SoundLevel | None, wanted: int) -> list[list[Any]]:
    """The sound's streams, each in a list of one; empty lists without sound."""
    if level is None:
        return [[] for _ in range(wanted)]
    # Holes and a late start become silence: speech stays with the lips.
    heard = given.filter("aresample", 48000, **{"async": 1, "first_pts": 0}).filter(
        "aformat", sample_fmts="fltp", channel_layouts="mono"
    )
    heard = heard.filter("volume", f"{level.gain_db:.1f}dB")
    if level.is_quiet:
        heard = heard.filter("highpass", f=80).filter("afftdn", nr=10, nf=-40, tn=1)
    limit = f"{10 ** (level.peak_db / 20):.3f}"
    heard = heard.filter("alimiter", limit=limit, level="false", latency="true")
    branches = heard.filter_multi_output("asplit", wanted)
    return [[branches[at]] for at in range(wanted)]


# Outputs


def rendition_options(
    rendition: Rendition, traits: SourceTraits, recipe: ClipRecipe
) -> dict[str, Any]:
    encoder = _av1_options(rendition) if rendition.codec == "av1" else _h264_options(rendition)
    fps = recipe.fps or traits.fps or 25.0
    return {
        **_BARE,
        **encoder,
        "crf": rendition.crf,
        "g": max(1, round(fps * _GOP_SECONDS)),
        "pix_fmt": "yuv420p",
        "fps_mode": "vfr",
        "movflags": "+faststart",  # else nothing plays before the last byte is there
        "f": "mp4",
    }


def _av1_options(_: Rendition) -> dict[str, Any]:
    return {"c:v": "libsvtav1", "preset": 8, "svtav1-params": _AV1_PARAMS}


def _h264_options(rendition: Rendition) -> dict[str, Any]:
    ceiling = {"maxrate": f"{rendition.maxrate_kbps}k", "bufsize": f"{2 * rendition.maxrate_kbps}k"}
    return {
        "c:v": "libx264",
        "preset": "ultrafast" if rendition.quick else "medium",
        "profile:v": "high",
        "threads": _THREADS,
        **({} if rendition.quick else {"x264-params": _X264_PARAMS}),
        **(ceiling if rendition.maxrate_kbps else {}),
    }


def aac_options(kbps: int) -> dict[str, Any]:
    # Without the cutoff a click at 48k came back as +0.6 dB from a limit of -2; with it, -1.6.
    return {"c:a": "aac", "b:a": f"{kbps}k", "cutoff": 12000 if kbps < 64 else 16000}


def candidate_options() -> dict[str, Any]:
    return {
        **_BARE,
        "c:v": "png",
        "compression_level": 1,
        "fps_mode": "vfr",
        "frames:v": _CANDIDATES_AT_MOST,
        "f": "image2",
    }
