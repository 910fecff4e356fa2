"""A clip in, its renditions, its sound and its poster out: loud enough, upright, verified."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from generator.errors import Problem, Unfit, problem, unfit
from generator.media.mediainfo import read_mediainfo
from generator.recipes import ClipRecipe, MadeFile, Rendition
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
    work = _Work(recipe, f"file:{source.resolve()}", look_at(source, recipe.picture), into)
    try:
        has_sound = recipe.sound and _make_sound(work)
        recipe = settled(recipe, _sample_kbps(work), _can_copy(work))
        args = clip_args(recipe, work.address, work.traits, has_sound)
        run_ffmpeg(args, recipe, into, _share(recipe, on_progress))
        recipe = _chosen(recipe, into)
        if on_progress:
            on_progress(1.0)  # ffmpeg's own last word may be of a stream that ends early
    except (ToolError, OSError) as reason:
        raise Unfit(told(reason, name)) from reason
    poster = keep_poster(recipe, name, into)
    files = [verified_file(recipe, one, name, into) for one in recipe.renditions]
    files = _kept(recipe, files, into)
    if has_sound:
        files.append(_keep_sound(recipe, into))
    return (*files, poster)


@dataclass(frozen=True, slots=True)
class _Work:
    """One clip being made: what of, from where, and in which folder."""

    recipe: ClipRecipe
    address: str
    traits: SourceTraits
    into: Path

    def run(self, args: list[str]) -> str:
        return run_ffmpeg(args, self.recipe, self.into)


def _make_sound(work: _Work) -> bool:
    recipe = work.recipe
    return make_sound(work.address, recipe.seconds, _bit_rates(recipe), work.into, work.run)


def _sample_kbps(work: _Work) -> float:
    """What a second of the clip weighs, tried on a few of them; 0 where nothing depends on it."""
    times = sample_times(work.recipe.seconds) if wants_sample(work.recipe) else ()
    if not times:
        return 0.0
    work.run(sample_args(work.recipe, work.address, work.traits, times, SAMPLE_SECONDS))
    sample = work.into / SAMPLE
    size_bytes = sample.stat().st_size
    sample.unlink()
    return size_bytes * 8 / 1000 / (len(times) * SAMPLE_SECONDS)


_MOST_BETWEEN_KEYS_SECONDS = 10.0  # else a reader who seeks waits for seconds


def _can_copy(work: _Work) -> bool:
    """Whether the source's own picture can be shown as it is, tried by taking it over."""
    if not any(one.copied for one in work.recipe.renditions):
        return False
    said = work.run(copy_args(work.recipe, work.address))
    copy = work.into / COPY
    frames, between = key_frames(copy)
    copy.unlink()
    fps = work.traits.fps or 25.0
    return (
        "display matrix" not in said.lower()  # turned or mirrored
        and between <= _MOST_BETWEEN_KEYS_SECONDS * fps
        # More than are shown: an edit hides some.
        and frames <= work.recipe.seconds * fps + 1.5
    )


def _chosen(recipe: ClipRecipe, into: Path) -> ClipRecipe:
    """The source's own picture in place of encodings that are hardly lighter than it."""
    return replace(recipe, renditions=tuple(_lighter(one, into) for one in recipe.renditions))


def _lighter(one: Rendition, into: Path) -> Rendition:
    made, copy = into / one.name, into / copy_name(one)
    if not copy.exists():
        return one
    if is_copy_better(made.stat().st_size, copy.stat().st_size):
        copy.replace(made)
        return replace(one, codec="copy")
    copy.unlink()
    return one


def _kept(recipe: ClipRecipe, files: list[MadeFile], into: Path) -> list[MadeFile]:
    """The files that are worth a choice; the others are gone."""
    sizes = {one.name: one.size_bytes for one in files}
    kept = {one.name for one in worth_keeping(recipe, sizes)}
    for name in sizes.keys() - kept:
        (into / name).unlink()
    return [one for one in files if one.name in kept]


def look_at(source: Path, picture: int = 0) -> SourceTraits:
    """How the source codes its colours and how many frames a second it has."""
    videos = [track for track in read_mediainfo(source) if track.track_type == "Video"]
    if picture >= len(videos):
        return SourceTraits()
    video = videos[picture]
    short_px = min(video.width or 0, video.height or 0)
    return SourceTraits(
        matrix_name(video.matrix_coefficients or "", short_px), float(video.frame_rate or 0.0)
    )


def matrix_name(written: str, short_px: int) -> str:
    """swscale's name for MediaInfo's; where nothing is written, what browsers assume."""
    if "2020" in written:
        return "bt2020"
    if "709" in written or (not written and short_px >= 720):
        return "bt709"
    return "auto" if written == "Identity" else "smpte170m"


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


def _bit_rates(recipe: ClipRecipe) -> tuple[int, ...]:
    """Of the sound, the lowest first: that is the one which is heard alone."""
    return tuple(sorted({one.audio_kbps for one in recipe.renditions}))


def _keep_sound(recipe: ClipRecipe, into: Path) -> MadeFile:
    lowest, *others = _bit_rates(recipe)
    for kbps in others:
        (into / sound_name(kbps)).unlink()
    kept = (into / sound_name(lowest)).replace(into / "sound.m4a")
    return _made(kept, read_mp4(kept))


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
    tell, furthest = on_progress, 0.0

    def tell_share(seconds: float) -> None:
        # ffmpeg speaks of one of its outputs at a time, and not always of the same.
        nonlocal furthest
        furthest = max(furthest, min(1.0, seconds / recipe.seconds))
        tell(furthest)

    return tell_share


def keep_poster(recipe: ClipRecipe, name: str, into: Path) -> MadeFile:
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
    # ffmpeg ends with 0 on a file cut in half, so that its word is not enough.
    try:
        found = read_mp4(into / rendition.name)
    except ValueError as reason:
        raise unfit(
            name, "there is no picture in this clip", "copy it from the phone again"
        ) from reason
    if (found.width_px, found.height_px) != (rendition.width_px, rendition.height_px):
        raise ValueError(f"{rendition.name}: {found} is not {rendition}")
    if found.seconds < min(0.95 * recipe.seconds, recipe.seconds - 0.5):
        raise unfit(
            name,
            "the clip is cut short ({found} of {expected} s)",
            "copy it from the phone again",
            found=f"{found.seconds:.1f}",
            expected=f"{recipe.seconds:.1f}",
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
