"""The site in one language: what its pages share, and how a page is completed."""

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from generator.model import Post, Site, Text, Theme
from generator.plan.deputy_summary import Deputies
from generator.plan.media.covers import chosen_poster, is_card_by_ai
from generator.plan.media.pictures import Pictures
from generator.plan.media.tasks import MediaPlan
from generator.plan.pages.body import body_fields
from generator.plan.pages.json_ld import describe_page
from generator.plan.permalinks import Permalinks, permalinks
from generator.plan.plan import File
from generator.plan.summary import Summary, is_over, is_pinned
from generator.plan.tags import Tags
from generator.plan.views import (
    BodyFields,
    Card,
    ClipsView,
    CommonFields,
    HomeView,
    Link,
    PageView,
    PostView,
    SiteView,
)
from generator.plan.words import shortened, theme_string

# Characters of a description: less than the first says too little, search engines cut the last.
_SHORT, _USUAL, _LONG = 40, 160, 200


V = TypeVar("V", bound=PageView)


class Newsroom(msgspec.Struct, frozen=True):
    """What the editions of a site have in common."""

    media: MediaPlan
    pictures: Pictures
    posts: tuple[Post, ...]  # newest first
    now: datetime  # Kazakhstan's time, without a zone
    assets: Mapping[str, File]  # by their names in the theme
    deputies: Deputies | None = None  # of a region
    summaries: Mapping[str, Summary] = {}  # by the post's path
    views: Mapping[str, PostView] = {}  # by path: those made with the summaries

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def site(self) -> Site:
        return self.media.content.site

    @property
    def theme(self) -> Theme:
        return self.media.theme

    @property
    def tags(self) -> Tags:
        return self.media.tags

    def pinned(self, post: Post) -> bool:
        """Whether the post comes first today."""
        return is_pinned(post, self.today)

    def over(self, post: Post) -> bool:
        """Whether the post announces an event that has ended."""
        return is_over(post, self.now)


class Edition(msgspec.Struct, frozen=True, dict=True):
    """The site in one language, with all of its posts, also those of other languages."""

    room: Newsroom
    site: SiteView

    @property
    def locale(self) -> str:
        return self.site.locale

    @property
    def locales(self) -> tuple[str, ...]:
        return self.site.locales

    @property
    def links(self) -> Permalinks:
        return permalinks(self.locale, self.locales)

    @cached_property
    def place(self) -> int:
        """The index of its language among the site's."""
        return self.locales.index(self.locale)

    @cached_property
    def own_posts(self) -> list[Post]:
        """The posts written in this language, newest first."""
        return [
            post
            for post in self.room.posts
            if any(text.locale == self.locale for text in post.texts)
        ]

    def string(self, message: str) -> str:
        return theme_string(self.room.theme, self.locale, message)

    def scripts(self, name: str) -> tuple[str, ...]:
        """The theme's script of that name, where it has one."""
        return (self.room.assets[name].path,) if name in self.room.assets else ()

    def common(self, path: str, title: str, locales: Container[str] | None = None) -> CommonFields:
        """The fields of a page that is at the same path in these languages, else in all."""
        bare = path.removeprefix(self.links.prefix)
        return CommonFields(
            path=path,
            locale=self.locale,
            title=title,
            site=self.site,
            alternates=tuple(
                (locale, permalinks(locale, self.locales).prefix + bare)
                for locale in self.locales
                if locales is None or locale in locales
            ),
        )

    def cards(self, posts: Sequence[Post]) -> tuple[Card, ...]:
        """Posts in a list, with their pictures."""
        return tuple(map(self.card, posts))

    def rows(self, posts: Sequence[Post]) -> tuple[Card, ...]:
        """Posts in a list, as headlines."""
        return tuple(map(self.headline, posts))

    def describe(self, title: str, posts: list[Post]) -> str:
        """The description of a list: its title and its newest headlines."""
        whose = self.site.name if self.site.name != title else self.site.district
        text = " — ".join(part for part in (title, whose) if part)
        for number, post in enumerate(posts):
            longer = text + (": " if number == 0 else "; ") + self.headline(post).title
            if len(longer) > _USUAL:
                break
            text = longer
        return text

    def description_of(self, view: PageView) -> str:
        """What search engines and messengers show of a page, neither too short nor too long."""
        text = view.description
        for more in (view.title, self.site.name, self.site.district, self.site.tagline):
            if len(text) < _SHORT and more and more not in text:
                text = f"{text} — {more}" if text else more
        return shortened(text, _LONG)

    def crumbs(self, path: str, title: str, *between: Link) -> tuple[Link, ...]:
        """The links from the home page to that page."""
        return Link(self.site.name, self.links.home), *between, Link(title, path)

    def headline(self, post: Post) -> Card:
        """A post in a list; in another language if it is not written in this one."""
        return self.room.summaries[post.path].headlines[self.place]

    def card(self, post: Post) -> Card:
        """A post in a list, with its picture."""
        picture = self.room.summaries[post.path].picture
        return replace(self.headline(post), picture=picture, ai=is_card_by_ai(post))

    def completed(self, view: V) -> V:
        """The page with crumbs, a description and JSON-LD where it has none of its own."""
        if not view.crumbs and not isinstance(view, HomeView):
            view = replace(view, crumbs=self.crumbs(view.path, view.title))
        if self._tells_times(view):
            view = replace(view, scripts=(*view.scripts, *self.scripts("site.js")))
        view = replace(view, description=self.description_of(view))
        if self.site.url and not view.json_ld:
            view = replace(view, json_ld=describe_page(view))
        return view

    def _tells_times(self, view: PageView) -> bool:
        """Whether a list says what stops being true: that an event is ahead, or a post of today."""
        today = self.room.today.isoformat()
        cards = () if isinstance(view, ClipsView) else view.listed
        return any(
            (card.event and not card.over) or (card.hour and card.day >= today) for card in cards
        )

    def tag_link(self, slug: str, count: int = 0) -> Link:
        return Link(self.room.tags.names[slug][self.locale], self.links.tag(slug), count)

    def body(self, text: Text, owner: str, post: Post | None = None) -> BodyFields:
        poster = chosen_poster(post) if post else None
        evidence = post.evidence if post else ()
        shown = tuple(task for task in self.room.media.of(owner) if task.path not in evidence)
        return body_fields(text, shown, poster, self.room.pictures)
