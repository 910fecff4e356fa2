"""What the rest of the site needs of one post: enough for lists, search, sitemap and feeds.

A summary is kept between builds for as long as the post and all that decides it stay the same, so
a build plans in full only the posts that changed.
"""

from collections.abc import Iterator
from datetime import date

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


def summary_keys(media: MediaPlan, today: date) -> dict[str, str]:
    """For each post, by its path, the digest of all that decides its summary.

    That is what the post was read from, the site, the theme, the names of the post's tags, the
    sections and pages of the site, and what the day changes.
    """
    content, tags = media.content, media.tags
    shared = digest_value(content.site, media.theme.digest, *_around(content, tags))
    named: dict[tuple[str, ...], str] = {}
    keys = {}
    for post in content.posts:
        slugs = tags.of(post)
        if slugs not in named:
            named[slugs] = digest_value([tags.names[slug] for slug in slugs])
        published, corrections, pinned = _on(today, post)
        parts = f"{post.digest}\0{shared}\0{named[slugs]}\0{published}\0{corrections}\0{pinned}"
        keys[post.path] = digest_bytes(parts.encode())
    return keys


def _on(today: date, post: Post) -> tuple[date, int, bool]:
    """What the day changes: the day of publishing, how many corrections are made, the pin."""
    corrections = sum(day <= today for day, _ in post.facts.updates)
    return min(post.date, today), corrections, is_pinned(post, today)


def is_pinned(post: Post, today: date) -> bool:
    """Whether the post comes first that day."""
    until = post.facts.answer.pin_until if post.facts.answer else None
    return post.facts.pin or (until is not None and today <= until)


def _around(content: Content, tags: Tags) -> Iterator[object]:
    """What every page shows of the others: the pages' names and which sections there are."""
    yield [(page.slug, text.locale, text.title) for page in content.pages for text in page.texts]
    yield any(post.facts.kind is Kind.ANSWER for post in content.posts)
    yield sorted({locale for names in tags.names.values() for locale in names})
