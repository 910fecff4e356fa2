"""A region's pages about its deputies, and what they need of a deputy's site."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from generator.kinds import Kind
from generator.model import Content, Post, PostFacts, Region, Site, Slot, Text, Theme
from generator.plan.deputy_summary import Deputies, DeputySummary, gather
from generator.plan.media.tasks import plan_media
from generator.plan.pages.deputies import sitemaps
from generator.plan.plan import Plan, Rendered
from generator.plan.site import plan_site
from generator.plan.views import (
    Card,
    DeputiesView,
    FeedEntry,
    FeedView,
    HomeView,
    RenditionView,
)

SLOTS = tuple(Slot(name, (100,)) for name in ("card", "share", "photo", "portrait", "logo"))
ASSETS = (("style.css", b""), ("icon.svg", b"<svg/>"), ("find.js", b""))
THEME = Theme("test", SLOTS, (), ASSETS, (), "theme")
NOW = datetime(2026, 11, 23, 12)


def deputy(name: str, *cards: Card) -> DeputySummary:
    homes = (("kk", "index.html"), ("ru", "ru/index.html"))
    names = (("kk", name), ("ru", name))
    return DeputySummary(f"slug-{name}", names, (), (), homes, None, (cards, cards))


def card(title: str, day: str = "2026-11-20", duration: str = "") -> Card:
    return Card(f"news/{title}.html", "kk", title, day, "", duration_text=duration)


def plan(*deputies: DeputySummary, posts: tuple[Post, ...] = (), url: str = "") -> Plan:
    content = Content(Site(name=(("kk", "Мәслихат"),), url=url), posts)
    gathered = gather(deputies, content.site.locales)
    return plan_site(plan_media(content, THEME), lambda key: None, NOW, deputies=gathered)


def view(planned: Plan, path: str) -> object:
    (content,) = (file.content for file in planned.files if file.path == path)
    assert isinstance(content, Rendered)
    return content.view


def home(*deputies: DeputySummary, posts: tuple[Post, ...] = ()) -> HomeView:
    shown = view(plan(*deputies, posts=posts), "index.html")
    assert isinstance(shown, HomeView)
    return shown


def pages(*deputies: DeputySummary) -> dict[str, DeputiesView]:
    views = {
        file.path: file.content.view
        for file in plan(*deputies).files
        if isinstance(file.content, Rendered)
    }
    return {path: shown for path, shown in views.items() if isinstance(shown, DeputiesView)}


def test_the_home_page_shows_the_newest_posts_of_all() -> None:
    shown = home(deputy("А", card("ескі", "2026-01-01")), deputy("Б", card("жаңа")))
    assert [(listed.title, listed.owner) for listed in shown.listed] == [
        ("жаңа", "Б"),
        ("ескі", "А"),
    ]
    assert shown.hero is None
    assert shown.find is not None


def test_a_post_with_a_clip_is_shown_large_and_so_is_the_regions_pinned_one() -> None:
    filmed = deputy("А", card("сурет"), card("видео", "2026-01-01", duration="9 с"))
    assert (hero := home(filmed).hero) is not None
    assert hero.title == "видео"
    pinned = Post("p", "p", date(2025, 1, 1), (Text("kk", "Басты"),), facts=PostFacts(pin=True))
    assert (hero := home(filmed, posts=(pinned,)).hero) is not None
    assert hero.title == "Басты"


def test_up_to_200_deputies_are_on_one_page_in_the_order_of_the_alphabet() -> None:
    names = ("Үміт", "Әсел", "Бота")
    (shown,) = (page for path, page in pages(*map(deputy, names)).items() if path[:3] != "ru/")
    assert [listed.name for listed in shown.deputies] == ["Әсел", "Бота", "Үміт"]
    assert shown.deputies[0].path == "deputies/slug-Әсел/index.html"
    assert shown.letters == ()
    most = gather([deputy(f"А{number}") for number in range(200)], ("kk",)).members
    assert {len(page.deputies) for page in pages(*most).values()} == {200}


def test_more_deputies_have_a_page_for_each_first_letter() -> None:
    many = [deputy(f"{letter}{number}") for letter in "АБ" for number in range(101)]
    shown = {path: page for path, page in pages(*many).items() if path[:3] != "ru/"}
    whole = shown.pop("deputies/index.html")
    assert whole.deputies == ()
    assert [(link.title, link.count) for link in whole.letters] == [("А", 101), ("Б", 101)]
    assert {path: len(page.deputies) for path, page in shown.items()} == {
        link.path: 101 for link in whole.letters
    }
    assert all(page.alternates == (("kk", path),) for path, page in shown.items())
    assert all(page.title.endswith((": А", ": Б")) for page in shown.values())


def test_a_region_without_posts_has_no_archive_clips_or_search() -> None:
    shown = home(deputy("А"))
    assert (shown.site.archive, shown.site.clips, shown.site.search) == ("", "", "")
    assert shown.site.deputies == "deputies/index.html"


def test_the_feed_tells_of_each_deputy_with_words_and_clips() -> None:
    clip = RenditionView("media/480.mp4", "video/mp4", 480, "1 МБ", 9)
    entry = FeedEntry(
        "news/zhol.html", "Жол", "2026-11-20T00:00:00+05:00", "2026-11-20T00:00:00+05:00",
        "Қысқа.", "<p>Бәрі.</p>", "media/poster.webp", (clip,),
    )  # fmt: skip
    summary = replace(deputy("Әсел"), entries=((entry,), ()))
    feed = view(plan(summary), "feed.xml")
    assert isinstance(feed, FeedView)
    (told,) = feed.entries
    root = "deputies/slug-Әсел/"
    assert (told.title, told.path, told.html) == (
        "Әсел: Жол",
        f"{root}news/zhol.html",
        "<p>Бәрі.</p>",
    )
    assert told.picture == f"{root}media/poster.webp"
    assert [file.path for file in told.enclosures] == [f"{root}media/480.mp4"]


def test_a_deputy_tells_the_feed_of_the_newest_five_posts_in_each_language() -> None:
    region = Region((("kk", "Облыс"),), "", "asel")
    days = [f"2026-11-{day:02}" for day in range(1, 9)]
    posts = tuple(Post(day, day, date.fromisoformat(day), (Text("kk", day),)) for day in days)
    content = Content(Site(region=region), posts)
    summary = plan_site(plan_media(content, THEME), lambda key: None, NOW).deputy
    assert summary is not None
    kazakh, russian = summary.entries
    assert [entry.title for entry in kazakh] == days[:2:-1]
    assert russian == ()


def test_the_home_page_shows_faces_and_who_wrote_last_comes_first() -> None:
    silent = (replace(deputy(name), face=f"data:{name}") for name in ("А", "Б"))
    shown = home(*silent, deputy("Я", card("жол")))
    assert [one.name for one in shown.deputies] == ["Я", "А", "Б"]
    assert [one.face for one in shown.deputies] == ["", "data:А", "data:Б"]
    assert shown.deputies[0].initials == "Я"
    many = home(*(deputy(f"Б{number}") for number in range(30)))
    assert (len(many.deputies), many.deputy_count) == (12, 30)


def test_a_card_bears_the_face_of_its_deputy_and_a_headline_does_not() -> None:
    cards = [card(f"Жол {number}", f"2026-10-{number:02}") for number in range(1, 10)]
    shown = home(replace(deputy("А", *cards), face="data:А"))
    assert {listed.face for listed in shown.cards} == {"data:А"}
    assert {listed.face for listed in shown.rows} == {""}


def test_sitemaps_of_deputies_at_addresses_of_their_own_are_not_the_regions() -> None:
    near, far = deputy("А"), replace(deputy("Б"), is_elsewhere=True)
    assert sitemaps(Deputies((near, far), ())) == ("deputies/slug-А/sitemap.xml",)


@pytest.mark.parametrize(
    ("url", "is_elsewhere"),
    [("https://region.kz/deputies/bolat/", False), ("https://bolat.kz/", True), ("", True)],
)
def test_a_deputys_site_is_summarized_for_its_region(url: str, is_elsewhere: bool) -> None:
    region = Region((("kk", "Мәслихат"),), "../../", "bolat")
    site = Site(name=(("kk", "Болат"),), url=url, region=region)
    posts = tuple(
        Post(f"p{day}", f"p{day}", date(2026, 10, day), (Text("kk", f"А{day}"),))
        for day in range(1, 26)
    )
    summary = plan_site(plan_media(Content(site, posts), THEME), lambda key: None, NOW).deputy
    assert summary is not None
    assert (summary.slug, summary.name[0]) == ("bolat", ("kk", "Болат"))
    assert [listed.title for listed in summary.news[0]] == [f"А{day}" for day in range(25, 5, -1)]
    assert summary.is_elsewhere is is_elsewhere
    assert summary.news[0][0].kind == Kind.REPORT
