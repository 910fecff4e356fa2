"""Make films for social networks from a clip: cut, loud enough, light and verified."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
import msgspec
from msgspec.structs import replace

from generator.errors import Unfit
from generator.model import Clip
from generator.recipes import ClipRecipe, MadeFile
from generator.share.captions import TimedCaption, draw_captions
from generator.share.kit import (
    FRAME_PX,
    LIMIT_BYTES,
    SAFE_FOOT_PX,
    SAFE_LEFT_PX,
    SAFE_TOP_PX,
    ClipPart,
    Kit,
    KitWords,
    fills_frame,
    lighter,
    messenger_recipe,
    picture_size,
    vertical_recipe,
)
from generator.share.overlay import CAPTION_PX, draw_head, draw_title
from generator.work.clip_args import (
    CANDIDATES,
    SoundLevel,
    SourceTraits,
    aac_options,
    candidate_options,
    loudness_args,
    picture_streams,
    reading_options,
    rendition_options,
    sound_streams,
)
from generator.work.footage import Footage
from generator.work.sound import level_for, parse_loudness
from generator.work.tools import ToolError
from generator.work.video import (
    keep_poster,
    make_clip,
    read_traits,
    run_ffmpeg,
    to_problem,
    verified_file,
)

Tell = Callable[[float], None]

# On 6 s of 1080x1920 "faster" took 1.6 times the CPU and 20 % more bytes at the same CRF, and
# networks encode again anyway.
_PRESET = "veryfast"
_TITLE_SECONDS = 4.0  # where the picture fills the frame; otherwise the title stays
_BLUR_PX = (54, 96)  # a twentieth of the frame, where blurring is cheap
_DARKER = 0.45


@dataclass(frozen=True, slots=True)
class Film:
    """The film of one language and the pictures of words on it, by their names in one folder."""

    name: str
    head: str
    title: str
    title_top_px: int
    captions: str = ""  # the list of their pictures, for concat


class VerticalPlan(msgspec.Struct, frozen=True):
    """Everything that decides the vertical films."""

    clip: Clip
    part: ClipPart
    recipe: ClipRecipe
    films: tuple[Film, ...]
    traits: SourceTraits


def draw_film(words: KitWords, cues: tuple[TimedCaption, ...], kit: Kit, into: Path) -> Film:
    """Draw all the words of one language's film into the folder `into`."""
    stem = words.locale
    head, title = draw_head(words, kit.accent), draw_title(words.title, kit.accent)
    head.save(into / f"{stem}-head.png", compress_level=1)
    title.save(into / f"{stem}-title.png", compress_level=1)
    title_top_px = SAFE_TOP_PX + head.height
    if kit.clip and fills_frame(kit.clip):  # then the title is below the speaker's face
        title_top_px = SAFE_FOOT_PX - title.height - (CAPTION_PX[1] if cues else 0)
    return Film(
        name=f"{stem}-vertical.mp4",
        head=f"{stem}-head.png",
        title=f"{stem}-title.png",
        title_top_px=title_top_px,
        captions=draw_captions(cues, kit.part.seconds, stem, into) if cues else "",
    )


def make_vertical(
    kit: Kit, films: tuple[Film, ...], root: Path, into: Path, tell: Tell | None = None
) -> tuple[MadeFile, ...]:
    """Make the films of all languages, and the part's poster.png, in the folder of their words.

    `tell` gets the share done, from 0 to 1. Raises Unfit where the clip cannot be read to the end
    of the part.
    """
    clip = kit.clip
    if clip is None:
        return ()
    source, name = root / clip.source.path, clip.source.path
    address = f"file:{source.resolve()}"
    recipe = vertical_recipe(clip, kit.part)
    try:
        traits = read_traits(source, clip.facts.picture)
        plan = VerticalPlan(clip, kit.part, recipe, films, traits)
        level = _level(address, plan)
        recipe = _encode(plan, address, level, into, tell)
    except (ToolError, OSError) as reason:
        raise Unfit(to_problem(reason, name, recipe)) from reason
    width_px, height_px = FRAME_PX
    frame = replace(recipe.renditions[0], width_px=width_px, height_px=height_px)
    made = [verified_file(recipe, replace(frame, name=film.name), name, into) for film in films]
    return (*made, keep_poster(recipe, name, into))


def make_messenger(clip: Clip, root: Path, into: Path, tell: Tell | None = None) -> MadeFile | None:
    """Make a light film of what is shown of the clip, in its own shape; None where it is too long.

    Raises Unfit where the clip cannot be read to its end.
    """
    recipe, path = messenger_recipe(clip), clip.source.path
    footage = Footage(root / path, path, clip.note.cut)
    while recipe:
        file, *_ = make_clip(recipe, footage, into, tell)
        if file.size_bytes <= LIMIT_BYTES:
            return file
        recipe = lighter(recipe, file.size_bytes)
    return None


def _encode(
    plan: VerticalPlan, address: str, level: SoundLevel | None, into: Path, tell: Tell | None
) -> ClipRecipe:
    """Make the films, again and lighter while one is too heavy; returns the last recipe."""
    run_ffmpeg(vertical_args(plan, address, level), plan.recipe, into, _share(plan.recipe, tell))
    heaviest = max((into / film.name).stat().st_size for film in plan.films)
    if heaviest <= LIMIT_BYTES:
        return plan.recipe
    again = replace(plan, recipe=lighter(plan.recipe, heaviest))
    return _encode(again, address, level, into, tell)


def _level(address: str, plan: VerticalPlan) -> SoundLevel | None:
    """As for a whole clip, but measured in the part alone."""
    if not plan.recipe.sound:
        return None
    args = loudness_args(address)
    at = args.index("-i")
    args[at:at] = ["-ss", f"{plan.part.start:.3f}", "-t", f"{plan.part.seconds:.3f}"]
    return level_for(parse_loudness(run_ffmpeg(args, plan.recipe)), plan.part.seconds)


def _share(recipe: ClipRecipe, tell: Tell | None) -> Tell | None:
    if tell is None:
        return None
    return lambda seconds: tell(min(1.0, seconds / recipe.seconds))


def vertical_args(plan: VerticalPlan, source: str, level: SoundLevel | None) -> list[str]:
    """ffmpeg's arguments for all films, and frames for the cover, from one decode.

    All names except the source's are relative and plain: ffmpeg runs in their folder. `level`
    None leaves the sound out.
    """
    part, recipe, films = plan.part, plan.recipe, plan.films
    clip = ffmpeg.input(source, ss=part.start, t=part.seconds, **reading_options())
    candidates, picture = picture_streams(clip[f"V:{recipe.picture}"], recipe, plan.traits)
    frames = _framed(picture, plan.clip).filter_multi_output("split", len(films))
    sounds = sound_streams(clip["a:0"], level, len(films))
    options = {
        **rendition_options(recipe.renditions[0], plan.traits, recipe),
        **aac_options(recipe.renditions[0].audio_kbps),
        "preset": _PRESET,
        "t": part.seconds,  # else the captions' list may outlast the picture
    }
    outputs = [
        ffmpeg.output(_with_words(frames[at], film, plan.clip), *sounds[at], film.name, **options)
        for at, film in enumerate(films)
    ]
    outputs.append(ffmpeg.output(candidates, CANDIDATES, **candidate_options()))
    return [
        "-y", "-nostats", "-progress", "pipe:1",
        "-filter_complex_threads", "2",
        *ffmpeg.merge_outputs(*outputs).get_args(),
    ]  # fmt: skip


def _framed(picture: Any, clip: Clip) -> Any:
    """The picture in the frame: cut to fill it, or whole on a blurred, darker copy of itself."""
    width_px, height_px = FRAME_PX
    if fills_frame(clip):
        # Faces are above the middle, so more is cut off below.
        return picture.filter("crop", width_px, height_px, "(iw-ow)/2", "(ih-oh)*0.4")
    branches = picture.filter_multi_output("split", 2)
    # Centred in the safe area, on an even line.
    top_px = ((SAFE_TOP_PX + SAFE_FOOT_PX) // 2 - picture_size(clip)[1] // 2) // 2 * 2
    return _blurred(branches[0]).overlay(branches[1], x=0, y=top_px)


def _blurred(picture: Any) -> Any:
    tiny_px, tall_px = _BLUR_PX
    return (
        picture.filter(
            "scale", tiny_px, tall_px, force_original_aspect_ratio="increase", flags="area"
        )
        .filter("crop", tiny_px, tall_px)
        .filter("gblur", sigma=3)
        .filter("lutyuv", y=f"16+(val-16)*{_DARKER}")
        .filter("scale", *FRAME_PX, flags="bilinear")
        .filter("setsar", 1)
    )


def _with_words(frame: Any, film: Film, clip: Clip) -> Any:
    only_first = {"enable": f"lt(t,{_TITLE_SECONDS})"} if fills_frame(clip) else {}
    head, title = ffmpeg.input(film.head), ffmpeg.input(film.title)
    frame = frame.overlay(head, x=SAFE_LEFT_PX, y=SAFE_TOP_PX)
    frame = frame.overlay(title, x=SAFE_LEFT_PX, y=film.title_top_px, **only_first)
    if film.captions:
        captions = ffmpeg.input(film.captions, f="concat")
        frame = frame.overlay(captions, x=SAFE_LEFT_PX, y=SAFE_FOOT_PX - CAPTION_PX[1])
    return frame
