"""A second theme of one template and one colour in, a whole site in its look out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.build import build
from generator.inputs import BuildRequest
from tests.support.building import NOW, snapshot
from tests.support.content import draw_photo, write_post
from tests.support.house import ROOT
from tests.support.programs import CHROMIUM

SECOND = ROOT / "tests/themes/second"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same content in the default theme and in the second one."""
    root = tmp_path_factory.mktemp("themes")
    found = {}
    for name, theme in (("default", "default"), ("second", SECOND.as_posix())):
        content = root / name / "content"
        for day in (1, 2):
            folder = write_post(
                content, f"2026-11-0{day} Бақ {day}", f"# Бақ {day}", f"# Сад {day}"
            )
            draw_photo(folder / "1.jpg", "teal")
        (content / "site.toml").write_text(f'theme = "{theme}"', encoding="utf-8")
        request = BuildRequest(content, root / name / "output", root / "cache")
        assert build(request, NOW).problems == ()
        found[name] = root / name / "output"
    return found


def test_its_own_template_stands_in_place_of_the_default_one(sites: dict[str, Path]) -> None:
    home = (sites["second"] / "index.html").read_text(encoding="utf-8")
    assert '<p id="second">1 жаңалық</p>' in home
    assert "Сад" not in home
    assert 'id="second"' not in (sites["default"] / "index.html").read_text(encoding="utf-8")


def test_everything_else_is_the_default_themes(sites: dict[str, Path]) -> None:
    default, second = snapshot(sites["default"]), snapshot(sites["second"])
    (style,) = (name for name in default if name.startswith("assets/style-"))
    (own_style,) = (name for name in second if name.startswith("assets/style-"))
    assert second[own_style].startswith(default[style].split(b".t000")[0])
    for name in set(default) - {style, "index.html", "ru/index.html"}:
        assert second[name] == default[name].replace(style.encode(), own_style.encode()), name


@pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")
def test_its_colour_is_on_every_page(sites: dict[str, Path], browser: Browser) -> None:
    page = browser.new_page()
    for path in ("contacts.html", "archive/index.html", "ru/news/2026-11-01-baq-1.html"):
        page.goto((sites["second"] / path).as_uri())
        thread = page.locator(".thread").first
        colour = thread.evaluate("one => getComputedStyle(one).backgroundColor")
        assert colour == "rgb(106, 27, 154)"


def test_every_brace_of_the_style_sheet_is_closed() -> None:
    css = (ROOT / "themes/default/assets/style.css").read_text(encoding="utf-8")
    bare = re.sub(r'/\*.*?\*/|"[^"]*"', "", css, flags=re.DOTALL)
    depth = 0
    for brace in re.findall(r"[{}]", bare):
        depth += 1 if brace == "{" else -1
        assert 0 <= depth <= 3
    assert depth == 0
