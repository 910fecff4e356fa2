"""The theme that a site asks for is found before the site is read."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.errors import Unfit
from generator.intake.deputy_toml import ParentRegion
from generator.intake.discover import discover
from generator.intake.theme_folder import site_theme, theme_digest, theme_folder, themes_folder
from generator.model import Site


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    theme = tmp_path / "themes/own"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('extends = "default"', encoding="utf-8")
    return tmp_path / "content"


def named(content: Path, toml: str) -> tuple[str, list[str]]:
    """The name of the theme's folder, and the problems."""
    (content / "site.toml").write_text(toml, encoding="utf-8")
    sources = discover(content, {})[0].sources
    folder, problems = site_theme(content, sources)
    return folder.name, [problem.what for problem in problems]


def test_without_settings_it_is_the_default(content: Path) -> None:
    assert site_theme(content, ()) == (themes_folder() / "default", ())


def test_a_theme_beside_content_is_named_by_its_path(content: Path) -> None:
    assert named(content, 'theme = "themes/own"') == ("own", [])


@pytest.mark.parametrize("toml", ["theme = ", 'name = "А"', "theme = 3"])
def test_settings_that_say_nothing_of_it_leave_the_default(content: Path, toml: str) -> None:
    assert named(content, toml)[0] == "default"


def test_a_theme_inside_content_is_no_theme(content: Path) -> None:
    inside = content / "own"
    inside.mkdir()
    (inside / "theme.toml").write_text('extends = "default"', encoding="utf-8")
    assert named(content, 'theme = "content/own"') == (
        "default",
        ["the theme “{name}” stands inside content/"],
    )


def test_a_deputy_has_the_theme_of_the_region(content: Path) -> None:
    folder = content / "deputies/Айгүл"
    folder.mkdir(parents=True)
    parent = ParentRegion("aigul", Site(theme="themes/own"))
    assert site_theme(folder, (), parent)[0].name == "own"
    assert site_theme(folder, (), ParentRegion("aigul"))[0].name == "default"


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(Unfit):
        theme_folder("жоқ")


def test_a_file_whose_stamp_holds_is_not_read(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = content.parent / "themes/own"
    digest, stamps = theme_digest(folder, {})
    # A stamp taken just after a file was written would not be believed.
    believed = {
        path: replace(stamp, taken_ns=stamp.taken_ns + 10**12) for path, stamp in stamps.items()
    }

    def fail(path: Path) -> str:
        raise AssertionError(path)

    monkeypatch.setattr("generator.intake.discover.digest_file", fail)
    assert theme_digest(folder, believed)[0] == digest
