"""The preview in a real Chromium: pages patch themselves, and keep what a person was doing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsing import watched_page
from tests.support.content import draw_photo, film, write_post
from tests.support.programs import CHROMIUM
from tests.support.served import Preview, preview_of
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")

POST = "news/2026-11-20-zhol.html"
LONG = "\n\n".join(f"Абзац {number}: жол жөндеу жүріп жатыр." for number in range(60))


def write(preview: Preview, words: str) -> None:
    write_post(preview.content, "2026-11-20 Жол", f"# Жол\n\n{words}\n\n{LONG}\n")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("browser")
    post = write_post(root / "content", "2026-11-20 Жол", f"# Жол\n\nБасы.\n\n{LONG}\n")
    film(post / "a.mp4", 12.0)
    draw_photo(post / "b.jpg")
    write_post(root / "content", "2026-11-21 Бақ", "# Бақ\n\nӨсті.")
    with preview_of(root, lan=True) as running:
        wait_until(lambda: "-480.mp4" in running.get(POST).text)
        running.wait_until_made()
        yield running


@pytest.fixture
def preview(shared: Preview) -> Preview:
    write(shared, "Басы.")
    for name in ("post.toml", "approval.toml"):
        (shared.content / "2026-11-20 Жол" / name).unlink(missing_ok=True)
    shared.wait_until_shown(POST, "Басы.")
    wait_until(lambda: not shared.state(POST)["problems"] and not shared.state(POST)["ribbon"])
    shared.wait_until_current()  # what the last test did has been shown, too
    return shared


@pytest.fixture
def page(preview: Preview, browser: Browser) -> Iterator[Page]:
    with watched_page(browser, 1280, 800, preview.address + POST) as page:
        page.evaluate("window.isTheSame = true")
        yield page


def is_the_same(page: Page) -> bool:
    """Whether the page was patched rather than opened again."""
    return bool(page.evaluate("window.isTheSame === true"))


def test_an_edit_is_patched_in_and_the_scroll_stays(preview: Preview, page: Page) -> None:
    page.evaluate("scrollTo(0, 900)")
    before = 900
    page.wait_for_function("() => scrollY === 900")
    write(preview, "Өзгерген сөз.")
    expect(page.get_by_text("Өзгерген сөз.")).to_be_attached()
    assert page.evaluate("scrollY") == before
    assert is_the_same(page)


def test_a_playing_clip_goes_on(preview: Preview, page: Page) -> None:
    page.locator("button.play").click()
    page.locator("video").evaluate("video => { video.muted = true; }")
    moving: Any = page.locator("video").evaluate(
        "video => new Promise(done => video.addEventListener('timeupdate', () => "
        "video.currentTime > 0.3 && done(true)))"
    )
    assert moving
    before = page.locator("video").evaluate("video => video.currentTime")
    write(preview, "Жаңа сөйлем.")
    expect(page.get_by_text("Жаңа сөйлем.")).to_be_attached()
    after = page.locator("video").evaluate("video => [video.currentTime, video.paused]")
    assert after[0] > before and after[1] is False
    assert is_the_same(page)


def test_an_open_photo_stays_open(preview: Preview, page: Page) -> None:
    page.locator("a.zoom").first.click()
    expect(page.locator("dialog.viewer")).to_be_visible()
    write(preview, "Басқа сөз.")
    expect(page.get_by_text("Басқа сөз.")).to_be_attached()
    expect(page.locator("dialog.viewer")).to_be_visible()
    assert is_the_same(page)


def test_other_pages_do_not_move(preview: Preview, page: Page) -> None:
    page.goto(preview.address + "news/2026-11-21-baq.html")
    page.evaluate("window.isTheSame = true; window.patches = 0")
    page.evaluate("document.addEventListener('jarshy-patched', () => window.patches++)")
    write(preview, "Тағы бір сөз.")
    preview.wait_until_shown(POST, "Тағы бір сөз.")
    write_post(preview.content, "2026-11-21 Бақ", "# Бақ\n\nЖайқалды.")
    expect(page.get_by_text("Жайқалды.")).to_be_attached()
    assert page.evaluate("window.patches") == 1  # of its own edit, and none before
    assert is_the_same(page)


def test_a_problem_lies_over_the_page_and_goes(preview: Preview, page: Page) -> None:
    facts = preview.content / "2026-11-20 Жол" / "post.toml"
    facts.write_text("drft = true\n", encoding="utf-8")
    told = page.locator(".problems")
    expect(told).to_contain_text("2026-11-20 Жол/post.toml")
    expect(told).to_contain_text("did you mean “draft”?")
    expect(page.get_by_text("Басы.")).to_be_visible()
    facts.write_text("draft = true\n", encoding="utf-8")
    expect(told).to_have_count(0)
    expect(page.locator(".ribbon")).to_have_text("A draft: readers do not see it")
    assert is_the_same(page)


def test_a_question_lies_over_its_page_and_in_the_drawer(preview: Preview, page: Page) -> None:
    write(preview, "Асқар: 8 701 123 45 67.")
    asked = page.locator(".asks")
    expect(asked).to_contain_text("2026-11-20 Жол/kk.md:3")
    expect(asked).to_contain_text("a telephone number: 8 701 123 45 67")
    page.get_by_role("button", name="Advice for this page").click()
    expect(page.locator("dialog.drawer")).to_contain_text("a telephone number: 8 701 123 45 67")
    page.keyboard.press("Escape")
    write(preview, "Асқар.")
    expect(asked).to_have_count(0)


def test_two_lists_fit_on_a_phone(preview: Preview, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    write(preview, "\n\n".join(f"Асқар {number}: 8 701 123 45 6{number}" for number in range(9)))
    expect(page.locator(".asks")).to_have_count(1)
    facts = preview.content / "2026-11-20 Жол" / "post.toml"
    facts.write_text("drft = true\n", encoding="utf-8")
    expect(page.locator(".problems")).to_have_count(2)
    for section in page.locator(".problems").all():
        box = section.locator(".shut").bounding_box()
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 640


def test_a_new_clip_shows_its_place_then_plays_without_a_reload(
    preview: Preview, page: Page
) -> None:
    folder = preview.content / "2026-11-21 Бақ"
    page.goto(preview.address + "news/2026-11-21-baq.html")
    film(folder / "gone.tmp.mp4", 3.0).replace(folder / "c.mp4")
    video = page.locator(".player video")
    expect(video).to_have_count(1)
    expect(page.locator("video source[src*='-480.mp4']")).to_have_count(1)
    button = page.locator("button.play")
    expect(button).to_be_visible()
    button.click()
    video.evaluate("video => { video.muted = true; }")
    assert video.evaluate(
        "video => new Promise(done => { const look = () => video.currentTime > 0.2 ? done(true) "
        ": setTimeout(look, 50); look(); })"
    )
    (folder / "c.mp4").unlink()


def test_the_clip_feed_plays_a_clip_as_soon_as_it_is_made(preview: Preview, page: Page) -> None:
    folder = preview.content / "2026-11-21 Бақ"
    page.goto(preview.address + "clips/index.html")
    film(folder / "gone.tmp.mp4", 4.0).replace(folder / "c.mp4")
    expect(page.locator(".clip .tap")).to_have_count(2)
    expect(page.locator("#clip-1 .size")).to_have_count(1)  # what is not made has no size
    preview.wait_until_made()
    page.locator("#clip-1 .tap").click()
    expect(page.locator("#clip-1")).to_have_class(re.compile(r"\bon\b"))
    (folder / "c.mp4").unlink()


def test_two_browsers_see_the_same_edit(preview: Preview, page: Page, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    phone = context.new_page()
    phone.goto(preview.address + POST)
    write(preview, "Екі терезеге.")
    for window in (page, phone):
        expect(window.get_by_text("Екі терезеге.")).to_be_attached()
    context.close()


def test_a_tab_that_slept_catches_up(preview: Preview, page: Page) -> None:
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    write(preview, "Ұйқыдан кейін.")
    preview.wait_until_shown(POST, "Ұйқыдан кейін.")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    expect(page.get_by_text("Ұйқыдан кейін.")).to_be_attached()
    assert is_the_same(page)


def test_a_page_that_was_missing_comes_by_itself(preview: Preview, page: Page) -> None:
    page.goto(preview.address + "news/2026-11-22-su.html")
    expect(page.locator("h1")).not_to_have_text("Су келді")
    folder = write_post(preview.content, "2026-11-22 Су", "# Су келді")
    expect(page.locator("h1")).to_have_text("Су келді")
    (folder / "kk.md").unlink()
    folder.rmdir()


def test_advice_stands_in_a_drawer(preview: Preview, page: Page) -> None:
    (preview.content / "2026-11-20 Жол" / "ru.md").write_text("", encoding="utf-8")
    write(preview, "Cөз мұнда.")  # its first letter is Latin: it is mended, and that is told
    button = page.get_by_role("button", name="Advice for this page")
    expect(button).to_be_visible()
    button.click()
    expect(page.locator(".drawer li", has_text="Cөз → Сөз")).to_have_count(1)
    (preview.content / "2026-11-20 Жол" / "ru.md").unlink()
