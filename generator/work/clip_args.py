"""A clip recipe in, ffmpeg's arguments out: one decode for every file of the clip. Pure."""

from dataclasses import dataclass
from typing import Any

import ffmpeg

from generator.recipes import ClipRecipe, Rendition

CANDIDATES = "poster-%03d.png"
"""Names of the frames that the poster is chosen from."""

_CANDIDATES_WANTED = 12
_CANDIDATES_AT_MOST = 40  # where the source does not say how long it is
# Fixed, because x264's bytes depend on it: a task's result must not depend on the machine.
_THREADS = 4
# SVT-AV1's bytes do not (1, 2 and 4 give the same), its memory does: the whole set takes 870 MB
# from 1080p HEVC with 2, 1,006 MB with 4.
_AV1_PARALLELISM = 2
_GOP_SECONDS = 4  # 2 s cost 12-19 % more bytes; longer makes seeking slow
# swscale's fast paths differ between processors; the accurate ones do not.
_SCALE_FLAGS = "bicubic+accurate_rnd+full_chroma_int+bitexact"
_PEAK = 0.79  # -2 dB: AAC overshoots by some 0.5 dB, and -1 dB is the bound

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
class Look:
    """What the picture's recipe depends on beside the plan, read from the source itself."""

    matrix: str = "bt709"  # swscale's name for how its colours are coded
    fps: float = 0.0


def loudness_args(source: str) -> list[str]:
    """Arguments that print the loudness of the sound as it will be: one channel."""
    sound = ffmpeg.input(source, **reading_options())["a:0"]
    measured = sound.filter("aformat", channel_layouts="mono").filter("ebur128", framelog="quiet")
    return ["-nostats", *ffmpeg.output(measured, "-", format="null").get_args()]


def clip_args(recipe: ClipRecipe, source: str, look: Look, gain_db: float | None) -> list[str]:
    """Arguments that make every rendition, sound.m4a and the poster's candidates.

    File names are relative: ffmpeg runs inside the result's folder, so that no letter in its path
    is taken for part of a pattern. `gain_db` None leaves the sound out.
    """
    given = ffmpeg.input(source, **reading_options())
    # V, not v: the cover of a music file is no picture of the clip.
    pictures = picture_streams(given["V:0"], recipe, look)
    sounds = sound_streams(given["a:0"], gain_db, len(recipe.renditions) + 1)
    outputs = [
        ffmpeg.output(picture, *sound, rendition.name, **rendition_options(rendition, look, recipe))
        for rendition, picture, sound in zip(
            recipe.renditions, pictures[1:], sounds[1:], strict=True
        )
    ]
    outputs += [
        ffmpeg.output(*sound, "sound.m4a", **_sound_options()) for sound in sounds[:1] if sound
    ]
    outputs.append(ffmpeg.output(pictures[0], CANDIDATES, **candidate_options()))
    return [
        "-y", "-nostats", "-progress", "pipe:1",
        "-filter_complex_threads", "2",
        *ffmpeg.merge_outputs(*outputs).get_args(),
    ]  # fmt: skip


def reading_options() -> dict[str, Any]:
    # Files only: a playlist in disguise must not make ffmpeg ask a server.
    return {"protocol_whitelist": "file,pipe", "threads": _THREADS}


# Filters


def picture_streams(shown: Any, recipe: ClipRecipe, look: Look) -> list[Any]:
    """The candidates' stream, then one stream a rendition."""
    largest = recipe.renditions[0]
    if recipe.deinterlace:
        shown = shown.filter("bwdif", mode="send_frame", deint="interlaced")
    if recipe.fps:
        shown = shown.filter("fps", fps=recipe.fps)
    shown = _scaled(shown, largest, recipe.tonemap, look)
    if recipe.tonemap:
        shown = tonemapped(shown)
    shown = (
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
    branches = shown.filter_multi_output("split", len(recipe.renditions) + 1)
    renditions = [
        branches[at] if _size(one) == _size(largest) else _resized(branches[at], one)
        for at, one in enumerate(recipe.renditions, start=1)
    ]
    return [_candidates(branches[0], recipe), *renditions]


def _size(rendition: Rendition) -> tuple[int, int]:
    return rendition.width_px, rendition.height_px


def _scaled(shown: Any, largest: Rendition, is_hdr: bool, look: Look) -> Any:
    colours = {} if is_hdr else {
        "in_color_matrix": look.matrix, "out_color_matrix": "bt709", "out_range": "tv",
    }  # fmt: skip
    scaled = shown.filter("scale", *_size(largest), flags=_SCALE_FLAGS, **colours)
    return scaled.filter("setsar", 1)


def _resized(shown: Any, rendition: Rendition) -> Any:
    return shown.filter("scale", *_size(rendition), flags=_SCALE_FLAGS).filter("setsar", 1)


def tonemapped(shown: Any) -> Any:
    # After scaling: 0.6 CPU-s on a clip of 2.5 s instead of ten times that. Hable at 100 nits
    # looks natural; 203 is too dark, none is grey.
    return (
        shown.filter("zscale", transfer="linear", npl=100)
        .filter("format", pix_fmts="gbrpf32le")
        .filter("zscale", primaries="bt709")
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


def sound_streams(given: Any, gain_db: float | None, wanted: int) -> list[list[Any]]:
    """The sound's streams, each in a list of one; empty lists without sound."""
    if gain_db is None:
        return [[] for _ in range(wanted)]
    branches = (
        # Holes and a late start become silence: speech stays with the lips.
        given.filter("aresample", 48000, **{"async": 1, "first_pts": 0})
        .filter("aformat", sample_fmts="fltp", channel_layouts="mono")
        .filter("volume", f"{gain_db:.1f}dB")
        .filter("alimiter", limit=_PEAK, level="false", latency="true")
        .filter_multi_output("asplit", wanted)
    )
    return [[branches[at]] for at in range(wanted)]


# Outputs


def rendition_options(rendition: Rendition, look: Look, recipe: ClipRecipe) -> dict[str, Any]:
    encoder = _av1_options(rendition) if rendition.codec == "av1" else _h264_options(rendition)
    fps = recipe.fps or look.fps or 25.0
    return {
        **_BARE,
        **encoder,
        "crf": rendition.crf,
        "g": max(1, round(fps * _GOP_SECONDS)),
        "pix_fmt": "yuv420p",
        "fps_mode": "vfr",
        **_aac(rendition.audio_kbps),
        "movflags": "+faststart",  # else nothing plays before the last byte is there
        "f": "mp4",
    }


def _av1_options(_: Rendition) -> dict[str, Any]:
    return {"c:v": "libsvtav1", "preset": 8, "svtav1-params": f"lp={_AV1_PARALLELISM}"}


def _h264_options(rendition: Rendition) -> dict[str, Any]:
    ceiling = {
        "maxrate": f"{rendition.maxrate_kbps}k",
        "bufsize": f"{2 * rendition.maxrate_kbps}k",
    }
    return {
        "c:v": "libx264",
        "preset": "ultrafast" if rendition.quick else "medium",
        "profile:v": "high",
        "threads": _THREADS,
        **(ceiling if rendition.maxrate_kbps else {}),
    }


def _sound_options() -> dict[str, Any]:
    return {**_BARE, **_aac(48), "movflags": "+faststart", "f": "ipod"}


def _aac(kbps: int) -> dict[str, Any]:
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
