"""Plans the whole site: every page, asset, feed and media file, as a value."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from generator.digest import digest_bytes, digest_value
from generator.kinds import Kind
from generator.model import Page, Post, Text
from generator.plan.assets import asset_files
from generator.plan.deputy_summary import Deputies
from generator.plan.files.feeds import FEED_POSTS, feed_view, sitemap_entry
from generator.plan.files.search import search_index
from generator.plan.media.pictures import FileCollector, Find, Pictures
from generator.plan.media.tasks import MediaPlan
from generator.plan.pages.deputies import (
    deputies_pages,
    deputy_summary,
    find_files,
    region_home,
)
from generator.plan.pages.edition import Edition, Newsroom
from generator.plan.pages.lists import home, list_pages, search_page
from generator.plan.pages.notices import notices
from generator.plan.pages.posts import calendars, post_pages, redirects, remembered_view
from generator.plan.pages.site_view import site_view
from generator.plan.pages.summarize import summarize
from generator.plan.plan import File, Plan, Rendered, copied, deferred, literal, rendered
from generator.plan.summary import Summary, summary_keys
from generator.plan.views import (
    BodyView,
    ContactsView,
    FeedView,
    FindView,
    MissingView,
    PageView,
    PostView,
    SitemapEntry,
    SitemapView,
    SiteView,
    WrittenPageView,
)

B = TypeVar("B", bound=BodyView)


def plan_site(
    media: MediaPlan,
    find: Find,
    now: datetime,
    known: Mapping[str, Summary] | None = None,
    deputies: Deputies | None = None,
) -> Plan:
    """The whole site at that moment of Kazakhstan's time, with all posts of the media's content.

    `known` are summaries of earlier plans by the post's path: they are used where their keys
    still hold. The plan's own are in `Plan.summaries`. `deputies` are those of a region.
    """
    content, files = media.content, FileCollector()
    posts = sorted(content.posts, key=lambda post: (post.moment, post.path), reverse=True)
    pictures = Pictures(media.theme, find, files, media.pace.is_preview)
    assets = asset_files(media.theme, content.site.accent)
    room = Newsroom(media, pictures, tuple(posts), now, assets, deputies)
    sites = [site_view(room, locale) for locale in content.site.locales]
    room = _with_summaries(room, sites, known or {})
    editions = [Edition(room, site) for site in sites]
    pages = list(_files(editions))
    for summary in room.summaries.values():
        for key, name in summary.media:
            files.add(key, name)
    region = content.site.region
    deputy = deputy_summary(editions, region) if region else None
    shown = [copied(path, key, name) for path, (key, name) in files.by_path.items()]
    planned = (*shown, *assets.values(), *pages)
    return Plan(planned, content.problems, room.summaries, deputy)


def _with_summaries(
    room: Newsroom, sites: list[SiteView], known: Mapping[str, Summary]
) -> Newsroom:
    """The newsroom with a summary of each post: a known one, or one made now with its pages."""
    editions = [Edition(room, site) for site in sites]
    summaries: dict[str, Summary] = {}
    views: dict[str, PostView] = {}
    for path, key in summary_keys(room.media, room.now).items():
        summary = known.get(path)
        if summary is None or summary.key != key:
            summary, pages = summarize(editions, room.media.post(path), key)
            views |= {page.path: page for page in pages}
        summaries[path] = summary
    return replace(room, summaries=summaries, views=views)


def known_posts(media: MediaPlan, now: datetime, known: Mapping[str, Summary]) -> frozenset[str]:
    """The paths of the posts whose summaries still hold: nothing of theirs has to be made."""
    keys = summary_keys(media, now)
    return frozenset(path for path, key in keys.items() if path in known and known[path].key == key)


def _files(editions: list[Edition]) -> Iterator[File]:
    first, deputies = editions[0], editions[0].room.deputies
    listed: list[PageView] = []
    for edition in editions:
        find, scripts = find_files(edition, deputies) if deputies else (None, [])
        yield from scripts
        views = [edition.completed(view) for view in _pages(edition, find)]
        yield from _edition_files(edition, views)
        listed += views
    for notice in notices(first, first.room.site):
        yield _page(first, first.completed(notice))
    if first.site.url:
        yield _sitemap(first, listed)
    if first.site.sitemaps:
        yield _site_file(first, "sitemaps.xml")
    yield _site_file(first, "robots.txt")
    icons = first.room.media.icons
    if icons and first.room.pictures.find(icons.key):
        yield copied("favicon.ico", icons.key, "favicon.ico")


def _sitemap(edition: Edition, listed: list[PageView]) -> File:
    """One file holds 50,000 addresses: with two languages and their lists, 20,000 posts."""
    pages = [page for summary in edition.room.summaries.values() for page in summary.pages]
    newest = max((page.day for page in pages), default="")
    lists = [msgspec.msgpack.encode(sitemap_entry(view, newest)) for view in listed]
    entries = [*lists, *(page.sitemap for page in pages)]
    decode = msgspec.msgpack.Decoder(SitemapEntry).decode

    def make() -> SitemapView:
        return SitemapView(tuple(map(decode, entries)))

    inputs = (edition.room.theme.digest, digest_bytes(b"".join(entries)))
    return deferred("sitemap.xml", inputs, Rendered("sitemap.xml", edition.locale, make))


def _page(edition: Edition, view: PageView) -> File:
    digest = edition.room.theme.digest
    return rendered(view.path, f"{view.kind}.html", view.locale, view, digest)


def _site_file(edition: Edition, template: str, path: str = "") -> File:
    digest = edition.room.theme.digest
    return rendered(path or template, template, edition.locale, edition.site, digest)


# One edition


def _pages(edition: Edition, find: FindView | None) -> Iterator[PageView]:
    """Every page of the sitemap but for the posts."""
    for page in edition.room.media.content.pages:
        for text in page.texts:
            if text.locale == edition.locale and page.slug != "contacts":
                yield _written_page(edition, page, text)
    yield _contacts(edition)
    deputies = edition.room.deputies
    if deputies and find:
        yield region_home(edition, deputies, find)
        yield from deputies_pages(edition, deputies, find)
    else:
        yield home(edition)
    if edition.site.archive:
        yield from list_pages(edition)


def _edition_files(edition: Edition, views: list[PageView]) -> Iterator[File]:
    site = edition.site
    if site.search:
        yield from _search(edition)
    around = digest_value(site, edition.room.theme.digest)
    posts = list(post_pages(edition, around))
    yield from posts
    for view in views:
        yield _page(edition, view)
    taken = {file.path for file in posts} | {view.path for view in views}
    for redirect in redirects(edition, taken):
        yield _page(edition, redirect)
    yield from calendars(edition)
    title = edition.string("Page not found")
    yield _page(edition, MissingView(**edition.common(edition.links.missing, title)))
    yield _feed(edition, edition.links.feed, edition.own_posts, around)
    if site.answers_feed:
        answers = [post for post in edition.own_posts if post.facts.kind is Kind.ANSWER]
        title = f"{edition.string('Answers')} — {site.name}"
        yield _feed(edition, site.answers_feed, answers, around, title)
    yield _site_file(edition, "manifest.webmanifest", edition.links.manifest)


def _feed(edition: Edition, path: str, posts: list[Post], around: str, title: str = "") -> File:
    """The feed of these posts; `around` is the digest of the site and its theme."""
    newest = [
        (post, page)
        for post in posts[:FEED_POSTS]
        for page in edition.room.summaries[post.path].pages
        if page.locale == edition.locale
    ]
    deputies = edition.room.deputies
    others = deputies.entries[edition.place] if deputies and path == edition.links.feed else ()

    def make() -> FeedView:
        views = (remembered_view(edition, post, page) for post, page in newest)
        return feed_view(path, edition.site, views, title, others)

    inputs = (around, title, digest_value(others), *(page.digest for _, page in newest))
    return deferred(path, inputs, Rendered("feed.xml", edition.locale, make))


def _search(edition: Edition) -> Iterator[File]:
    room = edition.room
    lines = (room.summaries[post.path].lines[edition.place] for post in room.posts)
    script = search_index(lines, edition.locale)
    path = edition.links.search_index(digest_bytes(script))
    yield literal(path, script)
    yield _page(edition, edition.completed(search_page(edition, path)))


def _written_page(edition: Edition, page: Page, text: Text) -> WrittenPageView:
    path, title = edition.links.page(page.slug), text.title or page.slug
    common = edition.common(path, title, {text.locale for text in page.texts})
    return _with_body(WrittenPageView(**common), edition, page, text)


def _contacts(edition: Edition) -> ContactsView:
    """Reception and contacts, with the text of content/pages/contacts."""
    path, title = edition.links.contacts, edition.string("Contacts")
    for page in edition.room.media.content.pages:
        for text in page.texts:
            if page.slug == "contacts" and text.locale == edition.locale:
                view = ContactsView(**edition.common(path, text.title or title))
                return _with_body(view, edition, page, text)
    contacts = edition.site.contacts
    known = (contacts.reception, contacts.address, contacts.phone)
    shown = " · ".join(" ".join(contact.split()) for contact in known if contact)
    ways = edition.string("How to reach the deputy: telephone, WhatsApp, reception")
    description = f"{shown} — {ways}" if shown else ways
    return ContactsView(**edition.common(path, title), description=description)


def _with_body(view: B, edition: Edition, page: Page, text: Text) -> B:
    scripts = edition.scripts("site.js") if page.media else ()
    body = edition.body(text, f"pages/{page.slug}")
    return replace(view, description=text.summary, scripts=scripts, **body)
