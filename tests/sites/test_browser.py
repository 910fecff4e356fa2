"""The site in a real browser: under a sub-path, from disk, and without JavaScript."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from playwright.sync_api import Browser, Page

from generator.build import build
from generator.inputs import BuildRequest
from tests.support.building import NOW
from tests.support.content import draw_photo, film, write_post
from tests.support.programs import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")

DECODED = """all => Promise.all(all.map(one => {
  one.loading = "eager";
  return one.decode().then(() => one.naturalWidth);
}))"""
SUBTITLES = "1\n00:00:00,000 --> 00:00:01,000\nСәлем!\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with all kinds of pages, standing at a/b below a web root."""
    root = tmp_path_factory.mktemp("web")
    content = root / "content"
    clip = write_post(
        content, "2026-11-20 Мектеп", "# Мектеп жөнделді\n\nШатыр жаңа.", "# Школа готова"
    )
    film(clip / "IMG_1.mp4", 2)
    (clip / "IMG_1.kk.srt").write_text(SUBTITLES, encoding="utf-8")
    photos = write_post(
        content,
        "2025-10-02 Бақ",
        "---\ntags: [Ағаш]\n---\n# Бақ өсті\n\nКелесі.\n\n![Бақ](2.jpg)\n",
        "---\ntags: [Деревья]\n---\n# Сад вырос",
    )
    for name, colour in (("1.jpg", "red"), ("2.jpg", "green"), ("3.jpg", "blue")):
        draw_photo(photos / name, colour, (1000, 750))
    write_post(content, "2026-11-01 Тек қазақша", "# Тек қазақша жаңалық")
    write_post(content / "pages", "about", "# Депутат туралы\n\nМәтін.", "# О депутате\n\nТекст.")
    draw_photo(content / "portrait.jpg", "navy", (400, 400))
    output = root / "a/b"
    built = build(BuildRequest(content, output, root / "cache"), NOW)
    assert built.problems == ()
    return output


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of the site on a web server, in a folder below its root."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=str(site.parent.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a/b/"
        server.shutdown()


@pytest.fixture(scope="module", params=["served", "from disk"])
def address(request: pytest.FixtureRequest, site: Path, served: str) -> str:
    return served if request.param == "served" else site.as_uri() + "/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 800}, device_scale_factor=2
    )
    yield context.new_page()
    context.close()


def test_every_page_is_reached_by_links_and_whole(address: str, page: Page, site: Path) -> None:
    complaints: list[str] = []
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    todo, seen = [address + "index.html"], set[str]()
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        answer = page.goto(url)
        assert answer is not None and answer.ok, url
        assert page.locator("h1").count() == 1, url
        assert 0 not in page.locator("img").evaluate_all(DECODED), url
        background = page.locator("body").evaluate("one => getComputedStyle(one).fontSize")
        assert background == "18px", f"{url} stands without its stylesheet"
        links = page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
        todo += [
            urldefrag(link).url
            for link in links
            if link.startswith(address) and urldefrag(link).url.endswith(".html")
        ]
    # From disk Chromium reads no captions; the clip plays without them.
    from_disk = address.startswith("file:")
    assert [one for one in complaints if not (from_disk and "captions.vtt" in one)] == []
    reached = {unquote(url.removeprefix(address)) for url in seen}
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert reached == pages - {"404.html", "ru/404.html"}


def test_every_file_that_a_page_names_is_there(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r'(?:src|href|poster)="([^"#][^"]*)"', text)
        for srcset in re.findall(r'srcset="([^"]*)"', text):
            named += [part.split()[0] for part in srcset.split(", ")]
        for name in named:
            if not name.startswith(("http", "tel:", "mailto:", "data:")):
                target = urljoin(path.as_uri(), name)
                assert Path(unquote(target.removeprefix("file://"))).is_file(), f"{path}: {name}"


def test_the_clip_plays_and_costs_nothing_before(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "news/2026-11-20-mektep.html")
    assert not [url for url in asked if ".mp4" in url]
    video = page.locator("video")
    video.evaluate("one => { one.muted = true; return one.play() }")
    played = "one => new Promise(done => one.ontimeupdate = () => one.currentTime > 0.2 && done(1))"
    assert video.evaluate(played) == 1
    assert video.evaluate("one => one.videoWidth") > 0
    context.close()


def test_a_site_without_an_address_prints_none(site: Path) -> None:
    assert 'class="printed"' not in (site / "news/2025-10-02-baq.html").read_text(encoding="utf-8")


def test_the_switch_leads_to_the_same_post(address: str, page: Page) -> None:
    page.goto(address + "news/2025-10-02-baq.html")
    page.locator('a[hreflang="ru"]').first.click()
    assert page.url == address + "ru/news/2025-10-02-baq.html"
    assert page.locator("html").get_attribute("lang") == "ru"
    page.locator('a[hreflang="kk"]').first.click()
    assert page.url == address + "news/2025-10-02-baq.html"


def test_a_post_in_one_language_is_listed_in_the_other_with_a_badge(
    address: str, page: Page
) -> None:
    page.goto(address + "ru/index.html")
    card = page.locator("article", has_text="Тек қазақша жаңалық")
    assert "на казахском" in card.inner_text()
    assert card.locator("h3").get_attribute("lang") == "kk"
    assert not page.locator('a[href*="ru/news/2026-11-01"]').count()


def test_no_page_scrolls_sideways(address: str, browser: Browser) -> None:
    page = browser.new_page()
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("index.html", "news/2025-10-02-baq.html", "ru/archive/index.html"):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()
