"""post.toml in, facts out; what is not understood is named with its nearest neighbour."""

from datetime import date, datetime
from typing import Any

import pytest

from generator.errors import Unfit
from generator.intake.post_facts import (
    DeclaredFacts,
    check_front_words,
    front_words,
    merged,
    read_post_facts,
    tag_names,
)
from generator.intake.settings import read_toml
from generator.kinds import Answer, Campaign, Evidence, Kind
from generator.language.localized import moment
from generator.messages import Words


def facts(written: str) -> DeclaredFacts:
    table = read_toml(written.encode(), "А/post.toml")
    return read_post_facts(table, "А/post.toml", ("kk", "ru"))


def refusal(written: str) -> str:
    with pytest.raises(Unfit) as caught:
        facts(written)
    assert caught.value.problem.where == "А/post.toml"
    return Words("en").problem(caught.value.problem).removeprefix("А/post.toml — ")


def test_nothing_written_is_a_plain_report() -> None:
    found = facts("")
    assert (found.facts.kind, found.facts.draft, found.date) == (Kind.REPORT, False, None)


@pytest.mark.parametrize(
    ("written", "key", "near"),
    [
        ("drfat = true", "drfat", "draft"),
        ("Draft = true", "Draft", "draft"),
        ('titel = "А"', "titel", "title"),
        ('[media."a.jpg"]\ncaptoin = "А"', "captoin", "caption"),
        ('[media."a.jpg".alt]\nkz = "А"', "kz", "kk"),
        ("[[updates]]\ndate = 2026-11-23\nreson = 'А'", "reson", "reason"),
        ('title = { kz = "А" }', "kz", "kk"),
        ('tags = { kz = ["А"] }', "kz", "kk"),
    ],
)
def test_an_unknown_key_is_named_with_its_nearest(written: str, key: str, near: str) -> None:
    assert refusal(written) == f"“{key}” is not known here — did you mean “{near}”?"


def test_a_key_near_to_none_is_told_all_of_them() -> None:
    told = refusal('"қала" = "А"')
    assert told.startswith("“қала” is not known here — known are: ai, aliases, ")


@pytest.mark.parametrize(
    "written",
    [
        'pin = "иә"',
        "aliases = 5",
        'kind = "reprot"',
        "media = 5",
        "updates = 5",
        'updates = ["А"]',
        "[media]\na = 5",
        'first_seen = "кеше"',
    ],
)
def test_a_value_of_another_sort_is_refused(written: str) -> None:
    assert refusal(written).startswith("the value of “")


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        ('kind = "event"', "when, where"),
        ('kind = "event"\nwhere = "Клуб"', "when"),
        ('kind = "campaign"', "producer, client, payer"),
        ('kind = "campaign"\nproducer = "А"\nclient = "Б"\npayer = ""', "payer"),
        ('kind = "answer"', "claim, evidence"),
        ('kind = "answer"\nclaim = "А"\nevidence = []', "evidence"),
    ],
)
def test_a_kind_lacking_its_fields_is_refused(written: str, missing: str) -> None:
    assert f" needs {missing} — " in refusal(written)


def test_children_without_consent_are_refused() -> None:
    assert refusal("children = true").startswith("children are shown")
    assert facts("children = true\nconsent = true").facts.children


def test_a_campaign_names_who_made_ordered_and_paid() -> None:
    written = 'kind = "campaign"\nproducer = "А"\nclient = "Б"\npayer = "В"'
    assert facts(written).facts.campaign == Campaign("А", "Б", "В")


def test_an_answer_keeps_all_that_shows_it() -> None:
    found = facts(
        'kind = "answer"\nclaim = { kk = "Су жоқ", ru = "Воды нет" }\nevidence = "https://a.kz"\n'
        "first_seen = 2026-11-20\npin_until = 2026-11-30\n"
        '[[updates]]\ndate = 2026-11-24\nreason = "Түзетілді"'
    )
    assert found.facts.answer == Answer(
        claim=(("kk", "Су жоқ"), ("ru", "Воды нет")),
        evidence=(Evidence(url="https://a.kz"),),
        first_seen=date(2026, 11, 20),
        pin_until=date(2026, 11, 30),
    )
    assert found.facts.updates == (
        (date(2026, 11, 24), (("kk", "Түзетілді"), ("ru", "Түзетілді"))),
    )


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ('tags = ["Жол", "Көпір"]', {"kk": ("Жол", "Көпір"), "ru": ("Жол", "Көпір")}),
        ('tags = "Жол,  Көпір , Жол,"', {"kk": ("Жол", "Көпір"), "ru": ("Жол", "Көпір")}),
        ('tags = { kk = ["Жол"], ru = "Дороги" }', {"kk": ("Жол",), "ru": ("Дороги",)}),
        ("tags = []", {}),
    ],
)
def test_tags_are_a_list_or_a_line_for_all_or_for_each(
    written: str, tags: dict[str, tuple[str, ...]]
) -> None:
    assert dict(facts(written).tags) == tags


def test_tags_that_are_no_words_are_none() -> None:
    assert tag_names(5) == ()
    assert tag_names([2026, "  "]) == ("2026",)


@pytest.mark.parametrize(
    ("value", "end_of_day", "expected"),
    [
        (date(2026, 11, 23), False, datetime(2026, 11, 23)),
        (date(2026, 11, 23), True, datetime(2026, 11, 23, 23, 59)),
        ("2026-11-23", False, datetime(2026, 11, 23)),
        ("2026-11-23", True, datetime(2026, 11, 23, 23, 59)),
        (" 2026-11-23 18:30 ", True, datetime(2026, 11, 23, 18, 30)),
        ("2026-11-23T13:30:00Z", False, datetime(2026, 11, 23, 18, 30)),
        ("2026-11-23T18:30:00+05:00", False, datetime(2026, 11, 23, 18, 30)),
        (datetime(2026, 11, 23, 18, 30), True, datetime(2026, 11, 23, 18, 30)),
        (None, True, None),
    ],
)
def test_a_moment_is_kazakhstans_time(
    value: Any, end_of_day: bool, expected: datetime | None
) -> None:
    assert moment(value, "А", end_of_day=end_of_day) == expected


@pytest.mark.parametrize("value", ["23.11.2026", "ертең", "", "18:30"])
def test_what_is_no_date_is_refused(value: str) -> None:
    assert refusal(f'expires_at = "{value}"').startswith(f"“{value}” is not a date")


def test_a_post_expires_at_the_end_of_its_last_day() -> None:
    assert facts("expires_at = 2026-11-23").facts.expires_at == datetime(2026, 11, 23, 23, 59)
    assert facts("publish_at = 2026-11-23").facts.publish_at == datetime(2026, 11, 23)


def test_post_toml_goes_before_front_matter_and_words_stay_with_their_text() -> None:
    fronts = [{"pin": False, "title": "А", "draft": True}, {"draft": False, "tags": ["Б"]}]
    assert merged({"pin": True}, fronts) == {"pin": True, "draft": True}


def test_front_matter_speaks_for_its_language() -> None:
    front = {"title": {"kk": "Үй"}, "summary": "Қысқаша", "tags": {"ru": "Дом, Сад"}}
    assert front_words(front, "kk", alone=True).title == "Үй"
    assert front_words(front, "ru", alone=True).title == ""
    assert front_words(front, "kk", alone=True).summary == "Қысқаша"
    assert front_words(front, "kk", alone=False).summary == ""
    assert front_words(front, "ru", alone=False).tags == ("Дом", "Сад")


def test_the_part_to_share_is_given_in_seconds() -> None:
    found = facts("share_from = 5\nshare_to = 42.5").facts
    assert (found.share_from, found.share_to) == (5, 42.5)
    assert (facts("").facts.share_from, facts("").facts.share_to) == (None, None)
    assert "share_from" in refusal("share_form = 5")
    assert "share_to" in refusal('share_to = "ортасы"')


EVENT = 'kind = "event"\nwhere = "Клуб"\n'


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "written",
    [
        *("date = {}", "publish_at = {}", "expires_at = {}", "first_seen = {}", "checked_at = {}"),
        *("pin_until = {}", "when = {}", "when = {}T23:30:00", "when = {}T00:30:00+14:00"),
        *('when = "{} 23:30"', EVENT + "when = 2026-12-01\nuntil = {}"),
        "[[updates]]\ndate = {}\nreason = 'А'",
    ],
)
def test_a_year_that_cannot_be_meant_is_refused(written: str, day: str) -> None:
    told = refusal(written.format(day))
    assert told.startswith(f"“{day}")
    assert "is not a date" in told


@pytest.mark.parametrize(
    ("when", "all_day"),
    [
        ("2026-12-01", True),
        ('"2026-12-01"', True),
        ("2026-12-01T00:00:00", False),
        ('"2026-12-01 18:30"', False),
    ],
)
def test_an_event_knows_whether_a_time_was_written(when: str, all_day: bool) -> None:
    event = facts(f"{EVENT}when = {when}").facts.event
    assert event is not None
    assert event.all_day is all_day


@pytest.mark.parametrize("until", ["2026-11-30", "2026-12-01T14:59:00"])
def test_an_event_that_ends_before_it_begins_is_refused(until: str) -> None:
    told = refusal(f"{EVENT}when = 2026-12-01T15:00:00\nuntil = {until}")
    assert told.startswith("the event ends before it begins: until = ")


def doubts(written: str) -> list[tuple[str, dict[str, str]]]:
    return [(one.what, dict(one.values)) for one in facts(written).doubts]


def test_an_end_with_a_time_and_a_start_without_is_doubted() -> None:
    day, time = "2026-12-01", "2026-12-01T18:00:00"
    what = "the event has a time in until, and none in when"
    assert doubts(f"{EVENT}when = {day}\nuntil = {time}") == [(what, {})]
    assert doubts(f"{EVENT}when = {day}\nuntil = {day}") == []
    assert doubts(f"{EVENT}when = {time}\nuntil = {day}") == []
    assert doubts(f"{EVENT}when = {day}") == []


def test_facts_in_one_language_of_two_are_doubted_once() -> None:
    what = "not written in {locale}: {keys}"
    written = (
        'where = { kk = "Клуб" }\nclaim = { kk = "А", ru = "" }\nfact = "Б"\n'
        'verdict = { ru = "В" }\n' + "[[updates]]\ndate = 2026-11-24\nreason = { kk = 'Г' }\n" * 2
    )
    assert doubts(written) == [
        (what, {"locale": "kk", "keys": "verdict"}),
        (what, {"locale": "ru", "keys": "where, claim, reason"}),
    ]
    assert doubts('where = { kk = "Клуб", ru = "ДК" }\nclaim = "А"') == []


def test_numbers_and_days_among_the_tags_are_words() -> None:
    front = {"tags": ["школа", 2026, date(2026, 12, 1)]}
    check_front_words(front, "А/ru.md", ("kk", "ru"))
    assert front_words(front, "ru", alone=True).tags == ("школа", "2026", "2026-12-01")
    assert front_words({"tags": {"ru": 2026}}, "ru", alone=True).tags == ("2026",)
    assert dict(facts('tags = { kk = ["мектеп", 2026] }').tags) == {"kk": ("мектеп", "2026")}
