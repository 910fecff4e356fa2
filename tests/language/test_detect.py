"""Which language a text is in, by its letters and by its file's name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.language.detect import Detection, detect_locale, locale_of_name

RUSSIAN_WITH_KAZAKH_NAMES = (
    "Концерт ансамбля «Ақжарма» прошёл вчера вечером в районном доме культуры села, "
    "а завтра жителей ждёт спектакль по программе «Нұрлы жол»."
)


@pytest.mark.parametrize(
    ("text", "locale", "sure"),
    [
        ("Ертіс ауданында 100 орындық мектеп салынуда, жұмыс жүріп жатыр", "kk", True),
        ("Белоруссия, Польша мен Германияны азат етуге қатысқан", "kk", True),
        ("В Иртышском районе строят новую школу на сто мест", "ru", True),
        (RUSSIAN_WITH_KAZAKH_NAMES, "ru", True),
        ("Жаңа мектеп", "kk", True),
        ("Новая школа", "ru", True),
        ("Открытие «Қамқорлық»", "kk", True),
        ("Встреча в центре «Әлем»", "kk", False),
        ("Наш район", "kk", False),
        ("Балалар мен аналар мына жерде отыр", "kk", False),
        ("Биыл Павлодар каласында жана мектеп ашылды", "ru", False),
        ("This page is written in English only", "kk", False),
        ("", "kk", False),
        ("2026-11-23", "kk", False),
    ],
)
def test_letters_tell_the_language(text: str, locale: str, sure: bool) -> None:
    assert detect_locale(text) == Detection(locale, sure)


@pytest.mark.parametrize("letter", "әғқңөұүһі")
def test_each_kazakh_letter_says_kazakh(letter: str) -> None:
    assert detect_locale(f"Ба{letter}а") == Detection("kk", sure=True)


@pytest.mark.parametrize("letter", "вфцчщъьёэ")
def test_each_letter_of_loanwords_says_russian_in_a_short_text(letter: str) -> None:
    assert detect_locale(f"На{letter}а") == Detection("ru", sure=True)


def test_split_letters_count() -> None:
    assert detect_locale(unicodedata.normalize("NFD", "Ёлка")) == Detection("ru", sure=True)


def test_doubt_falls_to_the_first_locale_of_the_site() -> None:
    assert detect_locale("Наш район", ("ru", "kk")) == Detection("ru", sure=False)


def test_a_language_the_site_lacks_is_a_doubt() -> None:
    assert detect_locale("Новая школа", ("kk",)) == Detection("kk", sure=False)


@pytest.mark.parametrize(
    ("stem", "locale", "rest"),
    [
        *((ending, "kk", "") for ending in ("kk", "kz", "kaz", "қаз", "каз")),
        *((ending, "kk", "") for ending in ("қазақша", "қазақ", "казахский")),
        *((ending, "ru", "") for ending in ("ru", "rus", "рус", "орыс", "орысша")),
        *((ending, "ru", "") for ending in ("русский", "по-русски")),
        ("Жол.kk", "kk", "Жол"),
        ("text_RU", "ru", "text"),
        ("Баяндама қаз", "kk", "Баяндама"),
        ("Баяндама (ҚАЗ)", "kk", "Баяндама"),
        ("doklad[ru]", "ru", "doklad"),
        ("Доклад-рус", "ru", "Доклад"),
        ("Доклад по-русски", "ru", "Доклад"),
        ("Доклад - рус", "ru", "Доклад"),
        ("(kk)", "kk", ""),
        ("IMG_2045.kk", "kk", "IMG_2045"),
        ("otchet", "", "otchet"),
        ("Беларус", "", "Беларус"),
        ("карус", "", "карус"),
        ("kk.final", "", "kk.final"),
        ("guru", "", "guru"),
        ("a (kk", "", "a (kk"),
        ("", "", ""),
    ],
)
def test_the_end_of_a_name_tells_the_language(stem: str, locale: str, rest: str) -> None:
    assert locale_of_name(stem) == (locale, rest)
    assert locale_of_name(unicodedata.normalize("NFD", stem)) == (locale, rest)
    assert locale_of_name(stem.upper())[0] == locale


@given(st.text())
def test_any_text_has_a_language_of_the_site(text: str) -> None:
    assert detect_locale(text).locale in ("kk", "ru")
    assert locale_of_name(text)[0] in ("", "kk", "ru")
