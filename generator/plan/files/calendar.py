"""An event in, its calendar file out (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from generator.kinds import Event
from generator.language.localized import KAZAKHSTAN, in_locale


def calendar_file(event: Event, title: str, locale: str, uid: str, url: str = "") -> bytes:
    """An .ics with one event; times in UTC, an hour long where no end is given."""
    where = in_locale(event.where, locale)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jarshy//Jarshy//KK",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        # The time of stamping is required; the event's own keeps the bytes the same.
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
    """From when to when; both are days where no time is known, the end being the day after."""
    if event.all_day:
        after = (event.until or event.when) + timedelta(days=1)
        yield f"DTSTART;VALUE=DATE:{event.when:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
        return
    end = event.until or event.when
    if end <= event.when:  # the standard wants an end after the start
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
    """At most 75 bytes a line; a longer one goes on behind a space."""
    pieces, size = [""], 0
    for letter in line:
        size += len(letter.encode())
        if size > 74:
            pieces.append(" ")
            size = 1 + len(letter.encode())
        pieces[-1] += letter
    return "\r\n".join(pieces)
