"""Sheets to print: all languages of the site on one, with a QR code."""

from collections.abc import Iterator

from generator.language.localized import in_locale
from generator.model import Post, Site, Text
from generator.plan.pages.edition import Edition
from generator.plan.pages.posts import NOTICED
from generator.plan.permalinks import notice_path
from generator.plan.views import NoticeSide, NoticeView
from generator.plan.words import site_name, title_of


def notices(edition: Edition, site: Site) -> Iterator[NoticeView]:
    """A sheet for the whole site and for each announcement and answer, in the first edition.

    Without the site's address a QR code has nowhere to lead, so there is no sheet.
    """
    if not site.url:
        return
    name, home = edition.site.name, edition.links.home
    sides = tuple(_site_side(edition, site, locale) for locale in site.locales)
    yield NoticeView(**edition.common(notice_path(), name, ()), target=home, sides=sides)
    for post in edition.room.posts:
        if post.facts.kind in NOTICED:
            title = title_of(post.texts[0], post)
            yield NoticeView(
                **edition.common(notice_path(post.slug), title, ()),
                target=edition.headline(post).path,
                sides=tuple(_post_side(edition, site, post, text) for text in post.texts),
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


def _post_side(edition: Edition, site: Site, post: Post, text: Text) -> NoticeSide:
    event = post.facts.event.view(text.locale) if post.facts.event else None
    return NoticeSide(
        locale=text.locale,
        name=site_name(site, edition.room.theme, text.locale),
        title=title_of(text, post),
        text=text.summary,
        when_text=event.when_text if event else "",
        where=event.where if event else "",
        phone=site.contacts.phone,
    )
