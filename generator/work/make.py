"""Make one task's files: the call that every worker runs."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from generator.model import WHOLE
from generator.recipes import (
    CardRecipe,
    ClipRecipe,
    IconRecipe,
    MadeFile,
    NoInput,
    PhotoRecipe,
    PosterRecipe,
    Recipe,
    SourceInput,
    SubtitleRecipe,
    Task,
)
from generator.work.footage import Footage

# The one door to the makers' modules, each imported with the first task of its kind. After an edit
# of a text most builds make only cards: card.py and Pillow cost 30 ms of CPU, all six with
# MediaInfo, pysubs2 and ffmpeg-python 150 ms.
_MAKERS: dict[type[Recipe], tuple[str, str]] = {
    CardRecipe: ("generator.work.card", "make_card"),
    IconRecipe: ("generator.work.icon", "make_icons"),
    PhotoRecipe: ("generator.work.image", "make_photo"),
    ClipRecipe: ("generator.work.video", "make_clip"),
    PosterRecipe: ("generator.work.glance", "make_poster"),
    SubtitleRecipe: ("generator.work.subtitles", "make_subtitles"),
}


def make(
    task: Task,
    source: Path | None,
    into: Path,
    on_progress: Callable[[float], None] | None = None,
    portrait: Path | None = None,
) -> tuple[MadeFile, ...]:
    """Make the task's files from `source`, and a card with the portrait, in the folder `into`.

    Only cards and icons need no source. Raises Unfit where the source cannot be used.
    """
    recipe = task.recipe
    module, function = _MAKERS[type(recipe)]
    maker: Callable[..., tuple[MadeFile, ...]] = getattr(import_module(module), function)
    if isinstance(recipe, CardRecipe):
        return maker(recipe, source, portrait, into)
    if isinstance(recipe, IconRecipe):
        return maker(recipe, source, into)
    if source is None:
        raise ValueError(f"{type(recipe).__name__} is made from a file")
    name = _source_name(task)
    cut = task.input.cut if isinstance(task.input, SourceInput) else WHOLE
    if isinstance(recipe, ClipRecipe):
        return maker(recipe, Footage(source, name, cut), into, on_progress)
    if isinstance(recipe, SubtitleRecipe):
        return maker(source, name, into, cut)
    if isinstance(recipe, PosterRecipe):
        return maker(recipe, source, name, into, cut)
    return maker(recipe, source, name, into)


def codecs() -> frozenset[str]:
    """The codecs that this computer can encode clips with: "av1", "h264"."""
    found: frozenset[str] = import_module("generator.work.encoders").codecs()
    return found


def _source_name(task: Task) -> str:
    """What a problem calls the source."""
    if isinstance(task.input, SourceInput):
        return task.input.path
    return "" if isinstance(task.input, NoInput) else task.input.name
