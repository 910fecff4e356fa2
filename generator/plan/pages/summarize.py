"""A post in, its brief out: planned in full once, so that others need not plan it again."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from generator.language.dates import long_date
from generator.model import Clip, Post
from generator.plan.files.feeds import changed_on, sitemap_entry
from generator.plan.files.search import SearchEntry, search_line
from generator.plan.media.pictures import Pictures
from generator.plan.media.tasks import card_task, tasks_of
from generator.plan.pages.edition import Edition
from generator.plan.pages.posts import own_digest, post_view
from generator.plan.permalinks import permalinks
from generator.plan.plan import Copied
from generator.plan.summary import PostPage, Summary
from generator.plan.views import Card
from generator.plan.words import text_for, title_of


def summarize(editions: Sequence[Edition], post: Post, key: str) -> Summary:
    """What lists, search and sitemap need to know of a post, in every language of the site."""
    room = editions[0].room
    tasks = [task for one in room.media.of(post.path) for task in tasks_of(one)]
    tasks += room.media.cards(post.path)
    pictures = Pictures(room.theme, room.pictures.find, room.pictures.awaits)
    alone = replace(room, pictures=pictures)
    own = [replace(edition, room=alone) for edition in editions]
    written = {text.locale for text in post.texts}
    pages = tuple(_page(edition, post) for edition in own if edition.locale in written)
    task = card_task(post, room.media.of(post.path))
    headlines = tuple(_headline(edition, post) for edition in own)
    return Summary(
        key=key,
        headlines=headlines,
        lines=tuple(
            search_line(_search_entry(post, card, edition.locale), edition.locale)
            for edition, card in zip(own, headlines, strict=True)
        ),
        pages=pages,
        picture=pictures.still(task.stills, "card") if task else None,
        media=tuple(
            (file.content.key, file.content.name)
            for file in pictures.files.values()
            if isinstance(file.content, Copied)
        ),
        whole=all(room.pictures.find(task.key) for task in tasks),
    )


def _page(edition: Edition, post: Post) -> PostPage:
    view = post_view(edition, post)
    edition.room.views[view.path] = view
    entry = sitemap_entry(view) if edition.site.url else None
    return PostPage(
        locale=edition.locale,
        path=view.path,
        digest=own_digest(view),
        day=changed_on(view),
        sitemap=msgspec.msgpack.encode(entry) if entry else b"",
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
        day_text=long_date(post.date, locale),
        summary=text.summary,
        duration_text=player.duration_text if player else "",
        # What its button will say.
        cost_text=player.choices[0].size_text if player and player.choices else "",
        photo_count=sum(not isinstance(one, Clip) for one in post.media),
        kind=post.facts.kind.value,
        pinned=edition.room.pinned(post),
    )


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
