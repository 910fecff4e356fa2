"""An edition in, the pages of its posts out, with the files that hang on them."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from urllib.parse import quote

from msgspec.structs import replace

from generator.digest import digest_value
from generator.kinds import KIND_KEYS
from generator.language.alphabet import slugify
from generator.language.dates import long_date
from generator.language.localized import in_locale
from generator.model import Post
from generator.plan.files.calendar import calendar_file
from generator.plan.pages.edition import Edition
from generator.plan.pages.json_ld import describe
from generator.plan.permalinks import notice_path
from generator.plan.plan import File, Rendered, StaleSummary, deferred, literal
from generator.plan.summary import PostPage
from generator.plan.views import Link, PostView, RedirectView
from generator.plan.words import text_for, title_of

NOTICED = tuple(kind for kind, keys in KIND_KEYS.items() if keys.has_notice)
"""Kinds that have a sheet to print: what a village hangs on the door of its shop."""


def post_pages(edition: Edition, around: str) -> Iterator[File]:
    """The posts written in this language; `around` is the digest of the site around them."""
    pages = [
        (post, page)
        for post in edition.own_posts
        for page in edition.room.summaries[post.path].pages
        if page.locale == edition.locale
    ]
    links = [Link(edition.headline(post).title, page.path) for post, page in pages]
    for place, (post, page) in enumerate(pages):
        newer = links[place - 1] if place else None
        older = links[place + 1] if place + 1 < len(links) else None
        names = [name for link in (newer, older) if link for name in (link.title, link.path)]
        make = partial(_beside, edition, post, page, newer, older)
        content = Rendered("post.html", edition.locale, make, page.shows_ai)
        first, last = "newer" if newer else "", "older" if older else ""
        yield deferred(page.path, (page.digest, around, first, last, *names), content)


def _beside(
    edition: Edition, post: Post, page: PostPage, newer: Link | None, older: Link | None
) -> PostView:
    return replace(remembered_view(edition, post, page), newer=newer, older=older)


def own_digest(view: PostView) -> str:
    """Digest of what a page shows of its own, whatever the site around it says."""
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
    """The page of a post that is written in this language, but for its neighbours."""
    text, facts, locale = text_for(post.texts, edition.locale), post.facts, edition.locale
    path, title = edition.links.post(post.slug), title_of(text, post)
    # A folder may bear the date of a day to come; nothing was published on it yet.
    published = min(post.date, edition.room.today)
    corrected = [day for day, _ in facts.updates if day <= edition.room.today]
    archive = Link(edition.string("Archive"), edition.links.archive)
    has_address = bool(edition.site.url)
    view = PostView(
        **edition.common(path, title, {text.locale for text in post.texts}),
        **edition.body(text, post.path, post),
        description=text.summary,
        crumbs=edition.crumbs(path, title, archive),
        scripts=edition.scripts("site.js"),
        card_image=edition.share_image(post.path),
        day=post.date.isoformat(),
        day_text=long_date(post.date, locale),
        published=midnight(published),
        modified=midnight(max([*corrected, published])),
        tags=tuple(
            edition.tag_link(slug)
            for slug in edition.room.tags.of(post)
            if locale in edition.room.tags.names[slug]
        ),
        post_kind=facts.kind.value,
        people=facts.people,
        credit=facts.credit,
        ai=facts.ai,
        details=facts.details.view(locale, text.title, edition.links.calendar(post.slug))
        if facts.details
        else None,
        updates=tuple(
            (long_date(day, locale), in_locale(reason, locale))
            for day, reason in sorted(facts.updates, reverse=True)
            if in_locale(reason, locale) and day <= edition.room.today
        ),
        share=_share(edition.site.absolute(path), title) if has_address else (),
        notice=notice_path(post.slug) if has_address and facts.kind in NOTICED else "",
    )
    if has_address:
        view = replace(view, json_ld=describe(view, facts.event))
    return edition.completed(view)


def midnight(day: date) -> str:
    """The day's beginning, in Kazakhstan's time, by ISO 8601."""
    return f"{day.isoformat()}T00:00:00+05:00"


def _share(url: str, title: str) -> tuple[Link, ...]:
    """Addresses that open a network with the page in hand; Instagram and TikTok have none."""
    address, words = quote(url, safe=""), quote(title)
    return (
        Link("WhatsApp", f"https://wa.me/?text={words}%20{address}"),
        Link("Telegram", f"https://t.me/share/url?url={address}&text={words}"),
        Link("VK", f"https://vk.com/share.php?url={address}"),
    )


# Files that hang on a post


def calendars(edition: Edition) -> Iterator[File]:
    """A calendar file for each event."""
    for post in edition.own_posts:
        if post.facts.event:
            text, path = text_for(post.texts, edition.locale), edition.links.post(post.slug)
            url = edition.site.absolute(path) if edition.site.url else ""
            uid = f"{post.slug}@jarshy"
            content = calendar_file(post.facts.event, text.title, edition.locale, uid, url)
            yield literal(edition.links.calendar(post.slug), content)


def redirects(edition: Edition, taken: set[str]) -> Iterator[RedirectView]:
    """A page at each old address of a post, unless another page stands there."""
    for post in edition.own_posts:
        for alias in post.facts.aliases:
            old = slugify(alias.strip("/").rpartition("/")[2].removesuffix(".html"))
            path = edition.links.post(old)
            if old and path not in taken:
                taken.add(path)
                title = title_of(text_for(post.texts, edition.locale), post)
                yield RedirectView(
                    **edition.common(path, title, ()), target=edition.links.post(post.slug)
                )
