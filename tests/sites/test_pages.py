"""Every kind of page in a real browser: how it fits, what it costs, what stands a tap away."""

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
from tests.support.programs import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")

SITE = """
name = { kk = "Мәслихат депутаты", ru = "Депутат маслихата" }
tagline = { kk = "Ауыл жаңалығы — қысқа видеода", ru = "Новости села — в коротких видео" }
district = { kk = "Үлгі ауданы", ru = "Район Үлгі" }
phone = "+7 700 000 00 00"
whatsapp = "+7 700 000 00 00"
email = "deputat@example.kz"
address = { kk = "Үлгі ауылы, Мәдениет үйі, 2-бөлме", ru = "Село Үлгі, Дом культуры, кабинет 2" }
reception = { kk = "Бейсенбі, 15:00–18:00", ru = "Четверг, 15:00–18:00" }
map = "https://example.org/map"
appeals = "https://example.org/appeals"
accent = "#ffd400"
"""
LONG_KK = (
    "Ауыл тұрғындарымен кездесу: мектептің жаңа спортзалы, ауызсу құбыры және жол жөндеу туралы"
)
LONG_RU = "Встреча с жителями села: новый спортзал школы, водопровод и ремонт дороги к райцентру"
EVENT = """
kind = "event"
when = 2026-11-26 15:00:00
where = { kk = "Үлгі ауылы, Мәдениет үйінің үлкен залы", ru = "Село Үлгі, большой зал клуба" }
"""
ANSWER = """
kind = "answer"
pin = true
claim = { kk = "Мектеп жабылады дейді", ru = "Говорят, школу закроют" }
evidence = ["Мәслихат шешімі"]
"""
KINDS = {
    "home": "index.html",
    "post": "news/2026-11-18-mektep.html",
    "archive": "archive/index.html",
    "tags": "tags/index.html",
    "tag": "tags/auyl.html",
    "older": "tags/auyl.1.html",
    "clips": "clips/index.html",
    "answers": "answers/index.html",
    "contacts": "contacts.html",
    "search": "search/index.html",
    "page": "about.html",
    "notice": "notice.html",
    "sheet": "notice/2026-11-19-kezdesu.html",
    "russian": "ru/index.html",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every kind of page, and a topic of more posts than one page shows."""
    root = tmp_path_factory.mktemp("pages")
    content = root / "content"
    clip = write_post(content, "2026-11-18 Мектеп", "# Мектеп жөнделді", "# Школа готова")
    film(clip / "IMG_1.mp4", 2)
    (clip / "post.toml").write_text('aliases = ["eski"]', encoding="utf-8")
    event = write_post(content, "2026-11-19 Кездесу", f"# {LONG_KK}\n\n{LONG_KK}.", f"# {LONG_RU}")
    (event / "post.toml").write_text(EVENT, encoding="utf-8")
    answer = write_post(content, "2026-11-17 Жауап", "# Мектеп жабылмайды", "# Школу не закроют")
    (answer / "post.toml").write_text(ANSWER, encoding="utf-8")
    for number in range(1, 63):
        day = f"2026-{number // 28 + 5:02}-{number % 28 + 1:02}"
        told = write_post(content, f"{day} Бақ {number}", f"---\ntags: [Ауыл]\n---\n# Бақ {number}")
        if number > 50:
            draw_photo(told / "1.jpg", "green", (900, 600))
    write_post(content / "pages", "about", "# Депутат туралы\n\nМәтін.", "# О депутате\n\nТекст.")
    (content / "site.toml").write_text(SITE, encoding="utf-8")
    draw_photo(content / "portrait.jpg", "navy", (400, 400))
    request = BuildRequest(
        content,
        root / "output",
        root / "cache",
        "https://kezdesu-uly-auyl.example.kz/",
    )
    assert build(request, NOW).problems == ()
    return root / "output"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """The page that each test opens its own document in, without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def opened(page: Page, site: Path, path: str, width: int) -> Page:
    """That page, as wide."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(media="null")
    page.goto((site / path).as_uri())
    return page


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_fits_its_screen(tab: Page, site: Path, kind: str) -> None:
    page = opened(tab, site, KINDS[kind], 320)
    for width in (320, 768, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1


# The menu of a text is at its end: its clip or photo comes first on a phone.
TEXTS = ("post", "page")
# The clip feed fills the screen: it has only a way out.
WITH_HEADER = [kind for kind in KINDS if kind != "clips"]


@pytest.mark.parametrize("kind", [kind for kind in WITH_HEADER if kind not in TEXTS])
def test_the_menu_takes_one_line_and_is_easy_to_hit(tab: Page, site: Path, kind: str) -> None:
    page = opened(tab, site, KINDS[kind], 320)
    boxes = [one.bounding_box() for one in page.locator(".menu a").all()]
    assert len(boxes) == 4
    assert len({box["y"] for box in boxes if box}) == 1
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_leads_to_the_menu_at_its_end(tab: Page, site: Path, kind: str) -> None:
    page = opened(tab, site, KINDS[kind], 320)
    assert not page.locator(".menu a").first.is_visible()
    box = page.locator(".jump").bounding_box()
    assert box and box["height"] >= 44 and box["width"] >= 44
    page.locator(".jump").click()
    assert page.locator("#sections a").last.is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator(".menu a").first.is_visible() and not page.locator(".jump").is_visible()


@pytest.mark.parametrize("kind", WITH_HEADER)
@pytest.mark.parametrize("width", [320, 360])
def test_the_header_leaves_the_screen_to_the_news(
    tab: Page, site: Path, kind: str, width: int
) -> None:
    page = opened(tab, site, KINDS[kind], width)
    most = 180 if kind in ("home", "russian") else 52 if kind in TEXTS else 96
    assert page.evaluate("document.querySelector('.top').offsetHeight") <= most


@pytest.mark.parametrize(("path", "most"), [("index.html", 180), ("contacts.html", 96)])
def test_a_long_name_leaves_the_screen_to_the_news_too(
    tab: Page, wordy: Path, path: str, most: int
) -> None:
    page = opened(tab, wordy, path, 360)
    assert page.evaluate("document.querySelector('.top').offsetHeight") <= most


@pytest.mark.parametrize("kind", WITH_HEADER)
def test_contacts_are_one_tap_away(tab: Page, site: Path, kind: str) -> None:
    page = opened(tab, site, KINDS[kind], 360)
    assert page.locator('a[href^="tel:"]').count() >= 1
    name = "Контакты" if kind == "russian" else "Байланыс"
    page.get_by_role("link", name=name, exact=True).last.click()
    home = "ru/" if kind == "russian" else ""
    assert page.url == (site / f"{home}contacts.html").as_uri()
    assert page.locator('.menu [aria-current="page"]').count() == 1


def test_an_old_address_leads_on_without_javascript(tab: Page, site: Path) -> None:
    page = opened(tab, site, "news/eski.html", 320)
    page.wait_for_url((site / KINDS["post"]).as_uri())
    assert page.locator("h1").inner_text() == "Мектеп жөнделді"


def test_the_contacts_page_holds_every_way_to_the_deputy(tab: Page, site: Path) -> None:
    page = opened(tab, site, "contacts.html", 360)
    main = page.locator("main")
    assert "Бейсенбі, 15:00–18:00" in main.inner_text()
    assert "Мәдениет үйі, 2-бөлме" in main.inner_text()
    starts = ("tel:+7700", "https://wa.me/7700", "mailto:", "https://example.org/map")
    for start in (*starts, "https://example.org/appeals"):
        box = main.locator(f'a[href^="{start}"]').bounding_box()
        assert box and box["height"] >= 44, start
    assert main.locator('a[href="notice.html"]').count() == 1
    assert main.locator("img").count() == 1


def test_a_list_shows_few_pictures_and_its_headlines_none(tab: Page, site: Path) -> None:
    page = opened(tab, site, "index.html", 1280)
    assert page.locator(".grid .card").count() == 6
    assert page.locator("section:not(.ahead) > .rows .row").count() == 12
    page.goto((site / "tags/auyl.html").as_uri())
    assert page.locator(".grid .card").count() == 4
    for path in ("index.html", "tags/auyl.html", "archive/index.html"):
        page.goto((site / path).as_uri())
        assert page.locator(".rows .row time").count() == page.locator(".rows .row").count() > 0
        assert page.locator(".rows img").count() == 0


def test_the_archive_loads_no_picture(tab: Page, site: Path) -> None:
    page = opened(tab, site, "archive/index.html", 360)
    assert page.locator('img:not([src^="data:"])').count() == 0
    assert page.locator(".row").count() == 65


def test_a_topic_leads_to_all_topics_once(tab: Page, site: Path) -> None:
    page = opened(tab, site, "tags/auyl.html", 360)
    assert page.locator(".more", has_text="Барлық тақырып").count() == 1


def test_a_long_list_goes_on_and_comes_back_without_javascript(tab: Page, site: Path) -> None:
    page = opened(tab, site, "tags/auyl.html", 320)
    titles = set(page.locator("main article a").all_inner_texts())
    page.locator('.pager a[rel="next"]').click()
    assert page.url == (site / KINDS["older"]).as_uri()
    titles |= set(page.locator("main article a").all_inner_texts())
    assert titles == {f"Бақ {number}" for number in range(1, 63)}
    back = page.locator('.pager a[rel="prev"]')
    box = back.bounding_box()
    assert box and box["height"] >= 44
    back.click()
    assert page.url == (site / "tags/auyl.html").as_uri()


def test_a_pinned_answer_opens_the_home_page_and_says_what_it_is(tab: Page, site: Path) -> None:
    page = opened(tab, site, "index.html", 360)
    hero = page.locator(".hero")
    assert "Мектеп жабылмайды" in hero.inner_text()
    assert hero.locator(".label", has_text="Жауап").count() == 1
    page.locator("main a", has_text="Барлық жауап").click()
    assert page.url == (site / "answers/index.html").as_uri()


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose every text is as long as one may be."""
    root = tmp_path_factory.mktemp("wordy")
    content = root / "content"
    words = f'{{kk = "{LONG_KK}", ru = "{LONG_RU}"}}'
    event = write_post(content, "2026-11-19 Кездесу", f"# {LONG_KK * 2}", f"# {LONG_RU * 2}")
    (event / "post.toml").write_text(
        f'kind = "event"\nwhen = 2026-11-26 15:00:00\nwhere = {words}', encoding="utf-8"
    )
    fields = ("name", "tagline", "district", "address", "reception")
    lines = [f"{field} = {words}" for field in fields] + ['phone = "+7 (700) 000-00-00"']
    (content / "site.toml").write_text("\n".join(lines), encoding="utf-8")
    url = "https://kezdesu-uly-auyl.example.kz/"
    request = BuildRequest(content, root / "output", root / "cache", url)
    assert build(request, NOW).problems == ()
    return root / "output"


@pytest.mark.parametrize("texts", ["site", "wordy"])
@pytest.mark.parametrize("path", ["notice.html", "notice/2026-11-19-kezdesu.html"])
def test_a_notice_is_one_sheet_of_a4_with_both_languages_whole(
    tab: Page, request: pytest.FixtureRequest, path: str, texts: str
) -> None:
    page = opened(tab, request.getfixturevalue(texts), path, 1280)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][\d.]* 84[12][\d.]*\]", pdf)
    page.emulate_media(media="print")
    assert not page.locator(".top, .bottom, .screen").evaluate_all(
        "all => all.filter(one => one.offsetHeight > 0).length"
    )
    sides = page.locator(".side")
    assert sides.evaluate_all("all => all.map(one => one.lang)") == ["kk", "ru"]
    for part in page.locator(".side, .hints, .sheet").all():
        high, wide = part.evaluate(
            "one => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth]"
        )
        # The signs of a last line may be a little higher than the line: 1 mm is 3.8 px.
        assert high <= 4 and wide <= 0, "words are cut off"


def test_a_notice_can_be_read_and_scanned_from_two_metres(tab: Page, site: Path) -> None:
    page = opened(tab, site, "notice/2026-11-19-kezdesu.html", 1280)
    page.emulate_media(media="print")
    millimetre = 96 / 25.4
    for title in page.locator(".side-title").all():
        height_px = float(title.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
        assert height_px > 8.9 * millimetre
    code = page.locator(".qr").bounding_box()
    assert code and code["width"] > 59 * millimetre


def test_a_printed_post_says_where_it_is(tab: Page, site: Path) -> None:
    page = opened(tab, site, KINDS["post"], 703)
    printed = page.locator(".printed")
    assert not printed.is_visible()
    page.emulate_media(media="print")
    assert "kezdesu-uly-auyl.example.kz/news/2026-11-18-mektep.html" in printed.inner_text()
    code = printed.locator(".qr").bounding_box()
    assert code and code["width"] == pytest.approx(24 * 96 / 25.4, abs=1)
    assert not page.locator(".jump, .menu, .switch, .share, .bottom").evaluate_all(
        "all => all.filter(one => one.offsetHeight > 0).length"
    )


@pytest.mark.parametrize(
    ("path", "hidden"),
    [("notice.html", True), ("search/index.html", True), ("404.html", True), ("index.html", False)],
)
def test_search_engines_are_kept_from_pages_that_say_nothing_of_their_own(
    site: Path, path: str, hidden: bool
) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert ('<meta name="robots" content="noindex">' in text) is hidden


def test_no_title_is_longer_than_search_engines_show(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        titles = re.findall(r"<title>(.*?)</title>|og:title\" content=\"(.*?)\"", text)
        assert titles
        for title in map("".join, titles):
            assert 0 < len(title) <= 110, f"{path}: {title}"
        assert re.search(r'<meta name="description" content="[^"]+"', text) or (
            'http-equiv="refresh"' in text
        ), path
