"""Makes a post's summary: the post is planned in full once, and later builds need not repeat it."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from generator.language.dates import long_date
from generator.language.localized import in_locale
from generator.language.typeset import bound
from generator.model import Photo, Post
from generator.plan.files.feeds import changed_on, sitemap_entry
from generator.plan.files.search import SearchEntry, search_line
from generator.plan.media.pictures import FileCollector
from generator.plan.media.tasks import card_task, tasks_of
from generator.plan.pages.edition import Edition
from generator.plan.pages.posts import clock_text, moment_text, own_digest, post_view
from generator.plan.permalinks import permalinks
from generator.plan.summary import PostPage, Summary
from generator.plan.views import Card, PostView
from generator.plan.words import text_for, title_of


def summarize(
    editions: Sequence[Edition], post: Post, key: str
) -> tuple[Summary, tuple[PostView, ...]]:
    """The post's summary under that key, and the post's pages that it was made from."""
    room, files = editions[0].room, FileCollector()
    room = replace(room, pictures=replace(room.pictures, files=files))
    editions = [replace(edition, room=room) for edition in editions]
    media = room.media.of(post.path)
    tasks = [*(task for item in media for task in tasks_of(item)), *room.media.cards(post.path)]
    written = {text.locale for text in post.texts}
    views = tuple(post_view(edition, post) for edition in editions if edition.locale in written)
    cover = card_task(post, media)
    headlines = tuple(_headline(edition, post) for edition in editions)
    summary = Summary(
        key=key,
        headlines=headlines,
        lines=tuple(
            search_line(_search_entry(post, card, edition.locale), edition.locale)
            for edition, card in zip(editions, headlines, strict=True)
        ),
        pages=tuple(map(_post_page, views)),
        picture=room.pictures.still(cover.stills, "card") if cover else None,
        media=tuple(files.by_path.values()),
        whole=all(room.pictures.find(task.key) for task in tasks),
    )
    return summary, views


def _post_page(view: PostView) -> PostPage:
    return PostPage(
        locale=view.locale,
        path=view.path,
        digest=own_digest(view),
        day=changed_on(view),
        sitemap=msgspec.msgpack.encode(sitemap_entry(view)) if view.site.url else b"",
        shows_ai=view.shows_ai,
    )


def _headline(edition: Edition, post: Post) -> Card:
    text, locale = text_for(post.texts, edition.locale), edition.locale
    clips = edition.room.media.clips_of(post.path)
    player = edition.room.pictures.player(clips[0], locale) if clips else None
    return Card(
        path=permalinks(text.locale, edition.locales).post(post.slug),
        locale=text.locale,
        title=title_of(text, post),
        day=post.date.isoformat(),
        day_text=_day_text(edition, post),
        summary=bound(text.summary),
        duration_text=player.duration_text if player else "",
        # What its button will say.
        cost_text=player.choices[0].size_text if player and player.choices else "",
        photo_count=sum(
            isinstance(media, Photo) and media.source.path not in post.evidence
            for media in post.media
        ),
        kind=post.facts.kind.value,
        pinned=edition.room.pinned(post),
        claim=in_locale(post.facts.answer.claim, text.locale) if post.facts.answer else "",
        hour=clock_text(post.hour),
        moment=moment_text(post),
        event=post.facts.event.view(locale) if post.facts.event else None,
        over=edition.room.over(post),
    )


def _day_text(edition: Edition, post: Post) -> str:
    """The day, and on the day itself the hour."""
    day = long_date(post.date, edition.locale)
    is_today = post.date == edition.room.today
    return f"{day}, {clock_text(post.hour)}" if post.hour and is_today else day


def _search_entry(post: Post, card: Card, locale: str) -> SearchEntry:
    text = text_for(post.texts, locale)
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
