"""What the rest of the site needs to know of one post: enough for lists, search and sitemap.

Made once while the post and all that it depends on stay as they are, and kept between builds;
so a build plans in full only the posts that changed.
"""

from collections.abc import Iterable
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
    sitemap: bytes  # its entry there, folded; empty while the site's address is not known
    shows_ai: bool = False


class Summary(msgspec.Struct, frozen=True):
    """A post in brief."""

    key: str  # digest of all that decides it
    headlines: tuple[Card, ...]  # one for each language of the site, in their order
    lines: tuple[str, ...]  # of the search index, likewise
    pages: tuple[PostPage, ...]  # one for each language that the post is written in
    picture: Picture | None  # what stands for it in lists
    media: tuple[tuple[str, str], ...]  # results and names of the files that it shows
    whole: bool  # whether all of its media are made


def summary_keys(media: MediaPlan, today: date) -> dict[str, str]:
    """For each post, by its path, the digest of all that decides its summary."""
    content, tags = media.content, media.tags
    shared = digest_value(content.site, media.theme.digest, *_around(content, tags))
    named: dict[tuple[str, ...], str] = {}
    keys = {}
    for post in content.posts:
        slugs = tags.of(post)
        if slugs not in named:
            named[slugs] = digest_value([tags.names[slug] for slug in slugs])
        parts = (post.digest, shared, named[slugs], *map(str, as_of(post, today)))
        keys[post.path] = digest_bytes("\0".join(parts).encode())
    return keys


def as_of(post: Post, today: date) -> tuple[date, int, bool]:
    """What of a post depends on the day: when it counts as published, how many of its
    corrections are made, whether it is held on top."""
    made = sum(day <= today for day, _ in post.facts.updates)
    return min(post.date, today), made, is_pinned(post, today)


def is_pinned(post: Post, today: date) -> bool:
    """Whether a post is held on top that day."""
    answer = post.facts.answer
    until = answer.pin_until if answer else None
    return post.facts.pin or (until is not None and today <= until)


def _around(content: Content, tags: Tags) -> Iterable[object]:
    """What every page says of the others: which sections there are, which pages, by what names."""
    yield [(page.slug, text.locale, text.title) for page in content.pages for text in page.texts]
    yield any(post.facts.kind is Kind.ANSWER for post in content.posts)
    yield sorted({locale for names in tags.names.values() for locale in names})
