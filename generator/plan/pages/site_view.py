"""The site as every page of one language shows it."""

from msgspec.structs import replace

from generator.language.localized import in_locale
from generator.plan.assets import icon_address
from generator.plan.pages.deputies import sitemaps
from generator.plan.pages.edition import Newsroom
from generator.plan.permalinks import notice_path, permalinks
from generator.plan.views import Link, SiteView
from generator.plan.words import initials, site_name, text_for, theme_string


def site_view(room: Newsroom, locale: str) -> SiteView:
    """What all pages in that language share: names, contacts, sections and pictures."""
    site, links = room.site, permalinks(locale, room.site.locales)
    has_news = bool(room.posts) or room.deputies is None
    has_answers = any(post.facts.answer for post in room.posts)
    has_tags = any(locale in names for names in room.tags.names.values())
    pages = {
        page.slug: Link(text_for(page.texts, locale).title, links.page(page.slug))
        for page in room.media.content.pages
        if any(text.locale == locale for text in page.texts)
    }
    view = SiteView(
        locale=locale,
        locales=site.locales,
        name=site_name(site, room.theme, locale),
        tagline=in_locale(site.tagline, locale),
        district=in_locale(site.district, locale),
        url=site.url,
        contacts=site.contacts.in_locale(locale),
        home=links.home,
        archive=links.archive if has_news else "",
        tags=links.tags if has_tags else "",
        clips=links.clips if has_news else "",
        answers=links.answers if has_answers else "",
        answers_feed=links.answers_feed if has_answers else "",
        contacts_page=links.contacts,
        search=links.search if has_news else "",
        about=pages["about"].path if "about" in pages else "",
        notice=notice_path() if site.url else "",
        feed=links.feed,
        manifest=links.manifest,
        style=room.assets["style.css"].path,
        generator="Jarshy",
        accent=site.accent,
        claim_review=site.claim_review,
        pages=tuple(link for slug, link in pages.items() if slug not in ("about", "contacts")),
        region=_region(room, locale),
    )
    return _with_pictures(_of_region(view, room), room)


def _of_region(view: SiteView, room: Newsroom) -> SiteView:
    if not room.deputies:
        return view
    paths = ("sitemap.xml", *sitemaps(room.deputies)) if view.url else ()
    links = permalinks(view.locale, view.locales)
    return replace(view, deputies=links.deputies, sitemaps=paths)


def _with_pictures(view: SiteView, room: Newsroom) -> SiteView:
    media, pictures = room.media, room.pictures
    if media.logo:
        icon, icon_data = pictures.file(media.icons, "icon-32.png"), ""
    else:
        icon, icon_data = room.assets["icon.svg"].path, icon_address(room.assets)
    icons = {size: pictures.file(media.icons, f"icon-{size}.png") for size in (180, 192, 512)}
    return replace(
        view,
        icon=icon,
        icon_data=icon_data,
        touch_icon=icons.pop(180),
        icons=tuple((path, size) for size, path in icons.items() if path),
        face=pictures.inlined(media.portrait.stills, "face") if media.portrait else "",
        initials=initials(view.name),
        portrait=pictures.still(media.portrait.stills, "portrait") if media.portrait else None,
        logo=pictures.still(media.logo.stills, "logo") if media.logo else None,
        card_image=pictures.file(media.card("", view.locale), "card.jpg"),
    )


def _region(room: Newsroom, locale: str) -> Link | None:
    """The way to the region's site; None where it is not known."""
    region = room.site.region
    if not region or not region.root:
        return None
    name = in_locale(region.name, locale) or theme_string(room.theme, locale, "Council")
    return Link(name, region.root + permalinks(locale, room.site.locales).home)
