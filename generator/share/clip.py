"""A clip and pictures of words in, its films for networks out: cut, loud, light, verified."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
import msgspec
from msgspec.structs import replace

from generator.errors import Unfit
from generator.model import Clip
from generator.recipes import ClipRecipe, MadeFile, Rendition
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

# On 6 s of 1080x1920 "faster" took 1.6 times the CPU and 20 % more bytes at one CRF; and networks
# encode what they get once more anyway.
_PRESET = "veryfast"
_TITLE_SECONDS = 4.0  # on a film that fills the frame; beside one that does not it stays
_BLUR_PX = (54, 96)  # a twentieth of the frame: blurring there costs next to nothing
_DARKER = 0.45


@dataclass(frozen=True, slots=True)
class Film:
    """One language's film and the pictures of words on it: names in the scratch folder."""

    name: str
    head: str
    title: str
    title_top_px: int
    captions: str = ""  # the list of their pictures


class Vertical(msgspec.Struct, frozen=True):
    """All that decides how the vertical films come about."""

    clip: Clip
    part: ClipPart
    recipe: ClipRecipe
    films: tuple[Film, ...]
    look: SourceTraits


def draw_film(words: KitWords, cues: tuple[TimedCaption, ...], kit: Kit, into: Path) -> Film:
    """Draw all words of that language's film in the folder `into`."""
    stem = words.locale
    head, title = draw_head(words, kit.accent), draw_title(words.title, kit.accent)
    head.save(into / f"{stem}-head.png", compress_level=1)
    title.save(into / f"{stem}-title.png", compress_level=1)
    return Film(
        name=f"{stem}-vertical.mp4",
        head=f"{stem}-head.png",
        title=f"{stem}-title.png",
        title_top_px=_title_top(kit, head.height, title.height, has_captions=bool(cues)),
        captions=draw_captions(cues, kit.part.seconds, stem, into) if cues else "",
    )


def _title_top(kit: Kit, head_px: int, title_px: int, *, has_captions: bool) -> int:
    """Under the head, or, in a film that fills the frame, below the speaker's face."""
    if kit.clip and fills_frame(kit.clip):
        return SAFE_FOOT_PX - title_px - (CAPTION_PX[1] if has_captions else 0)
    return SAFE_TOP_PX + head_px


def make_vertical(
    kit: Kit, films: tuple[Film, ...], root: Path, into: Path, tell: Tell | None = None
) -> tuple[MadeFile, ...]:
    """The films of all languages in the folder that holds their words, and poster.png of the part.

    Raises Unfit where the clip cannot be read to the end of the part.
    """
    clip = kit.clip
    if clip is None:
        return ()
    source, name = root / clip.source.path, clip.source.path
    address = f"file:{source.resolve()}"
    try:
        plan = Vertical(
            clip,
            kit.part,
            vertical_recipe(clip, kit.part),
            films,
            read_traits(source, clip.facts.picture),
        )
        level = _level(address, plan)
        recipe = _encode(plan, address, level, into, tell)
    except (ToolError, OSError) as reason:
        raise Unfit(to_problem(reason, name)) from reason
    made = [verified_file(recipe, _in_frame(film, recipe), name, into) for film in films]
    return (*made, keep_poster(recipe, name, into))


def make_messenger(clip: Clip, root: Path, into: Path, tell: Tell | None = None) -> MadeFile | None:
    """The whole clip as a light film of its own shape; None where it is too long for one.

    Raises Unfit where the clip cannot be read to its end.
    """
    recipe = messenger_recipe(clip)
    while recipe:
        file, *_ = make_clip(recipe, root / clip.source.path, clip.source.path, into, tell)
        if file.size_bytes <= LIMIT_BYTES:
            return file
        recipe = lighter(recipe, file.size_bytes)
    return None


def _encode(
    plan: Vertical, address: str, level: SoundLevel | None, into: Path, tell: Tell | None
) -> ClipRecipe:
    """Makes the films, again and lighter while one is too heavy; gives the recipe that did it."""
    run_ffmpeg(vertical_args(plan, address, level), plan.recipe, into, _share(plan.recipe, tell))
    heaviest = max((into / film.name).stat().st_size for film in plan.films)
    if heaviest <= LIMIT_BYTES:
        return plan.recipe
    again = replace(plan, recipe=lighter(plan.recipe, heaviest))
    return _encode(again, address, level, into, tell)


def _in_frame(film: Film, recipe: ClipRecipe) -> Rendition:
    width_px, height_px = FRAME_PX
    return replace(recipe.renditions[0], name=film.name, width_px=width_px, height_px=height_px)


def _level(address: str, plan: Vertical) -> SoundLevel | None:
    """As of a whole clip, but measured in the part alone."""
    if not plan.recipe.sound:
        return None
    args = loudness_args(address)
    at = args.index("-i")
    args[at:at] = ["-ss", f"{plan.part.start:.3f}", "-t", f"{plan.part.seconds:.3f}"]
    found = parse_loudness(run_ffmpeg(args, plan.recipe))
    return level_for(found, plan.part.seconds)


def _share(recipe: ClipRecipe, tell: Tell | None) -> Tell | None:
    if tell is None:
        return None
    return lambda seconds: tell(min(1.0, seconds / recipe.seconds))


# Arguments


def vertical_args(plan: Vertical, source: str, level: SoundLevel | None) -> list[str]:
    """Arguments that make every film, and frames for the cover, from one decode.

    All names but the source's are relative and plain: ffmpeg runs in the folder that holds them.
    `level` None leaves the sound out.
    """
    part, recipe, look, films = plan.part, plan.recipe, plan.look, plan.films
    given = ffmpeg.input(source, ss=part.start, t=part.seconds, **reading_options())
    candidates, picture = picture_streams(given[f"V:{recipe.picture}"], recipe, look)
    frames = _framed(picture, plan.clip).filter_multi_output("split", len(films))
    heard = sound_streams(given["a:0"], level, len(films))
    options = {
        **rendition_options(recipe.renditions[0], look, recipe),
        **aac_options(recipe.renditions[0].audio_kbps),
        "preset": _PRESET,
        "t": part.seconds,  # else the captions' list may outlast the picture
    }
    outputs = [
        ffmpeg.output(_with_words(frames[at], film, plan.clip), *heard[at], film.name, **options)
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
        # Faces stand above the middle: of what is too high more is cut below.
        return picture.filter("crop", width_px, height_px, "(iw-ow)/2", "(ih-oh)*0.4")
    branches = picture.filter_multi_output("split", 2)
    return _blurred(branches[0]).overlay(branches[1], x=0, y=_picture_top(clip))


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


def _picture_top(clip: Clip) -> int:
    """Where a picture that does not fill the frame begins: in the middle of the safe area."""
    middle_px = (SAFE_TOP_PX + SAFE_FOOT_PX) // 2
    return (middle_px - picture_size(clip)[1] // 2) // 2 * 2


def _with_words(frame: Any, film: Film, clip: Clip) -> Any:
    only_first = {"enable": f"lt(t,{_TITLE_SECONDS})"} if fills_frame(clip) else {}
    shown = _laid(frame, ffmpeg.input(film.head), SAFE_TOP_PX)
    shown = _laid(shown, ffmpeg.input(film.title), film.title_top_px, **only_first)
    if film.captions:
        captions = ffmpeg.input(film.captions, f="concat")
        shown = _laid(shown, captions, SAFE_FOOT_PX - CAPTION_PX[1])
    return shown


def _laid(below: Any, words: Any, top_px: int, **options: Any) -> Any:
    return below.overlay(words, x=SAFE_LEFT_PX, y=top_px, **options)
