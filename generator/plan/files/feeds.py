"""Makes feeds and sitemap entries from views of pages."""

from collections.abc import Iterable

from msgspec.structs import replace

from generator.language.sentences import first_sentences
from generator.plan.views import (
    FeedEntry,
    FeedView,
    PageView,
    PostView,
    SitemapEntry,
    SiteView,
)

FEED_POSTS = 20
"""How many posts a feed holds."""

_VIDEO_TITLE = 100  # characters, by Google's schema of video sitemaps


def feed_view(
    path: str,
    site: SiteView,
    posts: Iterable[PostView],
    title: str = "",
    others: Iterable[FeedEntry] = (),
) -> FeedView:
    """The Atom feed of one locale; its title is the site's name if none is passed.

    It holds the newest of these posts and of `others`, which are entries of other sites.
    """
    entries = [*map(feed_entry, posts), *others]
    entries.sort(key=lambda entry: entry.published, reverse=True)
    entries = entries[:FEED_POSTS]
    updated = max((entry.updated for entry in entries), default="1970-01-01T00:00:00+05:00")
    return FeedView(path, site.locale, title or site.name, site, updated, tuple(entries))


def feed_entry(view: PostView) -> FeedEntry:
    """The post as an entry of a feed."""
    posters = [clip.poster for clip in view.clips]
    small = [photo.picture.fallback.files[0][0] for photo in view.photos]
    return FeedEntry(
        path=view.path,
        title=view.title,
        published=view.published,
        updated=view.modified or view.published,
        summary=view.description,
        # Intake leaves only absolute links in it, and no pictures.
        html="\n".join(part.html for part in view.parts if part.html),
        picture=next(iter([*posters, *small]), ""),
        enclosures=tuple(clip.renditions[-1] for clip in view.clips),
        tags=tuple(tag.title for tag in view.tags),
        ai=view.shows_ai,
        campaign=view.campaign,
        answer=view.answer,
    )


def sitemap_entry(view: PageView, newest: str = "") -> SitemapEntry:
    """The page's entry in the sitemap, with its other languages, photos and clips.

    `newest` is the day of the site's last change, for pages without a day of their own.
    """
    absolute = view.site.absolute
    large = [photo.picture.fallback.files[-1][0] for photo in view.photos]
    return SitemapEntry(
        url=absolute(view.path),
        day=changed_on(view) or _newest_card(view, newest),
        alternates=tuple((locale, absolute(path)) for locale, path in view.alternates),
        images=tuple(dict.fromkeys(map(absolute, large))),
        videos=tuple(
            replace(clip, caption=first_sentences(clip.caption or view.title, _VIDEO_TITLE))
            for clip in view.clips
        ),
        description=view.description or view.title,
        published=view.published if isinstance(view, PostView) else "",
    )


def changed_on(view: PageView) -> str:
    """The day of a post's last change; "" for any other page."""
    return (view.modified or view.published)[:10] if isinstance(view, PostView) else ""


def _newest_card(view: PageView, newest: str) -> str:
    """The day of the newest post that the page lists; for any other page, the site's newest."""
    days = [card.day for card in view.listed]
    return min(max(days), newest) if days and newest else newest
