"""Posts made by hand in, the planned site out: its pages and files by path."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generator.model import Content, Page, Post, PostFacts, Site, Slot, Text, Theme
from generator.plan.media.tasks import WELL, Pace, plan_media
from generator.plan.plan import Literal, Rendered
from generator.plan.site import plan_site
from generator.plan.views import FeedView, PageView, SitemapView

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 0)
THEME = Theme(
    name="test",
    slots=tuple(
        Slot(name, (100,)) for name in ("card", "share", "photo", "poster", "portrait", "logo")
    ),
    templates=(),
    assets=(("style.css", b"p{}"), ("icon.svg", b"<svg/>")),
    strings=(("ru", (("Archive", ("Архив",)), ("Council deputy", ("Депутат",)))),),
    digest="theme",
)


@dataclass(frozen=True, slots=True)
class Planned:
    """The views of a planned site by path, and the files whose bytes are known."""

    pages: dict[str, Any]  # each a PageView of its kind
    feeds: dict[str, FeedView]
    sitemap: SitemapView | None
    literals: dict[str, bytes]
    paths: list[str]
    keys: dict[str, str]


def post(
    day: str, kk: str = "", ru: str = "", facts: PostFacts | None = None, tags: str = ""
) -> Post:
    """A post of that day in the languages that have a title."""
    names = tuple(tags.split()) if tags else ()
    texts = tuple(
        Text(locale, title, summary=f"{title}!", tags=names)
        for locale, title in (("kk", kk), ("ru", ru))
        if title
    )
    return Post(day, day, date.fromisoformat(day), texts, facts=facts or PostFacts())


def plan(
    *posts: Post,
    site: Site | None = None,
    pages: tuple[Page, ...] = (),
    now: datetime = NOW,
    pace: Pace = WELL,
) -> Planned:
    """The site of these posts, none of whose media are made."""
    content = Content(site or Site(), posts, pages)
    planned = plan_site(plan_media(content, THEME, pace), lambda key: None, now)
    views = {
        file.path: file.content.view for file in planned.files if isinstance(file.content, Rendered)
    }
    sitemaps = [view for view in views.values() if isinstance(view, SitemapView)]
    return Planned(
        pages={path: view for path, view in views.items() if isinstance(view, PageView)},
        feeds={path: view for path, view in views.items() if isinstance(view, FeedView)},
        sitemap=next(iter(sitemaps), None),
        literals={
            file.path: file.content.content
            for file in planned.files
            if isinstance(file.content, Literal)
        },
        paths=[file.path for file in planned.files],
        keys={file.path: file.key for file in planned.files},
    )
