"""Try a clip's recipe on a clip that is surely whole: where that fails, no file is at fault."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ffmpeg
from msgspec.structs import replace

from generator.recipes import ClipRecipe, PosterRecipe, Rendition
from generator.work.clip_args import SourceTraits, clip_args
from generator.work.footage import Footage
from generator.work.sound import make_sound
from generator.work.tools import ToolError, ffmpeg_path, run

_SECONDS = 0.4
_PATIENCE_SECONDS = 300.0
_NAME = "whole.mkv"
# What phones write in HDR; zscale refuses to convert what names no colours.
_HLG = {"color_primaries": "bt2020", "color_trc": "arib-std-b67", "colorspace": "bt2020nc"}


def is_recipe_possible(recipe: ClipRecipe | PosterRecipe) -> bool:
    """Whether this computer's ffmpeg can do what the recipe wants: takes half a second."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        into = Path(name)
        recipe = _plain(recipe)
        try:
            _run(_whole_clip(recipe), into)
            footage = Footage(into / _NAME, _NAME)
            has_sound = recipe.sound and make_sound(
                footage, _SECONDS, (48, 64), into, lambda args: _run(args, into)
            )
            _run(clip_args(recipe, footage.address, SourceTraits(fps=25.0), has_sound), into)
        except ToolError:
            return False
    return True


def _plain(recipe: ClipRecipe | PosterRecipe) -> ClipRecipe:
    """The recipe for the short clip; it says nothing about a stream that is copied."""
    if isinstance(recipe, PosterRecipe):
        frame = Rendition("-", "copy", recipe.width_px, recipe.height_px, crf=0)
        return ClipRecipe((frame,), _SECONDS, tonemap=recipe.tonemap, sound=False)
    renditions = [
        replace(rendition, copied="", audio_kbps=48)
        for rendition in recipe.renditions
        if rendition.codec != "copy"
    ]
    return replace(recipe, renditions=tuple(renditions) or recipe.renditions, seconds=_SECONDS)


def _whole_clip(recipe: ClipRecipe) -> list[str]:
    """Arguments that write a clip of our own, with encoders that every ffmpeg has."""
    largest = max(recipe.renditions, key=lambda rendition: rendition.width_px)
    picture = ffmpeg.input(
        f"testsrc2=s={largest.width_px}x{largest.height_px}:r=25:d={_SECONDS}", f="lavfi"
    )
    if recipe.tonemap:
        picture = picture.filter("setparams", **_HLG)
    sound = ffmpeg.input(f"sine=d={_SECONDS}", f="lavfi")
    options: dict[str, Any] = {"c:v": "ffv1", "pix_fmt": "yuv420p", "c:a": "pcm_s16le"}
    return ["-y", *ffmpeg.output(picture, sound, _NAME, **options).get_args()]


def _run(args: list[str], into: Path) -> str:
    return run([ffmpeg_path(), "-hide_banner", "-nostdin", *args], _PATIENCE_SECONDS, None, into)
