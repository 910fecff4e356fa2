"""Check what TOML and front matter hold; an unknown key is reported with its nearest."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

import msgspec

from generator.errors import Problem, Unfit, problem, unfit
from generator.limits import CLIP_SECONDS, FIELD_LETTERS, ITEMS, NESTED, SETTINGS_BYTES
from generator.model import KAZAKHSTAN, Localized

Words = str | dict[str, str]
"""A text as people write it: one for all languages, or one for each."""

Moment = Any
"""A date or time, as TOML and YAML parse it or as text; `moment` checks it."""

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=CLIP_SECONDS)]

T = TypeVar("T", bound=msgspec.Struct)

# What XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets), C1 controls, and the characters that
# reverse the rest of a line (https://www.unicode.org/reports/tr9/): "gnp.exe" is no PNG.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def read_toml(content: bytes, path: str) -> dict[str, Any]:
    """The table of a TOML file; Unfit names the place of a mistake."""
    if len(content) > SETTINGS_BYTES:
        raise Unfit(too_much(path))
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise Unfit(too_much(path)) from None
    except UnicodeDecodeError:
        raise unfit(path, "the letters cannot be read", "save the file as UTF-8 text") from None
    except ValueError as error:  # TOMLDecodeError, or int() on 5,000 digits
        raise unfit(
            path,
            "the file is not written as settings should be: {reason}",
            'texts stand in quotes: title = "…"',
            reason=error,
        ) from None
    if not _is_small(table):
        raise Unfit(too_much(path))
    return table


def convert(table: Mapping[str, Any], shape: type[T], path: str) -> T:
    """The table as that Struct; Unfit names an unknown key or a value that does not fit."""
    if not _is_small(table):
        raise Unfit(too_much(path))
    check_keys(table, shape, path)
    try:
        return msgspec.convert(without_controls(table), shape, strict=False)
    except msgspec.ValidationError as error:
        raise unfit(
            path,
            "the value of “{key}” does not fit",
            "look at the examples in README.md",
            key=str(error).rpartition("`$")[2].strip(".`") or str(error),
        ) from None


def too_much(path: str) -> Problem:
    """The problem of settings beyond what a person writes."""
    return problem(
        path,
        "there is too much in these settings to be read safely",
        "a value has at most {letters} letters, a list {items} lines",
        letters=FIELD_LETTERS,
        items=ITEMS,
    )


def _is_small(value: Any, depth: int = 0) -> bool:
    """Whether the value, with all inside it, is of a size that people write by hand."""
    if isinstance(value, str):
        return len(value) <= FIELD_LETTERS
    if not isinstance(value, dict | list | tuple):
        return True
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    if depth >= NESTED or len(value) > ITEMS:
        return False
    return all(_is_small(item, depth + 1) for item in inner)


def check_keys(table: Mapping[str, Any], shape: type[msgspec.Struct], path: str) -> None:
    """Unfit where the Struct has no such key."""
    known = shape.__struct_encode_fields__
    for key in table:
        if key not in known:
            raise Unfit(unknown_name(path, str(key), known))


def check_locales(table: Mapping[str, Any], known: Iterable[str], path: str) -> None:
    """Unfit where a text is in a language that is not known."""
    names = list(known)
    for value in table.values():
        for locale in value if isinstance(value, dict) else ():
            if locale not in names:
                raise Unfit(unknown_name(path, str(locale), names))


def unknown_name(path: str, name: str, known: Iterable[str]) -> Problem:
    """The problem of an unknown name, with the nearest one that is known."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    if near:
        return problem(
            path, "“{name}” is not known here", "did you mean “{near}”?", name=name, near=near[0]
        )
    return problem(
        path,
        "“{name}” is not known here",
        "known are: {known}",
        name=name,
        known=", ".join(sorted(known)),
    )


def localized(words: Words, locales: Iterable[str]) -> Localized:
    """A pair for each locale; a single text serves all of them."""
    if isinstance(words, str):
        return tuple((locale, words) for locale in sorted(locales)) if words else ()
    return tuple(sorted((locale, text) for locale, text in words.items() if text))


def without_controls(value: Any) -> Any:
    """The value without control characters, which feeds must not contain."""
    if isinstance(value, str):
        return _CONTROLS.sub("", value)
    if isinstance(value, dict):
        return {key: without_controls(item) for key, item in value.items()}
    return [without_controls(item) for item in value] if isinstance(value, list | tuple) else value


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


def _no_date(value: Moment, path: str) -> Unfit:
    return unfit(
        path, "“{value}” is not a date", "write it as 2026-11-23 or 2026-11-23 18:30", value=value
    )


def _from_iso(text: str) -> date:
    try:
        return date.fromisoformat(text)  # a day alone, which has a last minute too
    except ValueError:
        return datetime.fromisoformat(text)
