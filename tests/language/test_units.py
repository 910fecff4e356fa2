"""Durations and sizes as people read them."""

import pytest

from generator.language.units import duration_text, size_text


@pytest.mark.parametrize(
    ("seconds", "kazakh", "russian"),
    [
        (0, "0 с", "0 с"),
        (0.2, "1 с", "1 с"),
        (45, "45 с", "45 с"),
        (44.6, "45 с", "45 с"),
        (59.7, "1 мин", "1 мин"),
        (65, "1 мин 05 с", "1 мин 05 с"),
        (3599.8, "1 сағ", "1 ч"),
        (3725, "1 сағ 02 мин", "1 ч 02 мин"),
        (36_000, "10 сағ", "10 ч"),
    ],
)
def test_durations_read_well(seconds: float, kazakh: str, russian: str) -> None:
    assert duration_text(seconds, "kk") == kazakh.replace(" ", "\u00a0")
    assert duration_text(seconds, "ru") == russian.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 КБ"),
        (1, "1 КБ"),
        (640_000, "640 КБ"),
        (999_499, "999 КБ"),
        (999_500, "1 МБ"),
        (1_600_000, "1,6 МБ"),
        (2_200_000, "2,2 МБ"),
        (16_000_000, "16 МБ"),
        (999_949_999, "999,9 МБ"),
        (999_950_000, "1 ГБ"),
        (1_100_000_000, "1,1 ГБ"),
    ],
)
def test_sizes_have_a_decimal_comma(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes, "kk") == text.replace(" ", "\u00a0")
    assert size_text(size_bytes, "ru") == text.replace(" ", "\u00a0")


def test_units_are_wholly_cyrillic() -> None:
    for locale in ("kk", "ru"):
        texts = duration_text(3725, locale) + size_text(10**6, locale) + size_text(10**9, locale)
        assert not any(letter.isascii() and letter.isalpha() for letter in texts)
