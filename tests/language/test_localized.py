"""Texts in several languages and moments, as people write them."""

from datetime import datetime

import pytest

from generator.errors import Unfit
from generator.language.localized import in_locale, localized, moment


def test_one_text_serves_every_language_and_no_text_none() -> None:
    assert localized("Су", ("ru", "kk")) == (("kk", "Су"), ("ru", "Су"))
    assert localized("", ("ru", "kk")) == ()


def test_a_text_stands_in_its_own_language_alone() -> None:
    texts = localized({"ru": "Вода", "kk": ""}, ("kk", "ru"))
    assert texts == (("ru", "Вода"),)
    assert (in_locale(texts, "ru"), in_locale(texts, "kk")) == ("Вода", "")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026-11-23", datetime(2026, 11, 23), datetime(2026, 11, 23, 23, 59)),
        ("2026-11-23 18:30", datetime(2026, 11, 23, 18, 30), datetime(2026, 11, 23, 18, 30)),
        ("2026-11-23T13:30:00+00:00", datetime(2026, 11, 23, 18, 30), None),
    ],
)
def test_a_moment_is_kazakhstans(value: str, first: datetime, last: datetime | None) -> None:
    assert moment(value, "post.toml") == first
    assert moment(value, "post.toml", end_of_day=True) == (last or first)


@pytest.mark.parametrize("value", ["soon", "1899-12-31", "2201-01-01", 23])
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(Unfit) as caught:
        moment(value, "post.toml")
    assert caught.value.problem.what == "“{value}” is not a date"
    assert moment(None, "post.toml") is None
