"""The films of a kit: where words go, and what ffmpeg is asked for. Real films: the whole kit's."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from generator.model import Clip, ClipFacts, Post, Source
from generator.share.captions import TimedCaption
from generator.share.clip import (
    Film,
    VerticalPlan,
    draw_film,
    make_messenger,
    make_vertical,
    vertical_args,
)
from generator.share.kit import SAFE_FOOT_PX, SAFE_TOP_PX, ClipPart, Kit, KitWords, vertical_recipe
from generator.share.overlay import CAPTION_PX
from generator.work.clip_args import CANDIDATES, SoundLevel, SourceTraits

LYING, UPRIGHT = (1920, 1080), (1080, 1920)
PART = ClipPart(1.5, 8.0)
KAZAKH = Film("kk-vertical.mp4", "kk-head.png", "kk-title.png", 300, "kk.txt")
RUSSIAN = Film("ru-vertical.mp4", "ru-head.png", "ru-title.png", 310)
CUES = (TimedCaption(0, 2, "Сөз"),)


def clip(size: tuple[int, int], seconds: float = 12) -> Clip:
    return Clip(Source("Жол/a.mp4", "1", 1), ClipFacts(*size, seconds=seconds, fps=25))


def kit(size: tuple[int, int]) -> Kit:
    return Kit(Post("Жол", "jol", date(2026, 11, 23), ()), (), "#0b6a83", clip(size), PART)


def args(size: tuple[int, int], level: SoundLevel | None = None) -> tuple[list[str], str]:
    """The arguments, and the graph of filters among them."""
    whole = clip(size)
    plan = VerticalPlan(
        whole, PART, vertical_recipe(whole, PART), (KAZAKH, RUSSIAN), SourceTraits()
    )
    made = vertical_args(plan, "file:/Жол/a.mp4", level)
    return made, made[made.index("-filter_complex") + 1]


@pytest.mark.parametrize(
    ("size", "cues", "foot_px"),
    [(UPRIGHT, (), SAFE_FOOT_PX), (UPRIGHT, CUES, SAFE_FOOT_PX - CAPTION_PX[1])],
)
def test_a_title_on_an_upright_clip_is_at_the_foot_above_captions(
    tmp_path: Path, size: tuple[int, int], cues: tuple[TimedCaption, ...], foot_px: int
) -> None:
    film = draw_film(KitWords("kk", "Жол ашылды", "Депутат"), cues, kit(size), tmp_path)
    with Image.open(tmp_path / film.title) as title:
        assert film.title_top_px + title.height == foot_px


def test_a_title_on_another_clip_is_below_the_head(tmp_path: Path) -> None:
    film = draw_film(KitWords("ru", "Дорога", "Депутат"), CUES, kit(LYING), tmp_path)
    with Image.open(tmp_path / film.head) as head:
        assert film.title_top_px == SAFE_TOP_PX + head.height
    assert (film.name, film.captions) == ("ru-vertical.mp4", "ru.txt")
    assert (tmp_path / "ru.txt").is_file()
    silent = draw_film(KitWords("ru", "Дорога", "Депутат"), (), kit(LYING), tmp_path)
    assert silent.captions == ""


def test_only_the_part_is_read_and_every_name_but_the_source_s_is_plain() -> None:
    made, _ = args(LYING)
    at = made.index("file:/Жол/a.mp4")
    before = made[:at]
    assert before[before.index("-ss") + 1] == "1.5"
    assert before[before.index("-t") + 1] == "8.0"
    inputs = [made[at + 1] for at, arg in enumerate(made) if arg == "-i"]
    names = {"kk-head.png", "kk-title.png", "kk.txt", "ru-head.png", "ru-title.png"}
    assert set(inputs) == {"file:/Жол/a.mp4", *names}
    assert {KAZAKH.name, RUSSIAN.name, CANDIDATES} < set(made)


def test_a_clip_that_is_not_upright_lies_on_a_blurred_copy_of_itself() -> None:
    _, graph = args(LYING)
    assert "gblur" in graph
    assert "crop=1080:1920" not in graph
    assert "x=0:y=540" in graph  # (220 + 1470) / 2 less half of 608, on an even line
    assert "enable" not in graph  # the title stays


def test_an_upright_clip_fills_the_frame_and_its_title_leaves() -> None:
    _, graph = args(UPRIGHT)
    assert "gblur" not in graph
    assert "crop=1080:1920" in graph
    assert graph.count("enable=") == 2  # the titles of both languages


def test_sound_is_left_out_without_a_level() -> None:
    _, silent = args(LYING)
    _, loud = args(LYING, SoundLevel(6.0))
    assert "[0:a:0]" not in silent
    assert "[0:a:0]" in loud


def test_no_film_is_made_where_there_is_no_clip_or_it_is_too_long(tmp_path: Path) -> None:
    empty = Kit(Post("Жол", "jol", date(2026, 11, 23), ()), ())
    assert make_vertical(empty, (), tmp_path, tmp_path) == ()
    assert make_messenger(clip(LYING, seconds=3600), tmp_path, tmp_path) is None
    assert list(tmp_path.iterdir()) == []
