"""Slugs and sort orders of Kazakh and Russian words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.language.alphabet import natural_key, slugify, sort_key

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

ASCII = [
    *(("а", "a"), ("ә", "a"), ("б", "b"), ("в", "v"), ("г", "g"), ("ғ", "g"), ("д", "d")),
    *(("е", "e"), ("ё", "e"), ("ж", "zh"), ("з", "z"), ("и", "i"), ("й", "i"), ("к", "k")),
    *(("қ", "q"), ("л", "l"), ("м", "m"), ("н", "n"), ("ң", "n"), ("о", "o"), ("ө", "o")),
    *(("п", "p"), ("р", "r"), ("с", "s"), ("т", "t"), ("у", "u"), ("ұ", "u"), ("ү", "u")),
    *(("ф", "f"), ("х", "kh"), ("һ", "h"), ("ц", "ts"), ("ч", "ch"), ("ш", "sh")),
    *(("щ", "shch"), ("ъ", ""), ("ы", "y"), ("і", "i"), ("ь", ""), ("э", "e")),
    *(("ю", "iu"), ("я", "ia")),
]


@pytest.mark.parametrize(("letter", "ascii_letters"), ASCII)
def test_each_letter_has_its_ascii_spelling(letter: str, ascii_letters: str) -> None:
    for form in ("NFC", "NFD"):
        assert slugify(unicodedata.normalize(form, letter)) == ascii_letters
        assert slugify(unicodedata.normalize(form, letter.upper())) == ascii_letters


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Мәслихат депутаттары оқытудан өтуде", "maslikhat-deputattary-oqytudan-otude"),
        ("Қоғам", "qogam"),
        ("Объезд и подъём", "obezd-i-podem"),
        ("  2-ші мектеп — «Нұр»!  ", "2-shi-mektep-nur"),
        ("IMG_2043 Café", "img-2043-cafe"),
        ("молоко\u0301", "moloko"),
        ("пере\u00adнос", "perenos"),
        ("əкім", "akim"),
        ("№ 5", "5"),
        ("学校 🎉", ""),
        ("", ""),
    ],
)
def test_slug_keeps_words_readable(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize(
    ("limit", "slug"),
    [(60, "zhol-zhondeu-zhumysy"), (13, "zhol-zhondeu"), (12, "zhol-zhondeu"), (11, "zhol")],
)
def test_long_slug_is_cut_at_a_word(limit: int, slug: str) -> None:
    assert slugify("Жол жөндеу жұмысы", limit) == slug


def test_one_word_over_the_limit_is_cut_hard() -> None:
    assert slugify("а" * 70) == "a" * 60
    assert slugify("мектеп", 3) == "mek"


@given(st.text())
def test_slug_is_ascii_and_slugging_it_again_changes_nothing(text: str) -> None:
    slug = slugify(text)
    assert slug.isascii()
    assert len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slugify(slug) == slug


@given(st.text())
def test_slug_is_the_same_for_composed_and_split_letters(text: str) -> None:
    assert slugify(unicodedata.normalize("NFD", text)) == slugify(
        unicodedata.normalize("NFC", text)
    )


def test_letters_sort_as_the_kazakh_alphabet_has_them() -> None:
    assert sorted(reversed(ALPHABET), key=sort_key) == list(ALPHABET)
    assert sorted(reversed(ALPHABET.upper()), key=sort_key) == list(ALPHABET.upper())


@pytest.mark.parametrize(
    "ordered",
    [
        ["алма", "Әлем", "бала"],
        ["ель", "Ель", "ёлка", "жол"],
        ["қала", "лас"],
        ["ыдыс", "іні", "эра"],
        ["иық", "йод", "кеш"],
        ["мектеп", "Мектеп", "мектептер"],
        ["-", "5", "Zoom", "апа"],
        ["cafe", "café", "cafes"],
    ],
)
def test_words_sort_without_regard_to_case(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=sort_key) == ordered


def test_split_letters_sort_like_composed_ones() -> None:
    assert sort_key(unicodedata.normalize("NFD", "Йод ёлка")) == sort_key("Йод ёлка")


@pytest.mark.parametrize(
    "ordered",
    [
        ["IMG_2.jpg", "IMG_10.jpg"],
        ["img_1.jpg", "IMG_2.jpg", "img_3.jpg"],
        ["a.jpg", "a 2.jpg", "a (2).jpg", "a-2.jpg"],
        ["1.jpg", "2.jpg", "10.jpg", "бет.jpg"],
        ["дейін.jpg", "кейін.jpg", "қыс.jpg"],
        ["Мектеп.jpg", "мектеп.jpg"],
    ],
)
def test_file_names_sort_as_people_count(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=natural_key) == ordered


def test_a_number_may_have_thousands_of_digits() -> None:
    assert natural_key("9" * 5000) < natural_key("1" + "0" * 5000)


@given(st.lists(st.text(alphabet="aAбБәй\u03060129._- "), unique=True))
def test_natural_order_is_total(names: list[str]) -> None:
    assert len({natural_key(name) for name in names}) == len(names)
    assert sorted(names, key=natural_key) == sorted(reversed(names), key=natural_key)
