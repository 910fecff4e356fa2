"""The first edition in, sheets to print out: all languages on one, with a code to scan."""

from collections.abc import Iterator

from generator.model import Post, Site, in_locale
from generator.plan.pages.edition import Edition
from generator.plan.pages.kinds import event_view
from generator.plan.pages.posts import NOTICED
from generator.plan.permalinks import notice_path
from generator.plan.views import NoticeSide, PageView
from generator.plan.words import site_name, title_of


def notices(edition: Edition, site: Site) -> Iterator[PageView]:
    """A sheet for the whole site and for each announcement and answer.

    Without an address there is nothing to lead to, and no sheet.
    """
    if not site.url:
        return
    sides = tuple(_site_side(edition, site, locale) for locale in site.locales)
    yield _notice(edition, notice_path(), edition.links.home, edition.site.name, sides)
    for post in edition.room.posts:
        if post.facts.kind in NOTICED:
            yield _post_notice(edition, site, post)


def _post_notice(edition: Edition, site: Site, post: Post) -> PageView:
    sides = tuple(_post_side(edition, site, post, text.locale) for text in post.texts)
    first = post.texts[0]
    target = edition.headline(post).path
    return _notice(edition, notice_path(post.slug), target, title_of(first, post), sides)


def _notice(
    edition: Edition, path: str, target: str, title: str, sides: tuple[NoticeSide, ...]
) -> PageView:
    return PageView(
        kind="notice",
        path=path,
        locale=edition.locale,
        title=title,
        site=edition.site,
        target=target,
        sides=sides,
    )


def _site_side(edition: Edition, site: Site, locale: str) -> NoticeSide:
    contacts = site.contacts.in_locale(locale)
    return NoticeSide(
        locale=locale,
        name=site_name(site, edition.room.theme, locale),
        title="",
        text=in_locale(site.tagline, locale),
        phone=contacts.phone,
        address=contacts.address,
        reception=contacts.reception,
    )


def _post_side(edition: Edition, site: Site, post: Post, locale: str) -> NoticeSide:
    text = next(one for one in post.texts if one.locale == locale)
    event = event_view(post.facts.event, locale, "") if post.facts.event else None
    return NoticeSide(
        locale=locale,
        name=site_name(site, edition.room.theme, locale),
        title=title_of(text, post),
        text=text.summary,
        when_text=event.when_text if event else "",
        where=event.where if event else "",
        phone=site.contacts.phone,
    )
