"""Values of settings are checked, cleaned and converted."""

from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest

from generator.errors import Unfit
from generator.intake.settings import (
    check_locales,
    convert,
    read_toml,
    unknown_name,
    without_controls,
)
from generator.language.localized import Words, localized, moment

TOO_MUCH = "there is too much in these settings to be read safely"


class Sample(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    title: Words = ""
    many: tuple[str, ...] = ()
    number: int = 0


def refusal(table: dict[str, object]) -> str:
    with pytest.raises(Unfit) as caught:
        convert(table, Sample, "a.toml")
    assert caught.value.problem.where == "a.toml"
    return caught.value.problem.what


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"a = ", "there is nothing after the =: {text}"),
        (b"a = '\xff'", "the letters cannot be read"),
        (
            b"a = " + b"[" * 2000 + b"]" * 2000,
            "there is too much in these settings to be read safely",
        ),
        (b"a = 1" + b" " * 200_000, "there is too much in these settings to be read safely"),
        (b"a = " + b"1" * 5000, "there is too much in these settings to be read safely"),
    ],
)
def test_what_is_no_settings_file_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(Unfit) as caught:
        read_toml(content, "a.toml")
    assert caught.value.problem.what == what


def test_a_byte_order_mark_is_ignored() -> None:
    assert read_toml(b"\xef\xbb\xbfa = 1", "a.toml") == {"a": 1}


@pytest.mark.parametrize(
    "value",
    ["x" * 5001, ["x"] * 301, {str(n): "" for n in range(301)}, [[["x" * 5001]]], {"x" * 5001: ""}],
    ids=["letters", "items", "keys", "inside", "key"],
)
def test_more_than_people_write_is_refused(value: object) -> None:
    assert refusal({"title": value}) == TOO_MUCH


def test_as_much_as_the_limits_allow_is_read() -> None:
    assert convert({"title": "x" * 5000, "many": ["x"] * 300}, Sample, "a").many[-1] == "x"


def test_an_unknown_key_and_a_wrong_type_are_refused() -> None:
    assert refusal({"titel": ""}) == "“{name}” is not known here"
    assert refusal({"number": "five"}) == "the value of “{key}” does not fit"


def test_an_unknown_name_is_reported_with_its_nearest_or_with_all() -> None:
    assert dict(unknown_name("a", "titel", ["title", "tags"]).values)["near"] == "title"
    assert dict(unknown_name("a", "қала", ["title", "tags"]).values)["known"] == "tags, title"


def test_texts_in_unknown_languages_are_refused() -> None:
    check_locales({"title": {"kk": "а"}, "name": "б"}, ["kk"], "a")
    with pytest.raises(Unfit):
        check_locales({"title": {"kz": "а"}}, ["kk"], "a")


def test_one_text_serves_all_languages_and_empty_ones_none() -> None:
    assert localized("а", ["ru", "kk"]) == (("kk", "а"), ("ru", "а"))
    assert localized({"ru": "б", "kk": ""}, ["kk", "ru"]) == (("ru", "б"),)
    assert localized("", ["kk"]) == ()


def test_control_characters_are_removed_at_any_depth() -> None:
    assert without_controls({"a": ["x\x00\u202e", ("\x85y",), 1]}) == {"a": ["x", ["y"], 1]}
    assert without_controls("line\n\ttab") == "line\n\ttab"


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        (date(2026, 11, 23), "2026-11-23 00:00", "2026-11-23 23:59"),
        (" 2026-11-23 ", "2026-11-23 00:00", "2026-11-23 23:59"),
        ("2026-11-23 18:30", "2026-11-23 18:30", "2026-11-23 18:30"),
        (
            datetime(2026, 11, 23, 22, tzinfo=timezone(timedelta(0))),
            "2026-11-24 03:00",
            "2026-11-24 03:00",
        ),
    ],
)
def test_moments_are_local_and_days_have_a_first_and_a_last_minute(
    value: object, first: str, last: str
) -> None:
    assert f"{moment(value, 'a'):%Y-%m-%d %H:%M}" == first
    assert f"{moment(value, 'a', end_of_day=True):%Y-%m-%d %H:%M}" == last


@pytest.mark.parametrize("value", ["23.11.2026", "0206-11-23", date(2201, 1, 1), 5, ""])
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(Unfit):
        moment(value, "a")
    assert moment(None, "a") is None
