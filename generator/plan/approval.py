"""Whether the deputy approved a post as it is now."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from html import unescape

from generator.digest import digest_bytes
from generator.errors import Problem, problem
from generator.kinds.keys import shown_words
from generator.model import WHOLE, Clip, Content, Post, Standing, Text, Verdict

_MARKUP = re.compile(r"<[^>]*>")


class ApprovalState(StrEnum):
    """The deputy's answer about a post."""

    NOT_ASKED = "not asked"
    FINE = "fine"
    CHANGE = "change"  # wanted before the post goes out
    OUTDATED = "outdated"  # the post changed after the answer
    FOREIGN = "foreign"  # a yes that was not given in this project


def approval_state(post: Post) -> ApprovalState:
    """The deputy's answer about the post as it is now."""
    if post.approval is None:
        return ApprovalState.NOT_ASKED
    if post.approval.of != shown_digest(post):
        return ApprovalState.OUTDATED
    if post.approval.verdict is not Verdict.FINE:
        return ApprovalState.CHANGE
    return ApprovalState.FOREIGN if post.approval.is_foreign else ApprovalState.FINE


def needs_approval(post: Post, content: Content, standing: Mapping[str, Standing]) -> bool:
    """Whether the post must wait until the deputy approves it.

    What is on the site stays there as it is: asking begins with what comes and what changes. Only
    a deputy who wants a change takes it away.
    """
    since = content.site.approval
    if since is None or post.date < since:
        return False
    state = approval_state(post)
    if state is ApprovalState.FINE:
        return False
    return state is ApprovalState.CHANGE or not _stands(post, standing.get(post.path))


def _stands(post: Post, standing: Standing | None) -> bool:
    if standing is None:
        return False
    return standing.files == post.digest or standing.shown == shown_digest(post)


def standing_posts(posts: Iterable[Post], before: Mapping[str, Standing]) -> Mapping[str, Standing]:
    """The posts of a site that goes out; those with the same files as before cost nothing."""
    return {post.path: _standing(post, before.get(post.path)) for post in posts}


def _standing(post: Post, before: Standing | None) -> Standing:
    is_same = before is not None and before.files == post.digest
    return before if before and is_same else Standing(post.digest, shown_digest(post))


def held_back(post: Post) -> Problem:
    """The problem of a post that waits for the deputy."""
    match approval_state(post):
        case ApprovalState.CHANGE:
            note = post.approval.note if post.approval else ""
            return problem(
                post.path,
                "the deputy wants a change: “{note}”",
                "mend it and show it to the deputy again in the studio",
                note=note or "…",
            )
        case ApprovalState.OUTDATED:
            return problem(
                post.path,
                "the post changed after the deputy said yes",
                "show it to the deputy again in the studio",
            )
        case ApprovalState.FOREIGN:
            return problem(
                post.path,
                "the deputy's yes to this post was not given on this computer",
                "copy {key} from the computer where it was given into the same place here, "
                "or show it to the deputy again in the studio",
                key=".cache/answers.key",
            )
    return problem(
        post.path,
        "the deputy has not said yes to this post yet",
        "show it to the deputy in the studio",
    )


def shown_digest(post: Post) -> str:
    """Digest of what a reader sees of the post: words, photos and clips, facts.

    Markup, dates of publishing and the like do not count: neither a new version of this program
    nor `draft = false` undoes an approval.
    """
    return digest_bytes("\0".join(" ".join(part.split()) for part in _shown(post)).encode())


def _shown(post: Post) -> Iterator[str]:
    for text in post.texts:
        yield from (text.locale, text.title, text.summary, *text.tags, *_words(text))
    for media in post.media:
        yield media.source.digest
        yield from (
            *shown_words(media.note.alt),
            *shown_words(media.note.caption),
            media.note.credit,
        )
        yield str(media.note.ai)
        if isinstance(media, Clip):
            if media.note.cut != WHOLE:
                yield f"{media.note.cut.start}-{media.note.cut.end}"
            yield from (subtitle.source.digest for subtitle in media.subtitles)
            if media.sign:
                yield media.sign.source.digest
    facts = post.facts
    yield from (facts.kind, facts.credit, str(facts.ai), post.cover, *facts.people)
    for day, reason in facts.updates:
        yield from (day.isoformat(), *shown_words(reason))
    if facts.details:
        yield from facts.details.shown()


def _words(text: Text) -> Iterable[str]:
    return (unescape(_MARKUP.sub(" ", block.html)) or block.media for block in text.body)
