"""Find out which codecs this computer's ffmpeg can encode, by trying: a listed one may not work."""

from functools import cache
from typing import Any

import ffmpeg

from generator.recipes import ClipRecipe, Rendition
from generator.work.clip_args import SourceTraits, aac_options, rendition_options
from generator.work.tools import ToolError, ToolMissing, ffmpeg_path, run

CODECS = ("av1", "h264")
"""Codecs of renditions, as Rendition.codec names them."""

_PATIENCE_SECONDS = 60.0
_PICTURE, _SOUND = "color=s=64x64:d=0.1", "sine=d=0.1"


@cache
def codecs() -> frozenset[str]:
    """The codecs that can be encoded; all where ffmpeg does not start, for a maker to report.

    A trial takes 0.05 s.
    """
    try:
        return frozenset(filter(encodes, CODECS))
    except ToolMissing:
        return frozenset(CODECS)


def encodes(codec: str) -> bool:
    """Whether pictures can be encoded as we do it. Raises ToolMissing."""
    rendition = Rendition("-", codec, 64, 64, crf=50)
    options = rendition_options(rendition, SourceTraits(), ClipRecipe((rendition,), seconds=0.1))
    return _succeeds(_PICTURE, options)


def encodes_sound() -> bool:
    """Whether sound can be encoded as we do it. Raises ToolMissing."""
    return _succeeds(_SOUND, aac_options(48))


def _succeeds(source: str, options: dict[str, Any]) -> bool:
    output = ffmpeg.output(ffmpeg.input(source, f="lavfi"), "-", **{**options, "f": "null"})
    try:
        run([ffmpeg_path(), "-hide_banner", "-nostdin", *output.get_args()], _PATIENCE_SECONDS)
    except ToolMissing:
        raise
    except ToolError:
        return False
    return True
