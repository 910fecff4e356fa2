"""Digits in groups: what is one row, and what its neighbourhood says."""

from generator.language.digit_rows import find_rows, plain_digits


def test_other_digits_spaces_and_dashes_become_plain() -> None:
    assert plain_digits("\uff18\u2011７０１\u00a0\u0661\u200b\u0662") == "8-701 12"
    assert plain_digits("8\ufe0f\u20e37\ufe0f\u20e3") == "87"


def test_a_row_is_the_groups_between_words() -> None:
    rows = list(find_rows("тел 8 (701) 123-45-67, бөлме 12345"))
    assert [row.groups for row in rows] == [("8", "701", "123", "45", "67"), ("12345",)]
    assert rows[0].written == "8 (701) 123-45-67"
    assert rows[0].before == "тел "


def test_thousands_are_a_sum() -> None:
    (row,) = find_rows("87 000 000 000")
    assert row.is_sum
    (row,) = find_rows("87-000-000-000")
    assert not row.is_sum


def test_money_and_decimals_count_something() -> None:
    assert [row.counts_something for row in find_rows("87011234 теңге, 8701123 үшін")] == [
        True,
        False,
    ]
    assert next(find_rows("87011234,5")).counts_something
