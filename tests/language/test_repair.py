"""Letters that look right and are not, and what else pasting brings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.language import repair
from generator.language.repair import Repaired, repair_text

PAIRS = [
    *(("i", "і"), ("ə", "ә"), ("c", "с"), ("a", "а"), ("e", "е"), ("o", "о"), ("p", "р")),
    *(("x", "х"), ("y", "у"), ("h", "һ"), ("A", "А"), ("B", "В"), ("C", "С"), ("E", "Е")),
    *(("H", "Н"), ("K", "К"), ("M", "М"), ("O", "О"), ("P", "Р"), ("T", "Т"), ("X", "Х")),
    *(("I", "І"), ("Y", "У"), ("Ə", "Ә")),
]


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_each_look_alike_becomes_cyrillic(latin: str, cyrillic: str) -> None:
    assert repair_text(f"{latin}лб").text == f"{cyrillic}лб"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("негiзгi", "негізгі"),
        ("əкiм", "әкім"),
        ("Kазақстан", "Казақстан"),
        ("pеспублика", "республика"),
        ("BAҚ", "ВАҚ"),
        ("рaйoн", "район"),
    ],
)
def test_a_repaired_word_is_reported(before: str, after: str) -> None:
    assert repair_text(f"Бұл {before}.") == Repaired(f"Бұл {after}.", ((before, after),))


def test_each_repaired_word_is_reported_once_in_order() -> None:
    repaired = repair_text("тoп, негiзгi тoп")
    assert repaired.words == (("тoп", "топ"), ("негiзгi", "негізгі"))


@pytest.mark.parametrize(
    "text",
    [
        "cop ace HOP",
        "SMSке COVIDты",
        "CEOның сөзі",
        "https://example.kz/негiзгi",
        "www.мысaл.kz",
        "пoшта@example.kz",
        "`негiзгi`",
        "``a ` негiзгi``",
        "```\nнегiзгi\n```",
        "~~~\nнегiзгi",
        "[жол](фoто.jpg)",
        "![жол](<фoто.jpg>)",
        "[жол](фoто (1).jpg)",
        "[1]: фoто.jpg",
        "<a title='фoто'>",
    ],
)
def test_latin_words_addresses_code_and_tags_stay(text: str) -> None:
    assert repair_text(text) == Repaired(text)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[негiзгi](a.jpg)", "[негізгі](a.jpg)"),
        ("`код` негiзгi", "`код` негізгі"),
        ("```\nx\n```\nнегiзгi", "```\nx\n```\nнегізгі"),
        ("д`a\n\nнегiзгi `", "д`a\n\nнегізгі `"),
        ("[^1]: негiзгi", "[^1]: негізгі"),
        ("<b>негiзгi</b>", "<b>негізгі</b>"),
    ],
)
def test_words_beside_what_stays_are_repaired(text: str, after: str) -> None:
    assert repair_text(text).text == after


@pytest.mark.parametrize(
    ("text", "after", "cleaned"),
    [
        ("а\r\nб\rв\u2028г", "а\nб\nв\nг", ("line ends",)),
        ("\ufeffаб\u200bв", "абв", ("invisible characters",)),
        ("пере\u00adнос", "перенос", ("invisible characters",)),
        ("а\x00б\x1fв\tг", "абв\tг", ("control characters",)),
        (unicodedata.normalize("NFD", "Ёй"), "Ёй", ("split letters",)),
        ("ә\u200dб", "әб", ("invisible characters",)),
        ("👨\u200d👩", "👨\u200d👩", ()),
        ("\u2066абв\u2069", "абв", ("invisible characters",)),
        ("таза", "таза", ()),
    ],
)
def test_what_pasting_brings_is_cleaned(text: str, after: str, cleaned: tuple[str, ...]) -> None:
    assert repair_text(text) == Repaired(after, (), cleaned)


MESSY = st.text(st.sampled_from("аәi oeC`<>[]()@.:/\n\r\ufeff\u200d\u0306👨иK~1"), max_size=60)


@given(st.one_of(st.text(), MESSY))
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair_text(text).text
    assert repair_text(once) == Repaired(once)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_ascii_text_stays_as_it_is(text: str) -> None:
    assert repair_text(text) == Repaired(text)


def test_each_sign_that_is_taken_out_is_looked_for() -> None:
    signs = {chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000}
    taken = {sign for sign in signs for _, one, _ in repair._CLEANINGS if one.search(sign)}
    assert taken - {"\n"} == {sign for sign in taken if repair._SUSPECT.search(sign)}


@given(
    st.lists(st.sampled_from([*"аәi aoһé\u0301\u0300-1,", "жол", "tags"]), max_size=8).map("".join)
)
def test_every_mixed_word_is_looked_at(text: str) -> None:
    mixed = any(
        repair._LATIN.search(word) and repair._CYRILLIC.search(word)
        for word in repair._WORD.findall(text)
    )
    assert repair._may_mix(text) or not mixed
