"""A post in, what the deputy said of it out, and whether it was said of the post as it is now."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from html import unescape

from generator.digest import digest_bytes
from generator.errors import Problem, problem
from generator.language.localized import Localized
from generator.model import Clip, Content, Post, Text, Verdict

_MARKUP = re.compile(r"<[^>]*>")


class ApprovalState(StrEnum):
    """Where a post stands with the deputy."""

    NOT_ASKED = "not asked"
    FINE = "fine"
    CHANGE = "change"  # something is to be mended first
    OUTDATED = "outdated"  # an answer about what the post was before


def approval_state(post: Post) -> ApprovalState:
    """What the deputy said of the post as it is now."""
    given = post.approval
    if given is None:
        return ApprovalState.NOT_ASKED
    if given.of != shown_digest(post):
        return ApprovalState.OUTDATED
    return ApprovalState.FINE if given.verdict is Verdict.FINE else ApprovalState.CHANGE


def needs_approval(post: Post, content: Content) -> bool:
    """Whether the post may not go out before the deputy says yes."""
    since = content.site.approval
    return (
        since is not None and post.date >= since and approval_state(post) is not ApprovalState.FINE
    )


def held_back(post: Post) -> Problem:
    """What the aide is told of a post that waits for the deputy."""
    match approval_state(post):
        case ApprovalState.CHANGE:
            said = post.approval.note if post.approval else ""
            return problem(
                post.path,
                "the deputy wants a change: “{note}”",
                "mend it and show it again: jarshy serve --lan",
                note=said or "…",
            )
        case ApprovalState.OUTDATED:
            return problem(
                post.path,
                "the post changed after the deputy said yes",
                "show it to the deputy again: jarshy serve --lan",
            )
    return problem(
        post.path,
        "the deputy has not said yes to this post yet",
        "show it to the deputy: jarshy serve --lan",
    )


def shown_digest(post: Post) -> str:
    """Digest of what a reader would see of the post: words, photos and clips, facts.

    Of words alone, without markup, dates of publishing and the like: neither a new version of
    this program nor `draft = false` makes a yes void.
    """
    return digest_bytes("\0".join(" ".join(part.split()) for part in _shown(post)).encode())


def _shown(post: Post) -> Iterator[str]:
    for text in post.texts:
        yield from (text.locale, text.title, text.summary, *text.tags, *_words(text))
    for one in post.media:
        yield one.source.digest
        yield from (*_all(one.note.alt), *_all(one.note.caption), one.note.credit)
        yield str(one.note.ai)
        if isinstance(one, Clip):
            yield from (sub.source.digest for sub in one.subtitles)
    facts = post.facts
    yield from (facts.kind, facts.credit, str(facts.ai), post.cover, *facts.people)
    for day, reason in facts.updates:
        yield from (day.isoformat(), *_all(reason))
    if facts.details:
        yield from facts.details.shown()


def _words(text: Text) -> Iterable[str]:
    return (unescape(_MARKUP.sub(" ", block.html)) or block.media for block in text.body)


def _all(texts: Localized) -> Iterable[str]:
    return (part for pair in texts for part in pair)
