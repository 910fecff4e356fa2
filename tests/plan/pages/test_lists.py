"""Many posts in, the lists of the site out: what is pictured, what is cut, what stays."""

from datetime import date, datetime, time, timedelta

import pytest
from msgspec.structs import replace

from generator.kinds import Answer, Event, Evidence, Kind
from generator.model import Clip, ClipFacts, Post, PostFacts, Site, Source, Text
from generator.plan.pages.clips import FEED_CLIPS
from tests.support.written_site import plan, post

FIRST = date(2025, 1, 1)
CLIP = Clip(Source("a/a.mp4", "1", 1), ClipFacts(1280, 720, 45.0, 30))


def filmed(number: int) -> Post:
    one = post((FIRST + timedelta(days=number)).isoformat(), f"Видео {number}", f"Ролик {number}")
    return replace(one, media=(CLIP,))


def with_older(posts: int) -> tuple[Post, ...]:
    """So many posts with clips too old for the feed."""
    return tuple(filmed(number) for number in range(posts + FEED_CLIPS))


def shown(posts: int, path: str) -> list[str]:
    page = plan(*with_older(posts)).pages[path]
    return [card.title for card in (*page.cards, *page.rows)]


def test_the_first_four_of_a_list_have_pictures() -> None:
    page = plan(*with_older(9)).pages["clips/older.html"]
    assert [card.title for card in page.cards] == [f"Видео {one}" for one in (8, 7, 6, 5)]
    assert [card.title for card in page.rows] == [f"Видео {one}" for one in (4, 3, 2, 1, 0)]
    assert all(card.picture is None for card in page.rows)


@pytest.mark.parametrize(
    ("posts", "lengths"), [(1, [1]), (59, [59]), (60, [30, 30]), (95, [35, 30, 30])]
)
def test_a_long_list_is_cut_and_holds_each_post_once(posts: int, lengths: list[int]) -> None:
    pages = plan(*with_older(posts)).pages
    path, found, sizes = "clips/older.html", [], []
    while path:
        page = pages[path]
        cards = [*page.cards, *page.rows]
        sizes.append(len(cards))
        found += [card.title for card in cards]
        path = page.older.path if page.older else ""
    assert sizes == lengths
    assert found == [f"Видео {one}" for one in range(posts - 1, -1, -1)]


def test_pages_of_a_list_lead_both_ways_and_exist_in_each_language() -> None:
    pages = plan(*with_older(95)).pages
    middle = pages["ru/clips/2.html"]
    assert middle.newer is not None
    assert middle.older is not None
    assert (middle.newer.path, middle.older.path) == ("ru/clips/older.html", "ru/clips/1.html")
    assert middle.alternates == (("kk", "clips/2.html"), ("ru", "ru/clips/2.html"))


def test_an_added_post_changes_no_older_page() -> None:
    before, after = plan(*with_older(95)).keys, plan(*with_older(96)).keys
    assert all(before[f"clips/{number}.html"] == after[f"clips/{number}.html"] for number in (1, 2))
    assert before["clips/older.html"] != after["clips/older.html"]


def test_a_full_page_is_cut_off_only_when_another_is_full() -> None:
    assert shown(90, "clips/1.html") == shown(119, "clips/1.html") == shown(200, "clips/1.html")


def test_answers_have_a_list_of_their_own_when_there_is_one() -> None:
    answer = Answer((("kk", "А"),), (Evidence(url="https://a.kz"),))
    facts = PostFacts(kind=Kind.ANSWER, details=answer)
    with_one = plan(filmed(1), post("2026-11-01", "Су таза", "Вода чистая", facts=facts))
    assert [card.title for card in with_one.pages["ru/answers/index.html"].cards] == ["Вода чистая"]
    assert with_one.pages["index.html"].site.answers == "answers/index.html"
    assert [one.title for one in with_one.feeds["answers/feed.xml"].entries] == ["Су таза"]
    assert "Видео 1" in [one.title for one in with_one.feeds["feed.xml"].entries]
    without = plan(filmed(1))
    assert "answers/feed.xml" not in without.feeds
    assert "answers/index.html" not in without.pages
    assert without.pages["index.html"].site.answers == ""


def test_every_page_says_what_it_is_about() -> None:
    site = Site(url="https://a.kz/")
    pages = plan(*(filmed(number) for number in range(3)), site=site).pages
    told = {path: page.description for path, page in pages.items() if page.kind != "missing"}
    assert all(told.values())
    assert all(len(text) <= 200 for text in told.values())
    assert told["clips/index.html"].endswith("Видео 2; Видео 1; Видео 0")
    assert "Ролик 2" in told["ru/archive/index.html"]


def test_every_page_but_the_first_knows_the_way_to_it() -> None:
    pages = plan(*(filmed(number) for number in range(3))).pages
    assert [one.path for one in pages["news/2025-01-03.html"].crumbs] == [
        "index.html",
        "archive/index.html",
        "news/2025-01-03.html",
    ]
    assert pages["index.html"].crumbs == ()
    assert [one.path for one in pages["ru/contacts.html"].crumbs] == [
        "ru/index.html",
        "ru/contacts.html",
    ]


def test_a_language_without_topics_has_no_page_of_them() -> None:
    one = post("2026-11-01", "Жол", "Дорога")
    texts = tuple(
        replace(text, tags=("дорога",)) if text.locale == "ru" else text for text in one.texts
    )
    pages = plan(replace(one, texts=texts)).pages
    assert "tags/index.html" not in pages
    assert pages["index.html"].site.tags == ""
    assert pages["ru/index.html"].site.tags == "ru/tags/index.html"


# What opens the home page

NEWEST = date(2026, 11, 23)


def on(days_ago: int, title: str, *media: Clip, facts: PostFacts | None = None) -> Post:
    day = (NEWEST - timedelta(days=days_ago)).isoformat()
    made = post(day, title, title)
    return replace(made, path=title, slug=title, media=media, facts=facts or PostFacts())


def event(days_ago: int, title: str, when: datetime, until: datetime | None = None) -> Post:
    details = Event(when, (("kk", "Клуб"),), until)
    return on(days_ago, title, facts=PostFacts(kind=Kind.EVENT, details=details))


def opening(*posts: Post) -> str:
    hero = plan(*posts).pages["index.html"].hero
    return hero.title if hero else ""


@pytest.mark.parametrize(
    ("days_ago", "opens"), [(10, "Видео"), (14, "Видео"), (15, "Хабар 0"), (40, "Хабар 0")]
)
def test_a_clip_opens_the_home_page_for_two_weeks(days_ago: int, opens: str) -> None:
    news = [on(number, f"Хабар {number}") for number in range(9)]
    assert opening(*news, on(days_ago, "Видео", CLIP)) == opens


@pytest.mark.parametrize(("newer", "opens"), [(4, "Видео"), (5, "Хабар 0")])
def test_an_old_clip_opens_it_among_the_five_newest_posts(newer: int, opens: str) -> None:
    news = [on(number, f"Хабар {number}") for number in range(newer)]
    assert opening(*news, on(300, "Видео", CLIP)) == opens


def test_events_ahead_stand_apart_in_the_order_in_which_they_come() -> None:
    later = event(1, "Кейін", datetime(2026, 12, 9, 10, 0))
    sooner = event(9, "Ертең", datetime(2026, 11, 24, 10, 0))
    now = event(12, "Қазір", datetime(2026, 11, 23, 11, 0), datetime(2026, 11, 23, 12, 1))
    home = plan(on(0, "Хабар"), later, sooner, now).pages["index.html"]
    assert [card.title for card in home.ahead] == ["Қазір", "Ертең", "Кейін"]
    assert [card.title for card in (home.hero, *home.cards, *home.rows)] == ["Хабар"]
    assert home.ahead[1].event is not None
    assert (home.ahead[1].event.number, home.ahead[1].event.where) == ("24", "Клуб")


def test_events_that_are_over_step_back_and_say_so() -> None:
    past = event(0, "Өткен", datetime(2026, 11, 23, 10, 0), datetime(2026, 11, 23, 12, 0))
    news = [on(number, f"Хабар {number}") for number in range(9)]
    home = plan(past, *news).pages["index.html"]
    assert home.ahead == ()
    assert home.hero.title == "Хабар 0"
    assert home.rows[-1].title == "Өткен"
    assert [card.over for card in (*home.cards, *home.rows)] == [False] * 8 + [True]
    assert plan(past).pages["news/Өткен.html"].over


def test_a_site_of_one_event_that_is_over_still_shows_it() -> None:
    assert opening(event(9, "Өткен", datetime(2026, 11, 20, 10, 0))) == "Өткен"
    assert opening(event(9, "Келер", datetime(2026, 11, 30, 10, 0))) == ""


def test_posts_of_one_day_stand_by_their_hours() -> None:
    noon, morning = on(0, "Түс"), on(0, "Таң")
    posts = (replace(morning, hour=time(9, 5)), replace(noon, hour=time(12, 40)))
    feed = plan(*posts).feeds["feed.xml"]
    assert [(entry.title, entry.published[11:16]) for entry in feed.entries] == [
        ("Түс", "12:40"),
        ("Таң", "09:05"),
    ]


def test_search_opens_with_the_largest_topics_and_the_newest_posts() -> None:
    posts = [
        replace(
            post(f"2026-10-{day:02}", f"Жаңалық {day}"), texts=(Text("kk", f"Ж {day}", tags=tags),)
        )
        for day, tags in enumerate([("Су",), ("Жол",), ("Жол", "Су"), ("Жол",), (), (), (), ()], 1)
    ]
    page = plan(*posts).pages["search/index.html"]
    assert [(topic.title, topic.count) for topic in page.topics] == [("Жол", 3), ("Су", 2)]
    assert [card.title for card in page.latest] == [f"Ж {day}" for day in (8, 7, 6, 5, 4, 3)]
    assert all(card.picture is None for card in page.latest)
    assert plan(*posts).pages["ru/search/index.html"].topics == ()
