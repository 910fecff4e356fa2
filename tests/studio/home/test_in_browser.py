"""The first page in a real Chromium: it begins a post, follows what happens, says when it stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.recipes import ClipRecipe, SourceInput, Task
from generator.studio.app import routes
from tests.support.browsing import watched_page
from tests.support.content import draw_photo, write_post
from tests.support.programs import CHROMIUM
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("home")
    post = write_post(root / "content", "2026-11-20 Жол", "# Жол ашылды\n\nСөз.")
    draw_photo(post / "a.jpg")
    (root / "content/site.toml").write_text('name = "Мәслихат депутаты"\n', encoding="utf-8")
    with preview_of(root, more=routes) as running:
        wait_until(lambda: "Жол ашылды" in running.text("_studio/"))
        yield running


@pytest.fixture
def page(preview: Preview, browser: Browser) -> Iterator[Page]:
    with watched_page(browser, 360, 640, f"{preview.address}_studio/") as page:
        yield page


def test_it_follows_the_folder_and_keeps_the_focus(preview: Preview, page: Page) -> None:
    page.evaluate("window.isTheSame = true")
    link = page.get_by_role("link", name="Жол ашылды", exact=True)
    link.focus()
    write_post(preview.content, "2026-11-21 Бақ", "# Бақ өсті\n\nСөз.")
    expect(page.get_by_role("link", name="Бақ өсті", exact=True)).to_be_visible()
    expect(link).to_be_focused()
    assert page.evaluate("window.isTheSame === true")


def test_nothing_goes_beyond_a_phones_screen_and_each_target_is_large(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    small = page.evaluate(
        "[...document.querySelectorAll('a, button')].filter((one) => one.checkVisibility() && "
        "!one.matches('.skip') && one.getBoundingClientRect().height < 44)"
        ".map((one) => one.outerHTML)"
    )
    assert small == []


def test_a_clip_in_the_making_says_how_far_it_is(preview: Preview, page: Page) -> None:
    task = Task("k" * 64, ClipRecipe((), 5.0), SourceInput("2026-11-20 Жол/a.mp4", "d"))
    display, shares = preview.display, preview.preview_loop.shares
    shares[task.key] = 0.4

    def says_how_far() -> bool:
        shown = display.shown
        if task.key not in shown.awaited:  # the loop may show anew what it knows itself
            display.put(replace(shown, number=shown.number + 1, awaited={task.key: task}))
        value = "[...document.querySelectorAll('[data-making] progress')].map((bar) => bar.value)"
        told = page.locator("[data-making] .num").all_text_contents()
        is_said = any(text.startswith("40 %") for text in told)
        return is_said and page.evaluate(value) == [0.4]

    try:
        wait_until(says_how_far)
    finally:
        shares.pop(task.key, None)
        display.put(replace(display.shown, number=display.shown.number + 1, awaited={}))
    expect(page.locator("[data-making]")).to_have_count(0)


def test_the_language_is_chosen_on_the_page(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Рус").click()
    expect(page.get_by_role("heading", name="О чём расскажем сегодня?")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "ru"


def test_a_report_is_begun_with_one_tap(preview: Preview, page: Page) -> None:
    page.locator("[data-new=report]").click()
    page.wait_for_url("**/_studio/post/*")
    page.goto(f"{preview.address}_studio/")
    expect(page.get_by_text("begun, nothing is written yet")).to_be_visible()


def test_it_says_that_the_studio_has_stopped(tmp_path: Path, browser: Browser) -> None:
    write_post(tmp_path / "content", "2026-11-20 Жол", "# Жол\n\nСөз.")
    page = browser.new_page()
    with preview_of(tmp_path, more=routes) as preview:
        page.goto(f"{preview.address}_studio/")
        expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator("#lost")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("The studio has stopped")
    page.close()
