"""post.toml in, facts out; what is not understood is named with its nearest neighbour."""

from datetime import date, datetime
from typing import Any

import pytest

from generator.errors import Unfit
from generator.intake.post_facts import PostFacts, front_words, merged, read_post_facts, tag_names
from generator.intake.settings import moment, read_toml
from generator.messages import Words
from generator.model import Answer, Campaign, Kind


def facts(written: str) -> PostFacts:
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
        evidence=("https://a.kz",),
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
