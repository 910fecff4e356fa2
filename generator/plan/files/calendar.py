"""Writes the calendar file of an event (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from generator.kinds import Event
from generator.language.localized import KAZAKHSTAN, in_locale


def calendar_file(event: Event, title: str, locale: str, uid: str, url: str = "") -> bytes:
    """An .ics with one event, in UTC; an hour long if its end is unknown."""
    where = in_locale(event.where, locale)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jarshy//Jarshy//KK",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        # DTSTAMP is required; with the event's own time each build makes the same bytes.
        f"DTSTAMP:{_utc(event.when)}",
        *_span(event),
        f"SUMMARY:{_escaped(title)}",
        *([f"LOCATION:{_escaped(where)}"] if where else []),
        *([f"URL:{url}"] if url else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def _span(event: Event) -> Iterator[str]:
    """DTSTART and DTEND; of whole days the end is the day after the last."""
    if event.all_day:
        after = (event.until or event.when) + timedelta(days=1)
        yield f"DTSTART;VALUE=DATE:{event.when:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
        return
    end = event.until or event.when
    if end <= event.when:  # the standard requires an end after the start
        end = event.when + timedelta(hours=1)
    yield f"DTSTART:{_utc(event.when)}"
    yield f"DTEND:{_utc(end)}"


def _utc(moment: datetime) -> str:
    return moment.replace(tzinfo=KAZAKHSTAN).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes; each further piece begins with a space."""
    pieces, size = [""], 0
    for letter in line:
        size += len(letter.encode())
        if size > 74:
            pieces.append(" ")
            size = 1 + len(letter.encode())
        pieces[-1] += letter
    return "\r\n".join(pieces)
