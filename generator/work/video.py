"""A clip in, its renditions, its sound and its poster out: loud enough, upright, verified."""

import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from pymediainfo import MediaInfo

from generator.errors import Problem, Unfit, problem
from generator.recipes import ClipRecipe, MadeFile, Rendition
from generator.work.clip_args import CANDIDATES, Look, clip_args, loudness_args
from generator.work.mp4 import Mp4, read_mp4
from generator.work.poster import choose_frame
from generator.work.tools import ToolError, ToolMissing, ffmpeg_path, run

_LOUDNESS_LUFS = -16.0  # of speech on phones; EBU R 128 s2 has -16 to -20 for streaming
_SILENCE_LUFS = -60.0  # ebur128 says -70 for nothing at all
_MOST_GAIN_DB = 20.0  # more lifts hiss, not words
_HASTE = 90.0  # seconds of work that one second of a clip may take on the slowest laptop
_LONGEST_SECONDS = 6 * 3600.0  # of work, where the source does not say how long it is
_BEFORE = ("-hide_banner", "-nostdin")


def make_clip(
    recipe: ClipRecipe,
    source: Path,
    name: str,
    into: Path,
    on_progress: Callable[[float], None] | None = None,
) -> tuple[MadeFile, ...]:
    """Make all files of the clip at `source` in the folder `into`; progress goes from 0 to 1.

    Raises Unfit, calling the clip `name`, when it cannot be read to its end.
    """
    # Absolute and with its protocol: a name may begin with "-" or hold ":".
    address = f"file:{source.resolve()}"
    try:
        gain_db = _gain(address, recipe)
        args = clip_args(recipe, address, look_at(source), gain_db)
        run_ffmpeg(args, recipe, into, _share(recipe, on_progress))
    except (ToolError, OSError) as reason:
        raise Unfit(told(reason, name)) from reason
    poster = keep_poster(recipe, name, into)
    files = [verified_file(recipe, one, name, into) for one in recipe.renditions]
    if gain_db is not None:
        files.append(_made(into / "sound.m4a", read_mp4(into / "sound.m4a")))
    return (*files, poster)


def look_at(source: Path) -> Look:
    """How the source codes its colours and how many frames a second it has."""
    with source.open("rb") as stream:
        tracks = MediaInfo.parse(stream).tracks
    for video in tracks:
        if video.track_type == "Video":
            short_px = min(video.width or 0, video.height or 0)
            return Look(
                matrix_name(video.matrix_coefficients or "", short_px),
                float(video.frame_rate or 0.0),
            )
    return Look()


def matrix_name(written: str, short_px: int) -> str:
    """swscale's name for MediaInfo's; where nothing is written, what browsers assume."""
    if "2020" in written:
        return "bt2020"
    if "709" in written or (not written and short_px >= 720):
        return "bt709"
    return "auto" if written == "Identity" else "smpte170m"


def parse_loudness(said: str) -> float:
    """Integrated loudness in LUFS from the summary that ebur128 prints; silence where none."""
    found = re.findall(r"^\s*I:\s+(-?[\d.]+) LUFS", said, re.MULTILINE)
    return float(found[-1]) if found else -70.0


def gain_for(loudness_lufs: float) -> float | None:
    """Decibels that bring a sound to its target; None where there is nothing to hear."""
    if loudness_lufs <= _SILENCE_LUFS:
        return None
    return min(_LOUDNESS_LUFS - loudness_lufs, _MOST_GAIN_DB)


def told(reason: ToolError | OSError, name: str) -> Problem:
    """A failure in the aide's words; the failure itself stays behind it as the cause."""
    if isinstance(reason, ToolMissing):
        return problem(
            name,
            "the clip cannot be prepared, because ffmpeg does not start on this computer",
            "run jarshy doctor",
        )
    if "No space left" in str(reason):
        return problem(
            name, "the disk is full", "remove what is not needed from it and build again"
        )
    if isinstance(reason, ToolError) and reason.was_late:
        return problem(
            name,
            "the clip takes far too long to be prepared",
            "export it again from the program that made it, as MP4",
        )
    if isinstance(reason, ToolError) and reason.was_ended:
        return problem(
            name,
            "the program that prepares the clip was ended before it was done",
            "close other programs, so that there is memory, and build again",
        )
    return problem(
        name,
        "the clip cannot be read",
        "play it on this computer; if it does not play, copy it from the phone again",
    )


def _gain(address: str, recipe: ClipRecipe) -> float | None:
    # Measured first, because loudnorm fails the whole job on silence of less than 3 s, which 2 of
    # 53 real clips were, and costs three times as much.
    if not recipe.sound:
        return None
    return gain_for(parse_loudness(run_ffmpeg(loudness_args(address), recipe)))


def run_ffmpeg(
    args: list[str],
    recipe: ClipRecipe,
    inside: Path | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> str:
    patience = 120 + recipe.seconds * _HASTE if recipe.seconds else _LONGEST_SECONDS
    return run([ffmpeg_path(), *_BEFORE, *args], patience, on_progress, inside)


def _share(
    recipe: ClipRecipe, on_progress: Callable[[float], None] | None
) -> Callable[[float], None] | None:
    if on_progress is None or not recipe.seconds:
        return None
    tell = on_progress
    return lambda seconds: tell(min(1.0, seconds / recipe.seconds))


def keep_poster(recipe: ClipRecipe, name: str, into: Path) -> MadeFile:
    frames = sorted(into.glob(CANDIDATES.replace("%03d", "*")))
    if not frames:
        raise Unfit(
            problem(name, "there is no picture in this clip", "copy it from the phone again")
        )
    best = frames[-1] if recipe.poster_at >= 0 else choose_frame(frames)
    poster = best.replace(into / "poster.png")
    for frame in frames:
        frame.unlink(missing_ok=True)
    with Image.open(poster) as picture:
        width_px, height_px = picture.size
    return MadeFile(poster.name, poster.stat().st_size, width_px, height_px, mime="image/png")


def verified_file(recipe: ClipRecipe, rendition: Rendition, name: str, into: Path) -> MadeFile:
    # ffmpeg ends with 0 on a file cut in half, so that its word is not enough.
    try:
        found = read_mp4(into / rendition.name)
    except ValueError as reason:
        raise Unfit(
            problem(name, "there is no picture in this clip", "copy it from the phone again")
        ) from reason
    if (found.width_px, found.height_px) != (rendition.width_px, rendition.height_px):
        raise ValueError(f"{rendition.name}: {found} is not {rendition}")
    if found.seconds < min(0.95 * recipe.seconds, recipe.seconds - 0.5):
        raise Unfit(
            problem(
                name,
                "the clip is cut short ({found} of {expected} s)",
                "copy it from the phone again",
                found=f"{found.seconds:.1f}",
                expected=f"{recipe.seconds:.1f}",
            )
        )
    return _made(into / rendition.name, found)


def _made(path: Path, found: Mp4) -> MadeFile:
    return MadeFile(
        path.name,
        path.stat().st_size,
        found.width_px,
        found.height_px,
        round(found.seconds, 3),
        found.mime,
    )
