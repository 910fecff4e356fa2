"""Pages as phones of 2018 lay them out: Chrome 69, Samsung Internet 10, Safari of iOS 12."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.build import build
from generator.inputs import BuildRequest
from tests.support.building import NOW
from tests.support.content import draw_photo, film, write_post
from tests.support.house import ROOT
from tests.support.old_browser import age_site, age_style
from tests.support.programs import CHROMIUM

ASSETS = ROOT / "themes/default/assets"
ADORNMENTS = {
    *("text-wrap", "color-scheme", "text-underline-offset", "text-decoration-thickness"),
    *("overscroll-behavior", "scroll-snap-stop", "content-visibility", "accent-color"),
}
"""What may be missing: without it lines break elsewhere, and nothing moves."""

SITE = """
name = { kk = "Мәслихат депутаты", ru = "Депутат маслихата" }
tagline = { kk = "Ауыл жаңалығы — қысқа видеода", ru = "Новости села — в коротких видео" }
district = { kk = "Үлгі ауданы", ru = "Район Үлгі" }
phone = "+7 700 000 00 00"
whatsapp = "+7 700 000 00 00"
address = { kk = "Үлгі ауылы, Мәдениет үйі, 2-бөлме", ru = "Село Үлгі, Дом культуры, кабинет 2" }
reception = { kk = "Бейсенбі, 15:00–18:00", ru = "Четверг, 15:00–18:00" }
"""
EVENT = """
kind = "event"
when = 2026-11-26 15:00:00
where = { kk = "Үлгі ауылы, Мәдениет үйінің үлкен залы", ru = "Село Үлгі, большой зал клуба" }
"""
ANSWER = """
kind = "answer"
claim = { kk = "Ауыл мектебі қаңтарда жабылады", ru = "Школу закроют в январе" }
evidence = ["Мәслихат шешімі"]
"""
KINDS = {
    "home": "index.html",
    "home in Russian": "ru/index.html",
    "upright clip": "news/2026-11-22-biudzhet.html",
    "wide clip": "news/2026-11-18-mektep.html",
    "photos": "news/2026-11-10-baq.html",
    "event": "news/2026-11-19-kezdesu.html",
    "answer": "news/2026-11-17-zhauap.html",
    "clips": "clips/index.html",
    "archive": "archive/index.html",
    "tags": "tags/index.html",
    "tag": "tags/auyl.html",
    "contacts": "contacts.html",
    "search": "search/index.html",
    "about": "about.html",
    "notice": "notice.html",
}
# Boxes that stand beside or below each other in the page's flow and share more than a point.
# The date above a title lets the title's link reach over it.
OVERLAPS = """() => {
  const found = [];
  const flows = (one) => {
    const style = getComputedStyle(one);
    return one.offsetParent && one.offsetWidth > 1 && one.offsetHeight > 1 && style.float === "none"
      && !["absolute", "fixed"].includes(style.position) && !style.display.startsWith("inline")
      && !one.matches(".meta, picture, source");
  };
  const inside = (parent) => Array.from(parent.children).flatMap((one) =>
    getComputedStyle(one).display === "contents" ? inside(one) : [one]);
  for (const parent of document.querySelectorAll("body, body *")) {
    const boxes = inside(parent).filter(flows)
      .map((one) => [one, one.getBoundingClientRect()]);
    boxes.forEach(([one, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) found.push([one, other].map((box) => box.outerHTML.slice(0, 60)));
    }));
  }
  return found;
}"""
BESIDE = """() => Array.from(document.querySelectorAll("a, button"))
  .filter((one) => one.offsetParent && one.offsetWidth)
  .map((one) => [one.textContent.trim().slice(0, 40), one.getBoundingClientRect()])
  .filter(([, box]) => box.left < -1 || box.right > innerWidth + 1)
  .map(([name]) => name)"""


def test_what_an_old_browser_drops_has_a_fallback_or_only_adorns() -> None:
    _, dropped = age_style((ASSETS / "style.css").read_text(encoding="utf-8"))
    missed = [one for one in dropped if not one.has_fallback and one.name not in ADORNMENTS]
    assert missed == []


def test_what_is_dropped_is_found() -> None:
    style = """.a { gap: 1rem; inset: 0; height: 88vh; height: 88svh; margin-inline: 0 }
    .b { display: grid; gap: 1rem } .c:has(a) { color: red } .d { width: min(1px, 2px) }
    @supports (color: oklch(0 0 0)) { :root { --a: 0 } @media print { .e { inset: 0 } } }
    @media print { .f { padding-block: 1px; --m: url("data:image/svg+xml;utf8,x") } }"""
    aged, dropped = age_style(style)
    assert [(one.selector, one.name, one.has_fallback) for one in dropped] == [
        (".a", "gap", False),
        (".a", "inset", False),
        (".a", "height", True),
        (".a", "margin-inline", False),
        (".d", "width", False),
        (".f", "padding-block", False),
    ]
    assert "gap: 1rem" in aged and "height: 88vh" in aged and "utf8,x" in aged
    assert not re.search(r"svh|:has|oklch|\.e", aged)


@pytest.mark.parametrize("script", sorted(path.name for path in ASSETS.glob("*.js")))
def test_scripts_use_what_browsers_of_2018_know(script: str) -> None:
    text = (ASSETS / script).read_text(encoding="utf-8")
    newer = r"\?\.[\w[(]|\?\?|\|\|=|&&=|\.(?:at|replaceAll|matchAll|replaceChildren|allSettled)\("
    assert re.findall(newer, text) == []


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with posts of every shape, as an old browser takes it."""
    root = tmp_path_factory.mktemp("old")
    content = root / "content"
    upright = write_post(content, "2026-11-22 Бюджет", "# Бюджет бекітілді\n\nЖолға.", "# Бюджет")
    film(upright / "IMG_1.mp4", 1, size="216x384")
    wide = write_post(content, "2026-11-18 Мектеп", "# Мектеп жөнделді", "# Школа готова")
    film(wide / "IMG_1.mp4", 1)
    event = write_post(content, "2026-11-19 Кездесу", "# Кездесу\n\nКеліңіз.", "# Встреча")
    (event / "post.toml").write_text(EVENT, encoding="utf-8")
    answer = write_post(content, "2026-11-17 Жауап", "# Мектеп жабылмайды", "# Школу не закроют")
    (answer / "post.toml").write_text(ANSWER, encoding="utf-8")
    photos = write_post(content, "2026-11-10 Бақ", "---\ntags: [Ауыл]\n---\n# Бақ өсті", "# Сад")
    for number, size in enumerate([(900, 600), (600, 900), (900, 600), (900, 600)]):
        draw_photo(photos / f"{number}.jpg", ("green", "gray", "olive", "navy")[number], size)
    write_post(content, "2026-11-05 Су", "# Ауылға су келді\n\nҚұбыр тартылды.", "# Вода")
    write_post(content / "pages", "about", "# Депутат туралы\n\nМәтін.", "# О депутате\n\nТекст.")
    (content / "site.toml").write_text(SITE, encoding="utf-8")
    draw_photo(content / "portrait.jpg", "navy", (400, 400))
    request = BuildRequest(content, root / "site", root / "cache", "https://a.example.kz/")
    assert build(request, NOW).problems == ()
    return age_site(root / "site", root / "aged")


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """One page for all tests, as wide as most phones of 2018."""
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, device_scale_factor=2, has_touch=True
    )
    yield context.new_page()
    context.close()


needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")


@needs_chromium
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_laid_out_right(phone: Page, aged: Path, kind: str) -> None:
    phone.goto((aged / KINDS[kind]).as_uri())
    for width in (320, 360, 768, 1024, 1280):
        phone.set_viewport_size({"width": width, "height": 640})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width
        assert phone.evaluate(BESIDE) == []
        assert phone.evaluate(OVERLAPS) == []


def height_of(phone: Page, selector: str) -> float:
    box = phone.locator(selector).first.bounding_box()
    assert box, selector
    return box["height"]


@needs_chromium
def test_the_home_page_keeps_its_sizes(phone: Page, aged: Path) -> None:
    phone.set_viewport_size({"width": 360, "height": 640})
    phone.goto((aged / "index.html").as_uri())
    assert height_of(phone, ".top") <= 180
    assert height_of(phone, ".hero .media") == 450  # 4:5, edge to edge
    assert height_of(phone, ".big .media") == pytest.approx(202.5)  # 16:9, edge to edge
    assert height_of(phone, ".who .portrait") == pytest.approx(68.4, abs=0.1)
    assert height_of(phone, ".top .btn") >= 44
    buttons = [one.bounding_box() for one in phone.locator(".reach .btn").all()]
    left, right = (box for box in buttons if box)
    assert right["x"] - (left["x"] + left["width"]) >= 8


@needs_chromium
def test_a_text_opens_below_one_low_row(phone: Page, aged: Path) -> None:
    phone.set_viewport_size({"width": 360, "height": 640})
    for kind in ("upright clip", "wide clip", "photos", "about"):
        phone.goto((aged / KINDS[kind]).as_uri())
        assert height_of(phone, ".top") == 52, kind
        assert height_of(phone, ".brand .face") == 36, kind


@needs_chromium
def test_photos_are_shown_without_avif_and_webp(phone: Page, aged: Path) -> None:
    for kind in ("home", "photos", "contacts"):
        phone.goto((aged / KINDS[kind]).as_uri())
        images = phone.locator("main img, .top img")
        widths = images.evaluate_all(
            """all => Promise.all(all.map((one) => {
              one.loading = "eager";
              return one.decode().then(() => one.naturalWidth);
            }))"""
        )
        assert widths and 0 not in widths, kind


@needs_chromium
def test_a_poster_is_a_jpeg_where_webp_is_unknown(phone: Page, aged: Path) -> None:
    for kind in ("upright clip", "wide clip"):
        phone.goto((aged / KINDS[kind]).as_uri())
        phone.wait_for_function("document.querySelector('video').poster.endsWith('.jpg')")
        poster = phone.locator("video").evaluate("one => one.poster")
        assert (aged / "media" / poster.rpartition("/")[2]).is_file()
    phone.goto((aged / KINDS["clips"]).as_uri())
    phone.wait_for_function("document.querySelector('.clip img').naturalWidth > 1")


@needs_chromium
def test_a_grid_of_photos_keeps_its_shape(phone: Page, aged: Path) -> None:
    phone.set_viewport_size({"width": 360, "height": 640})
    phone.goto((aged / KINDS["photos"]).as_uri())
    for photo in phone.locator(".gallery li img").all():
        box = photo.bounding_box()
        if box:
            assert box["width"] / box["height"] == pytest.approx(4 / 3, abs=0.02)
