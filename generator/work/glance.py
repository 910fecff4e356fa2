"""A clip in, its poster out, from key frames alone: a second instead of the whole decode."""

from pathlib import Path
from typing import Any

import ffmpeg

from generator.errors import Unfit
from generator.recipes import ClipRecipe, MadeFile, PosterRecipe, Rendition
from generator.work.clip_args import CANDIDATES, candidate_options, reading_options, tonemapped
from generator.work.tools import ToolError
from generator.work.video import keep_poster, run_ffmpeg, told

# Of a long clip only the beginning is looked at: 20 key frames of a phone's clip.
_LOOK_SECONDS = 20.0
_EVERY_SECONDS = 1.0


def make_poster(recipe: PosterRecipe, source: Path, name: str, into: Path) -> tuple[MadeFile, ...]:
    """Make poster.png of the clip at `source` in the folder `into`; Unfit calls the clip `name`."""
    whole = _as_clip(recipe)
    try:
        run_ffmpeg(poster_args(recipe, f"file:{source.resolve()}"), whole, into)
    except (ToolError, OSError) as reason:
        raise Unfit(told(reason, name)) from reason
    return (keep_poster(whole, name, into),)


def poster_args(recipe: PosterRecipe, source: str) -> list[str]:
    """Arguments that write the candidates: key frames, or the one frame that was asked for."""
    given = ffmpeg.input(source, **reading_options(), **_where(recipe))
    shown = given["V:0"]
    if recipe.poster_at < 0:
        step = f"isnan(prev_selected_t)+gte(t-prev_selected_t,{_EVERY_SECONDS})"
        shown = shown.filter("select", step)
    shown = shown.filter("scale", recipe.width_px, recipe.height_px).filter("setsar", 1)
    if recipe.tonemap:
        shown = tonemapped(shown)
    options = candidate_options()
    if recipe.poster_at >= 0:
        options["frames:v"] = 1
    output = ffmpeg.output(shown.filter("format", pix_fmts="rgb24"), CANDIDATES, **options)
    return ["-y", "-nostats", *output.get_args()]


def _where(recipe: PosterRecipe) -> dict[str, Any]:
    if recipe.poster_at >= 0:
        return {"ss": min(recipe.poster_at, max(recipe.seconds - 0.1, 0.0))}
    return {"skip_frame": "nokey", "t": _LOOK_SECONDS}


def _as_clip(recipe: PosterRecipe) -> ClipRecipe:
    """The clip whose poster it is, as far as its maker has to know it."""
    size = Rendition("", "", recipe.width_px, recipe.height_px, 0)
    return ClipRecipe((size,), recipe.seconds, poster_at=recipe.poster_at)
