"""When an event begins and ends, and how a page says it."""

from datetime import datetime

import pytest

from generator.errors import Unfit
from generator.kinds import Event
from generator.kinds.event import EventKeys

EVENING = datetime(2026, 12, 1, 18, 30)
LOCALES = ("kk", "ru")


@pytest.mark.parametrize(
    ("until", "text"),
    [
        (None, "1 декабря 2026 г., 18:30"),
        (EVENING, "1 декабря 2026 г., 18:30"),
        (datetime(2026, 12, 1, 20, 0), "1 декабря 2026 г., 18:30–20:00"),
        (datetime(2026, 12, 1, 23, 59), "1 декабря 2026 г., 18:30"),
        (datetime(2026, 12, 2, 23, 59), "1 декабря 2026 г., 18:30 — 2 декабря 2026 г."),
    ],
)
def test_an_event_shows_its_end_only_where_it_is_known(until: datetime | None, text: str) -> None:
    view = Event(EVENING, (), until).view("ru", "", "a.ics")
    assert view.when_text.replace("\u00a0", " ") == text
    assert (view.start, view.where) == ("2026-12-01T18:30:00+05:00", "")
    assert view.calendar == "a.ics"


def test_a_day_without_a_time_is_all_day_and_ends_with_the_day() -> None:
    event = EventKeys(when="2026-12-01", until="2026-12-02", where="Клуб").details("p", LOCALES)
    assert event == Event(
        datetime(2026, 12, 1),
        (("kk", "Клуб"), ("ru", "Клуб")),
        datetime(2026, 12, 2, 23, 59),
        all_day=True,
    )
    assert event.iso(event.when) == "2026-12-01"


def test_an_event_cannot_end_before_it_begins() -> None:
    keys = EventKeys(when="2026-12-01 18:30", until="2026-12-01 17:00", where="Клуб")
    with pytest.raises(Unfit) as caught:
        keys.details("post.toml", LOCALES)
    assert "ends before it begins" in caught.value.problem.what


def test_an_end_with_a_time_and_a_start_without_one_are_doubted() -> None:
    (problem,) = EventKeys(when="2026-12-01", until="2026-12-01 18:00").doubts("post.toml")
    assert problem.what == "the event has a time in until, and none in when"
    assert not list(EventKeys(when="2026-12-01 09:00", until="2026-12-01 18:00").doubts("p"))


def test_the_deputy_says_yes_to_time_and_place() -> None:
    event = Event(EVENING, (("kk", "Клуб"),))
    assert list(event.shown()) == ["2026-12-01T18:30:00+05:00", "kk", "Клуб"]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (EventKeys("2026-12-01 18:30", "2026-12-01 20:00"), ("1", "декабря", "вторник")),
        (EventKeys("2026-12-01 18:30"), ("1", "декабря", "вторник")),
        (EventKeys("2026-12-01", "2026-12-03"), ("1–3", "декабря", "")),
        (EventKeys("2026-11-30", "2026-12-03"), ("30", "ноября\u00a0— 3\u00a0декабря", "")),
    ],
)
def test_the_day_of_an_event_is_told_by_number_month_and_weekday(
    keys: EventKeys, told: tuple[str, str, str]
) -> None:
    event = keys.details("p", LOCALES)
    assert event is not None
    view = event.view("ru")
    assert (view.number, view.month, view.weekday) == told


@pytest.mark.parametrize(
    ("when", "until", "hours", "end"),
    [
        ("2026-12-01 09:00", "2026-12-01 11:00", "09:00–11:00", "2026-12-01T11:00:00+05:00"),
        ("2026-12-01 09:00", None, "09:00", "2026-12-01T23:59:00+05:00"),
        ("2026-12-01 09:00", "2026-12-02", "09:00", "2026-12-02T23:59:00+05:00"),
        ("2026-12-01", None, "", "2026-12-01T23:59:00+05:00"),
    ],
)
def test_an_event_without_an_end_is_over_when_its_day_is(
    when: str, until: str | None, hours: str, end: str
) -> None:
    event = EventKeys(when, until, "Клуб").details("p", LOCALES)
    assert event is not None
    assert (event.view("kk").hours, event.view("kk").end) == (hours, end)
