"""Pages in, their feed and sitemap out."""

from collections.abc import Iterable

from generator.plan.plan import File, rendered
from generator.plan.views import (
    FeedEntry,
    FeedView,
    PageView,
    SitemapEntry,
    SitemapView,
    SiteView,
)

_FEED_POSTS = 20


def feed_file(path: str, site: SiteView, posts: list[PageView], theme_digest: str) -> File:
    """The Atom feed of one locale: its newest posts."""
    entries = tuple(_entry(view) for view in posts[:_FEED_POSTS])
    updated = max((entry.published for entry in entries), default="1970-01-01T00:00:00+05:00")
    view = FeedView(path, site.locale, site.name, site, updated, entries)
    return rendered(path, "feed.xml", site.locale, view, theme_digest)


def sitemap_file(site: SiteView, views: Iterable[PageView], theme_digest: str) -> File:
    """The sitemap of all pages, with their other languages and pictures."""
    entries = tuple(
        SitemapEntry(
            url=site.absolute(view.path),
            day=view.day,
            alternates=tuple((locale, site.absolute(path)) for locale, path in view.alternates),
            images=(site.absolute(view.card_image),) if view.card_image else (),
        )
        for view in views
    )
    return rendered("sitemap.xml", "sitemap.xml", site.locale, SitemapView(entries), theme_digest)


def _entry(view: PageView) -> FeedEntry:
    rendition = view.lead.renditions[-1] if view.lead else None
    return FeedEntry(
        path=view.path,
        title=view.title,
        published=view.published,
        summary=view.description,
        html="\n".join(part.html for part in view.parts if part.html),
        enclosure=rendition.path if rendition else "",
        enclosure_mime="video/mp4" if rendition else "",
        enclosure_bytes=rendition.size_bytes if rendition else 0,
    )
