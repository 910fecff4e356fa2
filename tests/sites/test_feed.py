"""The clip feed in a real browser: one tap, then clip after clip; nothing loaded before it."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.build import build
from generator.inputs import BuildRequest
from generator.language.units import size_text
from tests.support.browsing import phone_of
from tests.support.building import NOW
from tests.support.content import film, film_sharp, write_post
from tests.support.hosted import Hosted, hosted_site
from tests.support.programs import CHROMIUM
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")

FEED = "clips/index.html"
SUBTITLES = "1\n00:00:00,000 --> 00:00:09,000\n{}\n"
POSTER_KB = 26  # theme.toml lets one weigh that much
FEED_KB = 60


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirteen posts with a clip: the newest upright with captions, the second wide."""
    root = tmp_path_factory.mktemp("feed")
    content = root / "content"
    first = write_post(content, "2026-11-20 Жол", "# Жол салынды", "# Дорога построена")
    film_sharp(first / "a.mp4", 9, size="720x1280")
    for locale, words in (("kk", "Сәлем, <b>ағайын</b>!"), ("ru", "Привет!")):
        (first / f"a.{locale}.srt").write_text(SUBTITLES.format(words), encoding="utf-8")
    second = write_post(content, "2026-11-19 Бақ", "# Бақ өсті", "# Сад вырос")
    film(second / "a.mp4", 2)
    (second / "a.kk.srt").write_text(SUBTITLES.format("Екінші."), encoding="utf-8")
    film(write_post(content, "2026-11-18 Су", "# Су келді") / "a.mp4", 5)
    for day in range(1, 11):
        post = write_post(content, f"2026-10-{day:02} Іс", f"# Іс {day}", f"# Дело {day}")
        film(post / "a.mp4", 5)
    (content / "site.toml").write_text('whatsapp = "+77010000000"\n', encoding="utf-8")
    request = BuildRequest(content, root / "output", root / "cache", "https://a.example.kz/")
    assert build(request, NOW).problems == ()
    return root / "output"


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[Hosted]:
    with hosted_site(site) as hosted:
        yield hosted


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone on which no script may fail."""
    with phone_of(browser, 640) as context:
        yield context


@pytest.fixture
def feed(host: Hosted, phone: BrowserContext) -> Page:
    """The feed as it opens; the host's log begins with it."""
    host.log.clear()
    page = phone.new_page()
    page.goto(host.address + FEED, wait_until="networkidle")
    return page


def swipe(page: Page) -> None:
    """A finger that moves up over half of the screen."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *heights: int) -> None:
        points = [{"x": 180, "y": height} for height in heights]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 560)
    for height in range(520, 160, -40):
        touch("touchMove", height)
    touch("touchEnd")


def tap(page: Page, number: int) -> None:
    page.locator(f"#clip-{number} .tap").click()


def expect_playing(page: Page, number: int) -> None:
    page.wait_for_function(
        "id => { const video = document.querySelector(`${id}.on video`);"
        " return video && !video.paused && video.currentTime > 0.2; }",
        arg=f"#clip-{number}",
    )


def test_nothing_of_a_clip_is_loaded_before_the_tap(host: Hosted, feed: Page, site: Path) -> None:
    assert not host.asked(".mp4", ".m4a", ".vtt")
    assert len(host.asked(".webp", ".jpg", ".avif")) == 1
    assert len(host.log) <= 6
    video = feed.locator("video")  # what plays at a tap is known and whole, and not asked for
    assert (video.get_attribute("src") or "").endswith(".mp4")
    assert video.get_attribute("poster") and video.get_attribute("width")
    texts = [site / unquote(path) for path in host.asked(".html", ".css", ".js")]
    size_bytes = sum(len(gzip.compress(file.read_bytes())) for file in texts)
    assert size_bytes <= (FEED_KB - POSTER_KB) * 1000


def test_after_one_tap_each_swipe_plays_the_next_in_the_same_video(
    host: Hosted, feed: Page
) -> None:
    tap(feed, 1)
    expect_playing(feed, 1)
    feed.evaluate("() => { document.querySelector('video').isFirst = true; }")
    for number in (2, 3):
        swipe(feed)
        expect_playing(feed, number)
        assert feed.evaluate("() => document.querySelectorAll('video').length") == 1
        assert feed.evaluate("() => document.querySelector('video').isFirst")
    assert len(set(host.asked(".mp4"))) == 3
    tap(feed, 3)
    expect(feed.locator("#clip-3")).not_to_have_class(re.compile(r"\bon\b"))
    assert feed.evaluate("() => document.querySelector('video').paused")


def test_a_swipe_before_the_tap_loads_posters_alone(host: Hosted, feed: Page) -> None:
    swipe(feed)
    expect(feed.locator("[data-count]")).to_have_text("2 / 12")
    assert not host.asked(".mp4", ".vtt")
    assert len(host.asked(".webp")) == 3


def test_keys_go_from_clip_to_clip_and_a_clip_that_ended_goes_on_to_the_next(feed: Page) -> None:
    feed.keyboard.press("Space")
    expect_playing(feed, 1)
    feed.keyboard.press("ArrowDown")
    expect_playing(feed, 2)
    expect_playing(feed, 3)  # the second lasts two seconds
    feed.keyboard.press("k")
    expect_playing(feed, 2)
    feed.keyboard.press("Space")
    expect(feed.locator("#clip-2")).not_to_have_class(re.compile(r"\bon\b"))


def test_captions_are_drawn_large_and_clear_of_title_and_buttons(feed: Page) -> None:
    tap(feed, 1)
    expect_playing(feed, 1)
    cue = feed.locator("#clip-1 .cue span")
    expect(cue).to_have_text("Сәлем, ағайын!")
    assert cue.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 18
    assert feed.locator("#clip-1 .words").is_hidden()
    below = cue.bounding_box()
    lowest = feed.locator("#clip-1 .acts a").last.bounding_box()
    assert below and lowest
    assert lowest["y"] + lowest["height"] <= below["y"]
    swipe(feed)
    expect_playing(feed, 2)
    cue = feed.locator("#clip-2 .cue span")
    expect(cue).to_have_text("Екінші.")
    boxes = [feed.locator(f"#clip-2 {part}").bounding_box() for part in (".stage", ".cue", "h2")]
    picture, words, title = boxes
    assert picture and words and title
    assert picture["y"] + picture["height"] <= words["y"]
    assert words["y"] + words["height"] <= title["y"]


@pytest.mark.parametrize("frugal", ["motion", "data"])
def test_who_saves_data_or_wants_no_motion_plays_each_clip_by_hand(
    host: Hosted, phone: BrowserContext, frugal: str
) -> None:
    page = phone.new_page()
    if frugal == "motion":
        page.emulate_media(reduced_motion="reduce")
    else:
        saver = phone.new_cdp_session(page)
        saver.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})
    page.goto(host.address + FEED)
    tap(page, 1)
    expect_playing(page, 1)
    host.log.clear()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-count]")).to_have_text("2 / 12")
    assert page.evaluate("() => document.querySelector('video').paused")
    assert not host.asked(".mp4")
    tap(page, 2)
    expect_playing(page, 2)


def test_a_link_opens_its_clip_and_the_other_language_opens_the_same(
    host: Hosted, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(host.address + FEED + "#clip-3")
    expect(page.locator("[data-count]")).to_have_text("3 / 12")
    assert page.locator("#clip-3 h2").is_visible()
    page.keyboard.press("ArrowUp")
    page.wait_for_url(re.compile(r"#clip-2$"))
    page.locator(".switch a").click()
    page.wait_for_url(re.compile(r"ru/clips/index\.html#clip-2$"))
    expect(page.locator("[data-count]")).to_have_text("2 / 12")
    assert page.locator("#clip-3 h2").get_attribute("lang") == "kk"


def test_a_clip_is_passed_on_and_read(feed: Page) -> None:
    send, read = feed.locator("#clip-1 .acts a").all()
    address = unquote(send.get_attribute("href") or "")
    assert (
        address == "https://wa.me/?text=Жол салынды https://a.example.kz/news/2026-11-20-zhol.html"
    )
    for link in (send, read):
        box = link.bounding_box()
        assert box and min(box["width"], box["height"]) >= 44
    read.click()
    feed.wait_for_url(re.compile("news/2026-11-20-zhol.html"))


def test_the_end_leads_back_on_and_out(host: Hosted, feed: Page) -> None:
    feed.evaluate("() => document.querySelector('.end').scrollIntoView()")
    expect(feed.locator("[data-count]")).to_have_text("")
    links = feed.locator(".end a").evaluate_all("all => all.map(one => one.href)")
    onward = ["clips/index.html#clip-1", "clips/older.html", "wa.me/77010000000"]
    ends = [*onward, "contacts.html", "index.html"]
    assert [link.endswith(end) for link, end in zip(links, ends, strict=True)] == [True] * 5
    feed.locator(".end a").first.click()
    expect(feed.locator("[data-count]")).to_have_text("1 / 12")
    feed.goto(host.address + "clips/older.html")
    assert "Іс 1" in feed.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_cost_is_that_of_the_file_that_is_loaded(
    host: Hosted, browser: Browser, site: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(host.address + FEED)
    host.log.clear()
    shown = page.locator("#clip-1 .size").inner_text()
    tap(page, 1)
    expect_playing(page, 1)
    (file,) = set(host.asked(".mp4"))
    assert size_text((site / file).stat().st_size, "kk") == shown
    page.close()


def test_where_a_file_is_missing_the_next_one_plays(
    site: Path, tmp_path: Path, phone: BrowserContext
) -> None:
    shutil.copytree(site, tmp_path / "site")
    with hosted_site(tmp_path / "site") as hosted:
        page = phone.new_page()
        page.goto(hosted.address + FEED)
        tap(page, 1)
        expect_playing(page, 1)
        (file,) = set(hosted.asked(".mp4"))
        (tmp_path / "site" / file).unlink()
        page.reload()
        tap(page, 1)
        expect_playing(page, 1)


def test_without_javascript_each_clip_has_the_browsers_own_player(
    host: Hosted, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    host.log.clear()
    page.goto(host.address + FEED, wait_until="networkidle")
    assert not host.asked(".mp4", ".vtt")
    assert page.locator("video[poster]").count() == 12
    assert page.locator(".tap:visible").count() == 0
    video = page.locator("#clip-1 video")
    picture, title = video.bounding_box(), page.locator("#clip-1 h2").bounding_box()
    assert picture and title
    assert picture["y"] + picture["height"] <= title["y"]
    video.focus()
    page.keyboard.press("Space")
    wait_until(lambda: video.evaluate("one => one.currentTime > 0.2 && !one.paused"))
    context.close()


def test_no_screen_scrolls_sideways(host: Hosted, browser: Browser) -> None:
    page = browser.new_page()
    for width, height in ((320, 568), (640, 360), (768, 1024), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(host.address + "ru/" + FEED)
        assert page.evaluate("() => document.querySelector('main').scrollWidth") <= width
        for part in (".words", ".acts", ".stage"):
            box = page.locator(f"#clip-2 {part}").bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, part
    page.close()
