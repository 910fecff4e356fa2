"""What the rest of the site needs of one post: enough for lists, search, sitemap and feeds.

A summary is kept between builds for as long as the post and all that decides it stay the same, so
a build plans in full only the posts that changed.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from generator.digest import digest_bytes, digest_value
from generator.kinds import Kind
from generator.model import Content, Post
from generator.plan.media.tasks import MediaPlan
from generator.plan.tags import Tags
from generator.plan.views import Card, Picture


class PostPage(msgspec.Struct, frozen=True):
    """A post's page in one language."""

    locale: str
    path: str
    digest: str  # of all that it shows, but for its neighbours and the site around it
    day: str  # of its last change
    sitemap: bytes  # its SitemapEntry in msgpack; empty while the site's address is not known
    shows_ai: bool = False


class Summary(msgspec.Struct, frozen=True):
    """A post, as the pages around it need it."""

    key: str  # see summary_keys
    headlines: tuple[Card, ...]  # one for each language of the site, in their order
    lines: tuple[str, ...]  # of the search index, likewise
    pages: tuple[PostPage, ...]  # one for each language that the post is written in
    picture: Picture | None  # of its card
    media: tuple[tuple[str, str], ...]  # keys of results and names of the files that it shows
    whole: bool  # whether all of its media are made


def summary_keys(media: MediaPlan, now: datetime) -> dict[str, str]:
    """For each post, by its path, the digest of all that decides its summary.

    That is what the post was read from, the site, the theme, the names of the post's tags, the
    sections and pages of the site, and what time changes.
    """
    content, tags = media.content, media.tags
    shared = digest_value(content.site, media.theme.digest, *_around(content, tags))
    named: dict[tuple[str, ...], str] = {}
    keys = {}
    for post in content.posts:
        slugs = tags.of(post)
        if slugs not in named:
            named[slugs] = digest_value([tags.names[slug] for slug in slugs])
        parts = (post.digest, shared, named[slugs], *map(str, _at(now, post)))
        keys[post.path] = digest_bytes("\0".join(parts).encode())
    return keys


def _at(now: datetime, post: Post) -> Iterator[object]:
    """What time changes: the day of publishing, how many corrections are made, the pin.

    And whether the post is one of today with its hour, and whether its event is over.
    """
    today = now.date()
    yield min(post.date, today)
    yield sum(day <= today for day, _ in post.facts.updates)
    yield is_pinned(post, today)
    yield post.hour is not None and post.date == today
    yield is_over(post, now)


def is_pinned(post: Post, today: date) -> bool:
    """Whether the post comes first that day."""
    until = post.facts.answer.pin_until if post.facts.answer else None
    return post.facts.pin or (until is not None and today <= until)


def is_over(post: Post, now: datetime) -> bool:
    """Whether the post announces an event that has ended."""
    return post.facts.event is not None and post.facts.event.end <= now


def coming_events(posts: Iterable[Post], now: datetime) -> list[Post]:
    """The posts whose events are not over, by when they begin."""
    events = [(post.facts.event.when, post) for post in posts if post.facts.event]
    ahead = [(when, post.path, post) for when, post in events if not is_over(post, now)]
    return [post for _, _, post in sorted(ahead)]


def _around(content: Content, tags: Tags) -> Iterator[object]:
    """What every page shows of the others: the pages' names and which sections there are."""
    yield [(page.slug, text.locale, text.title) for page in content.pages for text in page.texts]
    yield any(post.facts.kind is Kind.ANSWER for post in content.posts)
    yield sorted({locale for names in tags.names.values() for locale in names})
