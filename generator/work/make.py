"""A task in, its files in a folder out: the one call that workers make."""

from collections.abc import Callable
from pathlib import Path

from generator.recipes import ClipRecipe, MadeFile, PhotoRecipe, SourceInput, Task


def make(
    task: Task,
    source: Path,
    into: Path,
    on_progress: Callable[[float], None] | None = None,
) -> tuple[MadeFile, ...]:
    """Make the task's files from `source` in the folder `into`; Unfit where it cannot be used."""
    given = task.input
    name = given.path if isinstance(given, SourceInput) else given.name
    recipe = task.recipe
    # Imports inside: Pillow, MediaInfo and ffmpeg-python cost 0.2 s, and most builds make nothing.
    if isinstance(recipe, PhotoRecipe):
        from generator.work.image import make_photo  # noqa: PLC0415

        return make_photo(recipe, source, name, into)
    if isinstance(recipe, ClipRecipe):
        from generator.work.video import make_clip  # noqa: PLC0415

        return make_clip(recipe, source, name, into, on_progress)
    from generator.work.subtitles import make_subtitles  # noqa: PLC0415

    return make_subtitles(source, name, into)
