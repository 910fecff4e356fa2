"""What pages say of time, of a rumour and of the deputy, in a browser that is older or newer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build import build
from generator.inputs import BuildRequest
from tests.support.building import NOW
from tests.support.content import draw_photo, write_post
from tests.support.programs import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NOT TESTED: no Chromium was found")

URL = "https://uly-auyl.example.kz/"
EVENT, PAST = "news/2026-11-20-qabyldau.html", "news/2026-11-02-zhiyn.html"
ANSWER, NEWS = "news/2026-11-21-mektep.html", "news/2026-11-23-zhol.html"
SITE = """
name = { kk = "Мәслихат депутаты", ru = "Депутат маслихата" }
district = { kk = "Үлгі ауданы", ru = "Улгинский район" }
phone = "+7 700 000 00 00"
whatsapp = "8 700 000 00 00"
appeals = "https://eotinish.kz/"
"""
WHEN = 'kind = "event"\nwhen = "{} 15:00"\nuntil = "{} 17:00"\nwhere = "Мәдениет үйі"\n'
RUMOUR = """
kind = "answer"
fact = { kk = "Мектеп жабылмайды", ru = "Школу не закроют" }
claim = { kk = "Мектеп жабылады", ru = "Школу закроют" }
where_seen = "WhatsApp"
verdict = { kk = "Ондай шешім жоқ.", ru = "Такого решения нет." }

[[evidence]]
title = { kk = "Білім бөлімінің хаты", ru = "Письмо отдела образования" }
issuer = { kk = "Білім бөлімі", ru = "Отдел образования" }
date = 2026-11-20
file = "хат.jpg"

[[evidence]]
title = "№ 12 шешім"
url = "https://example.org/12.pdf"
size = "84 КБ"
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site built on 23 November at noon: an event ahead, one that is over, an answer, news."""
    root = tmp_path_factory.mktemp("times")
    content = root / "content"
    for name, day in (("2026-11-20 Қабылдау", "2026-11-26"), ("2026-11-02 Жиын", "2026-11-03")):
        event = write_post(content, name, f"# {name[11:]}\n\nКеліңіз.", "# Приём\n\nПриходите.")
        (event / "post.toml").write_text(WHEN.format(day, day), encoding="utf-8")
    answer = write_post(content, "2026-11-21 Мектеп", "# Мектеп\n\nОқу жүріп жатыр.", "# Школа")
    (answer / "post.toml").write_text(RUMOUR, encoding="utf-8")
    draw_photo(answer / "хат.jpg", "white")
    news = write_post(content, "2026-11-23 Жол", "# Жол салынды\n\nЖаңа.", "# Дорога")
    (news / "post.toml").write_text("date = 2026-11-23 09:05:00\n", encoding="utf-8")
    (content / "site.toml").write_text(SITE, encoding="utf-8")
    draw_photo(content / "portrait.jpg", "navy", (300, 400))
    assert build(BuildRequest(content, root / "output", root / "cache", URL), NOW).problems == ()
    handler = partial(Quiet, directory=str(root / "output"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_context(
        viewport={"width": 360, "height": 640}, timezone_id="Asia/Almaty"
    ).new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    page.context.close()
    assert failed == []


def opened(tab: Page, address: str, path: str, now: datetime) -> Page:
    """The page as a browser shows it whose clock stands at that moment of Greenwich."""
    tab.clock.set_fixed_time(now.replace(tzinfo=UTC))
    tab.goto(address + path)
    return tab


BEFORE, AFTER = datetime(2026, 11, 26, 11, 59), datetime(2026, 11, 26, 12, 1)  # 16:59, 17:01 here


def test_a_page_that_was_built_before_the_event_knows_when_it_is_over(
    tab: Page, address: str
) -> None:
    page = opened(tab, address, EVENT, BEFORE)
    panel = page.locator(".when-panel")
    expect(panel.get_by_text("Өтті")).to_be_hidden()
    expect(panel.get_by_role("link", name="Күнтізбеге қосу")).to_be_visible()
    expect(panel).to_contain_text("26")
    expect(panel.locator(".day")).to_contain_text("қараша, бейсенбі")
    expect(panel).to_contain_text("Мәдениет үйі")
    page = opened(tab, address, EVENT, AFTER)
    expect(panel.get_by_text("Өтті")).to_be_visible()
    expect(panel.get_by_role("link")).to_have_count(0)


def test_a_past_event_leads_to_the_next_one(tab: Page, address: str) -> None:
    page = opened(tab, address, PAST, BEFORE)
    panel = page.locator(".when-panel")
    expect(panel.get_by_text("Өтті")).to_be_visible()
    (link,) = panel.get_by_role("link").all()
    expect(link).to_have_text("Келесі: Қабылдау, 26\u00a0қараша")
    assert link.get_attribute("href") == EVENT.removeprefix("news/")


def test_the_home_page_names_what_is_ahead_and_what_is_over(tab: Page, address: str) -> None:
    page = opened(tab, address, "index.html", BEFORE)
    ahead, news = page.locator(".ahead .row"), page.locator("section:not(.ahead) .row")
    expect(ahead).to_have_count(1)
    expect(ahead).to_contain_text("Бейсенбі, 15:00–17:00. Мәдениет үйі")
    expect(ahead.get_by_text("Өтті")).to_be_hidden()
    expect(news.last).to_contain_text("Жиын")
    expect(news.last.get_by_text("Өтті")).to_be_visible()
    page = opened(tab, address, "index.html", AFTER)
    expect(ahead.get_by_text("Өтті")).to_be_visible()


def test_a_post_of_today_shows_its_hour(tab: Page, address: str) -> None:
    today, later = datetime(2026, 11, 23, 18), datetime(2026, 11, 23, 20)  # 23:00, and 01:00 here
    hour = opened(tab, address, "index.html", today).locator(".hero time")
    expect(hour).to_have_text("Бүгін, 09:05")
    hour = opened(tab, address, "index.html", later).locator(".hero time")
    expect(hour).to_have_text("2026\u00a0ж. 23\u00a0қараша, 09:05")
    byline = opened(tab, address, NEWS, later).locator(".byline time").first
    expect(byline).to_have_text("2026\u00a0ж. 23\u00a0қараша, 09:05")
    expect(byline).to_have_attribute("datetime", "2026-11-23T09:05:00+05:00")


def test_an_answer_goes_from_the_fact_to_the_rumour_and_back(tab: Page, address: str) -> None:
    page = opened(tab, address, ANSWER, BEFORE)
    shown = page.locator("article").inner_text()
    parts = (
        *("Жауап береді", "Мәслихат депутаты", "Үлгі ауданы", "Мектеп жабылмайды"),
        *("Тараған қауесет", "Мектеп жабылады", "ЖАЛҒАН", "WhatsApp"),
        *("Неге жалған", "Ондай шешім жоқ.", "Оқу жүріп жатыр."),
        *("Дәлелдер", "Білім бөлімінің хаты", "Білім бөлімі, 2026\u00a0ж. 20\u00a0қараша"),
        *("№\u00a012 шешім", "Ашу (PDF, 84\u00a0КБ)", "Есте сақтаңыз", "Мектеп жабылмайды"),
    )
    places = [0]
    for part in parts:
        places.append(shown.index(part, places[-1]))
    assert page.locator(".claim a").count() == 0
    (photo, paper) = page.locator(".evidence a").all()
    assert paper.get_attribute("href") == "https://example.org/12.pdf"
    answer = page.request.get(page.evaluate("link => link.href", photo.element_handle()))
    assert answer.headers["content-type"] == "image/jpeg"
    assert page.locator(".gallery, .photo").count() == 0  # the letter stands nowhere else


def test_a_face_stands_by_every_post_and_the_way_to_ask_at_its_end(tab: Page, address: str) -> None:
    for path in (EVENT, ANSWER, NEWS, f"ru/{NEWS}"):
        page = opened(tab, address, path, BEFORE)
        face = page.locator("article > header .byline img.face")
        expect(face).to_be_visible()
        assert face.evaluate("face => face.naturalWidth") == 96
    question = page.get_by_role("link", name="Спросить об этом").get_attribute("href") or ""
    assert question.startswith("https://wa.me/77000000000?")
    asked = parse_qs(urlsplit(question).query)["text"]
    assert asked == [f"Вопрос о новости «Дорога»: {URL}ru/{NEWS}"]
    expect(page.locator(".ask .hint")).to_contain_text("не официальное обращение")
    assert page.locator(".ask .hint a").get_attribute("href") == "https://eotinish.kz/"


def test_nothing_is_wider_than_a_small_phone(tab: Page, address: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    for path in (EVENT, PAST, ANSWER, "index.html", f"ru/{ANSWER}"):
        page = opened(tab, address, path, BEFORE)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    tab.set_viewport_size({"width": 360, "height": 640})


def test_the_feed_carries_claim_verdict_and_evidence(tab: Page, address: str) -> None:
    feed = tab.request.get(f"{address}answers/feed.xml").text()
    for part in ("ЖАЛҒАН", "Мектеп жабылады", "Ондай шешім жоқ.", "№\u00a012 шешім", "12.pdf"):
        assert part in feed
