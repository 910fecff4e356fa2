"""Which sheets to print there are, and what is on them."""

from datetime import date, datetime

from msgspec.structs import replace

from generator.kinds import Answer, Event, Kind
from generator.model import Contacts, Content, Post, PostFacts, Site, Slot, Text, Theme
from generator.plan.media.tasks import plan_media
from generator.plan.plan import Rendered
from generator.plan.site import plan_site
from generator.plan.views import NoticeView

SLOTS = tuple(Slot(name, (100,)) for name in ("card", "share", "photo", "portrait", "logo"))
ASSETS = (("style.css", b""), ("icon.svg", b"<svg/>"))
THEME = Theme("test", SLOTS, (), ASSETS, (), "theme")
SITE = Site(
    url="https://a.kz/",
    tagline=(("kk", "Ауыл үні"), ("ru", "Голос села")),
    contacts=Contacts(phone="+7 700", address=(("kk", "Орал"), ("ru", "Уральск"))),
)
EVENT = Event(datetime(2026, 12, 1, 18, 30), (("kk", "Клуб"),))
MEETING = Post(
    "m",
    "m",
    date(2026, 11, 20),
    (Text("kk", "Жиын", summary="Келіңіздер"), Text("ru", "Встреча")),
    facts=PostFacts(kind=Kind.EVENT, details=EVENT),
)


def sheets(site: Site, *posts: Post) -> dict[str, NoticeView]:
    media = plan_media(Content(site, posts), THEME)
    plan = plan_site(media, lambda key: None, datetime(2026, 11, 23, 12))
    views = [file.content.view for file in plan.files if isinstance(file.content, Rendered)]
    return {view.path: view for view in views if isinstance(view, NoticeView)}


def test_without_an_address_there_is_nothing_to_scan_and_no_sheet() -> None:
    assert sheets(replace(SITE, url=""), MEETING) == {}


def test_the_site_an_event_and_an_answer_have_a_sheet() -> None:
    answer = PostFacts(kind=Kind.ANSWER, details=Answer((), ()))
    report = replace(MEETING, path="r", slug="r", facts=PostFacts())
    answered = replace(MEETING, path="a", slug="a", facts=answer)
    paths = set(sheets(SITE, MEETING, report, answered))
    assert paths == {"notice.html", "notice/m.html", "notice/a.html"}


def test_the_sites_sheet_says_how_to_reach_the_deputy_in_each_language() -> None:
    sheet = sheets(SITE)["notice.html"]
    assert sheet.target == "index.html"
    assert [(side.locale, side.text, side.phone, side.address) for side in sheet.sides] == [
        ("kk", "Ауыл үні", "+7 700", "Орал"),
        ("ru", "Голос села", "+7 700", "Уральск"),
    ]


def test_a_posts_sheet_says_when_and_where_in_its_own_languages() -> None:
    sheet = sheets(SITE, MEETING)["notice/m.html"]
    assert (sheet.title, sheet.target) == ("Жиын", "news/m.html")
    kazakh, russian = sheet.sides
    assert (kazakh.title, kazakh.text, kazakh.where) == ("Жиын", "Келіңіздер", "Клуб")
    assert (russian.title, russian.where, russian.phone) == ("Встреча", "", "+7 700")
    assert russian.when_text == "1\u00a0декабря 2026\u00a0г., 18:30"
    lone = replace(MEETING, texts=MEETING.texts[1:])
    assert [side.locale for side in sheets(SITE, lone)["notice/m.html"].sides] == ["ru"]


def test_a_sheet_is_one_for_all_languages() -> None:
    assert all(view.alternates == () for view in sheets(SITE, MEETING).values())
