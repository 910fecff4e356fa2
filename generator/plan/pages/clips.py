"""The clip feed in one language, and the clip that each post offers to watch next."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.model import Clip, Post
from generator.plan.pages.edition import Edition
from generator.plan.pages.sharing import share_links
from generator.plan.plan import StaleSummary
from generator.plan.views import Card, ClipsView, ClipView, NextClip, Picture

FEED_CLIPS = 12
"""Posts whose first clip is in the feed: as many as somebody swipes through in one go."""


def has_clip(post: Post) -> bool:
    return any(isinstance(media, Clip) for media in post.media)


def clip_feed(edition: Edition, posts: Sequence[Post]) -> ClipsView:
    """The page of the newest of these posts, all of which have a clip, newest first."""
    title, path = edition.string("Video"), edition.links.clips
    shown = [clip for post in posts[:FEED_CLIPS] for clip in _clip(edition, post)]
    return ClipsView(
        **edition.common(path, title),
        description=edition.describe(title, list(posts[:FEED_CLIPS])),
        scripts=edition.scripts("feed.js"),
        feed=tuple(shown),
        older=edition.links.older_clips_page(0) if len(posts) > FEED_CLIPS else "",
    )


def _clip(edition: Edition, post: Post) -> Iterator[ClipView]:
    """The post's first clip; nothing while it is not made. Raises StaleSummary if it is lost."""
    task = edition.room.media.clips_of(post.path)[0]
    player = edition.room.pictures.player(task, edition.locale)
    card = edition.headline(post)
    if player:
        url = edition.site.absolute(card.path) if edition.site.url else ""
        share = share_links(url, card.title)[0].path if url else ""
        yield ClipView(replace(card, ai=post.facts.ai or player.ai), player, share)
    elif edition.room.summaries[post.path].whole:
        raise StaleSummary(post.path)


def next_clips(edition: Edition) -> dict[str, NextClip]:
    """For each post with a clip, by its path, the clip to watch next; after the last, the first.

    It stands in the feed if it is new enough, else on its own page.
    """
    summaries, place = edition.room.summaries, edition.place
    paths = [post.path for post in edition.room.posts if has_clip(post)]
    if len(paths) < 2:
        return {}
    offers = [
        _offer(summary.headlines[place], summary.picture)
        for summary in map(summaries.__getitem__, paths)
    ]
    for number, offer in enumerate(offers[:FEED_CLIPS]):
        feed = edition.links.clips
        offers[number] = replace(offer, path=feed, anchor=f"#clip-{number + 1}")
    return dict(zip(paths, offers[1:] + offers[:1], strict=True))


def _offer(card: Card, still: Picture | None) -> NextClip:
    return NextClip(card.title, card.path, "", still.fallback.files[0][0] if still else "")
