import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from generator.errors import Unfit
from generator.recipes import (
    CardRecipe,
    ClipRecipe,
    NoInput,
    PhotoRecipe,
    Recipe,
    Rendition,
    ResultInput,
    SourceInput,
    SubtitleRecipe,
    Variant,
    make_task,
)
from generator.work.make import _MAKERS, make
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


def test_every_recipe_has_a_maker() -> None:
    assert set(_MAKERS) == set(get_args(Recipe))
    for module, function in _MAKERS.values():
        assert callable(getattr(import_module(module), function))


def test_cards_are_made_without_a_source_and_photos_are_not(tmp_path: Path) -> None:
    assert (
        make(make_task(CardRecipe("Жол", "Аян"), NoInput()), None, tmp_path)[0].name == "card.jpg"
    )
    with pytest.raises(ValueError, match="PhotoRecipe"):
        make(make_task(PHOTO, NoInput()), None, tmp_path)


def test_a_card_loads_neither_mediainfo_nor_ffmpeg(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from generator.recipes import *\n"
        "from generator.work.make import make\n"
        "make(make_task(CardRecipe('a', 'b'), NoInput()), None, Path(sys.argv[1]))\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(done.stdout.split())
    assert "PIL" in loaded and not loaded & {"pymediainfo", "ffmpeg", "pysubs2", "pillow_heif"}
