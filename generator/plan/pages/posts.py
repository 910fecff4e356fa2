"""The pages of an edition's posts, their calendar files, and redirects from old addresses."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from functools import partial

import msgspec
from msgspec.structs import astuple, replace

from generator.digest import digest_value
from generator.kinds import KIND_KEYS, AnswerView, EvidenceView, View
from generator.language.alphabet import slugify
from generator.language.dates import long_date
from generator.language.localized import in_locale
from generator.language.typeset import bound
from generator.model import Post
from generator.plan.files.calendar import calendar_file
from generator.plan.media.tasks import card_task
from generator.plan.pages.clips import next_clips
from generator.plan.pages.edition import Edition
from generator.plan.pages.json_ld import describe
from generator.plan.pages.sharing import share_links
from generator.plan.permalinks import notice_path
from generator.plan.plan import File, Rendered, StaleSummary, deferred, literal
from generator.plan.summary import PostPage, coming_events
from generator.plan.views import Link, NextClip, PostView, RedirectView
from generator.plan.words import text_for, title_of
from generator.recipes import Task

NOTICED = tuple(kind for kind, keys in KIND_KEYS.items() if keys.has_notice)
"""Kinds with a sheet to print, for the door of the village shop."""


def post_pages(edition: Edition, around: str) -> Iterator[File]:
    """The posts written in this language; `around` is the digest of the site and its theme."""
    pages = [
        (post, page)
        for post in edition.own_posts
        for page in edition.room.summaries[post.path].pages
        if page.locale == edition.locale
    ]
    clips, ahead = next_clips(edition), _next_event(edition)
    ends = [None, *(Link(edition.headline(post).title, page.path) for post, page in pages), None]
    for (post, page), newer, older in zip(pages, ends, ends[2:], strict=False):
        coming = ahead if post.facts.event and ahead and ahead.path != page.path else None
        around_post = _Neighbours(newer, older, clips.get(post.path), coming)
        make = partial(_with_neighbours, edition, post, page, around_post)
        content = Rendered("post.html", edition.locale, make, page.shows_ai)
        yield deferred(page.path, (page.digest, around, *around_post.shown()), content)


class _Neighbours(msgspec.Struct, frozen=True):
    """Where a post's page leads on."""

    newer: Link | None
    older: Link | None
    clip: NextClip | None
    coming: Link | None  # from an event's page: the next event

    def shown(self) -> Iterator[str]:
        """What the page says of them, each at its own place."""
        for link in (self.newer, self.older, self.coming):
            yield from (link.title, link.path) if link else ("", "")
        yield from astuple(self.clip) if self.clip else ()


def _next_event(edition: Edition) -> Link | None:
    """The next event that is written of in this language."""
    for post in coming_events(edition.own_posts, edition.room.now):
        card = edition.headline(post)
        if card.event:
            day = f"{card.event.number}\u00a0{card.event.month}"
            return Link(f"{card.title}, {day}", card.path)
    return None


def _with_neighbours(
    edition: Edition, post: Post, page: PostPage, neighbours: _Neighbours
) -> PostView:
    return replace(
        remembered_view(edition, post, page),
        newer=neighbours.newer,
        older=neighbours.older,
        next_clip=neighbours.clip,
        coming=neighbours.coming,
    )


def own_digest(view: PostView) -> str:
    """Digest of what the page shows, but for its neighbours and the site around it."""
    return digest_value(replace(view, site=None))


def remembered_view(edition: Edition, post: Post, page: PostPage) -> PostView:
    """The page that the summary describes. Raises StaleSummary where the files differ by now."""
    view = edition.room.views.get(page.path)
    if view is None:
        view = post_view(edition, post)
        if own_digest(view) != page.digest:
            raise StaleSummary(post.path)
    return view


def post_view(edition: Edition, post: Post) -> PostView:
    """The page of a post in this language, without its neighbours."""
    text, facts, locale = text_for(post.texts, edition.locale), post.facts, edition.locale
    room, today, tags = edition.room, edition.room.today, edition.room.tags
    path, title = edition.links.post(post.slug), title_of(text, post)
    # A folder may have a date to come; until then the post counts as published today.
    appeared = moment_text(post) if post.date <= today else ""
    appeared = appeared or midnight(min(post.date, today))
    updates = sorted((update for update in facts.updates if update[0] <= today), reverse=True)
    archive = Link(edition.string("Archive"), edition.links.archive)
    has_address = bool(edition.site.url)
    view = PostView(
        **edition.common(path, title, {text.locale for text in post.texts}),
        **edition.body(text, post.path, post),
        post_kind=facts.kind.value,
        description=bound(text.summary),
        crumbs=edition.crumbs(path, title, archive),
        scripts=edition.scripts("site.js"),
        images=_images(edition, post),
        card_image=room.pictures.file(room.media.card(post.path, locale), "card.jpg"),
        day=post.date.isoformat(),
        day_text=long_date(post.date, locale),
        hour=clock_text(post.hour),
        over=room.over(post),
        published=appeared,
        modified=max(appeared, midnight(updates[0][0])) if updates else appeared,
        tags=tuple(edition.tag_link(slug) for slug in tags.of(post) if locale in tags.names[slug]),
        people=facts.people,
        credit=facts.credit,
        ai=facts.ai,
        details=_details(edition, post, title),
        updates=tuple(
            (long_date(day, locale), reason)
            for day, reasons in updates
            if (reason := in_locale(reasons, locale))
        ),
        share=share_links(edition.site.absolute(path), title) if has_address else (),
        notice=notice_path(post.slug) if has_address and facts.kind in NOTICED else "",
    )
    if has_address:
        view = replace(view, json_ld=describe(view, facts.event))
    return edition.completed(view)


def midnight(day: date) -> str:
    """Midnight of that day in Kazakhstan, in ISO 8601."""
    return f"{day.isoformat()}T00:00:00+05:00"


def _images(edition: Edition, post: Post) -> tuple[str, ...]:
    media = edition.room.media.of(post.path)
    cover = card_task(post, media)
    return edition.room.pictures.search_images(cover.stills) if cover else ()


def _details(edition: Edition, post: Post, title: str) -> View | None:
    """What the post's kind adds, with the photos beside the post that are evidence."""
    details = post.facts.details
    if details is None:
        return None
    view = details.view(edition.locale, title, edition.links.calendar(post.slug))
    if not isinstance(view, AnswerView):
        return view
    stills = {task.path: task.stills for task in edition.room.media.of(post.path)}
    evidence = (_with_photo(piece, stills.get(piece.file), edition) for piece in view.evidence)
    return replace(view, evidence=tuple(evidence))


def _with_photo(piece: EvidenceView, stills: Task | None, edition: Edition) -> EvidenceView:
    if not stills:
        return piece
    path, size = edition.room.pictures.photo_file(stills, edition.locale)
    return replace(piece, path=path, size_text=size)


def clock_text(hour: time | None) -> str:
    """`09:40`; "" where it is not known."""
    return f"{hour:%H:%M}" if hour else ""


def moment_text(post: Post) -> str:
    """When it was published, in ISO 8601; "" where its hour is not known."""
    return f"{post.moment.isoformat()}+05:00" if post.hour else ""


def calendars(edition: Edition) -> Iterator[File]:
    for post in edition.own_posts:
        if post.facts.event:
            text, path = text_for(post.texts, edition.locale), edition.links.post(post.slug)
            url = edition.site.absolute(path) if edition.site.url else ""
            uid = f"{post.slug}@jarshy"
            content = calendar_file(post.facts.event, text.title, edition.locale, uid, url)
            yield literal(edition.links.calendar(post.slug), content)


def redirects(edition: Edition, taken: Iterable[str]) -> Iterator[RedirectView]:
    """A page at each old address of a post that no other page has."""
    paths = set(taken)
    for post in edition.own_posts:
        for alias in post.facts.aliases:
            old = slugify(alias.strip("/").rpartition("/")[2].removesuffix(".html"))
            path = edition.links.post(old)
            if old and path not in paths:
                paths.add(path)
                title = title_of(text_for(post.texts, edition.locale), post)
                yield RedirectView(
                    **edition.common(path, title, ()), target=edition.links.post(post.slug)
                )
