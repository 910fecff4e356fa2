"""A task in, its files in a folder out: the one call that workers make."""

from collections.abc import Callable
from pathlib import Path

from generator.recipes import (
    CardRecipe,
    ClipRecipe,
    IconRecipe,
    MadeFile,
    PhotoRecipe,
    PosterRecipe,
    ResultInput,
    SourceInput,
    Task,
)


def make(
    task: Task,
    source: Path | None,
    into: Path,
    on_progress: Callable[[float], None] | None = None,
) -> tuple[MadeFile, ...]:
    """Make the task's files from `source` in the folder `into`; Unfit where it cannot be used.

    Only a card and an icon can be made from nothing.
    """
    recipe = task.recipe
    # Imports inside: Pillow, MediaInfo and ffmpeg-python cost 0.2 s, and most builds make nothing.
    if isinstance(recipe, CardRecipe):
        from generator.work.card import make_card  # noqa: PLC0415

        return make_card(recipe, source, into)
    if isinstance(recipe, IconRecipe):
        from generator.work.icon import make_icons  # noqa: PLC0415

        return make_icons(recipe, source, into)
    if source is None:
        raise ValueError(f"{type(recipe).__name__} is made from a file")
    name = _name(task)
    if isinstance(recipe, PhotoRecipe):
        from generator.work.image import make_photo  # noqa: PLC0415

        return make_photo(recipe, source, name, into)
    if isinstance(recipe, ClipRecipe):
        from generator.work.video import make_clip  # noqa: PLC0415

        return make_clip(recipe, source, name, into, on_progress)
    if isinstance(recipe, PosterRecipe):
        from generator.work.glance import make_poster  # noqa: PLC0415

        return make_poster(recipe, source, name, into)
    from generator.work.subtitles import make_subtitles  # noqa: PLC0415

    return make_subtitles(source, name, into)


def _name(task: Task) -> str:
    """What a problem calls the source."""
    given = task.input
    if isinstance(given, SourceInput):
        return given.path
    return given.name if isinstance(given, ResultInput) else ""
