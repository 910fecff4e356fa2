"""Which numbers and addresses are taken for somebody's own, however they are written."""

import time

import pytest

from generator.language.personal import find_personal
from generator.language.personal_kind import Personal
from tests.support.personal_numbers import (
    IDENTITY,
    PHONE,
    QUIET,
    SPELT,
    mistyped,
    rest_of,
    with_sum,
)


def kinds(text: str) -> list[str]:
    return [match.kind.value for match in find_personal(text) if match.kind is not Personal.ACCOUNT]


def values(text: str) -> list[str]:
    return [match.value for match in find_personal(text)]


def test_there_are_fifty_spellings_of_each_kind() -> None:
    assert {kind: len(set(texts)) for kind, texts in SPELT.items()} == dict.fromkeys(SPELT, 50)


@pytest.mark.parametrize("kind", SPELT)
def test_what_is_somebodys_own_is_found_in_all_spellings(kind: str) -> None:
    assert [text for text in SPELT[kind] if kind not in kinds(text)] == []


@pytest.mark.parametrize("text", QUIET)
def test_what_is_nobodys_own_is_left_alone(text: str) -> None:
    assert kinds(text) == []
    assert kinds(f"Мәслихат мәлімдеді: {text} – биылғы есептен.") == []


@pytest.mark.parametrize("seventh", "123456")
def test_the_seventh_digit_is_the_century(seventh: str) -> None:
    assert kinds(with_sum(f"870615{seventh}0000")) == ["identity"]


def test_the_second_row_of_weights_counts() -> None:
    eleven = next(number for tail in range(99) if rest_of(number := f"87061530{tail:03}") == 10)
    assert kinds(with_sum(eleven)) == ["identity"]
    assert kinds(f"{eleven}0") == []


@pytest.mark.parametrize(
    "number",
    [
        mistyped(IDENTITY),
        with_sum("87131530000"),  # the 13th month
        with_sum("87023030000"),  # 30 February
        with_sum("87061570000"),  # no such century
        "000000000000",
        f"1{IDENTITY}",
        f"{IDENTITY}1",
    ],
)
def test_without_its_word_an_identity_number_needs_a_birthday_and_the_sum(number: str) -> None:
    assert kinds(f"Шот {number} ашылды") == []
    assert kinds(f"ЖСН {number}") == ["identity"]


def test_leap_days_are_those_of_the_century() -> None:
    assert kinds(with_sum("00022930000")) == []  # 1900
    assert kinds(with_sum("00022950000")) == ["identity"]  # 2000


def test_an_account_is_named_by_its_sum() -> None:
    (account,) = find_personal("Шот: KZ86 125K ZT50 0410 0100")
    assert (account.kind, account.value) == (Personal.ACCOUNT, "KZ86125KZT5004100100")
    assert list(find_personal("Шот: KZ87 125K ZT50 0410 0100")) == []


def test_numbers_side_by_side_are_told_apart() -> None:
    assert values(f"{IDENTITY} 8 701 123 45 67 8 702 765 43 21") == [
        IDENTITY,
        "7011234567",
        "7027654321",
    ]


def test_all_spellings_of_a_telephone_have_one_value() -> None:
    for written in (PHONE, "+7 (701) 123-45-67", "8 701 123 45 67", "701 123 45 67"):
        assert values(written) == ["7011234567"]


@pytest.mark.parametrize("piece", ["1 ", "8 701 ", "7 7 7 ", "пәтер 1 ", "+7 ", "KZ12 "])
def test_a_text_of_nothing_but_numbers_takes_no_minutes(piece: str) -> None:
    started = time.process_time()
    list(find_personal(piece * (100_000 // len(piece))))
    assert time.process_time() - started < 20


def test_two_thousand_words_take_a_fraction_of_a_second() -> None:
    words = "Ауылда жаңа мектеп ашылды, 12.11.2026 күні 350 оқушы келді, 87 000 000 теңге бөлінді. "
    text = words * (2000 // len(words.split()))
    started = time.process_time()
    assert list(find_personal(text)) == []
    assert time.process_time() - started < 0.4
