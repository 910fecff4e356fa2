"""What the pages of one language share, and how a page is completed."""

import json
from datetime import date, datetime

import pytest
from msgspec.structs import replace

from generator.model import Content, Photo, PhotoFacts, Post, Site, Slot, Source, Text, Theme
from generator.plan.assets import asset_files
from generator.plan.media.pictures import FileCollector, Pictures
from generator.plan.media.tasks import plan_media
from generator.plan.pages.edition import Edition, Newsroom
from generator.plan.pages.site_view import site_view
from generator.plan.pages.summarize import summarize
from generator.plan.views import ArchiveView, HomeView, Link, PageView

SLOTS = tuple(Slot(name, (100,)) for name in ("card", "share", "photo", "portrait", "logo"))
ASSETS = (("style.css", b""), ("icon.svg", b"<svg/>"), ("site.js", b""))
THEME = Theme("test", SLOTS, (), ASSETS, (("ru", (("Archive", ("Архив",)),)),), "theme")
SITE = Site(
    name=(("kk", "Болат Әлиев"), ("ru", "Болат Алиев")),
    district=(("kk", "№ 3 округ"), ("ru", "Округ № 3")),
    tagline=(("kk", "Ауыл үні"), ("ru", "Голос села")),
)
BOTH = Post("b", "b", date(2026, 11, 20), (Text("kk", "Жол"), Text("ru", "Дорога")))
KAZAKH = Post("k", "k", date(2026, 11, 19), (Text("kk", "Мектеп"),))


def edition(locale: str, site: Site = SITE, posts: tuple[Post, ...] = (BOTH, KAZAKH)) -> Edition:
    media = plan_media(Content(site, posts), THEME)
    pictures = Pictures(THEME, lambda key: None, FileCollector(), awaits=True)
    room = Newsroom(media, pictures, posts, datetime(2026, 11, 23, 12), asset_files(THEME, ""))
    editions = [Edition(room, site_view(room, each)) for each in site.locales]
    summaries = {post.path: summarize(editions, post, "")[0] for post in posts}
    return replace(editions[site.locales.index(locale)], room=replace(room, summaries=summaries))


def test_a_page_is_at_the_same_path_in_every_language() -> None:
    common = edition("ru").common("ru/archive/2025.html", "Архив")
    assert common["alternates"] == (("kk", "archive/2025.html"), ("ru", "ru/archive/2025.html"))
    assert (common["path"], common["locale"], common["title"]) == (
        *("ru/archive/2025.html", "ru", "Архив"),
    )


@pytest.mark.parametrize(("locales", "count"), [(("kk",), 1), ((), 0), (None, 2)])
def test_a_page_that_some_languages_lack_has_no_alternate_there(
    locales: tuple[str, ...] | None, count: int
) -> None:
    assert len(edition("kk").common("tags/zhol.html", "Жол", locales)["alternates"]) == count


def test_posts_of_another_language_are_listed_but_not_its_own() -> None:
    russian = edition("ru")
    assert [post.path for post in russian.own_posts] == ["b"]
    assert [(card.title, card.locale) for card in russian.rows([BOTH, KAZAKH])] == [
        ("Дорога", "ru"),
        ("Мектеп", "kk"),
    ]


def test_a_card_has_a_picture_and_a_headline_does_not() -> None:
    photo = Photo(Source("k/a.jpg", "1", 1), PhotoFacts(800, 600))
    pictured = replace(KAZAKH, media=(photo,))
    shown = edition("kk", posts=(pictured,))
    assert shown.card(pictured).picture
    assert shown.headline(pictured).picture is None


def test_scripts_that_the_theme_lacks_are_left_out() -> None:
    assert len(edition("kk").scripts("site.js")) == 1
    assert edition("kk").scripts("find.js") == ()


# Descriptions


def test_a_list_is_described_by_its_newest_headlines_as_far_as_they_fit() -> None:
    shown = edition("kk")
    assert shown.describe("Мұрағат", [BOTH, KAZAKH]) == "Мұрағат — Болат Әлиев: Жол; Мектеп"
    assert shown.describe("Болат Әлиев", []) == "Болат Әлиев — № 3 округ"
    long = replace(BOTH, path="l", texts=(Text("kk", "Ұзын " * 40),))
    with_long = edition("kk", posts=(KAZAKH, long, BOTH))
    assert with_long.describe("А", [KAZAKH, long, BOTH]) == "А — Болат Әлиев: Мектеп"


def completed(description: str, site: Site = SITE) -> PageView:
    shown = edition("kk", site)
    path = shown.links.archive
    return shown.completed(ArchiveView(**shown.common(path, "Мұрағат"), description=description))


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("", "Мұрағат — Болат Әлиев — № 3 округ — Ауыл үні"),
        ("Қысқа", "Қысқа — Мұрағат — Болат Әлиев — № 3 округ"),
        ("Болат Әлиев туралы осында толық жазылған", "Болат Әлиев туралы осында толық жазылған"),
    ],
)
def test_a_description_is_filled_up_with_what_it_does_not_say(description: str, shown: str) -> None:
    assert completed(description).description == shown


def test_a_long_description_is_cut() -> None:
    text = completed("мектеп " * 50).description
    assert len(text) <= 200
    assert text.endswith("мектеп…")


# Crumbs and JSON-LD


def test_every_page_but_the_home_page_gets_crumbs() -> None:
    shown = edition("kk")
    assert completed("").crumbs == (
        Link("Болат Әлиев", "index.html"),
        Link("Мұрағат", "archive/index.html"),
    )
    assert shown.completed(HomeView(**shown.common("index.html", "Болат"))).crumbs == ()
    own = (Link("А", "a.html"),)
    page = ArchiveView(**shown.common("a.html", "А"), crumbs=own)
    assert shown.completed(page).crumbs == own


def test_a_page_is_described_for_search_engines_at_a_known_address() -> None:
    assert completed("").json_ld == ""
    described = json.loads(completed("", replace(SITE, url="https://a.kz/")).json_ld)
    assert described["@graph"][0]["url"] == "https://a.kz/archive/index.html"
