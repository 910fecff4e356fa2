"""A key is the digest of a whole recipe and its input's content."""

import pytest

from generator.digest import digest_value
from generator.model import Cut
from generator.recipes import (
    CardRecipe,
    Made,
    MadeFile,
    NoInput,
    ResultInput,
    SourceInput,
    SubtitleRecipe,
    make_task,
)

CARD = CardRecipe("Жол", "Аян")


def test_a_source_counts_by_its_bytes_and_not_by_its_path() -> None:
    key = make_task(CARD, SourceInput("a.jpg", "digest")).key
    assert make_task(CARD, SourceInput("b.jpg", "digest")).key == key
    assert make_task(CARD, SourceInput("a.jpg", "other")).key != key


def test_a_result_counts_by_its_key_and_file() -> None:
    key = make_task(CARD, ResultInput("key", "poster.png")).key
    assert make_task(CARD, ResultInput("key", "card.jpg")).key != key
    assert make_task(CARD, ResultInput("other", "poster.png")).key != key
    assert make_task(CARD, NoInput()).key != key


@pytest.mark.parametrize("change", [{"note": "а"}, {"revision": 9}, {"accent": "#000000"}])
def test_every_field_of_a_recipe_counts(change: dict[str, object]) -> None:
    changed = CardRecipe(**{"title": "Жол", "name": "Аян", **change})  # type: ignore[arg-type]
    assert make_task(changed, NoInput()).key != make_task(CARD, NoInput()).key


def test_a_file_of_a_result_is_found_by_its_name() -> None:
    made = Made("key", (MadeFile("a", 1), MadeFile("b", 2)))
    assert made.file("b").size_bytes == 2
    with pytest.raises(KeyError):
        made.file("c")


def test_another_part_of_a_clip_is_another_result_and_the_whole_keeps_its_key() -> None:
    parts = [Cut(), Cut(1.0), Cut(1.0, 2.0), Cut(0.0, 2.0)]
    keys = [make_task(SubtitleRecipe(), SourceInput("a", "digest", cut)).key for cut in parts]
    assert len(set(keys)) == len(parts)
    assert keys[0] == digest_value(SubtitleRecipe(), "digest")
