"""The page of a post in a real browser: its player, its photos, and how it is passed on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from generator.build import build
from generator.inputs import BuildRequest
from generator.language.units import size_text
from tests.support.browsing import phone_of
from tests.support.building import NOW
from tests.support.content import draw_photo, film, film_sharp, write_post
from tests.support.hosted import hosted_site
from tests.support.programs import CHROMIUM
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")

URL = "https://uly-auyl.example.kz/"
CLIP = "news/2026-11-20-zhol.html"
PHOTOS = "news/2026-11-19-baq.html"
CLIPS = "news/2026-11-18-eki.html"
UPRIGHT = "news/2026-11-17-bolu.html"
SUBTITLES = "1\n00:00:00,000 --> 00:00:05,000\n{}\n"
CORRECTED = """
[[updates]]
date = 2026-11-21
reason = { kk = "40 емес, 38 ағаш.", ru = "Деревьев не 40, а 38." }
"""
SHIFTS = """new Promise(done => {
  let shifts = 0;
  const observer = new PerformanceObserver(list => { shifts += list.getEntries().length; });
  observer.observe({type: 'layout-shift', buffered: true});
  // Everything has come and was laid out: idle after the frame after next.
  const frame = then => requestAnimationFrame(then);
  document.fonts.ready.then(() => frame(() => frame(() => requestIdleCallback(
    () => done(shifts + observer.takeRecords().length)))));
})"""

WATCH_BUTTON = """() => {
  const button = document.querySelector('.play');
  let wasHidden = false;
  new MutationObserver(() => {
    wasHidden = wasHidden || button.hidden;
    window.buttonIsBack = wasHidden && !button.hidden;
  }).observe(button, {attributes: true});
}"""


SCRIPT_SECONDS = 0.4
"""How late scripts come, so that what moves when they are there is seen."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A post with a clip and photos, one with photos alone, one with two clips."""
    root = tmp_path_factory.mktemp("player")
    content = root / "content"
    clip = write_post(content, "2026-11-20 Жол", "# Жол салынды\n\nЖаңа.", "# Дорога построена")
    film_sharp(clip / "VID_1.mp4")
    for locale, words in (("kk", "Сәлем!"), ("ru", "Привет!")):
        (clip / f"VID_1.{locale}.srt").write_text(SUBTITLES.format(words), encoding="utf-8")
    photos = write_post(content, "2026-11-19 Бақ", "# Бақ өсті\n\nМәтін.", "# Сад вырос")
    (photos / "post.toml").write_text(CORRECTED, encoding="utf-8")
    for number in range(1, 8):
        draw_photo(photos / f"{number}.jpg", f"hsl({number * 40}, 60%, 40%)", (1600, 1200))
    for number in range(1, 5):
        draw_photo(clip / f"{number}.jpg", f"hsl({number * 40}, 30%, 40%)", (900, 600))
    two = write_post(content, "2026-11-18 Екі", "# Екі видео\n\n" + "Ұзақ мәтін.\n\n" * 40)
    film(two / "VID_1.mp4", 4)
    film(two / "VID_2.mp4", 5)
    upright = write_post(content, "2026-11-17 Бөлу", "# Ақша бөлінді", "# Деньги выделены")
    film(upright / "VID_1.mp4", 2, size="270x480")
    film(upright / "VID_1.sign.mp4", 3, size="320x180")
    for locale in ("kk", "ru"):
        (upright / f"VID_1.{locale}.srt").write_text(SUBTITLES.format("Тік."), encoding="utf-8")
    request = BuildRequest(content, root / "output", root / "cache", URL)
    assert build(request, NOW).problems == ()
    return root / "output"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with hosted_site(site, SCRIPT_SECONDS) as hosted:
        yield hosted.address


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone on which no script may fail."""
    with phone_of(browser, 800) as context:
        yield context


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return phone.new_page()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def wait_until_playing(video: Locator) -> None:
    """Asks from outside of the page: without scripts no timer runs in it."""
    wait_until(lambda: video.evaluate("video => video.currentTime > 0.2 && !video.paused"))


def source(video: Locator) -> str:
    return str(video.evaluate("one => one.currentSrc")).rpartition("/")[2]


def test_nothing_of_a_clip_is_asked_for_before_the_tap(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + CLIP, wait_until="networkidle")
    assert not [url for url in asked if url.endswith((".mp4", ".m4a", ".vtt"))]
    page.locator(".play").click()
    wait_until_playing(page.locator("video"))
    assert [url for url in asked if url.endswith(".mp4")]


@pytest.mark.parametrize("path", [CLIP, "ru/" + CLIP, PHOTOS, "ru/" + PHOTOS, CLIPS])
def test_a_first_view_is_six_requests_and_nothing_moves(
    address: str, page: Page, path: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    assert page.evaluate(SHIFTS) == 0
    # The browser's own icon is asked for once for the whole site.
    assert len([url for url in asked if "icon" not in url]) <= 6, asked


def test_the_button_says_what_it_costs_and_plays(address: str, page: Page) -> None:
    page.goto(address + CLIP)
    button, video = page.locator(".play"), page.locator("video")
    assert re.search(r"8\sс · [\d,]+\s[КМ]Б", button.inner_text())
    assert button.locator(".size").inner_text() in page.locator("[data-kind=small]").inner_text()
    assert not video.evaluate("one => one.controls")
    button.focus()
    page.keyboard.press("Enter")
    wait_until_playing(video)
    assert video.evaluate("one => one.controls && document.activeElement === one")
    assert button.is_hidden()


def test_a_phone_takes_the_small_clip_and_a_wide_screen_the_sharp_one(
    address: str, page: Page, browser: Browser
) -> None:
    page.goto(address + CLIP)
    assert page.locator(".choices [aria-current]").get_attribute("data-kind") == "small"
    desk = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    desk.goto(address + CLIP)
    assert desk.locator(".choices [aria-current]").get_attribute("data-kind") == "hd"
    assert desk.locator(".play .size").inner_text() in desk.locator("[data-kind=hd]").inner_text()
    saver = desk.context.new_cdp_session(desk)
    saver.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})
    desk.reload()
    assert desk.locator(".choices [aria-current]").get_attribute("data-kind") == "small"
    desk.context.close()


def test_a_choice_keeps_the_place_and_goes_on_playing(address: str, page: Page) -> None:
    page.goto(address + CLIP)
    video = page.locator("video")
    page.locator(".play").click()
    wait_until_playing(video)
    small = source(video)
    for kind in ("hd", "sound", "small"):
        video.evaluate("one => { one.currentTime = 4; }")
        page.locator(f"[data-kind={kind}]").click()
        page.wait_for_function(
            "kind => document.querySelector('video').currentTime > 3.9 "
            "&& document.querySelector('.choices [aria-current]').dataset.kind === kind",
            arg=kind,
        )
        wait_until_playing(video)
        assert 3.9 < video.evaluate("one => one.currentTime") < 7, kind
        assert source(video).endswith(".m4a") == (kind == "sound")
        assert (source(video) == small) == (kind == "small")


@pytest.mark.parametrize("path", [CLIP, "ru/" + CLIP, CLIPS, UPRIGHT])
def test_disc_and_cost_are_on_the_first_screen_whatever_the_clips_shape(
    address: str, phone: BrowserContext, path: str
) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(address + path)
    label = page.locator(".play > span").first
    box, screen = label.bounding_box(), page.locator(".stage").first.bounding_box()
    assert box and screen
    assert box["y"] + box["height"] <= 640
    assert box["x"] >= screen["x"] >= 0
    disc = label.evaluate("one => parseFloat(getComputedStyle(one, '::before').width)")
    assert disc >= 64
    assert re.search(r"\d\sс · [\d,]+\s[КМ]Б", label.inner_text())


def test_an_upright_clip_is_cropped_to_its_poster_and_plays_whole(address: str, page: Page) -> None:
    page.goto(address + UPRIGHT)
    video = page.locator("video")
    closed = video.bounding_box()
    assert closed and abs(closed["height"] / closed["width"] - 1.25) < 0.01
    assert video.evaluate("one => getComputedStyle(one).objectPosition") == "50% 0px"
    page.locator(".play").click()
    wait_until_playing(video)
    assert video.evaluate("one => getComputedStyle(one).objectFit") == "contain"
    cue, frame = page.locator(".cue span").bounding_box(), video.bounding_box()
    assert cue and frame
    assert frame["y"] < cue["y"] and cue["y"] + cue["height"] < frame["y"] + frame["height"] - 60


def test_the_cost_of_a_clip_in_one_size_is_that_of_the_file_that_is_loaded(
    address: str, page: Page, site: Path
) -> None:
    page.goto(address + CLIPS)
    shown = page.locator(".play .size").first.inner_text()
    page.locator(".play").first.click()
    wait_until_playing(page.locator("video").first)
    file = site / "media" / source(page.locator("video").first)
    assert size_text(file.stat().st_size, "kk") == shown


def test_a_clip_that_ended_offers_to_pass_it_on_and_the_next_one(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + UPRIGHT, wait_until="networkidle")
    ended = page.locator(".ended")
    assert ended.is_hidden()
    assert len([url for url in asked if "-card-" in url]) == 0
    page.locator(".play").click()
    ended.wait_for()
    assert "wa.me" in (ended.locator("a").first.get_attribute("href") or "")
    assert page.locator(".play").is_hidden()
    for offer in ended.locator("a, button").all():
        box = offer.bounding_box()
        assert box and box["height"] >= 44
    ended.locator("button").click()
    wait_until_playing(page.locator("video"))
    assert ended.is_hidden()
    ended.wait_for()
    ended.locator(".next").click()
    page.wait_for_url(re.compile(r"clips/index\.html#clip-1$"))


def test_sign_language_is_a_choice(address: str, page: Page, site: Path) -> None:
    page.goto(address + "ru/" + UPRIGHT)
    choice = page.locator("[data-kind=sign]")
    assert choice.inner_text().startswith("Жестовый язык")
    choice.click()
    video = page.locator("video")
    wait_until_playing(video)
    assert video.evaluate("one => one.videoWidth") == 320
    file = site / "media" / source(video)
    assert page.locator(".play .size").text_content() == size_text(file.stat().st_size, "ru")


def test_sound_alone_keeps_the_poster_in_its_place(address: str, page: Page) -> None:
    page.goto(address + CLIP)
    video = page.locator("video")
    before = video.bounding_box()
    page.locator("[data-kind=sound]").click()
    wait_until_playing(video)
    assert video.evaluate("one => one.videoWidth") == 0
    assert video.evaluate("one => one.poster")
    assert video.bounding_box() == before


@pytest.mark.parametrize(("path", "words"), [(CLIP, "Сәлем!"), ("ru/" + CLIP, "Привет!")])
def test_captions_in_the_language_of_the_page_are_on(
    address: str, page: Page, path: str, words: str
) -> None:
    page.goto(address + path)
    video = page.locator("video")
    cue = page.locator(".cue span")
    page.locator(".play").click()
    wait_until_playing(video)
    expect(cue).to_have_text(words)
    assert cue.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 18
    page.locator("[data-kind=hd]").click()
    wait_until_playing(video)
    expect(cue).to_have_text(words)
    # Captions of the browser's own menu take the place of the page's.
    video.evaluate("one => { one.textTracks[0].mode = one.textTracks[1].mode = 'showing'; }")
    expect(page.locator(".cue")).to_be_hidden()
    page.locator(".transcript summary").click()
    assert page.locator(".transcript p").inner_text() == words


def test_where_a_file_is_missing_the_next_one_plays(site: Path, tmp_path: Path, page: Page) -> None:
    shutil.copytree(site, tmp_path / "site")
    with hosted_site(tmp_path / "site") as hosted:
        page.goto(hosted.address + CLIP)
        choices = page.locator(".choices a")
        files = "|".join(choices.evaluate_all("all => all.map(one => one.dataset.files)"))
        names = [file.split()[0].rpartition("/")[2] for file in files.split("|")]
        assert len(names) > 2
        for number, name in enumerate(names[:-1], 1):
            (tmp_path / "site/media" / name).unlink()
            page.reload()
            page.locator(".play").click()
            wait_until_playing(page.locator("video"))
            assert source(page.locator("video")) in names[number:]
        # What is marked is what plays.
        assert page.locator(".choices [aria-current]").get_attribute("data-kind") == "sound"


def test_when_nothing_can_be_had_the_button_is_back(site: Path, tmp_path: Path, page: Page) -> None:
    shutil.copytree(site, tmp_path / "site")
    for clip in (tmp_path / "site/media").glob("*.m*"):
        clip.unlink()
    with hosted_site(tmp_path / "site") as hosted:
        page.goto(hosted.address + CLIP)
        # The button goes when playing is tried, and comes back after the last file.
        page.evaluate(WATCH_BUTTON)
        page.locator("[data-kind=hd]").click()
        page.wait_for_function("() => window.buttonIsBack")
        assert page.locator(".play").is_visible()


def test_one_clip_plays_at_a_time(address: str, page: Page) -> None:
    page.goto(address + CLIPS)
    first, second = page.locator("video").all()
    for video, button in zip((first, second), page.locator(".play").all(), strict=True):
        button.click()
        wait_until_playing(video)
    assert first.evaluate("one => one.paused")


def test_a_further_poster_is_asked_for_when_it_comes_near(address: str, page: Page) -> None:
    page.goto(address + CLIPS)
    first, second = page.locator("video").all()
    expect(first).to_have_attribute("poster", re.compile("."))
    assert not second.get_attribute("poster")
    with page.expect_response(re.compile(r"poster.*\.webp")) as answer:
        second.scroll_into_view_if_needed()
    assert answer.value.ok


def test_without_javascript_the_clip_plays_by_its_own_controls(address: str, plain: Page) -> None:
    plain.goto(address + CLIP)
    assert re.search(r"8\sс · [\d,]+\s[КМ]Б", plain.locator(".cost").inner_text())
    assert plain.locator(".play").is_hidden()
    video = plain.locator("video")
    video.focus()
    plain.keyboard.press("Space")
    wait_until_playing(video)
    for choice in plain.locator(".choices a, .take a").all():
        answer = plain.request.get(address + "news/" + (choice.get_attribute("href") or ""))
        assert answer.ok


def test_without_javascript_photos_open_and_the_others_wait_for_a_tap(
    address: str, plain: Page
) -> None:
    plain.goto(address + PHOTOS)
    assert plain.locator("a.zoom:visible").count() == 3
    plain.get_by_text("Тағы 4 сурет").click()
    assert plain.locator("a.zoom:visible").count() == 7
    assert plain.get_by_text("Сілтемені көшіру").is_hidden()
    plain.locator("a.zoom").nth(2).click()
    plain.wait_for_url(re.compile(r"photo-\d+\.jpg$"))


def test_the_viewer_is_used_by_keyboard_and_gives_the_focus_back(address: str, page: Page) -> None:
    page.goto(address + PHOTOS)
    opener = page.locator("a.zoom").nth(1)
    opener.focus()
    page.keyboard.press("Enter")
    viewer = page.locator("dialog")
    assert viewer.is_visible()
    assert viewer.locator("[role=status]").inner_text() == "2 / 7"
    page.keyboard.press("ArrowRight")
    assert viewer.locator("[role=status]").inner_text() == "3 / 7"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert viewer.locator("[role=status]").inner_text() == "7 / 7"
    loaded = viewer.locator("img").evaluate("one => one.decode().then(() => one.currentSrc)")
    assert "photo-720" in loaded
    for button in viewer.locator("button").all():
        box = button.bounding_box()
        assert box and min(box["width"], box["height"]) >= 44
    page.keyboard.press("Escape")
    assert viewer.is_hidden()
    assert opener.evaluate("one => document.activeElement === one")


def test_the_back_button_closes_the_viewer_and_stays_on_the_page(address: str, page: Page) -> None:
    page.goto(address + CLIP)
    page.goto(address + PHOTOS)
    for close in ("back", "button"):
        page.locator("a.zoom").first.click()
        assert page.locator("dialog").is_visible()
        if close == "back":
            page.evaluate("history.back()")
        else:
            page.locator("[data-close]").click()
        page.locator("dialog").wait_for(state="hidden")
        page.wait_for_function("() => history.state === null")
        assert page.url == address + PHOTOS
    page.go_back()
    assert page.url == address + CLIP


def test_a_swipe_turns_to_the_next_photo(address: str, page: Page) -> None:
    page.goto(address + PHOTOS)
    page.locator("a.zoom").first.click()
    finger = page.context.new_cdp_session(page)
    for kind, x in (("touchStart", 300), ("touchMove", 200), ("touchMove", 100), ("touchEnd", 0)):
        points = [] if kind == "touchEnd" else [{"x": x, "y": 300}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert page.locator("dialog [role=status]").inner_text() == "2 / 7"


def test_the_viewer_works_from_disk(site: Path, page: Page) -> None:
    page.goto((site / PHOTOS).as_uri())
    page.locator("a.zoom").first.click()
    image = page.locator("dialog img")
    assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    page.go_back()
    assert page.locator("dialog").is_hidden()
    assert page.url.endswith(PHOTOS)


def test_the_address_is_copied_and_said_so(address: str, phone: BrowserContext) -> None:
    phone.grant_permissions(["clipboard-read", "clipboard-write"])
    page = phone.new_page()
    page.goto(address + PHOTOS)
    page.get_by_text("Сілтемені көшіру").click()
    page.get_by_text("Көшірілді").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == URL + PHOTOS


def test_the_networks_are_given_the_full_address(address: str, plain: Page) -> None:
    plain.goto(address + PHOTOS)
    links = plain.locator(".share li a").evaluate_all("all => all.map(one => one.href)")
    assert links[0].startswith("https://wa.me/?text=")
    assert "2026-11-19-baq" in links[0]


def test_a_correction_is_seen_without_scrolling(address: str, plain: Page) -> None:
    plain.goto(address + PHOTOS)
    correction = plain.locator(".corrections")
    assert "Түзетілді" in correction.inner_text()
    assert "21\xa0қараша" in correction.inner_text()
    assert "40 емес, 38 ағаш." in correction.inner_text()
    box = correction.bounding_box()
    assert box and box["y"] + box["height"] < 800


@pytest.mark.parametrize("path", [CLIP, PHOTOS, "ru/" + CLIP])
def test_post_pages_do_not_scroll_sideways(address: str, browser: Browser, path: str) -> None:
    page = browser.new_page()
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + path)
        for summary in page.locator("summary, .gallery .more a").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
