"""Figures and moments of publishing in the words of a page. Pure."""

from datetime import UTC, datetime

from generator.language.dates import long_date
from generator.language.localized import KAZAKHSTAN
from generator.language.units import duration_text
from generator.messages import Words
from generator.publish.request import SoFar

_LEAST_SHARE = 0.03  # of what is sent, before a guess of the time left means anything


def duration(seconds: float, words: Words) -> str:
    """`50 с`, `2 мин`."""
    if words.language == "en":
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} min" + (f" {rest} s" if rest else "") if minutes else f"{rest} s"
    return duration_text(seconds, words.language)


def moment(utc: str, now: datetime, words: Words) -> str:
    """A moment that a list on a host names, `2026-11-20 04:15`, as people here say it."""
    try:
        at = datetime.fromisoformat(utc).replace(tzinfo=UTC).astimezone(KAZAKHSTAN)
    except ValueError:
        return utc
    if at.date() == now.date():
        return words("today, {time}", time=f"{at:%H:%M}")
    known = words.language in ("kk", "ru")
    day = long_date(at.date(), words.language) if known else at.date().isoformat()
    return f"{day}, {at:%H:%M}"


def left(so_far: SoFar | None, spent_seconds: float, words: Words) -> str:
    """`20 с қалды`; "" where too little is done to guess."""
    if so_far is None or so_far.share < _LEAST_SHARE or so_far.share >= 1:
        return ""
    seconds = spent_seconds * (1 - so_far.share) / so_far.share
    rounded = max(1, round(seconds)) if seconds < 10 else round(seconds / 5) * 5
    return words("{time} left", time=duration(rounded, words))
