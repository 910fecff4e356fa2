from pathlib import Path

import pytest

from generator.errors import Unfit
from generator.recipes import (
    ClipRecipe,
    PhotoRecipe,
    Recipe,
    Rendition,
    ResultInput,
    SourceInput,
    SubtitleRecipe,
    Variant,
    make_task,
)
from generator.work.make import make
from tests.support.made_media import as_bytes, draw_clip, quarters

PHOTO = PhotoRecipe((Variant("a-40.jpg", "a", "jpeg", 40, 30),))
CLIP = ClipRecipe((Rendition("480.mp4", "h264", 64, 48, crf=30),), seconds=0.2, sound=False)


def test_each_recipe_is_made(tmp_path: Path) -> None:
    photo, clip, words = tmp_path / "a.jpg", tmp_path / "a.mov", tmp_path / "a.srt"
    photo.write_bytes(as_bytes(quarters(), "JPEG"))
    draw_clip(clip, "-t", 0.2, size="64x48")
    words.write_text("1\n00:00:01,000 --> 00:00:02,000\nx\n")
    sources: list[tuple[Recipe, Path]] = [(PHOTO, photo), (CLIP, clip), (SubtitleRecipe(), words)]
    made = [
        [file.name for file in make(make_task(recipe, SourceInput(path.name, "")), path, tmp_path)]
        for recipe, path in sources
    ]
    assert made == [["a-40.jpg"], ["480.mp4", "poster.png"], ["captions.vtt"]]


@pytest.mark.parametrize("recipe", [PHOTO, CLIP, SubtitleRecipe()])
def test_problem_names_the_source(tmp_path: Path, recipe: Recipe) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"nothing")
    task = make_task(recipe, SourceInput("2026-11-23 Мектеп/a.mov", ""))
    with pytest.raises(Unfit) as caught:
        make(task, source, tmp_path)
    assert caught.value.problem.where == "2026-11-23 Мектеп/a.mov"


def test_a_result_can_be_an_input(tmp_path: Path) -> None:
    quarters().save(tmp_path / "poster.png")
    task = make_task(PHOTO, ResultInput("key", "poster.png"))
    assert make(task, tmp_path / "poster.png", tmp_path)[0].name == "a-40.jpg"
