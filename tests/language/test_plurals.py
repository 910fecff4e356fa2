"""Plural forms after a number."""

import pytest
from babel import Locale

from generator.language.plurals import plural_index


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, 2), (1, 0), (2, 1), (4, 1), (5, 2), (11, 2), (12, 2), (14, 2), (21, 0), (22, 1), (111, 2)],
)
def test_russian_has_one_few_and_many(count: int, form: int) -> None:
    assert plural_index(count, "ru") == form


@pytest.mark.parametrize("count", [0, 1, 2, 5, 21])
def test_a_kazakh_noun_stays_singular_after_a_number(count: int) -> None:
    assert plural_index(count, "kk") == 0


def test_russian_agrees_with_cldr() -> None:
    rule = Locale.parse("ru_KZ").plural_form
    forms = ("one", "few", "many")
    assert [forms[plural_index(count, "ru")] for count in range(1000)] == [
        rule(count) for count in range(1000)
    ]
