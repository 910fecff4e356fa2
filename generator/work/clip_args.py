"""Build ffmpeg's arguments for a clip: one decode for all of its files. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import ffmpeg

from generator.model import WHOLE, Cut
from generator.recipes import ClipRecipe, Rendition

# ffmpeg also reads lists of other files, such as playlists, name patterns and subtitles of a film,
# and those may use the protocol `file` too. So only the self-contained formats are allowed that
# phones, cameras, messengers and screen recorders write. References from a MOV to other files stay
# off by default (enable_drefs is 0).
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
"""Input options for every file of content/ that ffmpeg opens."""

# File names in the result's folder.
CANDIDATES = "poster-%03d.png"  # the frames that the poster is chosen from
SAMPLE = "sample.h264"  # the pieces encoded as a sample
COPY = "copy.mp4"  # the source's picture alone, kept as it is

_CANDIDATES_WANTED = 12
_CANDIDATES_AT_MOST = 40  # of a source without a duration
# Fixed, because x264's bytes depend on it and a result must not depend on the machine. Under a
# ceiling it also looks at how far its other threads have come: with four, twelve runs on one noisy
# clip gave twelve files, with one the same each time. What it costs in time is small, since
# several encoders run side by side.
_THREADS = 4
_THREADS_UNDER_CEILING = 1
# SVT-AV1's bytes do not depend on lp, its CPU and memory do: lp=1 takes 0.8 of lp=2's CPU.
# Quantisation matrices save up to 3 % of the bytes and cost nothing.
_AV1_PARAMS = "lp=1:enable-qm=1:qm-min=0"
# x264's psychovisual optimisations and its default bits for flat areas cost 4 to 12 % at equal
# VMAF; trellis on every block takes the CPU that turning them off saves.
_X264_PARAMS = "psy=0:aq-strength=0.6:trellis=2"
_GOP_SECONDS = 4  # 2 s cost 12-19 % more bytes; longer makes seeking slow
# swscale's fast paths differ between processors; the accurate ones do not.
_SCALE_FLAGS = "bicubic+accurate_rnd+full_chroma_int+bitexact"

# No metadata of the phone is published (place, make, owner, time, chapters), and no tool versions,
# so that the same input gives the same bytes.
_BARE: dict[str, Any] = {
    "map_metadata": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
    "flags:v": "+bitexact+cgop",
    "flags:a": "+bitexact",
}


@dataclass(frozen=True, slots=True)
class SourceTraits:
    """What the picture depends on besides the recipe, read from the source."""

    matrix: str = "bt709"  # swscale's name of the YUV matrix
    fps: float = 0.0  # 0: unknown


@dataclass(frozen=True, slots=True)
class SoundLevel:
    """How a sound is amplified and limited."""

    gain_db: float
    peak_db: float = -3.0  # AAC overshoots by 0.5 to 3 dB, and -1 dB is the bound
    most_db: float = 42.0  # the upper bound of gain_db
    is_quiet: bool = False  # its hiss has to be removed before it is amplified


def loudness_args(source: str, cut: Cut = WHOLE) -> list[str]:
    """Arguments that print loudness and peaks of the sound mixed to one channel."""
    sound = ffmpeg.input(source, **reading_options(cut))["a:0"]
    measured = sound.filter("aformat", channel_layouts="mono").filter(
        "ebur128", framelog="quiet", peak="true"
    )
    return ["-nostats", *ffmpeg.output(measured, "-", format="null").get_args()]


def sound_name(kbps: int) -> str:
    """File name of the sound at that bit rate."""
    return f"sound-{kbps}.m4a"


def sound_args(source: str, level: SoundLevel, kbps: Sequence[int], cut: Cut = WHOLE) -> list[str]:
    """Arguments that write sound_name(rate) for each bit rate."""
    sound = ffmpeg.input(source, **reading_options(cut))["a:0"]
    streams = sound_streams(sound, level, len(kbps))
    muxing = {**_BARE, "movflags": "+faststart", "f": "ipod"}
    outputs = [
        ffmpeg.output(*stream, sound_name(rate), **muxing, **aac_options(rate))
        for stream, rate in zip(streams, kbps, strict=True)
    ]
    return ["-y", "-nostats", *ffmpeg.merge_outputs(*outputs).get_args()]


def clip_args(
    recipe: ClipRecipe, source: str, traits: SourceTraits, has_sound: bool, cut: Cut = WHOLE
) -> list[str]:
    """Arguments that write every rendition and the poster's candidates.

    The sound is copied from the files of sound_args. File names are relative, because ffmpeg would
    take some characters of a folder's path for parts of the pattern: it runs inside the folder.
    """
    # V, not v: the cover of a music file is no picture of the clip.
    video = ffmpeg.input(source, **reading_options(cut))[f"V:{recipe.picture}"]
    candidates, *encoded = picture_streams(video, recipe, traits)
    pictures = iter(encoded)
    outputs = []
    for rendition in recipe.renditions:
        name, is_copy = rendition.name, rendition.codec == "copy"
        sound = [ffmpeg.input(sound_name(rendition.audio_kbps))["a:0"]] if has_sound else []
        if not is_copy:
            options = {**rendition_options(rendition, traits, recipe), "c:a": "copy"}
            outputs.append(ffmpeg.output(next(pictures), *sound, name, **options))
        if is_copy or rendition.copied:
            target = name if is_copy else copy_name(rendition)
            outputs.append(ffmpeg.output(video, *sound, target, **_COPIED, **{"c:a": "copy"}))
    outputs.append(ffmpeg.output(candidates, CANDIDATES, **candidate_options()))
    return [
        "-y", "-nostats", "-progress", "pipe:1",
        "-filter_complex_threads", "2",
        *ffmpeg.merge_outputs(*outputs).get_args(),
    ]  # fmt: skip


def copy_name(rendition: Rendition) -> str:
    """File name of the source's picture, kept as it is, in place of that rendition."""
    return f"copy-{rendition.name}"


_COPIED: dict[str, Any] = {
    **_BARE,
    "c:v": "copy",
    # Cameras may write metadata between the frames, in SEI messages (type 6).
    "bsf:v": "filter_units=remove_types=6,h264_metadata=colour_primaries=1"
    ":transfer_characteristics=1:matrix_coefficients=1:video_full_range_flag=0",
    "movflags": "+faststart",
    "f": "mp4",
}


def copy_args(recipe: ClipRecipe, source: str) -> list[str]:
    """Arguments that copy the picture, to check whether it can be shown as it is."""
    picture = ffmpeg.input(source, **reading_options())[f"V:{recipe.picture}"]
    return ["-y", "-nostats", *ffmpeg.output(picture, COPY, **_COPIED).get_args()]


def sample_args(
    recipe: ClipRecipe, source: str, traits: SourceTraits, times: Sequence[float], seconds: float
) -> list[str]:
    """Arguments that encode pieces of `seconds` as small H.264, quickly and without a ceiling.

    `times` are the starts of the pieces in seconds.
    """
    # Pieces begin at the key frame before each time: some cameras write one in ten seconds, and
    # decoding up to the exact time took 4.8 CPU-s of a clip of 20 s. One thread for each decoder,
    # since several run at once.
    reading = {"noaccurate_seek": None, **SAFE_READING, "threads": 1}
    pieces = [
        ffmpeg.input(source, ss=start, **reading)[f"V:{recipe.picture}"]
        .filter("setpts", "PTS-STARTPTS")
        .filter("trim", duration=seconds)
        for start in times
    ]
    smallest = min(recipe.renditions, key=attrgetter("width_px"))
    picture = prepared_picture(ffmpeg.concat(*pieces, v=1, a=0), recipe, smallest, traits)
    options = {"c:v": "libx264", "preset": "veryfast", "crf": 30, "threads": _THREADS, "f": "h264"}
    return ["-y", "-nostats", *ffmpeg.output(picture, SAMPLE, **options).get_args()]


def reading_options(cut: Cut = WHOLE) -> dict[str, Any]:
    """SAFE_READING with a fixed number of threads, of the part of the source that is shown.

    ffmpeg decodes from the key frame before a start, and drops what comes before it.
    """
    options = {**SAFE_READING, "threads": _THREADS}
    if cut.start:
        options["ss"] = f"{cut.start:.3f}"
    if cut.end:
        options["t"] = f"{cut.end - cut.start:.3f}"
    return options


# Filters


def picture_streams(video: Any, recipe: ClipRecipe, traits: SourceTraits) -> list[Any]:
    """The stream of the poster's candidates, then one for each rendition that is encoded."""
    encoded = [rendition for rendition in recipe.renditions if rendition.codec != "copy"]
    largest = max(encoded or recipe.renditions, key=attrgetter("width_px"))
    prepared = prepared_picture(video, recipe, largest, traits)
    branches = prepared.filter_multi_output("split", len(encoded) + 1)
    pictures = [
        branches[index] if _size(size) == _size(largest) else _scaled(branches[index], size)
        for index, size in enumerate(encoded, start=1)
    ]
    return [_candidates(branches[0], recipe), *pictures]


def prepared_picture(video: Any, recipe: ClipRecipe, size: Rendition, traits: SourceTraits) -> Any:
    """The picture progressive, upright, in SDR and of that rendition's size."""
    if recipe.deinterlace:
        video = video.filter("bwdif", mode="send_frame", deint="interlaced")
    if recipe.fps:
        video = video.filter("fps", fps=recipe.fps)
    if recipe.tonemap:
        video = tonemapped(_scaled(video, size))
    else:
        matrices = {"in_color_matrix": traits.matrix, "out_color_matrix": "bt709"}
        video = _scaled(video, size, **matrices, out_range="tv")
    return (
        video.filter("format", pix_fmts="yuv420p")
        .filter(
            "setparams",
            range="tv",
            color_primaries="bt709",
            color_trc="bt709",
            colorspace="bt709",
            field_mode="prog",
        )
        # Else an upright SDR file keeps the source's mastering display, light levels or rotation.
        .filter("sidedata", mode="delete")
    )


def _size(rendition: Rendition) -> tuple[int, int]:
    return rendition.width_px, rendition.height_px


def _scaled(video: Any, size: Rendition, **colours: str) -> Any:
    scaled = video.filter("scale", *_size(size), flags=_SCALE_FLAGS, **colours)
    return scaled.filter("setsar", 1)


def tonemapped(video: Any) -> Any:
    """HDR video as SDR. To be used after scaling: before it takes ten times the CPU."""
    # Hable at 100 nits looks natural; 203 nits is too dark, no tone mapping looks grey.
    return (
        video.filter("zscale", transfer="linear", primaries="bt709", npl=100)
        .filter("format", pix_fmts="gbrpf32le")
        .filter("tonemap", tonemap="hable", desat=0)
        .filter("zscale", transfer="bt709", matrix="bt709", range="tv")
    )


def _candidates(video: Any, recipe: ClipRecipe) -> Any:
    selected = video.filter("select", _candidate_times(recipe))
    # An explicit scale, so that the conversion to RGB takes the accurate path too.
    return selected.filter("scale", flags=_SCALE_FLAGS, in_color_matrix="bt709").filter(
        "format", pix_fmts="rgb24"
    )


def _candidate_times(recipe: ClipRecipe) -> str:
    if recipe.poster_at >= 0:
        # The first frame as well, so that a time after the end still gives a poster.
        at = f"{recipe.poster_at:.3f}"
        return f"eq(n,0)+gte(t,{at})*lt(prev_selected_t,{at})"
    step = max(recipe.seconds / _CANDIDATES_WANTED, 0.1) if recipe.seconds else 2.0
    return f"isnan(prev_selected_t)+gte(t-prev_selected_t,{step:.3f})"


def sound_streams(audio: Any, level: SoundLevel | None, count: int) -> list[list[Any]]:
    """That many streams of the sound, each in a list of its own; empty lists without a level."""
    if level is None:
        return [[] for _ in range(count)]
    # Gaps and a late start become silence, so that speech stays in step with the lips.
    audio = audio.filter("aresample", 48000, **{"async": 1, "first_pts": 0})
    audio = audio.filter("aformat", sample_fmts="fltp", channel_layouts="mono")
    audio = audio.filter("volume", f"{level.gain_db:.1f}dB")
    if level.is_quiet:
        audio = audio.filter("highpass", f=80).filter("afftdn", nr=10, nf=-40, tn=1)
    limit = f"{10 ** (level.peak_db / 20):.3f}"
    audio = audio.filter("alimiter", limit=limit, level="false", latency="true")
    branches = audio.filter_multi_output("asplit", count)
    return [[branches[index]] for index in range(count)]


# Outputs


def rendition_options(
    rendition: Rendition, traits: SourceTraits, recipe: ClipRecipe
) -> dict[str, Any]:
    """Options of the output file, with those of its encoder."""
    fps = recipe.fps or traits.fps or 25.0
    return {
        **_BARE,
        **(_av1_options(rendition) if rendition.codec == "av1" else _h264_options(rendition)),
        "crf": rendition.crf,
        "g": max(1, round(fps * _GOP_SECONDS)),
        "pix_fmt": "yuv420p",
        "fps_mode": "vfr",
        "movflags": "+faststart",  # else nothing plays before the last byte has arrived
        "f": "mp4",
    }


def _av1_options(rendition: Rendition) -> dict[str, Any]:
    preset = 12 if rendition.quick else 8
    return {"c:v": "libsvtav1", "preset": preset, "svtav1-params": _AV1_PARAMS}


def _h264_options(rendition: Rendition) -> dict[str, Any]:
    ceiling = {"maxrate": f"{rendition.maxrate_kbps}k", "bufsize": f"{2 * rendition.maxrate_kbps}k"}
    return {
        "c:v": "libx264",
        "preset": "ultrafast" if rendition.quick else "medium",
        "profile:v": "high",
        "threads": _THREADS_UNDER_CEILING if rendition.maxrate_kbps else _THREADS,
        **({} if rendition.quick else {"x264-params": _X264_PARAMS}),
        **(ceiling if rendition.maxrate_kbps else {}),
    }


def aac_options(kbps: int) -> dict[str, Any]:
    """Options of the AAC encoder."""
    # Without the cutoff a click at 48k rose from a limit of -2 dB to +0.6 dB; with it, to -1.6.
    return {"c:a": "aac", "b:a": f"{kbps}k", "cutoff": 12000 if kbps < 64 else 16000}


def candidate_options() -> dict[str, Any]:
    """Options of the images that CANDIDATES names."""
    return {
        **_BARE,
        "c:v": "png",
        "compression_level": 1,
        "fps_mode": "vfr",
        "frames:v": _CANDIDATES_AT_MOST,
        "f": "image2",
    }
