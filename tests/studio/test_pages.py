"""The studio's pages: their language, their policy, what they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.studio.app import routes
from tests.support.content import write_post
from tests.support.house import ROOT
from tests.support.served import Preview, preview_of

STUDIO = ROOT / "generator/studio"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("studio")
    write_post(root / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    with preview_of(root, more=routes) as running:
        yield running


def test_the_studio_speaks_the_computers_language_or_the_chosen_one(preview: Preview) -> None:
    assert '<html lang="en">' in preview.text("_studio/")
    for language, words in (("kk", "Бүгін не жазамыз?"), ("ru", "О чём расскажем сегодня?")):
        page = preview.get("_studio/", Cookie=f"jarshy-language={language}").text
        assert f'<html lang="{language}">' in page and words in page
    assert '<html lang="en">' in preview.get("_studio/", Cookie="jarshy-language=../x").text


def test_a_page_runs_nothing_but_the_studios_own_scripts(preview: Preview) -> None:
    answer = preview.get("_studio/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and answer.headers["cache-control"] == "no-store"


def test_no_template_has_scripts_or_styles_of_its_own() -> None:
    templates = list((STUDIO / "templates").glob("*.html"))
    assert templates
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", text), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path.name


def test_assets_are_looked_up_by_name(preview: Preview) -> None:
    assert (
        preview.get("_studio/assets/studio.js")
        .headers["content-type"]
        .startswith("text/javascript")
    )
    for name in ("..%2fpages.py", "..%2f..%2f..%2fpyproject.toml", "nothing.js", "%00"):
        assert preview.get(f"_studio/assets/{name}").status == 404


def test_the_studio_is_found_without_its_last_slash(preview: Preview) -> None:
    answer = preview.get("_studio")
    assert (answer.status, answer.headers["location"]) == (307, "/_studio/")


def test_every_page_names_a_style_and_scripts_that_are_there(preview: Preview) -> None:
    html = preview.text("_studio/")
    for path in re.findall(r'(?:src|href)="/(_studio/assets/[^"]+)"', html):
        assert preview.get(path).status == 200
    assert Path(STUDIO / "assets/studio.css").stat().st_size < 60_000
