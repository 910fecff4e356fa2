"""Posts in, what hangs on their pages out: corrections, ways to pass them on, sheets, cards."""

import dataclasses
import json
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from generator.kinds import Answer, Event, Evidence, Kind
from generator.model import (
    Block,
    Body,
    Clip,
    ClipFacts,
    Content,
    Page,
    Photo,
    PhotoFacts,
    PostFacts,
    Site,
    Source,
    Text,
)
from generator.plan.media.tasks import plan_media, without_failed
from generator.plan.plan import Literal
from generator.plan.site import plan_site
from generator.recipes import CardRecipe, IconRecipe, NoInput, ResultInput
from tests.support.written_site import NOW, THEME, plan, post

SITE = Site(url="https://a.kz/", accent="#a81f14")
BOTH = post("2026-11-20", "Мектеп & бақ", "Школа")
PATH = "news/2026-11-20.html"


def test_corrections_of_any_post_are_shown_newest_first() -> None:
    updates = (
        (date(2026, 11, 21), (("kk", "Сан"), ("ru", "Число"))),
        (date(2026, 11, 22), (("kk", "Күн"),)),
    )
    pages = plan(replace(BOTH, facts=PostFacts(updates=updates))).pages
    assert pages[PATH].updates == (
        ("2026\u00a0ж. 22\u00a0қараша", "Күн"),
        ("2026\u00a0ж. 21\u00a0қараша", "Сан"),
    )
    assert pages["ru/" + PATH].updates == (("21\u00a0ноября 2026\u00a0г.", "Число"),)
    assert pages[PATH].modified == "2026-11-22T00:00:00+05:00"
    to_come = (*updates, (date(2027, 1, 1), (("kk", "Ертең"),)))
    later = plan(replace(BOTH, facts=PostFacts(updates=to_come))).pages
    assert later[PATH].updates == pages[PATH].updates
    assert plan(BOTH).pages[PATH].modified == "2026-11-20T00:00:00+05:00"


def test_a_page_is_passed_on_with_its_title_and_full_address() -> None:
    whatsapp, telegram, vk = plan(BOTH, site=SITE).pages[PATH].share
    address = "https://a.kz/news/2026-11-20.html"
    assert parse_qs(urlsplit(whatsapp.path).query) == {"text": [f"Мектеп & бақ {address}"]}
    assert parse_qs(urlsplit(telegram.path).query) == {"url": [address], "text": ["Мектеп & бақ"]}
    assert parse_qs(urlsplit(vk.path).query) == {"url": [address]}


def test_without_an_address_there_is_nothing_to_pass_on_and_no_sheet() -> None:
    event = Event(datetime(2026, 12, 1, 18, 30), (("kk", "Клуб"),))
    planned = plan(replace(BOTH, facts=PostFacts(kind=Kind.EVENT, details=event)))
    assert planned.pages[PATH].share == ()
    assert not [path for path in planned.paths if path.startswith("notice")]


def test_an_announcement_and_an_answer_have_a_sheet_in_all_their_languages() -> None:
    event = Event(datetime(2026, 12, 1, 18, 30), (("kk", "Клуб"), ("ru", "ДК")))
    told = replace(BOTH, facts=PostFacts(kind=Kind.EVENT, details=event))
    answer = Answer((("kk", "А"),), (Evidence(url="https://a.kz"),))
    answered = post("2026-11-01", "Су таза", facts=PostFacts(kind=Kind.ANSWER, details=answer))
    pages = plan(told, answered, post("2026-11-02", "Жай"), site=SITE).pages
    sheet = pages["notice/2026-11-20.html"]
    assert [(side.locale, side.title, side.where) for side in sheet.sides] == [
        ("kk", "Мектеп & бақ", "Клуб"),
        ("ru", "Школа", "ДК"),
    ]
    assert sheet.sides[1].when_text == "1\u00a0декабря 2026\u00a0г., 18:30"
    assert (sheet.target, pages["ru/" + PATH].notice) == (PATH, "notice/2026-11-20.html")
    assert [side.locale for side in pages["notice/2026-11-01.html"].sides] == ["kk"]
    assert "notice/2026-11-02.html" not in pages
    assert [side.locale for side in pages["notice.html"].sides] == ["kk", "ru"]


def test_sheets_and_search_are_not_in_the_sitemap() -> None:
    sitemap = plan(BOTH, site=SITE).sitemap
    assert sitemap is not None
    assert not [one.url for one in sitemap.entries if "notice" in one.url or "search" in one.url]


def test_own_words_for_contacts_stand_on_the_page_of_contacts() -> None:
    own = Page("contacts", (Text("kk", "Хабарласу", Body.of(Block(html="<p>Дүйсенбі</p>"))),))
    planned = plan(pages=(own,))
    kazakh, russian = planned.pages["contacts.html"], planned.pages["ru/contacts.html"]
    assert (kazakh.kind, kazakh.title) == ("contacts", "Хабарласу")
    assert [part.html for part in kazakh.parts] == ["<p>Дүйсенбі</p>"]
    assert russian.parts == ()
    assert planned.pages["index.html"].site.pages == ()


# Share cards and icons

PHOTO = Photo(Source("2026-11-20/a.jpg", "1", 1), PhotoFacts(4000, 3000))
CLIP = Clip(Source("2026-11-20/a.mp4", "2", 1), ClipFacts(1280, 720, 45.2, 30))


def cards(content: Content) -> dict[tuple[str, str], tuple[CardRecipe, object]]:
    media = plan_media(content, THEME)
    found = {
        (owner, locale): media.card(owner, locale)
        for owner in ("", *media.owners())
        for locale in content.site.locales
    }
    return {
        key: (task.recipe, task.input)
        for key, task in found.items()
        if task and isinstance(task.recipe, CardRecipe)
    }


def test_each_text_has_a_card_on_its_posts_picture() -> None:
    filmed = replace(BOTH, media=(CLIP,))
    made = cards(Content(SITE, (filmed,)))
    assert set(made) == {("", "kk"), ("", "ru"), ("2026-11-20", "kk"), ("2026-11-20", "ru")}
    recipe, ground = made["2026-11-20", "ru"]
    assert (recipe.title, recipe.is_clip, recipe.accent) == ("Школа", True, "#a81f14")
    assert recipe.label == "Video · 45\u00a0с"
    assert isinstance(ground, ResultInput)
    assert ground.name.startswith("share-")
    assert made["", "ru"] == (
        CardRecipe("Депутат", "Депутат", "home", accent="#a81f14"),
        NoInput(),
    )


def test_a_post_without_a_picture_has_a_card_of_words() -> None:
    recipe, ground = cards(Content(SITE, (BOTH,)))["2026-11-20", "kk"]
    assert (recipe.title, recipe.is_clip, ground) == ("Мектеп & бақ", False, NoInput())


def test_without_an_address_no_card_is_drawn() -> None:
    assert cards(Content(Site(), (replace(BOTH, media=(PHOTO,)),))) == {}


def test_icons_are_drawn_from_the_logo_where_there_is_one() -> None:
    plain = plan_media(Content(SITE), THEME)
    assert plain.icons is not None
    assert (plain.icons.recipe, plain.icons.input) == (IconRecipe("#a81f14"), NoInput())
    own = plan_media(Content(replace(SITE, logo=PHOTO)), THEME)
    assert own.logo is not None
    assert own.icons is not None
    assert isinstance(own.icons.input, ResultInput)
    assert own.icons.input.key == own.logo.stills.key


def test_a_logo_that_cannot_be_read_is_planned_away() -> None:
    content = Content(replace(SITE, logo=PHOTO))
    media = plan_media(content, THEME)
    assert media.logo is not None
    assert without_failed(content, media, {media.logo.stills.key}).site.logo is None


def test_a_day_to_come_is_not_yet_a_day_of_publishing() -> None:
    page = plan(post("2026-12-31", "Жыл соңы")).pages["news/2026-12-31.html"]
    assert page.day == "2026-12-31"
    assert page.published == page.modified == "2026-11-23T00:00:00+05:00"


@pytest.mark.parametrize(
    ("accent", "ink"), [("#a81f14", b"#fff"), ("#ffd400", b"#000"), ("#fff", b"#000")]
)
def test_the_icon_can_be_seen_on_any_accent(accent: str, ink: bytes) -> None:
    drawn = b'<svg><path fill="#0b6a83"/><path fill="#fff"/></svg>'
    theme = dataclasses.replace(THEME, assets=(("style.css", b""), ("icon.svg", drawn)))
    content = Content(Site(accent=accent))
    planned = plan_site(plan_media(content, theme), lambda key: None, NOW)
    (icon,) = (file for file in planned.files if file.path.startswith("assets/icon-"))
    assert isinstance(icon.content, Literal)
    assert icon.content.content == drawn.replace(b"#fff", ink).replace(b"#0b6a83", accent.encode())


def test_a_checked_claim_is_told_to_search_engines_only_where_the_site_asks_for_it() -> None:
    answer = Answer(
        (("kk", "Су жоқ"),), (Evidence(url="https://a.kz"),), verdict=(("kk", "Су бар."),)
    )
    answered = post("2026-11-01", "Су таза", facts=PostFacts(kind=Kind.ANSWER, details=answer))

    def types(site: Site) -> list[str]:
        page = plan(answered, site=site).pages["news/2026-11-01.html"]
        graph = json.loads(page.json_ld)["@graph"]
        return [one["@type"] for one in graph]

    assert "ClaimReview" not in types(SITE)
    assert "ClaimReview" in types(replace(SITE, claim_review=True))


MORNING = datetime(2026, 11, 26, 15, 0)


@pytest.mark.parametrize(
    ("event", "kazakh", "russian"),
    [
        (
            Event(MORNING, (), datetime(2026, 11, 26, 18, 0)),
            "2026 ж. 26 қараша, 15:00–18:00",
            "26 ноября 2026 г., 15:00–18:00",
        ),
        (
            Event(MORNING, (), datetime(2026, 11, 28, 18, 0)),
            "2026 ж. 26 қараша, 15:00 — 2026 ж. 28 қараша, 18:00",
            "26 ноября 2026 г., 15:00 — 28 ноября 2026 г., 18:00",
        ),
        (
            Event(MORNING, (), datetime(2026, 11, 28, 23, 59)),
            "2026 ж. 26 қараша, 15:00 — 2026 ж. 28 қараша",
            "26 ноября 2026 г., 15:00 — 28 ноября 2026 г.",
        ),
        (
            Event(MORNING, (), datetime(2026, 11, 26, 23, 59)),
            "2026 ж. 26 қараша, 15:00",
            "26 ноября 2026 г., 15:00",
        ),
        (
            Event(datetime(2026, 11, 26), (), all_day=True),
            "2026 ж. 26 қараша",
            "26 ноября 2026 г.",
        ),
        (
            Event(datetime(2026, 11, 26), (), datetime(2026, 11, 28, 23, 59), all_day=True),
            "2026 ж. 26 қараша — 2026 ж. 28 қараша",
            "26 ноября 2026 г. — 28 ноября 2026 г.",
        ),
    ],
)
def test_an_events_end_is_told_and_no_time_is_made_up(
    event: Event, kazakh: str, russian: str
) -> None:
    told = replace(BOTH, facts=PostFacts(kind=Kind.EVENT, details=event))
    pages = plan(told, site=SITE).pages
    texts = [side.when_text for side in pages["notice/2026-11-20.html"].sides]
    assert [text.replace("\u00a0", " ") for text in texts] == [kazakh, russian]
    shown = [page.event.when_text for page in (pages[PATH], pages["ru/" + PATH]) if page.event]
    assert shown == texts


def test_an_event_of_days_alone_tells_programs_no_time() -> None:
    event = Event(datetime(2026, 12, 1), (), datetime(2026, 12, 2, 23, 59), all_day=True)
    page = plan(replace(BOTH, facts=PostFacts(kind=Kind.EVENT, details=event)), site=SITE).pages[
        PATH
    ]
    assert page.event is not None
    assert page.event.start == "2026-12-01"
    (found,) = (one for one in json.loads(page.json_ld)["@graph"] if one["@type"] == "Event")
    assert (found["startDate"], found["endDate"]) == ("2026-12-01", "2026-12-02")
