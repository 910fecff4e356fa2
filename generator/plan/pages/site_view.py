"""The site as every page of one language shows it."""

from generator.language.localized import in_locale
from generator.model import Site
from generator.plan.assets import icon_address
from generator.plan.pages.deputies import sitemaps
from generator.plan.pages.edition import Newsroom
from generator.plan.permalinks import notice_path, permalinks
from generator.plan.views import Link, SitePictures, SiteSections, SiteView
from generator.plan.words import site_name, text_for, theme_string


def site_view(room: Newsroom, locale: str) -> SiteView:
    """What all pages in that language share: names, contacts, sections and pictures."""
    site, deputies = room.site, room.deputies
    links = permalinks(locale, site.locales)
    pages = {
        page.slug: Link(text_for(page.texts, locale).title, links.page(page.slug))
        for page in room.media.content.pages
        if any(text.locale == locale for text in page.texts)
    }
    about = pages.pop("about", None)
    pages.pop("contacts", None)
    return SiteView(
        locale=locale,
        locales=site.locales,
        name=site_name(site, room.theme, locale),
        tagline=in_locale(site.tagline, locale),
        district=in_locale(site.district, locale),
        url=site.url,
        contacts=site.contacts.in_locale(locale),
        about=about.path if about else "",
        pages=tuple(pages.values()),
        style=room.assets["style.css"].path,
        generator="Jarshy",
        accent=site.accent,
        claim_review=site.claim_review,
        region=_region(room, site, locale),
        sitemaps=("sitemap.xml", *sitemaps(deputies)) if deputies and site.url else (),
        **_sections(room, locale),
        **_pictures(room, locale),
    )


def _sections(room: Newsroom, locale: str) -> SiteSections:
    links = permalinks(locale, room.site.locales)
    has_news = bool(room.posts) or room.deputies is None
    has_answers = any(post.facts.answer for post in room.posts)
    has_tags = any(locale in names for names in room.tags.names.values())
    return SiteSections(
        home=links.home,
        archive=links.archive if has_news else "",
        tags=links.tags if has_tags else "",
        clips=links.clips if has_news else "",
        answers=links.answers if has_answers else "",
        answers_feed=links.answers_feed if has_answers else "",
        contacts_page=links.contacts,
        search=links.search if has_news else "",
        notice=notice_path() if room.site.url else "",
        feed=links.feed,
        manifest=links.manifest,
        deputies=links.deputies if room.deputies else "",
    )


def _pictures(room: Newsroom, locale: str) -> SitePictures:
    media, pictures = room.media, room.pictures
    return SitePictures(
        icon=pictures.file(media.icons, "icon-32.png")
        if media.logo
        else room.assets["icon.svg"].path,
        icon_data="" if media.logo else icon_address(room.assets),
        touch_icon=pictures.file(media.icons, "icon-180.png"),
        portrait=pictures.still(media.portrait.stills, "portrait") if media.portrait else None,
        logo=pictures.still(media.logo.stills, "logo") if media.logo else None,
        icons=tuple(
            (path, size)
            for size in (192, 512)
            if (path := pictures.file(media.icons, f"icon-{size}.png"))
        ),
        card_image=pictures.file(media.card("", locale), "card.jpg"),
    )


def _region(room: Newsroom, site: Site, locale: str) -> Link | None:
    """The way to the region's site; None where it is not known."""
    if not site.region or not site.region.root:
        return None
    name = in_locale(site.region.name, locale) or theme_string(room.theme, locale, "Council")
    return Link(name, site.region.root + permalinks(locale, site.locales).home)
