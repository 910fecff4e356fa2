"""Content and results in, the Plan of the whole site out: every page as a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from generator.colour import ACCENT, WHITE, ink_on, parse_colour
from generator.digest import digest_bytes
from generator.model import Content, Kind, Page, Post, Text, Theme, in_locale
from generator.plan.edition import Edition, Newsroom
from generator.plan.feeds import feed_file, sitemap_file
from generator.plan.json_ld import describe_page
from generator.plan.lists import list_pages
from generator.plan.media import MediaPlan
from generator.plan.notices import notices
from generator.plan.permalinks import asset_path, notice_path, permalinks
from generator.plan.pictures import Pictures
from generator.plan.plan import File, Literal, Plan, copied, literal, rendered
from generator.plan.posts import calendars, post_pages, redirects
from generator.plan.search import SearchEntry, search_index
from generator.plan.tags import gather_tags
from generator.plan.views import Link, PageView, SiteView
from generator.plan.words import site_name, text_for
from generator.recipes import Made


def plan_site(
    content: Content,
    theme: Theme,
    media: MediaPlan,
    made: Mapping[str, Made],
    today: date,
) -> Plan:
    """The whole site, with all posts of the content, as it is to stand on that day."""
    posts = sorted(content.posts, key=lambda post: (post.date, post.path), reverse=True)
    assets = _assets(theme, content.site.accent)
    pictures, tags = Pictures(theme, made), gather_tags(posts)
    scripts = {name: file.path for name, file in assets.items() if name.endswith(".js")}
    room = Newsroom(theme, media, pictures, tuple(posts), today, tags, scripts)
    pages = list(_Planner(content, room, assets).files())
    return Plan((*pictures.files.values(), *assets.values(), *pages), content.problems)


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


@dataclass(frozen=True, slots=True)
class _Planner:
    content: Content
    room: Newsroom
    assets: Mapping[str, File]  # by their names in the theme

    def files(self) -> Iterator[File]:
        editions = [
            Edition(self.room, self.site_view(locale)) for locale in self.content.site.locales
        ]
        views: list[PageView] = []
        for edition in editions:
            own = [self.whole(edition, view) for view in self.views(edition)]
            yield from self.edition_files(edition, own)
            views += own
        for view in notices(editions[0], self.content.site):
            yield self.page("notice.html", self.whole(editions[0], view))
        first = editions[0].site
        if first.url:
            yield sitemap_file(first, views, self.room.theme.digest)
        yield self.page("robots.txt", first)
        icons = self.room.media.icons
        if icons and icons.key in self.room.pictures.made:
            yield copied("favicon.ico", icons.key, "favicon.ico")

    def page(self, template: str, view: PageView | SiteView, path: str = "") -> File:
        path = path or (template if isinstance(view, SiteView) else view.path)
        return rendered(path, template, view.locale, view, self.room.theme.digest)

    # One edition

    def views(self, edition: Edition) -> Iterator[PageView]:
        yield from post_pages(edition)
        for page in self.content.pages:
            for text in page.texts:
                if text.locale == edition.locale and page.slug != "contacts":
                    yield self.written_page(edition, page, text)
        yield self.contacts(edition)
        yield from list_pages(edition)

    def whole(self, edition: Edition, view: PageView) -> PageView:
        """What every page needs that is not of its own making."""
        if not view.crumbs and view.kind != "home":
            view = replace(view, crumbs=edition.crumbs(view))
        view = replace(view, description=edition.description_of(view))
        if edition.site.url and not view.json_ld:
            view = replace(view, json_ld=describe_page(view))
        return view

    def edition_files(self, edition: Edition, views: list[PageView]) -> Iterator[File]:
        yield from self.search(edition)
        for view in views:
            yield self.page(f"{view.kind}.html", view)
        for view in redirects(edition, {view.path for view in views}):
            yield self.page("redirect.html", view)
        yield from calendars(edition)
        missing = edition.page("missing", edition.links.missing, "Page not found")
        yield self.page("missing.html", missing)
        posts = [view for view in views if view.kind == "post"]
        site, digest = edition.site, self.room.theme.digest
        yield feed_file(edition.links.feed, site, posts, digest)
        if site.answers_feed:
            answers = [view for view in posts if view.post_kind == Kind.ANSWER]
            title = f"{edition.string('Answers')} — {site.name}"
            yield feed_file(site.answers_feed, site, answers, digest, title)
        yield self.page("manifest.webmanifest", edition.site, edition.links.manifest)

    def search(self, edition: Edition) -> Iterator[File]:
        entries = [_search_entry(edition, post) for post in self.room.posts]
        index = search_index(entries, edition.locale)
        path = edition.links.search_index(digest_bytes(index))
        yield literal(path, index)
        view = edition.page(
            "search",
            edition.links.search,
            "Search",
            search_index=path,
            scripts=edition.scripts("search.js"),
        )
        yield self.page("search.html", self.whole(edition, view))

    def written_page(self, edition: Edition, page: Page, text: Text) -> PageView:
        """A page of content/pages."""
        view = self.bodied(edition, page, text, "page", edition.links.page(page.slug))
        written = {one.locale for one in page.texts}
        kept = tuple(one for one in view.alternates if one[0] in written)
        return replace(view, title=text.title or page.slug, alternates=kept)

    def contacts(self, edition: Edition) -> PageView:
        """Reception and contacts, with what content/pages/contacts adds to it."""
        own = next((page for page in self.content.pages if page.slug == "contacts"), None)
        text = (
            next((one for one in own.texts if one.locale == edition.locale), None) if own else None
        )
        path = edition.links.contacts
        if own and text:
            view = self.bodied(edition, own, text, "contacts", path)
            return replace(view, title=text.title or edition.string("Contacts"))
        site = edition.site
        known = (site.reception, site.address, site.phone)
        said = " · ".join(" ".join(one.split()) for one in known if one)
        ways = edition.string("How to reach the deputy: telephone, WhatsApp, reception")
        description = f"{said} — {ways}" if said else ways
        return edition.page("contacts", path, "Contacts", description=description)

    def bodied(self, edition: Edition, page: Page, text: Text, kind: str, path: str) -> PageView:
        body = edition.body(text, f"pages/{page.slug}")
        return edition.page(
            kind,
            path,
            description=text.summary,
            parts=body.parts,
            lead=body.lead,
            players=body.players,
            gallery=body.gallery,
            scripts=edition.scripts("site.js") if page.media else (),
        )

    def site_view(self, locale: str) -> SiteView:
        site, links = self.content.site, permalinks(locale, self.content.site.locales)
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
            phone=site.phone,
            whatsapp=site.whatsapp,
            email=site.email,
            address=in_locale(site.address, locale),
            reception=in_locale(site.reception, locale),
            map=site.map,
            appeals=site.appeals,
            home=links.home,
            archive=links.archive,
            tags=links.tags
            if any(locale in names for names in self.room.tags.names.values())
            else "",
            clips=links.clips,
            answers=links.answers if self.has_answers else "",
            answers_feed=links.answers_feed if self.has_answers else "",
            contacts=links.contacts,
            search=links.search,
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
            card_image=pictures.file(media.cards.get(("", locale)), "card.jpg"),
        )

    @property
    def has_answers(self) -> bool:
        return any(post.facts.answer for post in self.room.posts)


def _search_entry(edition: Edition, post: Post) -> SearchEntry:
    card, text = edition.headline(post), text_for(post.texts, edition.locale)
    return SearchEntry(
        path=card.path,
        title=card.title,
        day=card.day,
        locale=card.locale,
        html=" ".join(block.html for block in text.body),
        summary=card.summary,
        tags=text.tags,
        duration_text=card.duration_text,
        kind=card.kind,
    )
