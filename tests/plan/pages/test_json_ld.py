"""Pages made by hand in, their schema.org descriptions out, read back as JSON."""

import gzip
import json
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from generator.kinds import Event
from generator.model import Contacts
from generator.plan.pages.json_ld import HEADLINE, describe, describe_page
from generator.plan.views import Link, Player, PostView
from tests.support.written_view import URL, page, picture, player, post, site

DEPUTY = f"{URL}#deputy"
HOME = f"{URL}index.html"


def read(text: str) -> dict[str, dict[str, Any]]:
    """What is described, by its type."""
    described = json.loads(text)
    assert described["@context"] == "https://schema.org"
    return {one["@type"]: one for one in described["@graph"]}


def described(view: PostView, *clips: Player, event: Event | None = None) -> dict[str, Any]:
    return read(describe(replace(view, players=clips), event))


def test_an_article_says_who_what_and_when() -> None:
    article = described(post())["NewsArticle"]
    assert article == {
        "@type": "NewsArticle",
        "headline": "Жол",
        "description": "Жол жөнделді.",
        "image": f"{URL}media/card.jpg",
        "datePublished": "2026-11-20T00:00:00+05:00",
        "dateModified": "2026-11-22T00:00:00+05:00",
        "inLanguage": "kk",
        "isAccessibleForFree": True,
        "mainEntityOfPage": f"{URL}news/zhol.html",
        "author": {"@type": "Person", "@id": DEPUTY, "name": "Мәслихат депутаты", "url": HOME},
        "publisher": {"@id": DEPUTY},
    }


def test_an_article_never_corrected_was_changed_when_it_was_published() -> None:
    article = described(post(modified=""))["NewsArticle"]
    assert article["dateModified"] == article["datePublished"]


def test_corrections_are_named() -> None:
    view = post(updates=(("22 қараша", "Сан түзетілді"),))
    assert described(view)["NewsArticle"]["correction"] == ["Сан түзетілді"]


def test_the_author_is_found_on_the_page_about_the_deputy() -> None:
    view = post(site=site(about="about.html"))
    assert described(view)["NewsArticle"]["author"]["url"] == f"{URL}about.html"


def test_a_post_without_a_card_shows_the_sites_own() -> None:
    bare = post(card_image="")
    assert "image" not in described(bare)["NewsArticle"]
    view = post(card_image="", site=site(card_image="media/site.jpg"))
    assert described(view)["NewsArticle"]["image"] == f"{URL}media/site.jpg"


def test_a_long_headline_is_cut_at_a_word() -> None:
    title = "мектеп " * 30
    headline = described(post(title=title.strip()))["NewsArticle"]["headline"]
    assert len(headline) <= HEADLINE
    assert headline.endswith("мектеп…")


def test_a_clip_is_described_as_the_page_shows_it() -> None:
    clip = player(caption="Жаңа жол", transcript=("Сәлеметсіздер ме!", "Жол дайын."))
    assert described(post(), clip)["VideoObject"] == {
        "@type": "VideoObject",
        "name": "Жаңа жол",
        "description": "Жол жөнделді.",
        "thumbnailUrl": f"{URL}media/poster.webp",
        "uploadDate": "2026-11-20T00:00:00+05:00",
        "duration": "PT45S",
        "contentUrl": f"{URL}media/720.mp4",
        "transcript": "Сәлеметсіздер ме! Жол дайын.",
    }


def test_a_clip_has_its_own_description_each() -> None:
    text = describe(post(players=(player(caption="А"), player(caption="Б"))), None)
    names = [one["name"] for one in json.loads(text)["@graph"] if one["@type"] == "VideoObject"]
    assert names == ["А", "Б"]


def test_a_clip_without_words_is_called_as_its_post() -> None:
    clip = described(post(description=""), player())["VideoObject"]
    assert (clip["name"], clip["description"]) == ("Жол", "Жол")
    assert "transcript" not in clip


def test_a_clip_that_no_camera_saw_says_so() -> None:
    assert "digitalSourceType" not in described(post(), player())["VideoObject"]
    source = described(post(), player(ai=True))["VideoObject"]["digitalSourceType"]
    assert source == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"


def test_an_event_has_its_time_and_place_in_the_pages_language() -> None:
    where = (("kk", "Мектеп"), ("ru", "Школа"))
    event = Event(datetime(2026, 12, 1, 18, 30), where, datetime(2026, 12, 1, 20, 0))
    found = described(post(), event=event)["Event"]
    assert found["startDate"] == "2026-12-01T18:30:00+05:00"
    assert found["endDate"] == "2026-12-01T20:00:00+05:00"
    assert found["location"] == {"@type": "Place", "name": "Мектеп", "address": "Мектеп"}


def test_an_event_always_has_a_place() -> None:
    event = Event(datetime(2026, 12, 1, 18, 30), (("ru", "Школа"),))
    found = described(post(), event=event)["Event"]
    assert found["location"]["address"] == "Школа"
    assert "endDate" not in found


def test_breadcrumbs_lead_from_home_to_the_page() -> None:
    steps = described(post())["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["name"] for step in steps] == ["Басты бет", "Мұрағат", "Жол"]
    assert [step.get("item") for step in steps] == [HOME, f"{URL}archive/index.html", None]


def test_a_single_crumb_is_no_way() -> None:
    view = post(crumbs=(Link("Басты бет", "index.html"),))
    assert "BreadcrumbList" not in described(view)


def test_no_title_can_end_the_script_element() -> None:
    evil = '</script><script>alert(1)</script><!-- & \u2028 "\\'
    event = Event(datetime(2026, 12, 1, 18, 30), (("kk", evil),))
    clip = player(caption=evil)
    text = describe(post(title=evil, description=evil, players=(clip,)), event)
    assert not set("<>&") & set(text)
    assert read(text)["VideoObject"]["name"] == evil
    text = describe_page(page("home", "index.html", site=site(name=evil), crumbs=()))
    assert not set("<>&") & set(text)
    assert read(text)["Person"]["name"] == evil


def test_a_description_is_small() -> None:
    words = "Ауылдың бас көшесіне асфальт төселді, жарық қойылды. " * 3
    view = post(description=words, players=(player(),))
    assert len(gzip.compress(describe(view, None).encode())) < 900


# Pages that are no posts


def test_the_home_page_describes_the_site_and_its_deputy() -> None:
    known = site(
        tagline="Ауыл жаңалықтары",
        district="Үлгі ауданы",
        contacts=Contacts(
            phone="+7 700 000 00 00", email="deputat@example.kz", address="Орталық көше, 1"
        ),
        portrait=picture("portrait"),
    )
    found = read(describe_page(page("home", "index.html", site=known, crumbs=())))
    assert set(found) == {"WebSite", "Person"}
    assert found["WebSite"] == {
        "@type": "WebSite",
        "name": "Мәслихат депутаты",
        "description": "Ауыл жаңалықтары",
        "url": HOME,
        "inLanguage": "kk",
        "publisher": {"@id": DEPUTY},
    }
    assert found["Person"] == {
        "@type": "Person",
        "@id": DEPUTY,
        "name": "Мәслихат депутаты",
        "url": HOME,
        "image": f"{URL}media/portrait-960.jpg",
        "telephone": "+7 700 000 00 00",
        "email": "deputat@example.kz",
        "address": "Орталық көше, 1",
        "workLocation": {"@type": "AdministrativeArea", "name": "Үлгі ауданы"},
    }


def test_what_nobody_wrote_is_not_described() -> None:
    person = read(describe_page(page("home", "index.html", crumbs=())))["Person"]
    assert set(person) == {"@type", "@id", "name", "url"}


@pytest.mark.parametrize("kind", ["archive", "tags", "tag", "clips", "answers"])
def test_a_list_is_a_collection(kind: str) -> None:
    found = read(describe_page(page(kind, "clips/index.html", title="Видео")))
    assert set(found) == {"CollectionPage", "BreadcrumbList"}
    assert found["CollectionPage"]["url"] == f"{URL}clips/index.html"


@pytest.mark.parametrize(
    ("kind", "path", "described_as"),
    [
        ("contacts", "contacts.html", "ContactPage"),
        ("page", "about.html", "ProfilePage"),
    ],
)
def test_pages_about_the_deputy_say_how_to_reach_one(
    kind: str, path: str, described_as: str
) -> None:
    known = site(about="about.html", contacts=Contacts(phone="+7 700 000 00 00"))
    found = read(describe_page(page(kind, path, site=known)))[described_as]
    assert found["mainEntity"]["telephone"] == "+7 700 000 00 00"


def test_any_other_page_is_a_web_page() -> None:
    found = read(describe_page(page("page", "law.html", title="Заң")))["WebPage"]
    assert found == {
        "@type": "WebPage",
        "name": "Заң",
        "url": f"{URL}law.html",
        "inLanguage": "kk",
    }


@pytest.mark.parametrize("kind", ["search", "notice", "missing", "redirect"])
def test_what_is_not_to_be_found_is_not_described(kind: str) -> None:
    assert describe_page(page(kind, "x.html")) == ""


def test_without_an_address_nothing_is_described() -> None:
    assert describe_page(page("home", "index.html", site=site(url=""))) == ""


def test_a_council_is_an_organization_and_names_its_official_page() -> None:
    council = site(
        deputies="deputies/index.html",
        district="Үлгі ауданы",
        contacts=Contacts(phone="+7 700 000 00 00", official="https://gov.example.kz/"),
    )
    seen = read(describe_page(page("home", "index.html", site=council)))
    assert seen["GovernmentOrganization"] == {
        "@type": "GovernmentOrganization",
        "@id": f"{URL}#council",
        "name": "Мәслихат депутаты",
        "url": HOME,
        "telephone": "+7 700 000 00 00",
        "areaServed": {"@type": "AdministrativeArea", "name": "Үлгі ауданы"},
        "sameAs": "https://gov.example.kz/",
    }
    assert seen["WebSite"]["publisher"] == {"@id": f"{URL}#council"}


def test_a_deputy_is_a_member_of_the_council_of_the_region() -> None:
    own = site(region=Link("Облыс мәслихаты", "https://oblys.example.kz/index.html"))
    person = read(describe_page(page("home", "index.html", site=own)))["Person"]
    assert person["memberOf"] == {
        "@type": "GovernmentOrganization",
        "name": "Облыс мәслихаты",
        "url": "https://oblys.example.kz/index.html",
    }


def test_an_article_shows_its_picture_in_every_shape_it_has() -> None:
    shapes = ("media/wide.jpg", "media/broad.jpg", "media/square.jpg")
    article = described(post(images=shapes))["NewsArticle"]
    assert article["image"] == [f"{URL}{path}" for path in shapes]
