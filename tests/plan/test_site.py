"""Posts made by hand in, every page of the site out, as values."""

import json
from datetime import date, datetime

import pytest
from msgspec.structs import replace

from generator.kinds import Answer, Campaign, CampaignView, Event, Evidence, Kind
from generator.model import Block, Body, Page, Post, PostFacts, Site, Text
from tests.support.written_site import TODAY, plan, post

BOTH = post("2026-11-20", "Мектеп", "Школа")
KAZAKH = post("2026-11-18", "Жол")
RUSSIAN = post("2025-10-02", ru="Сад")


def titles(posts: tuple[Post, ...], path: str) -> list[str]:
    page = plan(*posts).pages[path]
    return [card.title for card in (page.hero, *page.cards, *page.rows) if card]


def test_an_empty_site_has_its_pages() -> None:
    planned = plan()
    assert set(planned.pages) == {
        prefix + path
        for prefix in ("", "ru/")
        for path in (
            "index.html",
            "archive/index.html",
            "clips/index.html",
            "contacts.html",
            "search/index.html",
            "404.html",
        )
    }
    assert {"feed.xml", "ru/feed.xml", "robots.txt"} <= set(planned.paths)
    assert planned.pages["ru/index.html"].title == "Депутат"
    assert planned.sitemap is None


def test_no_path_is_planned_twice() -> None:
    facts = PostFacts(aliases=("2026-11-18", "2026-11-20", "old", "old"))
    planned = plan(BOTH, KAZAKH, replace(RUSSIAN, facts=facts), site=Site(url="https://a.kz/"))
    assert len(planned.paths) == len(set(planned.paths))


@pytest.mark.parametrize("locale", ["", "ru/"])
def test_the_home_page_has_all_posts_newest_first(locale: str) -> None:
    shown = titles((RUSSIAN, BOTH, KAZAKH), f"{locale}index.html")
    assert shown == ["Школа" if locale else "Мектеп", "Жол", "Сад"]


def test_the_home_page_is_one_large_card_six_small_ones_and_twelve_headlines() -> None:
    posts = tuple(post(f"2026-10-{day:02}", f"А{day}") for day in range(1, 26))
    assert titles(posts, "index.html") == [f"А{day}" for day in range(25, 6, -1)]
    home = plan(*posts).pages["index.html"]
    assert (len(home.cards), len(home.rows)) == (6, 12)


def test_pinned_posts_come_first() -> None:
    pinned = post("2024-01-01", "Байланыс", facts=PostFacts(pin=True))
    assert titles((BOTH, KAZAKH, pinned), "index.html") == ["Байланыс", "Мектеп", "Жол"]
    hero = plan(BOTH, pinned).pages["index.html"].hero
    assert hero is not None
    assert hero.pinned


@pytest.mark.parametrize(
    ("until", "first"),
    [
        (date(2026, 11, 24), "Жауап"),
        (TODAY, "Жауап"),
        (date(2026, 11, 22), "Мектеп"),
        (None, "Мектеп"),
    ],
)
def test_an_answer_is_pinned_until_its_day_is_over(until: date | None, first: str) -> None:
    answer = Answer((("kk", "А"),), (Evidence(url="https://a.kz"),), pin_until=until)
    answering = post("2026-11-01", "Жауап", facts=PostFacts(kind=Kind.ANSWER, details=answer))
    assert titles((BOTH, answering), "index.html")[0] == first


def test_a_card_leads_to_the_language_its_post_has() -> None:
    planned = plan(BOTH, KAZAKH, RUSSIAN)
    cards = {
        card.title: (card.path, card.locale)
        for page in ("index.html", "ru/index.html")
        for card in (planned.pages[page].hero, *planned.pages[page].cards)
        if card
    }
    assert cards == {
        "Мектеп": ("news/2026-11-20.html", "kk"),
        "Школа": ("ru/news/2026-11-20.html", "ru"),
        "Жол": ("news/2026-11-18.html", "kk"),
        "Сад": ("ru/news/2025-10-02.html", "ru"),
    }
    assert {path for path, _ in cards.values()} <= set(planned.pages)


def test_a_post_has_the_alternates_it_is_written_in() -> None:
    pages = plan(BOTH, KAZAKH).pages
    assert pages["ru/news/2026-11-20.html"].alternates == (
        ("kk", "news/2026-11-20.html"),
        ("ru", "ru/news/2026-11-20.html"),
    )
    assert pages["news/2026-11-18.html"].alternates == (("kk", "news/2026-11-18.html"),)
    assert "ru/news/2026-11-18.html" not in pages


def test_all_alternates_exist() -> None:
    tagged = post("2026-11-19", "А", tags="Көше")
    planned = plan(BOTH, KAZAKH, RUSSIAN, tagged, pages=(Page("about", BOTH.texts),))
    for page in planned.pages.values():
        assert {path for _, path in page.alternates} <= set(planned.pages)


def test_neighbours_are_the_posts_of_the_same_language() -> None:
    older = post("2026-11-01", "Бақ", "Сквер")
    pages = plan(BOTH, KAZAKH, older).pages
    middle = pages["news/2026-11-18.html"]
    assert middle.newer is not None
    assert middle.older is not None
    assert (middle.newer.title, middle.newer.path) == ("Мектеп", "news/2026-11-20.html")
    assert (middle.older.title, middle.older.path) == ("Бақ", "news/2026-11-01.html")
    newest = pages["ru/news/2026-11-20.html"]
    assert newest.newer is None
    assert newest.older is not None
    assert newest.older.path == "ru/news/2026-11-01.html"


def test_a_post_without_a_title_is_called_by_its_day() -> None:
    nameless = Post("А", "a", date(2026, 11, 22), (Text("kk", ""), Text("ru", "")))
    pages = plan(nameless).pages
    assert pages["news/a.html"].title == "2026\u00a0ж. 22\u00a0қараша"
    assert pages["ru/news/a.html"].title == "22\u00a0ноября 2026\u00a0г."


def test_a_posts_text_stands_on_its_page() -> None:
    text = Text("kk", "Мектеп", Body.of(Block(html="<p>А</p>"), Block(media="gone.jpg")), "Қысқаша")
    page = plan(replace(KAZAKH, texts=(text,))).pages["news/2026-11-18.html"]
    assert [part.html for part in page.parts] == ["<p>А</p>"]
    assert (page.title, page.day) == ("Мектеп", "2026-11-18")
    assert page.description.startswith("Қысқаша — Мектеп")


# Archive and tags


def test_the_archive_has_a_page_a_year_and_a_group_a_month() -> None:
    pages = plan(BOTH, KAZAKH, RUSSIAN, post("2026-01-05", "Қар")).pages
    newest, older = pages["ru/archive/index.html"], pages["ru/archive/2025.html"]
    assert (newest.title, older.title) == ("Архив: 2026", "Архив: 2025")
    assert [(group.anchor, len(group.cards)) for group in newest.groups] == [
        ("m2026-11", 2),
        ("m2026-01", 1),
    ]
    assert newest.groups[0].title == "ноябрь 2026\u00a0г."
    assert [(year.title, year.path, year.count) for year in older.years] == [
        ("2026", "ru/archive/index.html", 3),
        ("2025", "ru/archive/2025.html", 1),
    ]


def test_tags_have_a_page_each_in_the_order_of_the_alphabet() -> None:
    pages = plan(
        post("2026-11-20", "А", tags="Үй Бақ"), post("2026-11-19", "Б", tags="Үй Әкімдік")
    ).pages
    assert [(tag.title, tag.path, tag.count) for tag in pages["tags/index.html"].tags] == [
        ("Әкімдік", "tags/akimdik.html", 1),
        ("Бақ", "tags/baq.html", 1),
        ("Үй", "tags/ui.html", 2),
    ]
    assert [card.title for card in pages["tags/ui.html"].cards] == ["А", "Б"]
    assert pages["tags/ui.html"].alternates == (("kk", "tags/ui.html"),)
    assert "ru/tags/ui.html" not in pages
    assert [tag.title for tag in pages["news/2026-11-19.html"].tags] == ["Үй", "Әкімдік"]


def test_without_tags_there_is_no_page_of_tags() -> None:
    planned = plan(BOTH)
    assert "tags/index.html" not in planned.pages
    assert planned.pages["index.html"].site.tags == ""


# Pages, redirects, files


def test_pages_of_content_are_linked_in_their_language() -> None:
    planned = plan(pages=(Page("about", BOTH.texts), Page("kabyldau", (Text("kk", "Қабылдау"),))))
    kazakh, russian = planned.pages["index.html"].site, planned.pages["ru/index.html"].site
    assert (kazakh.about, russian.about) == ("about.html", "ru/about.html")
    assert [(link.title, link.path) for link in kazakh.pages] == [("Қабылдау", "kabyldau.html")]
    assert russian.pages == ()
    assert planned.pages["kabyldau.html"].alternates == (("kk", "kabyldau.html"),)


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("old", "news/old.html"),
        ("/news/old.html", "news/old.html"),
        ("Ескі жол", "news/eski-zhol.html"),
    ],
)
def test_an_old_address_leads_to_the_post(alias: str, path: str) -> None:
    page = plan(replace(BOTH, facts=PostFacts(aliases=(alias,)))).pages[path]
    assert (page.kind, page.target) == ("redirect", "news/2026-11-20.html")


@pytest.mark.parametrize("alias", ["", "/", "???", "2026-11-20"])
def test_an_alias_that_is_no_address_or_is_taken_gives_no_page(alias: str) -> None:
    assert plan(replace(BOTH, facts=PostFacts(aliases=(alias,)))).paths == plan(BOTH).paths


def test_an_event_has_a_calendar_file_in_each_language() -> None:
    event = Event(datetime(2026, 12, 1, 18, 30), (("kk", "Клуб"), ("ru", "ДК")))
    planned = plan(replace(BOTH, facts=PostFacts(kind=Kind.EVENT, details=event)))
    assert "SUMMARY:Мектеп" in planned.literals["news/2026-11-20.ics"].decode()
    assert "LOCATION:ДК" in planned.literals["ru/news/2026-11-20.ics"].decode()
    view = planned.pages["ru/news/2026-11-20.html"].event
    assert view is not None
    assert (view.start, view.where) == ("2026-12-01T18:30:00+05:00", "ДК")
    assert (view.when_text, view.calendar) == (
        "1\u00a0декабря 2026\u00a0г., 18:30",
        "ru/news/2026-11-20.ics",
    )


def test_a_campaign_post_names_who_made_ordered_and_paid() -> None:
    facts = PostFacts(kind=Kind.CAMPAIGN, details=Campaign("А", "Б", "В"))
    page = plan(replace(BOTH, facts=facts)).pages["news/2026-11-20.html"]
    assert page.campaign == CampaignView("А", "Б", "В")


def test_an_answer_shows_its_fact_or_else_its_title() -> None:
    answer = Answer((("kk", "Су жоқ"),), (Evidence(url="https://a.kz"),), fact=(("kk", "Су бар"),))
    pages = plan(replace(BOTH, facts=PostFacts(kind=Kind.ANSWER, details=answer))).pages
    kazakh, russian = (pages[f"{prefix}news/2026-11-20.html"].answer for prefix in ("", "ru/"))
    assert kazakh is not None
    assert russian is not None
    assert (kazakh.fact, kazakh.claim) == ("Су бар", "Су жоқ")
    assert (russian.fact, russian.claim) == ("Школа", "")


def test_the_accent_colour_is_put_into_the_stylesheet() -> None:
    plain, coloured = plan(), plan(site=Site(accent="#0a6c74"))
    assert coloured.literals[coloured.pages["index.html"].site.style] == (
        plain.literals[plain.pages["index.html"].site.style] + b":root{--accent:#0a6c74}\n"
    )
    assert plain.pages["index.html"].site.style != coloured.pages["index.html"].site.style


def test_a_page_has_another_key_only_when_it_shows_something_else() -> None:
    before = plan(BOTH, KAZAKH).keys
    after = plan(replace(BOTH, texts=(BOTH.texts[0], Text("ru", "Новая школа"))), KAZAKH).keys
    changed = {path for path, key in after.items() if before.get(path) != key}
    assert {"ru/news/2026-11-20.html", "ru/index.html", "ru/feed.xml"} <= changed
    assert all(path.startswith("ru/") for path in changed)


# Feeds, sitemap and descriptions


def test_a_feed_holds_its_languages_newest_posts() -> None:
    feeds = plan(BOTH, KAZAKH, RUSSIAN).feeds
    assert [entry.title for entry in feeds["feed.xml"].entries] == ["Мектеп", "Жол"]
    assert [entry.title for entry in feeds["ru/feed.xml"].entries] == ["Школа", "Сад"]
    assert feeds["feed.xml"].updated == "2026-11-20T00:00:00+05:00"
    many = plan(*(post(f"2026-10-{day:02}", f"А{day}") for day in range(1, 31)))
    assert len(many.feeds["feed.xml"].entries) == 20


def test_search_lists_the_newest_posts_first() -> None:
    planned = plan(KAZAKH, RUSSIAN, BOTH)
    (script,) = (
        text for path, text in planned.literals.items() if path.startswith("search/index-")
    )
    found = [script.decode().find(day) for day in ("2026-11-20", "2026-11-18", "2025-10-02")]
    assert -1 < found[0] < found[1] < found[2]


def test_the_sitemap_names_every_page_once_with_its_languages() -> None:
    planned = plan(BOTH, KAZAKH, site=Site(url="https://example.kz/"))
    assert planned.sitemap is not None
    entries = {entry.url: entry.alternates for entry in planned.sitemap.entries}
    assert len(entries) == len(planned.sitemap.entries)
    assert "https://example.kz/index.html" in entries
    assert "https://example.kz/ru/index.html" in entries
    assert not any("404" in url for url in entries)
    assert entries["https://example.kz/news/2026-11-20.html"] == (
        ("kk", "https://example.kz/news/2026-11-20.html"),
        ("ru", "https://example.kz/ru/news/2026-11-20.html"),
    )


def test_posts_are_described_for_search_only_when_the_address_is_known() -> None:
    path = "ru/news/2026-11-20.html"
    assert plan(BOTH).pages[path].json_ld == ""
    described = json.loads(plan(BOTH, site=Site(url="https://a.kz/")).pages[path].json_ld)
    article = described["@graph"][0]
    assert article["headline"] == "Школа"
    assert article["mainEntityOfPage"] == "https://a.kz/ru/news/2026-11-20.html"
    assert article["datePublished"] == "2026-11-20T00:00:00+05:00"


def test_a_description_cannot_end_its_script_element() -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    event = Event(datetime(2026, 12, 1, 18, 30), (("kk", evil),))
    page = plan(
        post("2026-11-20", evil, facts=PostFacts(kind=Kind.EVENT, details=event)),
        site=Site(url="https://a.kz/"),
    ).pages["news/2026-11-20.html"]
    assert not set("<>&") & set(page.json_ld)
    article, described = (
        one
        for one in json.loads(page.json_ld)["@graph"]
        if one["@type"] in ("NewsArticle", "Event")
    )
    assert article["headline"].startswith("</script><script>alert(1)</script><!-- &")
    assert described["startDate"] == "2026-12-01T18:30:00+05:00"
    assert described["location"]["name"] == evil
