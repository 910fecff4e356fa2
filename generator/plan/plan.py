"""The plan: every file of the site by its path, before any of them is written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from generator.digest import digest_bytes, digest_value
from generator.errors import Problem

if TYPE_CHECKING:  # views cost 20 ms at start-up, and an unchanged site needs none
    from generator.plan.deputy_summary import DeputySummary
    from generator.plan.summary import Summary
    from generator.plan.views import FeedView, PageView, SitemapView, SiteView

    View = PageView | FeedView | SitemapView | SiteView


class Copied(msgspec.Struct, frozen=True):
    """A file of a result in the cache."""

    key: str
    name: str


class Literal(msgspec.Struct, frozen=True):
    """A file whose bytes are known."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page that a template displays; its view is made when it is asked for."""

    template: str
    locale: str
    make_view: "Callable[[], View]"
    shows_ai: bool = False

    @property
    def view(self) -> "View":
        return self.make_view()


class StaleSummary(Exception):
    """A kept summary no longer matches the post's files: forget summaries and plan again."""


Content = Copied | Literal | Rendered


class File(msgspec.Struct, frozen=True):
    """One file of the site; the same key means the same bytes."""

    path: str
    key: str
    content: Content


class Plan(msgspec.Struct, frozen=True):
    """The whole site; its files are in the order of writing: media, assets, pages."""

    files: tuple[File, ...]
    problems: tuple[Problem, ...] = ()
    summaries: "Mapping[str, Summary]" = msgspec.field(default_factory=dict)  # by the post's path
    deputy: "DeputySummary | None" = None  # of a deputy's site in a region


def copied(path: str, key: str, name: str) -> File:
    return File(path, f"{key}/{name}", Copied(key, name))


def literal(path: str, content: bytes) -> File:
    return File(path, digest_bytes(content), Literal(content))


def rendered(path: str, template: str, locale: str, view: "View", theme_digest: str) -> File:
    """A page whose key is the digest of all that the template can see."""
    content = Rendered(template, locale, lambda: view, getattr(view, "shows_ai", False))
    return File(path, digest_value(template, locale, view, theme_digest), content)


def deferred(path: str, inputs: Iterable[str], content: Rendered) -> File:
    """A page whose view is made later: its key is the digest of what the view is made of."""
    return File(path, digest_bytes("\0".join((content.template, *inputs)).encode()), content)
