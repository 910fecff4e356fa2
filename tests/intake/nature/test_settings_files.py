"""Settings are known under any ending, and are read or hold back; they are never a text."""

from itertools import product
from pathlib import Path

import pytest

from generator.errors import HoldsBack
from generator.intake.nature.settings_files import (
    check_no_settings,
    find_settings,
    is_named_well,
    pick_settings,
    settings_kind,
    settings_stem,
)
from tests.support.settings_names import NO_SETTINGS, settings_names
from tests.support.written_content import source_of


@pytest.mark.parametrize("kind", ["post", "site", "deputy", "approval"])
def test_every_spelling_of_a_name_is_known(kind: str) -> None:
    names = list(settings_names(kind))
    assert len(names) >= 50
    assert [name for name in names if settings_kind(f"2026/{name}") != kind] == []
    assert [name for name in names if is_named_well(name)] == [f"{kind}.toml"]


@pytest.mark.parametrize("name", NO_SETTINGS)
def test_other_names_are_none(name: str) -> None:
    assert settings_kind(name) == ""


def test_toml_of_another_name_is_told_from_no_settings() -> None:
    assert settings_kind("баптау.toml.txt") == settings_kind("pots.toml") == "other"


def test_settings_beside_a_lone_file_share_its_stem() -> None:
    for name, kind in product(("", ".txt", " (1)"), ("post.", "approval.", "")):
        assert settings_stem(f"a/2026-11-22 Жол.{kind}toml{name}") == "a/2026-11-22 Жол"


def test_of_several_files_none_is_picked_unless_they_are_copies() -> None:
    one, copy = source_of("a/post.toml", "x = 1"), source_of("a/post (1).toml", "x = 1")
    other = source_of("a/post.toml.txt", "draft = true")
    assert pick_settings([copy, one], "post") == one
    assert pick_settings([other], "post") == other
    assert pick_settings([one], "site") is None
    with pytest.raises(HoldsBack) as caught:
        pick_settings([one, other], "post")
    assert dict(caught.value.problem.values)["names"] == "post.toml, post.toml.txt"


def test_settings_are_found_on_the_disk_under_any_ending(tmp_path: Path) -> None:
    assert find_settings(tmp_path / "none", "site") == tmp_path / "none/site.toml"
    assert find_settings(tmp_path, "site") == tmp_path / "site.toml"
    odd = tmp_path / "Site.toml.txt"
    odd.write_text("")
    assert find_settings(tmp_path, "site") == odd
    (tmp_path / "site.toml").write_text("")
    assert find_settings(tmp_path, "site") == tmp_path / "site.toml"


@pytest.mark.parametrize(
    "line",
    ["draft = true", "  Draft: TRUE", 'kind = "answer"', "publish_at = 2026-11-20", "ai=true"],
)
def test_a_line_of_settings_in_a_text_holds_it_back(line: str) -> None:
    with pytest.raises(HoldsBack):
        check_no_settings(f"Мектеп\n\n{line}\nашылды", "kk.txt")


@pytest.mark.parametrize(
    "text",
    [
        "Бағасы: 12",
        "Мысалы:\n\n    draft = true",
        "draft deputies = people",
        "Kind: regards",
        "pin",
    ],
)
def test_other_lines_are_words(text: str) -> None:
    check_no_settings(text, "kk.txt")
