"""A few facts in, views of pages out, as the planner would fill them."""

from typing import Any

from msgspec.structs import fields

from generator.plan.views import (
    AnswersView,
    ArchiveView,
    ClipsView,
    ContactsView,
    Figure,
    HomeView,
    ImageSet,
    Link,
    MissingView,
    NoticeView,
    OlderClipsView,
    PageView,
    Picture,
    Player,
    PostView,
    RedirectView,
    RenditionView,
    SearchView,
    SiteView,
    TagsView,
    TagView,
    WrittenPageView,
)

URL = "https://example.kz/"


def site(**values: Any) -> SiteView:
    """A site of two languages; what is not named stays empty."""
    blank = {field.name: "" for field in fields(SiteView) if field.required}
    known = {"locale": "kk", "locales": ("kk", "ru"), "name": "Мәслихат депутаты", "url": URL}
    paths = {"home": "index.html", "feed": "feed.xml", "icon": "assets/icon.svg"}
    return SiteView(**{**blank, **known, **paths, **values})


KINDS: dict[str, Any] = {
    view.kind: view
    for view in (
        *(HomeView, PostView, ArchiveView, TagsView, TagView, ClipsView, AnswersView),
        OlderClipsView,
        *(ContactsView, WrittenPageView, SearchView, NoticeView, MissingView, RedirectView),
    )
}
REQUIRED: dict[str, dict[str, Any]] = {
    "tags": {"tags": ()},
    "search": {"search_index": "search/index.js"},
    "notice": {"sides": (), "target": "index.html"},
    "redirect": {"target": "index.html"},
}


def page(kind: str, path: str, **values: Any) -> PageView:
    """A page of that kind, two steps below the home page."""
    title = values.pop("title", "Жол")
    crumbs = (Link("Басты бет", "index.html"), Link("Мұрағат", "archive/index.html"))
    common = {"site": site(), "crumbs": (*crumbs, Link(title, path)), **REQUIRED.get(kind, {})}
    view: PageView = KINDS[kind](path=path, locale="kk", title=title, **{**common, **values})
    return view


def post(path: str = "news/zhol.html", **values: Any) -> PostView:
    """A post of 20 November, corrected on the 22nd."""
    days = {"published": "2026-11-20T00:00:00+05:00", "modified": "2026-11-22T00:00:00+05:00"}
    known = {"description": "Жол жөнделді.", "card_image": "media/card.jpg", "day": "2026-11-20"}
    view = page("post", path, **{**days, **known, **values})
    assert isinstance(view, PostView)
    return view


def player(**values: Any) -> Player:
    """A clip of 45 seconds in two codecs."""
    av1 = RenditionView("media/av1.mp4", 'video/mp4; codecs="av01"', 720, "1 МБ", 1_000_000)
    h264 = RenditionView("media/720.mp4", 'video/mp4; codecs="avc1"', 720, "2 МБ", 2_000_000)
    known = {
        "poster": "media/poster.webp",
        "width_px": 1280,
        "height_px": 720,
        "duration_text": "45 с",
        "duration_iso": "PT45S",
        "cost_text": "1 МБ",
        "renditions": (av1, h264),
    }
    return Player(**{**known, **values})


def picture(name: str) -> Picture:
    """A photo in two sizes."""
    files = ((f"media/{name}-480.jpg", 480), (f"media/{name}-960.jpg", 960))
    return Picture((), ImageSet("image/jpeg", files), 960, 540, "100vw", "")


def figure(name: str, *, ai: bool = False) -> Figure:
    """A photo in a post."""
    return Figure(picture(name), ai=ai)
