"""Make a clip's renditions, sound and poster: loud enough, upright, verified."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from generator.errors import Problem, Unfit, problem, unfit
from generator.media.mediainfo import read_mediainfo
from generator.recipes import ClipRecipe, MadeFile, PosterRecipe, Rendition
from generator.work.clip_args import (
    CANDIDATES,
    COPY,
    SAMPLE,
    SourceTraits,
    clip_args,
    copy_args,
    copy_name,
    sample_args,
    sound_name,
)
from generator.work.footage import Footage
from generator.work.mp4 import Mp4, key_frames, read_mp4
from generator.work.poster import choose_frame
from generator.work.settle import (
    SAMPLE_SECONDS,
    is_copy_better,
    sample_times,
    settled,
    wants_sample,
    worth_keeping,
)
from generator.work.sound import make_sound
from generator.work.tools import ToolError, ToolMissing, ffmpeg_path, run
from generator.work.whole_clip import is_recipe_possible

_WORK_PER_SECOND = 90.0  # seconds that a second of a clip may take on the slowest laptop
_LONGEST_SECONDS = 6 * 3600.0  # of work on a source without a duration
_MOST_BETWEEN_KEYS_SECONDS = 10.0  # else seeking takes a reader seconds


def make_clip(
    recipe: ClipRecipe,
    footage: Footage,
    into: Path,
    on_progress: Callable[[float], None] | None = None,
) -> tuple[MadeFile, ...]:
    """Make all files of the clip in the folder `into`; progress goes from 0 to 1.

    Raises Unfit when it cannot be read to its end.
    """
    work = _Work(recipe, footage, read_traits(footage.path, recipe.picture), into)
    name, address, cut = footage.name, footage.address, footage.cut
    try:
        has_sound = recipe.sound and make_sound(
            footage, recipe.seconds, _bit_rates(recipe), into, work.run
        )
        recipe = settled(recipe, _sample_kbps(work), _can_copy(work))
        args = clip_args(recipe, address, work.traits, has_sound, cut)
        run_ffmpeg(args, recipe, into, _share(recipe, on_progress))
        renditions = tuple(_lighter(rendition, into) for rendition in recipe.renditions)
        recipe = replace(recipe, renditions=renditions)
        if on_progress:
            on_progress(1.0)  # ffmpeg's last report may be about a stream that ends early
    except (ToolError, OSError) as reason:
        raise Unfit(to_problem(reason, name, recipe)) from reason
    poster = keep_poster(recipe, name, into)
    files = [verified_file(recipe, rendition, name, into) for rendition in recipe.renditions]
    files = _worth_keeping(recipe, files, into)
    if has_sound:
        files.append(_keep_sound(recipe, into))
    return (*files, poster)


@dataclass(frozen=True, slots=True)
class _Work:
    """A clip in the making: `into` is the folder of its files."""

    recipe: ClipRecipe
    footage: Footage
    traits: SourceTraits
    into: Path

    def run(self, args: list[str]) -> str:
        return run_ffmpeg(args, self.recipe, self.into)


def _sample_kbps(work: _Work) -> float:
    """Bit rate of a sample of the clip; 0 where nothing depends on it."""
    wanted = sample_times(work.recipe.seconds) if wants_sample(work.recipe) else ()
    times = [work.footage.cut.start + time for time in wanted]
    if not times:
        return 0.0
    work.run(sample_args(work.recipe, work.footage.address, work.traits, times, SAMPLE_SECONDS))
    sample = work.into / SAMPLE
    size_bytes = sample.stat().st_size
    sample.unlink()
    return size_bytes * 8 / 1000 / (len(times) * SAMPLE_SECONDS)


def _can_copy(work: _Work) -> bool:
    """Whether the source's picture can be shown as it is, judged by a copy."""
    if not any(rendition.copied for rendition in work.recipe.renditions):
        return False
    stderr = work.run(copy_args(work.recipe, work.footage.address))
    copy = work.into / COPY
    frames, between = key_frames(copy)
    copy.unlink()
    fps = work.traits.fps or 25.0
    return (
        "display matrix" not in stderr.lower()  # rotated or mirrored
        and between <= _MOST_BETWEEN_KEYS_SECONDS * fps
        # With more frames, an edit list hides some.
        and frames <= work.recipe.seconds * fps + 1.5
    )


def _lighter(rendition: Rendition, into: Path) -> Rendition:
    """The rendition, or in its place the source's picture where encoding hardly made it lighter."""
    encoded, copy = into / rendition.name, into / copy_name(rendition)
    if not copy.exists():
        return rendition
    if is_copy_better(encoded.stat().st_size, copy.stat().st_size):
        copy.replace(encoded)
        return replace(rendition, codec="copy")
    copy.unlink()
    return rendition


def _worth_keeping(recipe: ClipRecipe, files: list[MadeFile], into: Path) -> list[MadeFile]:
    """The files worth offering; removes the others."""
    sizes = {file.name: file.size_bytes for file in files}
    kept = {rendition.name for rendition in worth_keeping(recipe, sizes)}
    for name in sizes.keys() - kept:
        (into / name).unlink()
    return [file for file in files if file.name in kept]


def read_traits(source: Path, picture: int = 0) -> SourceTraits:
    """Colour matrix and frame rate of that video stream."""
    videos = [track for track in read_mediainfo(source) if track.track_type == "Video"]
    if picture >= len(videos):
        return SourceTraits()
    video = videos[picture]
    short_px = min(video.width or 0, video.height or 0)
    matrix = matrix_name(video.matrix_coefficients or "", short_px)
    return SourceTraits(matrix, float(video.frame_rate or 0.0))


def matrix_name(written: str, short_px: int) -> str:
    """swscale's name for MediaInfo's; where a file has none, what browsers assume."""
    if "2020" in written:
        return "bt2020"
    if "709" in written or (not written and short_px >= 720):
        return "bt709"
    return "auto" if written == "Identity" else "smpte170m"


def to_problem(
    reason: ToolError | OSError, name: str, recipe: ClipRecipe | PosterRecipe
) -> Problem:
    """The problem to report of the clip `name` where its recipe failed."""
    if isinstance(reason, ToolMissing):
        return problem(
            name,
            "the clip cannot be prepared, because ffmpeg does not start on this computer",
            "run jarshy doctor",
        )
    if "No space left" in str(reason):
        return problem(name, "the disk is full", "remove what is not needed from it and try again")
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
    if isinstance(reason, ToolError) and not is_recipe_possible(recipe):
        return problem(
            name,
            "the clip cannot be prepared on this computer: its ffmpeg lacks something",
            "the clip is not at fault: run jarshy doctor",
        )
    return problem(
        name,
        "the clip cannot be read",
        "play it on this computer; if it does not play, copy it from the phone again",
    )


def _bit_rates(recipe: ClipRecipe) -> tuple[int, ...]:
    """Of the sound, lowest first; the lowest becomes the sound-only file."""
    return tuple(sorted({rendition.audio_kbps for rendition in recipe.renditions}))


def _keep_sound(recipe: ClipRecipe, into: Path) -> MadeFile:
    lowest, *others = _bit_rates(recipe)
    for kbps in others:
        (into / sound_name(kbps)).unlink()
    kept = (into / sound_name(lowest)).replace(into / "sound.m4a")
    return _made_file(kept, read_mp4(kept))


def run_ffmpeg(
    args: list[str],
    recipe: ClipRecipe | PosterRecipe,
    inside: Path | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> str:
    """Run ffmpeg in a folder with a timeout for a clip of that length; return its stderr."""
    seconds = 120 + recipe.seconds * _WORK_PER_SECOND if recipe.seconds else _LONGEST_SECONDS
    return run([ffmpeg_path(), "-hide_banner", "-nostdin", *args], seconds, on_progress, inside)


def _share(
    recipe: ClipRecipe, on_progress: Callable[[float], None] | None
) -> Callable[[float], None] | None:
    if on_progress is None or not recipe.seconds:
        return None
    report, furthest = on_progress, 0.0

    def report_share(seconds: float) -> None:
        # ffmpeg reports one of its outputs at a time, and not always the same one.
        nonlocal furthest
        furthest = max(furthest, min(1.0, seconds / recipe.seconds))
        report(furthest)

    return report_share


def keep_poster(recipe: ClipRecipe | PosterRecipe, name: str, into: Path) -> MadeFile:
    """Keep the best candidate in the folder as poster.png; Unfit where there is none."""
    frames = sorted(into.glob(CANDIDATES.replace("%03d", "*")))
    if not frames:
        raise unfit(name, "there is no picture in this clip", "copy it from the phone again")
    best = frames[-1] if recipe.poster_at >= 0 else choose_frame(frames)
    poster = best.replace(into / "poster.png")
    for frame in frames:
        frame.unlink(missing_ok=True)
    with Image.open(poster) as picture:
        width_px, height_px = picture.size
    return MadeFile(poster.name, poster.stat().st_size, width_px, height_px, mime="image/png")


def verified_file(recipe: ClipRecipe, rendition: Rendition, name: str, into: Path) -> MadeFile:
    """The finished rendition, checked; Unfit where it is shorter than its source."""
    # ffmpeg's exit code is 0 also for a file cut in half.
    try:
        made = read_mp4(into / rendition.name)
    except ValueError as reason:
        raise unfit(
            name, "there is no picture in this clip", "copy it from the phone again"
        ) from reason
    if (made.width_px, made.height_px) != (rendition.width_px, rendition.height_px):
        raise ValueError(f"{rendition.name}: {made} is not {rendition}")
    if made.seconds < min(0.95 * recipe.seconds, recipe.seconds - 0.5):
        raise unfit(
            name,
            "the clip is cut short ({found} of {expected} s)",
            "copy it from the phone again",
            found=f"{made.seconds:.1f}",
            expected=f"{recipe.seconds:.1f}",
        )
    return _made_file(into / rendition.name, made)


def _made_file(path: Path, mp4: Mp4) -> MadeFile:
    size_bytes, seconds = path.stat().st_size, round(mp4.seconds, 3)
    return MadeFile(path.name, size_bytes, mp4.width_px, mp4.height_px, seconds, mp4.mime)
