"""Make a clip's poster from key frames alone: in a second instead of a whole decode."""

from pathlib import Path
from typing import Any

import ffmpeg
from msgspec.structs import replace

from generator.errors import Unfit
from generator.model import WHOLE, Cut
from generator.recipes import MadeFile, PosterRecipe
from generator.work.clip_args import CANDIDATES, candidate_options, reading_options, tonemapped
from generator.work.tools import ToolError
from generator.work.video import keep_poster, run_ffmpeg, to_problem

# Of a long clip only the beginning is read: 20 key frames of a phone's clip.
_READ_SECONDS = 20.0
_EVERY_SECONDS = 1.0


def make_poster(
    recipe: PosterRecipe, source: Path, name: str, into: Path, cut: Cut = WHOLE
) -> tuple[MadeFile, ...]:
    """Make poster.png of the clip at `source` in the folder `into`; Unfit calls the clip `name`."""
    if cut != WHOLE and recipe.poster_at < 0:  # a part may hold no key frame
        recipe = replace(recipe, poster_at=min(_EVERY_SECONDS, recipe.seconds / 2))
    try:
        run_ffmpeg(poster_args(recipe, f"file:{source.resolve()}", cut), recipe, into)
    except (ToolError, OSError) as reason:
        raise Unfit(to_problem(reason, name, recipe)) from reason
    return (keep_poster(recipe, name, into),)


def poster_args(recipe: PosterRecipe, source: str, cut: Cut = WHOLE) -> list[str]:
    """Arguments that write the candidates: key frames, or the one frame at `poster_at`."""
    is_chosen = recipe.poster_at >= 0
    reading: dict[str, Any] = {"skip_frame": "nokey", "t": _READ_SECONDS}
    if is_chosen:
        reading = {"ss": cut.start + min(recipe.poster_at, max(recipe.seconds - 0.1, 0.0))}
    video = ffmpeg.input(source, **reading_options(), **reading)["V:0"]
    if not is_chosen:
        step = f"isnan(prev_selected_t)+gte(t-prev_selected_t,{_EVERY_SECONDS})"
        video = video.filter("select", step)
    video = video.filter("scale", recipe.width_px, recipe.height_px).filter("setsar", 1)
    if recipe.tonemap:
        video = tonemapped(video)
    options = candidate_options() | ({"frames:v": 1} if is_chosen else {})
    output = ffmpeg.output(video.filter("format", pix_fmts="rgb24"), CANDIDATES, **options)
    return ["-y", "-nostats", *output.get_args()]
