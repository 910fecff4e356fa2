"""Posts with clips in, the clip feed out, and for each post the clip to watch next."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from generator.model import Clip, ClipFacts, Content, MediaNote, Post, Site, Source
from generator.plan.media.tasks import Pace, plan_media
from generator.plan.pages.clips import FEED_CLIPS
from generator.plan.plan import StaleSummary
from generator.plan.site import plan_site
from generator.plan.views import ClipsView
from tests.support.written_site import NOW, THEME, plan, post

FIRST = date(2025, 1, 1)
CLIP = Clip(Source("a/a.mp4", "1", 1), ClipFacts(1280, 720, 45.0, 30))
PREVIEW = Pace(finished=frozenset())  # what is not made yet keeps its place
SITE = Site(url="https://a.kz/")


def filmed(number: int, ru: str = "Ролик", *, ai: bool = False) -> Post:
    day = (FIRST + timedelta(days=number)).isoformat()
    clip = replace(CLIP, note=MediaNote(ai=ai))
    return replace(post(day, f"Видео {number}", ru and f"{ru} {number}"), media=(clip,))


def feed(*posts: Post, path: str = "clips/index.html") -> ClipsView:
    view = plan(*posts, site=SITE, pace=PREVIEW).pages[path]
    assert isinstance(view, ClipsView)
    return view


def test_the_newest_clips_are_in_the_feed_and_the_others_in_a_list() -> None:
    posts = [filmed(number) for number in range(FEED_CLIPS + 2)]
    view = feed(*posts, post("2026-11-01", "Мәтін"))
    titles = [f"Видео {number}" for number in range(FEED_CLIPS + 1, -1, -1)]
    assert [card.title for card in view.listed] == titles[:FEED_CLIPS]
    older = plan(*posts).pages[view.older]
    assert [card.title for card in (*older.cards, *older.rows)] == titles[FEED_CLIPS:]
    assert feed(*posts[:FEED_CLIPS]).older == ""


def test_a_clip_of_another_language_is_in_the_feed_and_leads_to_its_own_page() -> None:
    view = feed(filmed(1, ru=""), filmed(2), path="ru/clips/index.html")
    foreign = view.feed[1]
    assert (foreign.card.locale, foreign.card.path) == ("kk", "news/2025-01-02.html")
    assert foreign.share.endswith("https%3A%2F%2Fa.kz%2Fnews%2F2025-01-02.html")


def test_without_an_address_a_clip_cannot_be_passed_on() -> None:
    view = plan(filmed(1), pace=PREVIEW).pages["clips/index.html"]
    assert [clip.share for clip in view.feed] == [""]


def test_what_ai_made_is_labelled() -> None:
    view = feed(filmed(1, ai=True), filmed(2))
    assert [card.ai for card in view.listed] == [False, True]
    assert view.shows_ai


def test_a_clip_that_is_not_made_is_left_out_and_one_that_is_lost_is_made_again() -> None:
    media = plan_media(Content(posts=(filmed(1),)), THEME)
    planned = plan_site(media, lambda key: None, NOW)
    assert plan(filmed(1)).pages["clips/index.html"].feed == ()
    known = {path: replace(kept, whole=True) for path, kept in planned.summaries.items()}
    with pytest.raises(StaleSummary):
        plan_site(media, lambda key: None, NOW, known)


def test_each_post_offers_the_next_older_clip_and_the_oldest_the_newest() -> None:
    pages = plan(filmed(1), post("2025-01-03", "Мәтін"), filmed(3), pace=PREVIEW).pages
    offered = {
        path: page.next_clip and (page.next_clip.title, page.next_clip.path + page.next_clip.anchor)
        for path, page in pages.items()
        if page.kind == "post" and page.locale == "kk"
    }
    assert offered == {
        "news/2025-01-04.html": ("Видео 1", "clips/index.html#clip-2"),
        "news/2025-01-03.html": None,
        "news/2025-01-02.html": ("Видео 3", "clips/index.html#clip-1"),
    }


def test_a_clip_too_old_for_the_feed_is_offered_on_its_own_page() -> None:
    pages = plan(*(filmed(number) for number in range(FEED_CLIPS + 1)), pace=PREVIEW).pages
    clip = pages["ru/news/2025-01-02.html"].next_clip
    assert (clip.title, clip.path, clip.anchor) == ("Ролик 0", "ru/news/2025-01-01.html", "")


def test_a_lone_clip_has_no_next_one() -> None:
    assert plan(filmed(1)).pages["news/2025-01-02.html"].next_clip is None
