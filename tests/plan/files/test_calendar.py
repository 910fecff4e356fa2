"""An event becomes a calendar file that phones can read (RFC 5545)."""

from datetime import datetime

import pytest

from generator.kinds import Event
from generator.plan.files.calendar import calendar_file

WHEN = datetime(2026, 12, 1, 3, 30)


def lines(event: Event, title: str = "Жиналыс", locale: str = "kk", url: str = "") -> list[str]:
    """The lines as a reader joins them."""
    content = calendar_file(event, title, locale, "a@jarshy", url).decode()
    assert content.endswith("\r\n")
    return content.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def test_an_event_is_told_in_universal_time_and_lasts_an_hour() -> None:
    found = lines(Event(WHEN, (("kk", "Клуб"),)))
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-1] == "END:VCALENDAR"
    assert {
        *("DTSTART:20261130T223000Z", "DTEND:20261130T233000Z", "UID:a@jarshy"),
        *("SUMMARY:Жиналыс", "LOCATION:Клуб", "DTSTAMP:20261130T223000Z"),
    } <= set(found)
    assert not any(line.startswith("URL") for line in found)


def test_its_end_and_address_are_told_where_known() -> None:
    event = Event(WHEN, (("kk", "Клуб"),), until=datetime(2026, 12, 1, 6, 0))
    found = lines(event, url="https://example.kz/news/a.html")
    assert "DTEND:20261201T010000Z" in found
    assert "URL:https://example.kz/news/a.html" in found


def test_each_language_has_its_place() -> None:
    event = Event(WHEN, (("kk", "Клуб"), ("ru", "Дом культуры")))
    assert "LOCATION:Дом культуры" in lines(event, locale="ru")
    assert not any(line.startswith("LOCATION") for line in lines(event, locale="en"))


@pytest.mark.parametrize(
    ("title", "escaped"),
    [
        ("Су, жол; бақ", "Су\\, жол\\; бақ"),
        ("а\\б", "а\\\\б"),
        ("а\r\nEND:VEVENT", "а END:VEVENT"),
        ("а\\,б", "а\\\\\\,б"),
    ],
)
def test_marks_of_the_format_are_escaped(title: str, escaped: str) -> None:
    assert f"SUMMARY:{escaped}" in lines(Event(WHEN, ()), title)


@pytest.mark.parametrize("title", ["Ә" * 200, "a" * 200, "😀" * 60, "Әa😀" * 40])
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(title: str) -> None:
    content = calendar_file(Event(WHEN, ()), title, "kk", "a@jarshy")
    pieces = content.split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert [piece.decode() for piece in pieces][-2:] == ["END:VCALENDAR", ""]
    assert f"SUMMARY:{title}" in lines(Event(WHEN, ()), title)


@pytest.mark.parametrize(
    ("until", "after"),
    [(None, "20270101"), (datetime(2027, 1, 2, 23, 59), "20270103")],
)
def test_days_without_a_time_end_before_the_day_after(until: datetime | None, after: str) -> None:
    found = lines(Event(datetime(2026, 12, 31), (), until, all_day=True))
    assert [line for line in found if line.startswith(("DTSTART", "DTEND"))] == [
        "DTSTART;VALUE=DATE:20261231",
        f"DTEND;VALUE=DATE:{after}",
    ]


def test_an_end_that_is_the_start_makes_an_hour_of_it() -> None:
    assert "DTEND:20261130T233000Z" in lines(Event(WHEN, (), until=WHEN))
