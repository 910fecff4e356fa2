"""Content and results in, the Plan of the whole site out: every page as a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import quote

import msgspec

from generator.digest import digest_bytes, digest_value
from generator.media.colour import ACCENT, WHITE, ink_on, parse_colour
from generator.model import Content, Kind, Page, Post, Text, Theme, in_locale
from generator.plan.deputy_summary import Deputies
from generator.plan.files.feeds import FEED_POSTS, feed_view, sitemap_entry
from generator.plan.files.search import search_index
from generator.plan.media.pictures import Find, Pictures
from generator.plan.media.tasks import MediaPlan
from generator.plan.pages.deputies import (
    deputies_pages,
    deputy_summary,
    entries_of,
    find_files,
    region_home,
    sitemaps,
)
from generator.plan.pages.edition import Edition, Newsroom
from generator.plan.pages.lists import home, list_pages
from generator.plan.pages.notices import notices
from generator.plan.pages.posts import calendars, post_pages, redirects, remembered_view
from generator.plan.pages.summarize import summarize
from generator.plan.permalinks import asset_path, media_path, notice_path, permalinks
from generator.plan.plan import File, Literal, Plan, Rendered, copied, deferred, literal, rendered
from generator.plan.summary import Summary, summary_keys
from generator.plan.views import (
    ContactsView,
    FeedView,
    FindView,
    Link,
    MissingView,
    PageView,
    SearchView,
    SitemapEntry,
    SitemapView,
    SiteView,
    WrittenPageView,
)
from generator.plan.words import site_name, text_for, theme_string


def plan_site(
    media: MediaPlan,
    find: Find,
    today: date,
    known: Mapping[str, Summary] | None = None,
    deputies: Deputies | None = None,
) -> Plan:
    """The whole site, with all posts of the media's content, as it is to stand on that day.

    `known` are briefs of earlier plans by the post's path: they are used where their keys still
    hold. The plan's own are in `Plan.briefs`. `deputies` are those whose sites stand inside this.
    """
    content, theme = media.content, media.theme
    posts = sorted(content.posts, key=lambda post: (post.date, post.path), reverse=True)
    assets = _assets(theme, content.site.accent)
    scripts = {name: file.path for name, file in assets.items() if name.endswith(".js")}
    room = Newsroom(
        theme,
        media,
        Pictures(theme, find, media.pace.is_preview),
        tuple(posts),
        today,
        media.tags,
        scripts,
        deputies=deputies,
    )
    planner = _Planner(content, room, assets)
    editions = [Edition(room, planner.site_view(locale)) for locale in content.site.locales]
    for path, key in summary_keys(media, today).items():
        summary = (known or {}).get(path)
        if summary is None or summary.key != key:
            summary = summarize(editions, media.post(path), key)
        room.summaries[path] = summary
    pages = list(planner.files(editions))
    shown = _shown(room)
    region = content.site.region
    member = deputy_summary(editions, region) if region else None
    return Plan((*shown, *assets.values(), *pages), content.problems, room.summaries, member)


def known_posts(media: MediaPlan, today: date, known: Mapping[str, Summary]) -> frozenset[str]:
    """The paths of the posts whose briefs still hold: nothing of theirs has to be made."""
    keys = summary_keys(media, today)
    return frozenset(path for path, key in keys.items() if path in known and known[path].key == key)


def _shown(room: Newsroom) -> list[File]:
    """Every file of a result that a page shows, once."""
    files = dict(room.pictures.files)
    for summary in room.summaries.values():
        for key, name in summary.media:
            file = copied(media_path(key, name), key, name)
            if files.setdefault(file.path, file) != file:
                raise RuntimeError(f"two results share the path {file.path}")  # 48 bits: never seen
    return list(files.values())


def _assets(theme: Theme, accent: str) -> dict[str, File]:
    contents = dict(theme.assets)
    if "style.css" in contents:
        contents["style.css"] += _tones()
        if accent:
            contents["style.css"] += f":root{{--accent:{accent}}}\n".encode()
    if accent and "icon.svg" in contents:
        contents["icon.svg"] = _recoloured(contents["icon.svg"], accent)
    return {
        name: literal(asset_path(name, digest_bytes(content)), content)
        for name, content in contents.items()
    }


def _recoloured(icon: bytes, accent: str) -> bytes:
    """The herald's mark on another accent, in white where that can be seen, else in black."""
    ink = "#fff" if ink_on(parse_colour(accent), 3) == WHITE else "#000"
    return icon.replace(b"#fff", ink.encode()).replace(ACCENT.encode(), accent.encode())


def _data_address(icon: File) -> str:
    content = icon.content.content if isinstance(icon.content, Literal) else b""
    svg = content.decode().strip().replace('"', "'")
    return "data:image/svg+xml," + quote(svg, safe="'=:/;,()")


def _tones() -> bytes:
    """What stands in a picture's place until it is there: its mean colour, one of 64.

    Classes, because the pages' policy allows no style attribute.
    """
    levels = "05af"  # 0, 85, 170, 255
    rules = [
        f".t{red}{green}{blue}{{background:#{levels[red]}{levels[green]}{levels[blue]}}}"
        for red in range(4)
        for green in range(4)
        for blue in range(4)
    ]
    return ("".join(rules) + "\n").encode()


@dataclass(frozen=True)
class _Planner:
    content: Content
    room: Newsroom
    assets: Mapping[str, File]  # by their names in the theme

    def files(self, editions: list[Edition]) -> Iterator[File]:
        listed: list[PageView] = []
        deputies = self.room.deputies
        for edition in editions:
            find, scripts = find_files(edition, deputies) if deputies else (None, [])
            yield from scripts
            own = [edition.completed(view) for view in self.views(edition, find)]
            yield from self.edition_files(edition, own)
            listed += own
        for view in notices(editions[0], self.content.site):
            yield self.page(editions[0].completed(view))
        first = editions[0].site
        if first.url:
            yield self.sitemap(first, listed)
        if first.sitemaps:
            yield self.site_file("sitemaps.xml", first)
        yield self.site_file("robots.txt", first)
        icons = self.room.media.icons
        if icons and self.room.pictures.find(icons.key):
            yield copied("favicon.ico", icons.key, "favicon.ico")

    def sitemap(self, site: SiteView, listed: list[PageView]) -> File:
        """One file holds 50,000 addresses: with two languages and their lists, 20,000 posts."""
        pages = [page for summary in self.room.summaries.values() for page in summary.pages]
        newest = max((page.day for page in pages), default="")
        lists = [msgspec.msgpack.encode(sitemap_entry(view, newest)) for view in listed]
        folded = [*lists, *(page.sitemap for page in pages)]
        decode = msgspec.msgpack.Decoder(SitemapEntry).decode

        def make() -> SitemapView:
            return SitemapView(tuple(decode(one) for one in folded))

        inputs = (self.room.theme.digest, digest_bytes(b"".join(folded)))
        return deferred("sitemap.xml", inputs, Rendered("sitemap.xml", site.locale, make))

    def page(self, view: PageView) -> File:
        template, digest = f"{view.kind}.html", self.room.theme.digest
        return rendered(view.path, template, view.locale, view, digest)

    def site_file(self, template: str, site: SiteView, path: str = "") -> File:
        return rendered(path or template, template, site.locale, site, self.room.theme.digest)

    # One edition

    def views(self, edition: Edition, find: FindView | None) -> Iterator[PageView]:
        """Every page but for the posts'."""
        for page in self.content.pages:
            for text in page.texts:
                if text.locale == edition.locale and page.slug != "contacts":
                    yield self.written_page(edition, page, text)
        yield self.contacts(edition)
        deputies = self.room.deputies
        if deputies and find:
            yield region_home(edition, deputies, find)
            yield from deputies_pages(edition, deputies, find)
        else:
            yield home(edition)
        if edition.site.archive:
            yield from list_pages(edition)

    def edition_files(self, edition: Edition, views: list[PageView]) -> Iterator[File]:
        digest = self.room.theme.digest
        if edition.site.search:
            yield from self.search(edition)
        around = digest_value(edition.site, digest)
        posts = list(post_pages(edition, around))
        yield from posts
        for view in views:
            yield self.page(view)
        taken = {one.path for one in posts} | {one.path for one in views}
        for view in redirects(edition, taken):
            yield self.page(view)
        yield from calendars(edition)
        title = edition.string("Page not found")
        yield self.page(MissingView(**edition.common(edition.links.missing, title)))
        yield self.feed(edition, edition.links.feed, edition.own_posts, around)
        site = edition.site
        if site.answers_feed:
            answers = [post for post in edition.own_posts if post.facts.kind is Kind.ANSWER]
            title = f"{edition.string('Answers')} — {site.name}"
            yield self.feed(edition, site.answers_feed, answers, around, title)
        yield self.site_file("manifest.webmanifest", site, edition.links.manifest)

    def feed(
        self, edition: Edition, path: str, posts: list[Post], around: str, title: str = ""
    ) -> File:
        """The feed of these posts."""
        newest = [
            (post, page)
            for post in posts[:FEED_POSTS]
            for page in self.room.summaries[post.path].pages
            if page.locale == edition.locale
        ]
        deputies = self.room.deputies
        others = deputies.news[edition.place] if deputies and path == edition.links.feed else ()

        def make() -> FeedView:
            views = (remembered_view(edition, post, page) for post, page in newest)
            return feed_view(path, edition.site, views, title, entries_of(others))

        inputs = (around, title, digest_value(others), *(page.digest for _, page in newest))
        return deferred(path, inputs, Rendered("feed.xml", edition.locale, make))

    def search(self, edition: Edition) -> Iterator[File]:
        lines = (self.room.summaries[post.path].lines[edition.place] for post in self.room.posts)
        index = search_index(lines, edition.locale)
        path = edition.links.search_index(digest_bytes(index))
        yield literal(path, index)
        view = SearchView(
            **edition.common(edition.links.search, edition.string("Search")),
            scripts=edition.scripts("search.js"),
            search_index=path,
        )
        yield self.page(edition.completed(view))

    def written_page(self, edition: Edition, page: Page, text: Text) -> WrittenPageView:
        """A page of content/pages."""
        path, title = edition.links.page(page.slug), text.title or page.slug
        return WrittenPageView(
            **edition.common(path, title, {text.locale for text in page.texts}),
            **edition.body(text, f"pages/{page.slug}"),
            description=text.summary,
            scripts=edition.scripts("site.js") if page.media else (),
        )

    def contacts(self, edition: Edition) -> ContactsView:
        """Reception and contacts, with the text of content/pages/contacts."""
        path, title = edition.links.contacts, edition.string("Contacts")
        for page in self.content.pages:
            for text in page.texts:
                if page.slug == "contacts" and text.locale == edition.locale:
                    return ContactsView(
                        **edition.common(path, text.title or title),
                        **edition.body(text, "pages/contacts"),
                        description=text.summary,
                        scripts=edition.scripts("site.js") if page.media else (),
                    )
        contacts = edition.site.contacts
        known = (contacts.reception, contacts.address, contacts.phone)
        said = " · ".join(" ".join(contact.split()) for contact in known if contact)
        ways = edition.string("How to reach the deputy: telephone, WhatsApp, reception")
        description = f"{said} — {ways}" if said else ways
        return ContactsView(**edition.common(path, title), description=description)

    def site_view(self, locale: str) -> SiteView:
        site, links = self.content.site, permalinks(locale, self.content.site.locales)
        deputies = self.room.deputies
        has_news = bool(self.room.posts) or deputies is None
        pages = {
            page.slug: Link(text_for(page.texts, locale).title, links.page(page.slug))
            for page in self.content.pages
            if any(text.locale == locale for text in page.texts)
        }
        about, _ = pages.pop("about", None), pages.pop("contacts", None)
        pictures, media = self.room.pictures, self.room.media
        return SiteView(
            locale=locale,
            locales=site.locales,
            name=site_name(site, self.room.theme, locale),
            tagline=in_locale(site.tagline, locale),
            district=in_locale(site.district, locale),
            url=site.url,
            contacts=site.contacts.in_locale(locale),
            home=links.home,
            archive=links.archive if has_news else "",
            tags=links.tags
            if any(locale in names for names in self.room.tags.names.values())
            else "",
            clips=links.clips if has_news else "",
            answers=links.answers if self.has_answers else "",
            answers_feed=links.answers_feed if self.has_answers else "",
            contacts_page=links.contacts,
            search=links.search if has_news else "",
            about=about.path if about else "",
            notice=notice_path() if site.url else "",
            feed=links.feed,
            manifest=links.manifest,
            style=self.assets["style.css"].path,
            icon=pictures.file(media.icons, "icon-32.png")
            if media.logo
            else self.assets["icon.svg"].path,
            icon_data="" if media.logo else _data_address(self.assets["icon.svg"]),
            touch_icon=pictures.file(media.icons, "icon-180.png"),
            generator="Jarshy",
            accent=site.accent,
            claim_review=site.claim_review,
            pages=tuple(pages.values()),
            portrait=pictures.still(media.portrait.stills, "portrait") if media.portrait else None,
            logo=pictures.still(media.logo.stills, "logo") if media.logo else None,
            icons=tuple(
                (path, size)
                for size in (192, 512)
                if (path := pictures.file(media.icons, f"icon-{size}.png"))
            ),
            card_image=pictures.file(media.card("", locale), "card.jpg"),
            deputies=links.deputies if deputies else "",
            region=self.region(locale),
            sitemaps=("sitemap.xml", *sitemaps(deputies)) if deputies and site.url else (),
        )

    def region(self, locale: str) -> Link | None:
        """The way to the region's site."""
        region = self.content.site.region
        if not region or not region.root:
            return None
        name = in_locale(region.name, locale) or theme_string(self.room.theme, locale, "Council")
        return Link(name, region.root + permalinks(locale, self.content.site.locales).home)

    @cached_property
    def has_answers(self) -> bool:
        return any(post.facts.answer for post in self.room.posts)
