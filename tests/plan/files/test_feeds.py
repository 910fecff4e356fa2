"""Pages made by hand in, the feed, sitemap, manifest and robots.txt that the theme makes out."""

import json
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from generator.digest import digest_bytes
from generator.intake.theme import read_theme
from generator.intake.theme_folder import theme_folder
from generator.kinds import CampaignView
from generator.plan.files.feeds import changed_on, feed_view, sitemap_entry
from generator.plan.plan import File, Rendered, rendered
from generator.plan.views import BodyPart, Card, Link, PageView, PostView, SitemapView, SiteView
from generator.work.page import Renderer
from tests.support.written_view import URL, figure, page, player, post, site

THEME = read_theme(theme_folder("default"), digest_bytes(b""))
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"


def written(file: File, url: str = URL) -> str:
    assert isinstance(file.content, Rendered)
    content = file.content
    text = Renderer(THEME, url).render(content.template, content.locale, content.view, file.path)
    return text.decode()


def feed(*posts: PostView, shown: SiteView | None = None) -> ElementTree.Element:
    shown = shown or site()
    return ElementTree.fromstring(
        written(
            rendered("feed.xml", "feed.xml", "kk", feed_view("feed.xml", shown, posts), ""),
            url=shown.url,
        )
    )


def entry(view: PostView) -> ElementTree.Element:
    found = feed(view).find(f"{ATOM}entry")
    assert found is not None
    return found


def urls(*views: PageView) -> list[ElementTree.Element]:
    newest = max(changed_on(one) for one in views)
    view = SitemapView(tuple(sitemap_entry(one, newest) for one in views))
    text = written(rendered("sitemap.xml", "sitemap.xml", "kk", view, ""))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    return list(ElementTree.fromstring(text))


def manifest(shown: SiteView) -> dict[str, Any]:
    path = "manifest.webmanifest" if shown.locale == "kk" else "ru/manifest.webmanifest"
    text = written(rendered(path, "manifest.webmanifest", shown.locale, shown, ""))
    found: dict[str, Any] = json.loads(text)
    return found


class Sources(HTMLParser):
    """The addresses of pictures in HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attrs)["src"])


# Feed


def test_a_feed_was_changed_when_its_last_post_was() -> None:
    older = post("news/a.html", published="2026-11-01T00:00:00+05:00")
    found = feed(post(modified="2026-11-20T00:00:00+05:00"), older)
    assert found.findtext(f"{ATOM}updated") == "2026-11-22T00:00:00+05:00"
    assert [one.findtext(f"{ATOM}updated") for one in found.iter(f"{ATOM}entry")] == [
        "2026-11-20T00:00:00+05:00",
        "2026-11-22T00:00:00+05:00",
    ]


def test_an_entry_has_what_the_standard_wants_once_each() -> None:
    found = entry(post(tags=(Link("Жол", "tags/zhol.html"), Link("А & Б", "tags/a-b.html"))))
    assert [one.tag.removeprefix(ATOM) for one in found] == [
        *("id", "title", "published", "updated", "link", *["category"] * 2, "summary")
    ]
    assert found.findtext(f"{ATOM}id") == f"{URL}news/zhol.html"
    assert [one.get("term") for one in found.iter(f"{ATOM}category")] == ["Жол", "А & Б"]


def test_every_clip_is_an_enclosure_with_its_true_size() -> None:
    view = post(lead=player(), parts=(BodyPart(player=player()),), players=(player(),))
    links = [one for one in entry(view).iter(f"{ATOM}link") if one.get("rel") == "enclosure"]
    assert len(links) == 3
    assert links[0].attrib == {
        "rel": "enclosure",
        "type": "video/mp4",
        "length": "2000000",
        "href": f"{URL}media/720.mp4",
    }


def test_the_words_of_an_entry_are_html_as_on_the_page() -> None:
    html = '<p>А &amp; Б <a href="https://a.kz/?x=1&amp;y=2">в</a></p>'
    view = post(
        parts=(BodyPart(html=html), BodyPart(figure=figure("a")), BodyPart(html="<p>Соңы</p>"))
    )
    content = entry(view).findtext(f"{ATOM}content") or ""
    assert f"{html}\n<p>Соңы</p>" in content


@pytest.mark.parametrize(
    ("values", "source"),
    [
        ({"lead": player(), "gallery": (figure("a"),)}, "media/poster.webp"),
        ({"gallery": (figure("a"), figure("b"))}, "media/a-480.jpg"),
        ({"parts": (BodyPart(figure=figure("c")),)}, "media/c-480.jpg"),
    ],
)
def test_an_entry_opens_with_one_picture(values: dict[str, Any], source: str) -> None:
    content = entry(post(**values)).findtext(f"{ATOM}content") or ""
    assert Sources(content).found == [URL + source]


def test_what_no_camera_saw_is_labelled_in_the_feed_too() -> None:
    label = "Жасанды интеллект"
    assert label not in ElementTree.tostring(entry(post(gallery=(figure("a"),))), "unicode")
    for values in ({"ai": True}, {"lead": player(ai=True)}, {"gallery": (figure("a", ai=True),)}):
        content = entry(post(**values)).findtext(f"{ATOM}content") or ""
        assert label in content, values


def test_a_campaign_post_names_its_payer_wherever_it_is_read() -> None:
    content = entry(post(details=CampaignView("А", "<Б>", "В"))).findtext(f"{ATOM}content") or ""
    assert "&lt;Б&gt;" in content
    assert content.index("А") < content.index("&lt;Б&gt;") < content.index("В</p>")


def test_markup_in_a_title_stays_words() -> None:
    evil = "</title><script>alert(1)</script> & ]]>"
    assert entry(post(title=evil)).findtext(f"{ATOM}title") == evil


def test_without_an_address_a_feed_has_relative_links_and_no_pictures() -> None:
    found = feed(post(lead=player()), shown=site(url=""))
    text = ElementTree.tostring(found, "unicode")
    assert "https:" not in text
    assert "<img" not in (found.findtext(f".//{ATOM}content") or "")
    ids = [one.text or "" for one in found.iter(f"{ATOM}id")]
    assert ids == ["urn:jarshy:feed.xml", "urn:jarshy:news/zhol.html"]


def test_an_empty_feed_is_whole() -> None:
    assert feed().findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+05:00"


# Sitemap


def test_every_page_says_when_it_last_changed() -> None:
    listed = page(
        "older_clips", "clips/1.html", rows=(Card("a.html", "kk", "А", "2025-03-01", ""),)
    )
    ahead = page("tag", "tags/b.html", cards=(Card("b.html", "kk", "Б", "2031-01-01", ""),))
    found = urls(post(), listed, ahead, page("contacts", "contacts.html"))
    assert [one.findtext(f"{SITEMAP}lastmod") for one in found] == [
        "2026-11-22",
        "2025-03-01",
        "2026-11-22",
        "2026-11-22",
    ]


def test_a_site_without_posts_claims_no_day() -> None:
    (found,) = urls(page("home", "index.html"))
    assert found.find(f"{SITEMAP}lastmod") is None


def test_languages_point_at_each_other_and_the_first_is_the_default() -> None:
    (found,) = urls(post(alternates=(("kk", "news/zhol.html"), ("ru", "ru/news/zhol.html"))))
    assert [(one.get("hreflang"), one.get("href")) for one in found.iter(f"{XHTML}link")] == [
        ("kk", f"{URL}news/zhol.html"),
        ("ru", f"{URL}ru/news/zhol.html"),
        ("x-default", f"{URL}news/zhol.html"),
    ]


def test_a_post_lists_each_of_its_photos_once_and_large() -> None:
    view = post(gallery=(figure("a"), figure("a")), parts=(BodyPart(figure=figure("b")),))
    (found,) = urls(view)
    assert [one.text for one in found.iter(f"{IMAGE}loc")] == [
        f"{URL}media/a-960.jpg",
        f"{URL}media/b-960.jpg",
    ]


def test_a_clip_is_listed_in_the_order_of_googles_schema() -> None:
    (found,) = urls(post(lead=player(), description="А & Б"))
    (video,) = found.iter(f"{VIDEO}video")
    assert [(one.tag.removeprefix(VIDEO), one.text) for one in video] == [
        ("thumbnail_loc", f"{URL}media/poster.webp"),
        ("title", "Жол"),
        ("description", "А & Б"),
        ("content_loc", f"{URL}media/720.mp4"),
        ("duration", "45"),
        ("publication_date", "2026-11-20T00:00:00+05:00"),
    ]


def test_the_parts_of_an_address_stand_in_the_order_of_the_protocol() -> None:
    view = post(alternates=(("kk", "news/zhol.html"),), gallery=(figure("a"),), players=(player(),))
    (found,) = urls(view)
    assert [one.tag for one in found] == [
        *(f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{XHTML}link", f"{XHTML}link"),
        *(f"{IMAGE}image", f"{VIDEO}video"),
    ]


@pytest.mark.parametrize("caption", ["", "мектеп " * 40])
def test_a_clips_title_is_never_empty_nor_too_long(caption: str) -> None:
    (found,) = urls(post(lead=player(caption=caption)))
    title = found.findtext(f".//{VIDEO}title") or ""
    assert 0 < len(title) <= 100


def test_a_clip_without_a_description_is_described_by_its_title() -> None:
    (found,) = urls(post(lead=player(), description=""))
    assert found.findtext(f".//{VIDEO}description") == "Жол"


# Manifest and robots.txt


def test_a_manifest_stands_for_its_language() -> None:
    icons = (("media/icon-192.png", 192), ("media/icon-512.png", 512))
    kazakh = site(icons=icons, accent="#0a6c74")
    found = manifest(kazakh)
    assert (found["lang"], found["start_url"], found["scope"]) == ("kk", "./", "./")
    assert found["theme_color"] == "#0a6c74"
    assert [(one["src"], one["sizes"], one.get("purpose")) for one in found["icons"]] == [
        ("media/icon-192.png", "192x192", None),
        ("media/icon-512.png", "512x512", None),
        ("media/icon-512.png", "512x512", "maskable"),
    ]
    russian = manifest(replace(kazakh, locale="ru"))
    assert (russian["lang"], russian["start_url"], russian["scope"]) == ("ru", "./", "../")
    assert russian["icons"][0]["src"] == "../media/icon-192.png"


def test_a_manifest_without_icons_or_accent_is_whole() -> None:
    found = manifest(site())
    assert found["icons"] == []
    assert found["theme_color"] == "#0b6a83"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Мәслихат", "Мәслихат"),
        ("Мәслихат депутаты", "Мәслихат"),
        ("Ауыл үні бір", "Ауыл үні бір"),
        ("Ауыл үні бірі мен", "Ауыл үні"),
        ("Қоғамдастырылмағандар үні", "Қоғамдастыры"),
        ('"Жол" \\ </script> ə', '"Жол" \\'),
    ],
)
def test_a_name_on_a_home_screen_is_cut_at_a_word(name: str, short: str) -> None:
    found = manifest(site(name=name))
    assert (found["name"], found["short_name"]) == (name, short)


def test_robots_are_let_in_and_told_where_the_sitemap_is() -> None:
    text = written(rendered("robots.txt", "robots.txt", "kk", site(), ""))
    assert text.splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        f"Sitemap: {URL}sitemap.xml",
    ]
    nowhere = site(url="")
    text = written(rendered("robots.txt", "robots.txt", "kk", nowhere, ""), url="")
    assert "Sitemap" not in text
