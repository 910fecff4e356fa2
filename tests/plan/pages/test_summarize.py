"""What a summary keeps of a post."""

from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from generator.kinds import Answer
from generator.model import (
    Content,
    MediaNote,
    Photo,
    PhotoFacts,
    Post,
    PostFacts,
    Site,
    Slot,
    Source,
    Text,
    Theme,
)
from generator.plan.assets import asset_files
from generator.plan.media.pictures import FileCollector, Pictures
from generator.plan.media.tasks import plan_media
from generator.plan.pages.edition import Edition, Newsroom
from generator.plan.pages.posts import own_digest
from generator.plan.pages.site_view import site_view
from generator.plan.pages.summarize import summarize
from generator.plan.summary import Summary
from generator.plan.views import PostView, SitemapEntry
from generator.recipes import Made, MadeFile, PhotoRecipe

SLOTS = tuple(Slot(name, (100,)) for name in ("card", "share", "photo", "portrait", "logo"))
ASSETS = (("style.css", b""), ("icon.svg", b"<svg/>"))
THEME = Theme("test", SLOTS, (), ASSETS, (), "theme")
PHOTO = Photo(Source("p/a.jpg", "1", 1), PhotoFacts(800, 600))
KAZAKH = Post("p", "p", date(2026, 11, 20), (Text("kk", "Жол"),), (PHOTO,))
BOTH = replace(KAZAKH, texts=(*KAZAKH.texts, Text("ru", "Дорога")))
SITE = Site()
WITH_ADDRESS = Site(url="https://a.kz/")


def made(
    post: Post, site: Site = SITE, *, is_made: bool = True
) -> tuple[Summary, tuple[PostView, ...], FileCollector]:
    """The summary, its pages, and the files collected for the rest of the site."""
    media = plan_media(Content(site, (post,)), THEME)
    results = {}
    for task in media.tasks() if is_made else ():
        if isinstance(task.recipe, PhotoRecipe):
            files = tuple(MadeFile(variant.name, 1) for variant in task.recipe.variants)
            results[task.key] = Made(task.key, files)
    collector = FileCollector()
    pictures = Pictures(THEME, results.get, collector)
    room = Newsroom(media, pictures, (post,), datetime(2026, 11, 23, 12), asset_files(THEME, ""))
    editions = [Edition(room, site_view(room, locale)) for locale in site.locales]
    return *summarize(editions, post, "key"), collector


def test_a_post_has_a_headline_in_each_language_and_a_page_in_its_own() -> None:
    summary, pages, _ = made(KAZAKH)
    assert summary.key == "key"
    assert [card.locale for card in summary.headlines] == ["kk", "kk"]
    assert len(summary.lines) == 2
    assert [page.path for page in summary.pages] == ["news/p.html"]
    assert [page.path for page in made(BOTH)[0].pages] == ["news/p.html", "ru/news/p.html"]
    assert [page.path for page in pages] == ["news/p.html"]


def test_the_pages_are_those_that_the_summary_describes() -> None:
    summary, pages, _ = made(BOTH)
    assert [page.digest for page in summary.pages] == [own_digest(view) for view in pages]
    assert {page.day for page in summary.pages} == {"2026-11-20"}


def test_a_summary_names_its_own_files_and_adds_none_to_the_site() -> None:
    summary, pages, collector = made(KAZAKH)
    names = {name for _, name in summary.media}
    assert {"photo-100.jpg", "card-100.avif"} <= names
    assert "share-100.jpg" not in names
    assert summary.picture is not None
    assert pages[0].gallery
    assert collector.by_path == {}


def test_a_summary_is_whole_once_all_media_are_made() -> None:
    assert made(KAZAKH)[0].whole
    unmade, (page,), _ = made(KAZAKH, is_made=False)
    assert not unmade.whole
    assert (unmade.picture, unmade.media, page.gallery) == (None, (), ())
    # With an address a post has share cards too, and here those are not made.
    assert not made(KAZAKH, WITH_ADDRESS)[0].whole


def test_a_page_is_in_the_sitemap_where_the_address_is_known() -> None:
    assert made(KAZAKH)[0].pages[0].sitemap == b""
    entry = made(KAZAKH, WITH_ADDRESS)[0].pages[0].sitemap
    assert msgspec.msgpack.decode(entry, type=SitemapEntry).url == "https://a.kz/news/p.html"


def test_a_page_by_ai_is_known_without_making_it() -> None:
    by_ai = replace(KAZAKH, media=(replace(PHOTO, note=MediaNote(ai=True)),))
    assert not made(KAZAKH)[0].pages[0].shows_ai
    assert made(by_ai)[0].pages[0].shows_ai
    assert made(replace(KAZAKH, facts=PostFacts(ai=True)))[0].pages[0].shows_ai


def test_a_headline_counts_photos_and_knows_a_pin() -> None:
    (headline, _) = made(replace(KAZAKH, facts=PostFacts(pin=True)))[0].headlines
    assert (headline.photo_count, headline.pinned, headline.kind) == (1, True, "report")
    assert (headline.duration_text, headline.cost_text) == ("", "")


def test_the_headline_of_an_answer_holds_the_claim_in_the_languages_of_its_text() -> None:
    answer = Answer((("kk", "Жол жабылады"), ("ru", "Дорогу закроют")), ())
    kazakh, russian = made(replace(BOTH, facts=PostFacts(details=answer)))[0].headlines
    assert (kazakh.claim, russian.claim) == ("Жол жабылады", "Дорогу закроют")
    only_kazakh = made(replace(KAZAKH, facts=PostFacts(details=answer)))[0].headlines
    assert [card.claim for card in only_kazakh] == ["Жол жабылады"] * 2
