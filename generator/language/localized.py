"""Texts in several languages, and moments, as people write them in settings."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from generator.errors import Unfit, unfit

KAZAKHSTAN = timezone(timedelta(hours=5))
"""One offset for the whole country since 1 March 2024."""

Localized = tuple[tuple[str, str], ...]
"""One text in several languages: pairs of locale and text, ordered by locale."""

Words = str | dict[str, str]
"""A text as people write it: one for all languages, or one for each."""

Moment = Any
"""A date or time, as TOML and YAML parse it or as text; `moment` checks it."""


def in_locale(texts: Localized, locale: str) -> str:
    """The text in that locale; where it is missing, ""."""
    return next((text for key, text in texts if key == locale), "")


def localized(words: Words, locales: Iterable[str]) -> Localized:
    """A pair for each locale; a single text serves all of them."""
    if isinstance(words, str):
        return tuple((locale, words) for locale in sorted(locales)) if words else ()
    return tuple(sorted((locale, text) for locale, text in words.items() if text))


def moment(value: Moment, path: str, *, end_of_day: bool = False) -> datetime | None:
    """A date or time as Kazakhstan's time without a zone; Unfit where it is neither.

    A date alone means its first minute, or its last with `end_of_day`.
    """
    if value is None:
        return None
    try:
        day = value if isinstance(value, date) else _from_iso(str(value).strip())
    except ValueError:
        raise _no_date(value, path) from None
    # Beyond these a typo; at the ends of the calendar, other zones and the next day do not exist.
    if not 1900 <= day.year <= 2200:
        raise _no_date(value, path)
    if isinstance(day, datetime):
        return day.astimezone(KAZAKHSTAN).replace(tzinfo=None) if day.tzinfo else day
    return datetime.combine(day, time(23, 59) if end_of_day else time.min)


def has_time(value: Moment, path: str) -> bool:
    """Whether a moment was written with its time: only a day has a last minute of its own."""
    return value is not None and moment(value, path) == moment(value, path, end_of_day=True)


def _no_date(value: Moment, path: str) -> Unfit:
    return unfit(
        path, "“{value}” is not a date", "write it as 2026-11-23 or 2026-11-23 18:30", value=value
    )


def _from_iso(text: str) -> date:
    try:
        return date.fromisoformat(text)  # a day alone, which has a last minute too
    except ValueError:
        return datetime.fromisoformat(text)
