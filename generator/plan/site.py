"""Content and results in, the Plan of the whole site out: every page as a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from generator.digest import digest_bytes
from generator.language.alphabet import slugify, sort_key
from generator.language.dates import long_date, month_title
from generator.model import (
    Clip,
    Content,
    Page,
    Photo,
    Post,
    Text,
    Theme,
    in_locale,
)
from generator.plan.body import Body, make_body
from generator.plan.calendar import calendar_file
from generator.plan.feeds import feed_file, sitemap_file
from generator.plan.json_ld import describe
from generator.plan.kinds import answer_view, event_view
from generator.plan.media import (
    ClipTask,
    MediaPlan,
    MediaTask,
    card_source,
    chosen_poster,
)
from generator.plan.permalinks import Permalinks, asset_path, permalinks
from generator.plan.pictures import Pictures, task_for
from generator.plan.plan import File, Plan, literal, rendered
from generator.plan.tags import Tags, gather_tags
from generator.plan.views import (
    Card,
    Group,
    Link,
    PageView,
    Picture,
    SiteView,
)
from generator.recipes import Made

_HOME_CARDS = 12


def plan_site(
    content: Content,
    theme: Theme,
    media: MediaPlan,
    made: Mapping[str, Made],
    today: date,
) -> Plan:
    """The whole site, with all posts of the content, as it is to stand on that day."""
    posts = sorted(content.posts, key=lambda post: (post.date, post.path), reverse=True)
    pictures, assets = Pictures(theme, made), _assets(theme, content.site.accent)
    planner = _Planner(content, theme, media, pictures, tuple(posts), today, assets)
    pages = list(planner.files())
    return Plan((*pictures.files.values(), *assets.values(), *pages), content.problems)


def _assets(theme: Theme, accent: str) -> dict[str, File]:
    contents = dict(theme.assets)
    if accent and "style.css" in contents:
        contents["style.css"] += f":root{{--accent:{accent}}}\n".encode()
    return {
        name: literal(asset_path(name, digest_bytes(content)), content)
        for name, content in contents.items()
    }


@dataclass(frozen=True, slots=True)
class _Planner:
    content: Content
    theme: Theme
    media: MediaPlan
    pictures: Pictures
    posts: tuple[Post, ...]  # newest first
    today: date
    assets: Mapping[str, File]  # by their names in the theme

    def files(self) -> Iterator[File]:
        tags = gather_tags(self.posts)
        sites = [self.site_view(locale, tags) for locale in self.content.site.locales]
        views: list[PageView] = []
        for site in sites:
            planner = _LocalePlanner(self, site.locale, tags, site)
            own = list(planner.views())
            yield from planner.files(own)
            views += own
        first = sites[0]
        if first.url:
            yield sitemap_file(first, views, self.theme.digest)
        yield self.page("robots.txt", first)

    def page(self, template: str, view: PageView | SiteView) -> File:
        path = template if isinstance(view, SiteView) else view.path
        return rendered(path, template, view.locale, view, self.theme.digest)

    def site_view(self, locale: str, tags: Tags) -> SiteView:
        site, links = self.content.site, permalinks(locale, self.content.site.locales)
        pages = {
            page.slug: Link(_text_for(page.texts, locale).title, links.page(page.slug))
            for page in self.content.pages
            if any(text.locale == locale for text in page.texts)
        }
        about = pages.pop("about", None)
        portrait = self.media.portrait
        return SiteView(
            locale=locale,
            locales=site.locales,
            name=in_locale(site.name, locale) or self.string(locale, "Council deputy"),
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
            tags=links.tags if tags.names else "",
            clips=links.clips,
            about=about.path if about else "",
            feed=links.feed,
            style=self.assets["style.css"].path,
            icon=self.assets["icon.svg"].path,
            generator="Jarshy",
            pages=tuple(pages.values()),
            portrait=self.pictures.still(portrait.stills, "portrait") if portrait else None,
        )

    def string(self, locale: str, message: str) -> str:
        forms = dict(dict(self.theme.strings).get(locale, ())).get(message)
        return forms[0] if forms else message


@dataclass(frozen=True, slots=True)
class _LocalePlanner:
    """The pages of one locale."""

    planner: _Planner
    locale: str
    tags: Tags
    site: SiteView
    cards: dict[str, Card] = field(default_factory=dict)  # by post: many lists show the same one

    @property
    def locales(self) -> tuple[str, ...]:
        return self.site.locales

    @property
    def links(self) -> Permalinks:
        return permalinks(self.locale, self.locales)

    def views(self) -> Iterator[PageView]:
        yield from self._posts()
        yield from self._pages()
        yield from self._home()
        yield from self._archive()
        yield from self._clips()
        yield from self._tag_pages()

    def files(self, views: list[PageView]) -> Iterator[File]:
        for view in views:
            yield self.planner.page(f"{view.kind}.html", view)
        yield from self._redirects({view.path for view in views})
        yield from self._calendars()
        missing = self._view("missing", self.links.missing, "Page not found")
        yield self.planner.page("missing.html", missing)
        posts = [view for view in views if view.kind == "post"]
        yield feed_file(self.links.feed, self.site, posts, self.planner.theme.digest)

    def _view(self, kind: str, path: str, message: str = "", **values: object) -> PageView:
        """A page that exists in every locale, under the same path."""
        bare = path.removeprefix(self.links.prefix)
        alternates = tuple(
            (locale, permalinks(locale, self.locales).prefix + bare) for locale in self.locales
        )
        title = self.planner.string(self.locale, message) if message else ""
        view = PageView(kind=kind, path=path, locale=self.locale, title=title, site=self.site)
        return replace(view, alternates=alternates, **values)  # type: ignore[arg-type]

    # Lists

    def _home(self) -> Iterator[PageView]:
        ordered = sorted(self.planner.posts, key=lambda post: not self._is_pinned(post))
        first = self._opening(ordered)
        rest = [post for post in ordered if post is not first][:_HOME_CARDS]
        view = self._view(
            "home",
            self.links.home,
            hero=self.card(first) if first else None,
            cards=tuple(self.card(post) for post in rest),
        )
        image = self._share_image(first) if first else ""
        yield replace(view, title=self.site.name, card_image=image)

    def _opening(self, ordered: list[Post]) -> Post | None:
        """What is shown large: a pinned post, else the newest with a clip, else the newest."""
        for post in ordered:
            if self._is_pinned(post) or any(isinstance(one, Clip) for one in post.media):
                return post
        return ordered[0] if ordered else None

    def _archive(self) -> Iterator[PageView]:
        by_year: dict[int, list[Post]] = {}
        for post in self.planner.posts:
            by_year.setdefault(post.date.year, []).append(post)
        newest = max(by_year, default=0)
        paths = {
            year: self.links.archive if year == newest else self.links.year(year)
            for year in by_year
        }
        years = tuple(Link(str(year), paths[year], len(by_year[year])) for year in by_year)
        if not by_year:
            yield self._view("archive", self.links.archive, "Archive")
        for year, posts in by_year.items():
            view = self._view(
                "archive", paths[year], "Archive", groups=self._months(posts), years=years
            )
            title = view.title if year == newest else f"{view.title}: {year}"
            yield replace(view, title=title)

    def _months(self, posts: list[Post]) -> tuple[Group, ...]:
        by_month: dict[tuple[int, int], list[Card]] = {}
        for post in posts:
            by_month.setdefault((post.date.year, post.date.month), []).append(self.card(post))
        return tuple(
            Group(month_title(year, month, self.locale), f"m{year}-{month:02}", tuple(cards))
            for (year, month), cards in by_month.items()
        )

    def _clips(self) -> Iterator[PageView]:
        cards = [
            self.card(post)
            for post in self.planner.posts
            if any(isinstance(one, Clip) for one in post.media)
        ]
        yield self._view("clips", self.links.clips, "Video", cards=tuple(cards))

    def _tag_pages(self) -> Iterator[PageView]:
        by_tag: dict[str, list[Post]] = {}
        for post in self.planner.posts:
            for slug in self.tags.of(post):
                by_tag.setdefault(slug, []).append(post)
        named = [slug for slug in by_tag if self.locale in self.tags.names[slug]]
        named.sort(key=lambda slug: sort_key(self.tags.names[slug][self.locale]))
        for slug in named:
            view = self._view("tag", self.links.tag(slug))
            kept = tuple(one for one in view.alternates if one[0] in self.tags.names[slug])
            cards = tuple(self.card(post) for post in by_tag[slug])
            title = self.tags.names[slug][self.locale]
            yield replace(view, title=title, alternates=kept, cards=cards)
        if self.site.tags:
            tags = tuple(self._tag_link(slug, len(by_tag[slug])) for slug in named)
            yield self._view("tags", self.links.tags, "Topics", tags=tags)

    def _tag_link(self, slug: str, count: int = 0) -> Link:
        return Link(self.tags.names[slug][self.locale], self.links.tag(slug), count)

    def card(self, post: Post) -> Card:
        """A post in a list; in another language where it has none in this one."""
        if post.path not in self.cards:
            self.cards[post.path] = self._card(post)
        return self.cards[post.path]

    def _card(self, post: Post) -> Card:
        text = _text_for(post.texts, self.locale)
        source = card_source(post)
        tasks = self.planner.media.by_owner[post.path]
        task = task_for(source, tasks) if source else None
        clips = [one for one in tasks if isinstance(one, ClipTask)]
        player = self.planner.pictures.player(clips[0], self.locale) if clips else None
        return Card(
            path=permalinks(text.locale, self.locales).post(post.slug),
            locale=text.locale,
            title=_title(text, post),
            day=post.date.isoformat(),
            day_text=long_date(post.date, self.locale),
            summary=text.summary,
            picture=self._still(task, "card"),
            duration_text=player.duration_text if player else "",
            cost_text=player.cost_text if player else "",
            photo_count=len(post.media) - len(clips),
            kind=post.facts.kind.value,
            pinned=self._is_pinned(post),
        )

    def _still(self, task: MediaTask | None, slot: str) -> Picture | None:
        if task is None:
            return None
        return self.planner.pictures.still(task.stills, slot)

    def _is_pinned(self, post: Post) -> bool:
        answer = post.facts.answer
        until = answer.pin_until if answer else None
        held = until is not None and self.planner.today <= until
        return post.facts.pin or held

    # Posts and pages

    def _mine(self) -> list[Post]:
        return [
            post
            for post in self.planner.posts
            if any(text.locale == self.locale for text in post.texts)
        ]

    def _posts(self) -> Iterator[PageView]:
        mine = self._mine()
        for place, post in enumerate(mine):
            newer = self._link(mine[place - 1]) if place else None
            older = self._link(mine[place + 1]) if place + 1 < len(mine) else None
            yield replace(self._post(post), newer=newer, older=older)

    def _link(self, post: Post) -> Link:
        text = _text_for(post.texts, self.locale)
        return Link(_title(text, post), self.links.post(post.slug))

    def _post(self, post: Post) -> PageView:
        text, facts = _text_for(post.texts, self.locale), post.facts
        body = self._body(text, post.path, chosen_poster(post))
        view = PageView(
            kind="post",
            path=self.links.post(post.slug),
            locale=self.locale,
            title=_title(text, post),
            site=self.site,
            description=text.summary,
            alternates=tuple(
                (locale, permalinks(locale, self.locales).post(post.slug))
                for locale in self.locales
                if any(one.locale == locale for one in post.texts)
            ),
            day=post.date.isoformat(),
            day_text=long_date(post.date, self.locale),
            published=f"{post.date.isoformat()}T00:00:00+05:00",
            lead=body.lead,
            parts=body.parts,
            gallery=body.gallery,
            players=body.players,
            tags=tuple(
                self._tag_link(slug)
                for slug in self.tags.of(post)
                if self.locale in self.tags.names[slug]
            ),
            card_image=self._share_image(post),
            post_kind=facts.kind.value,
            people=facts.people,
            credit=facts.credit,
            ai=facts.ai,
            event=event_view(facts.event, self.locale, self.links.calendar(post.slug))
            if facts.event
            else None,
            answer=answer_view(facts.answer, self.locale, text.title) if facts.answer else None,
            campaign=(facts.campaign.producer, facts.campaign.client, facts.campaign.payer)
            if facts.campaign
            else None,
        )
        if self.site.url:
            view = replace(view, json_ld=describe(view, facts.event, body.all_players))
        return view

    def _share_image(self, post: Post) -> str:
        source, tasks = card_source(post), self.planner.media.by_owner[post.path]
        task = task_for(source, tasks) if source else None
        return self.planner.pictures.share_image(task)

    def _body(self, text: Text, owner: str, poster: Photo | None) -> Body:
        return make_body(text, self.planner.media.by_owner[owner], poster, self.planner.pictures)

    def _pages(self) -> Iterator[PageView]:
        for page in self.planner.content.pages:
            for text in page.texts:
                if text.locale == self.locale:
                    yield self._page(page, text)

    def _page(self, page: Page, text: Text) -> PageView:
        body = self._body(text, f"pages/{page.slug}", None)
        view = self._view(
            "page",
            self.links.page(page.slug),
            description=text.summary,
            parts=body.parts,
            lead=body.lead,
            players=body.players,
            gallery=body.gallery,
        )
        written = {one.locale for one in page.texts}
        kept = tuple(one for one in view.alternates if one[0] in written)
        return replace(view, title=text.title or page.slug, alternates=kept)

    # Files that are no pages

    def _calendars(self) -> Iterator[File]:
        for post in self._mine():
            if post.facts.event:
                text = _text_for(post.texts, self.locale)
                url = self.site.absolute(self.links.post(post.slug)) if self.site.url else ""
                yield literal(
                    self.links.calendar(post.slug),
                    calendar_file(
                        post.facts.event, text.title, self.locale, f"{post.slug}@jarshy", url
                    ),
                )

    def _redirects(self, taken: set[str]) -> Iterator[File]:
        for post in self._mine():
            for alias in post.facts.aliases:
                old = slugify(alias.strip("/").rpartition("/")[2].removesuffix(".html"))
                path = self.links.post(old)
                if old and path not in taken:
                    taken.add(path)
                    yield self.planner.page("redirect.html", self._redirect(path, post))

    def _redirect(self, path: str, post: Post) -> PageView:
        text = _text_for(post.texts, self.locale)
        return PageView(
            kind="redirect",
            path=path,
            locale=self.locale,
            title=_title(text, post),
            site=self.site,
            target=self.links.post(post.slug),
        )


def _text_for(texts: tuple[Text, ...], locale: str) -> Text:
    return next((text for text in texts if text.locale == locale), texts[0])


def _title(text: Text, post: Post) -> str:
    return text.title or long_date(post.date, text.locale)
