"""What every page of one language shows of the site."""

from datetime import date, datetime

import pytest
from msgspec.structs import fields, replace

from generator.kinds import Answer
from generator.model import (
    Contacts,
    Content,
    Page,
    Photo,
    PhotoFacts,
    Post,
    PostFacts,
    Region,
    Site,
    Slot,
    Source,
    Text,
    Theme,
)
from generator.plan.assets import asset_files
from generator.plan.deputy_summary import Deputies, DeputySummary
from generator.plan.media.pictures import FileCollector, Pictures
from generator.plan.media.tasks import plan_media
from generator.plan.pages.edition import Newsroom
from generator.plan.pages.site_view import site_view
from generator.plan.views import SiteView
from generator.recipes import Made, MadeFile

SLOTS = tuple(Slot(name, (100,)) for name in ("card", "share", "photo", "portrait", "logo"))
ASSETS = (("style.css", b""), ("icon.svg", b"<svg/>"))
THEME = Theme("test", SLOTS, (), ASSETS, (("ru", (("Council", ("Маслихат",)),)),), "theme")
POST = Post("p", "p", date(2026, 11, 20), (Text("kk", "Жол", tags=("Жол",)),))
LOGO = Photo(Source("logo.png", "1", 1), PhotoFacts(400, 400))


def view(
    locale: str = "kk",
    site: Site | None = None,
    posts: tuple[Post, ...] = (POST,),
    pages: tuple[Page, ...] = (),
    deputies: Deputies | None = None,
    *,
    is_made: bool = False,
) -> SiteView:
    def find(key: str) -> Made | None:
        return Made(key, (MadeFile("logo-100.jpg", 1, 100, 100),)) if is_made else None

    media = plan_media(Content(site or Site(), posts, pages), THEME)
    pictures = Pictures(THEME, find, FileCollector())
    assets = asset_files(THEME, "")
    room = Newsroom(media, pictures, posts, datetime(2026, 11, 23, 12), assets, deputies)
    return site_view(room, locale)


@pytest.mark.parametrize("field", fields(Contacts), ids=lambda field: field.name)
def test_every_contact_reaches_templates_in_the_pages_language(field: object) -> None:
    name = getattr(field, "name")  # noqa: B009 - FieldInfo has no type here
    contacts = Contacts(phone="1", whatsapp="2", email="3", map="6", appeals="7")
    texts = (("kk", "Орал"), ("ru", "Уральск"))
    contacts = replace(contacts, address=texts, reception=texts)
    shown = getattr(view("ru", Site(contacts=contacts)).contacts, name)
    written = getattr(contacts, name)
    assert shown == (written if isinstance(written, str) else dict(written).get("ru", ""))


def test_a_language_has_the_sections_that_it_needs() -> None:
    kazakh, russian = view("kk"), view("ru")
    assert (kazakh.tags, russian.tags) == ("tags/index.html", "")
    assert (kazakh.answers, kazakh.answers_feed) == ("", "")
    answer = replace(POST, facts=PostFacts(details=Answer((), ())))
    assert view(posts=(answer,)).answers == "answers/index.html"
    assert view("ru", posts=(answer,)).answers_feed == "ru/answers/feed.xml"


def test_a_site_of_ones_own_has_an_archive_before_its_first_post() -> None:
    assert view(posts=()).archive == "archive/index.html"
    region = view(posts=(), deputies=Deputies((), ()))
    assert (region.archive, region.clips, region.search) == ("", "", "")
    assert view(deputies=Deputies((), ())).archive == "archive/index.html"


def test_pages_are_linked_in_their_language_but_for_about_and_contacts() -> None:
    texts = (Text("kk", "Біз"),)
    pages = tuple(Page(slug, texts) for slug in ("about", "contacts", "zang"))
    kazakh, russian = view(pages=pages), view("ru", pages=pages)
    assert (kazakh.about, [link.path for link in kazakh.pages]) == ("about.html", ["zang.html"])
    assert (russian.about, russian.pages) == ("", ())


def test_a_sheet_needs_the_sites_address() -> None:
    assert view().notice == ""
    assert view(site=Site(url="https://a.kz/")).notice == "notice.html"


@pytest.mark.parametrize(
    ("region", "link"),
    [
        (None, None),
        (Region((), "", "bolat"), None),
        (Region((("ru", "Совет"),), "../../", "bolat"), ("Совет", "../../ru/index.html")),
        (Region((), "https://r.kz/", "bolat"), ("Маслихат", "https://r.kz/ru/index.html")),
    ],
)
def test_a_deputys_site_leads_to_its_region(
    region: Region | None, link: tuple[str, str] | None
) -> None:
    shown = view("ru", Site(region=region)).region
    assert (shown and (shown.title, shown.path)) == link


def test_a_region_names_its_deputies_sitemaps_at_a_known_address() -> None:
    deputy = DeputySummary("bolat", (), (), (), (), None, ())
    deputies = Deputies((deputy,), ())
    assert view(deputies=deputies).sitemaps == ()
    shown = view(site=Site(url="https://a.kz/"), deputies=deputies)
    assert shown.sitemaps == ("sitemap.xml", "deputies/bolat/sitemap.xml")
    assert (shown.deputies, view().deputies) == ("deputies/index.html", "")


def test_a_portrait_is_the_face_of_every_page_once_it_is_made() -> None:
    address = "data:image/jpeg;base64,AAAA"

    def shown(files: tuple[MadeFile, ...]) -> str:
        face = Slot("face", (96,), 1, formats=("jpeg",), inline=True)
        theme = Theme("test", (*SLOTS, face), (), ASSETS, ())
        media = plan_media(Content(Site(portrait=LOGO)), theme)
        made = Made("", files) if files else None
        pictures = Pictures(theme, lambda key: made, FileCollector())
        assets = asset_files(theme, "")
        return site_view(Newsroom(media, pictures, (), datetime(2026, 11, 23), assets), "kk").face

    assert shown(()) == ""
    assert shown((MadeFile("face-96.jpg", 1, 96, 96, address=address),)) == address


def test_the_logo_is_the_icon_once_it_is_made() -> None:
    plain, own = view(), view(site=Site(logo=LOGO), is_made=True)
    assert plain.icon.startswith("assets/icon-")
    assert plain.icon_data.startswith("data:")
    assert (plain.touch_icon, plain.icons, plain.logo) == ("", (), None)
    assert own.icon.endswith("icon-32.png")
    assert (own.icon_data, [size for _, size in own.icons]) == ("", [192, 512])
    assert own.touch_icon.endswith("icon-180.png")
    assert own.logo is not None
