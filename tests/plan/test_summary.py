"""What decides the key of a post's summary: anything else leaves the key as it is."""

import dataclasses
from datetime import date, datetime, time

import pytest
from msgspec.structs import replace

from generator.kinds import Answer, Event, Evidence, Kind
from generator.model import Content, Page, Post, PostFacts, Site, Slot, Text, Theme
from generator.plan.media.tasks import plan_media
from generator.plan.site import known_posts, plan_site
from generator.plan.summary import is_pinned, summary_keys

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 0)
SLOTS = tuple(
    Slot(name, (100,)) for name in ("card", "share", "photo", "poster", "portrait", "logo")
)
ASSETS = (("style.css", b""), ("icon.svg", b"<svg/>"))
THEME = Theme("test", SLOTS, (), ASSETS, (), "theme")
SITE = Site(name=(("kk", "Депутат"),))


def post(name: str, tags: tuple[str, ...] = (), facts: PostFacts | None = None) -> Post:
    texts = (Text("kk", name, tags=tags),)
    return Post(name, name, date(2026, 11, 20), texts, facts=facts or PostFacts(), digest=name)


ROAD, SCHOOL = post("zhol", ("Көше",)), post("mektep")
CONTENT = Content(SITE, (ROAD, SCHOOL))


def keys(content: Content, theme: Theme = THEME, now: datetime = NOW) -> dict[str, str]:
    return summary_keys(plan_media(content, theme), now)


def changed(content: Content, before: Content = CONTENT) -> set[str]:
    """The posts of both contents that have another key."""
    first, second = keys(before), keys(content)
    return {path for path in first if first[path] != second[path]}


def test_each_post_has_a_key_that_stays_the_same() -> None:
    assert keys(CONTENT) == keys(CONTENT)
    assert set(keys(CONTENT)) == {"zhol", "mektep"}
    assert keys(CONTENT)["zhol"] != keys(CONTENT)["mektep"]


@pytest.mark.parametrize(
    "site",
    [
        replace(SITE, name=(("kk", "Мәслихат депутаты"),)),
        replace(SITE, url="https://example.kz/"),
        replace(SITE, locales=("kk",)),
        replace(SITE, accent="#0a6c74"),
        replace(SITE, claim_review=True),
    ],
)
def test_a_change_of_the_site_changes_every_key(site: Site) -> None:
    assert changed(replace(CONTENT, site=site)) == {"zhol", "mektep"}


def test_another_theme_changes_every_key() -> None:
    other = keys(CONTENT, dataclasses.replace(THEME, digest="other"))
    assert not set(other.values()) & set(keys(CONTENT).values())


def test_a_change_of_a_post_changes_its_own_key() -> None:
    edited = replace(ROAD, digest="edited")
    assert changed(replace(CONTENT, posts=(edited, SCHOOL))) == {"zhol"}


def test_another_name_of_a_tag_changes_the_posts_with_that_tag() -> None:
    texts = (Text("kk", "Кесте", tags=("Көше",)), Text("ru", "План", tags=("Улица",)))
    older = Post("keste", "keste", date(2026, 1, 1), texts, digest="keste")
    tagless = replace(older, texts=(Text("kk", "Кесте"), Text("ru", "План", tags=("Сад",))))
    with_name = replace(CONTENT, posts=(*CONTENT.posts, older))
    without = replace(CONTENT, posts=(*CONTENT.posts, tagless))
    assert changed(with_name, without) - {older.path} == {"zhol"}


def test_the_first_tag_of_a_language_changes_every_key() -> None:
    russian = Post("sad", "sad", date(2026, 1, 1), (Text("ru", "Сад", tags=("Сад",)),), digest="s")
    assert changed(replace(CONTENT, posts=(*CONTENT.posts, russian))) == {"zhol", "mektep"}
    plain = replace(russian, texts=(Text("ru", "Сад"),))
    assert changed(replace(CONTENT, posts=(*CONTENT.posts, plain))) == set()


def test_pages_change_every_key_by_their_names_alone() -> None:
    about = Page("about", (Text("kk", "Біз туралы"),))
    with_page = replace(CONTENT, pages=(about,))
    renamed = replace(CONTENT, pages=(Page("about", (Text("kk", "Депутат туралы"),)),))
    rewritten = replace(CONTENT, pages=(Page("about", (Text("kk", "Біз туралы", summary="А"),)),))
    assert changed(with_page) == changed(renamed, with_page) == {"zhol", "mektep"}
    assert changed(rewritten, with_page) == set()


def test_the_first_answer_changes_every_key() -> None:
    facts = PostFacts(
        kind=Kind.ANSWER, details=Answer((("kk", "Су жоқ"),), (Evidence(url="https://a.kz"),))
    )
    answer = post("su", facts=facts)
    assert changed(replace(CONTENT, posts=(*CONTENT.posts, answer))) == {"zhol", "mektep"}
    both = replace(CONTENT, posts=(*CONTENT.posts, answer, post("zharyq", facts=facts)))
    assert changed(both, replace(CONTENT, posts=(*CONTENT.posts, answer))) == set()


@pytest.mark.parametrize(
    ("day", "facts", "changes"),
    [
        # The day on which a key of the 22nd, 23rd, 24th and 25th is another than the day before.
        ("2026-11-20", PostFacts(), []),
        ("2026-11-24", PostFacts(), [23, 24]),
        ("2026-11-20", PostFacts(updates=((date(2026, 11, 24), ()),)), [24]),
        ("2026-11-20", PostFacts(pin=True), []),
        ("2026-11-20", PostFacts(details=Answer((), (), pin_until=date(2026, 11, 23))), [24]),
    ],
)
def test_a_key_changes_on_the_days_that_change_the_post(
    day: str, facts: PostFacts, changes: list[int]
) -> None:
    dated = replace(ROAD, date=date.fromisoformat(day), facts=facts)
    content = replace(CONTENT, posts=(dated,))
    by_day = [keys(content, now=datetime(2026, 11, number, 12))["zhol"] for number in range(22, 26)]
    assert [
        number for number in (23, 24, 25) if by_day[number - 22] != by_day[number - 23]
    ] == changes


def test_a_post_is_pinned_through_its_last_day() -> None:
    pinned = replace(ROAD, facts=PostFacts(details=Answer((), (), pin_until=TODAY)))
    assert is_pinned(pinned, TODAY)
    assert not is_pinned(pinned, date(2026, 11, 24))
    assert not is_pinned(ROAD, TODAY)


def test_known_posts_are_those_whose_keys_still_hold() -> None:
    media = plan_media(CONTENT, THEME)
    known = plan_site(media, lambda key: None, NOW).summaries
    assert known_posts(media, NOW, known) == {"zhol", "mektep"}
    edited = replace(CONTENT, posts=(replace(ROAD, digest="edited"), SCHOOL))
    assert known_posts(plan_media(edited, THEME), NOW, known) == {"mektep"}
    assert known_posts(media, NOW, {}) == set()


def test_a_known_summary_is_used_as_it_is() -> None:
    media = plan_media(CONTENT, THEME)
    known = plan_site(media, lambda key: None, NOW).summaries
    again = plan_site(media, lambda key: None, NOW, known)
    assert all(again.summaries[path] is known[path] for path in known)
    stale = {"zhol": replace(known["zhol"], key="stale")}
    assert plan_site(media, lambda key: None, NOW, stale).summaries == known
    first = [(file.path, file.key) for file in plan_site(media, lambda key: None, NOW).files]
    assert [(file.path, file.key) for file in again.files] == first


def test_a_key_changes_when_the_event_of_the_post_is_over() -> None:
    details = Event(datetime(2026, 11, 23, 9, 0), (), datetime(2026, 11, 23, 11, 0))
    content = Content(SITE, (replace(ROAD, facts=PostFacts(details=details)),))
    hours = [keys(content, now=datetime(2026, 11, 23, hour))["zhol"] for hour in (8, 10, 11, 12)]
    assert hours[0] == hours[1] != hours[2] == hours[3]


def test_a_key_changes_with_the_day_only_where_the_hour_is_known() -> None:
    dated = replace(ROAD, date=TODAY)
    for hour, changes in ((time(9, 5), True), (None, False)):
        content = Content(SITE, (replace(dated, hour=hour),))
        days = [keys(content, now=datetime(2026, 11, day, 12))["zhol"] for day in (23, 24, 25)]
        assert (days[0] != days[1], days[1] != days[2]) == (changes, False)
