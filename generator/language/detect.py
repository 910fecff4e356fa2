"""Detect the language of a text, or the one that a file name states."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

# The Kazakh code page has one byte per letter, and bytes are counted fifty times faster.
_CODE_PAGE = "kz1048"
_KAZAKH = "әғқңөұүһі".encode(_CODE_PAGE)  # letters that Russian lacks
_RUSSIAN = "вфцчщъьёэ".encode(_CODE_PAGE)  # letters that Kazakh uses only in loanwords
_LETTERS = _KAZAKH + "абвгдежзийклмнопрстуфхцчшщъыьэюяё".encode(_CODE_PAGE)

# Least share of _KAZAKH among Cyrillic letters. Measured on 58 news texts: whole Kazakh texts have
# 0.127 or more, whole Russian ones 0.004 or less; of sentences of five words or more, 238 Kazakh
# ones have 0.043 or more, 181 Russian ones 0.033 or less (those quote names: «Нұрлы жол»).
_KAZAKH_SHARE = 0.04

# Share of _RUSSIAN below which a text without Kazakh letters is Kazakh. With ә typed as а, қ as к
# and so on, for lack of a Kazakh keyboard, 208 of the 238 Kazakh sentences and 33 of 34 texts lie
# below, and 0 of the 181 Russian sentences.
_RUSSIAN_SHARE = 0.02

# Below this a Russian text is unsure: 233 of those 238 Kazakh sentences lie below, 18 of the 181
# Russian ones, and only 1 of 24 whole Russian texts.
_SURELY_RUSSIAN_SHARE = 0.045

_SHORT = 5  # words; shares of fewer say little

_WORD = re.compile(r"[^\W\d_]+")

_NAMES_OF_LOCALES = {
    **dict.fromkeys(("kk", "kz", "kaz", "қаз", "каз"), "kk"),
    **dict.fromkeys(("қазақша", "қазақ", "казахский"), "kk"),
    **dict.fromkeys(("ru", "rus", "рус", "орыс"), "ru"),
    **dict.fromkeys(("орысша", "русский", "по-русски"), "ru"),
}
_NAMED = re.compile(
    r"(?:^|(?P<stem>.*?)[\s._-]*(?:[\s._-]|(?=[(\[])))"
    r"(?P<bracket>[(\[])?(?P<name>" + "|".join(_NAMES_OF_LOCALES) + r")(?(bracket)[)\]])",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Detection:
    """The language of a text; a person should look where `sure` is false."""

    locale: str
    sure: bool


def detect_locale(text: str, locales: Sequence[str] = ("kk", "ru")) -> Detection:
    """The language of the text by its letters, one of `locales`; in doubt the first."""
    composed = unicodedata.normalize("NFC", text.lower())
    encoded = composed.encode(_CODE_PAGE, "ignore")
    words = sum(1 for _ in islice(_WORD.finditer(composed), _SHORT))
    letters, kazakh, russian = (_count(encoded, group) for group in (_LETTERS, _KAZAKH, _RUSSIAN))
    detection = _judge(words, letters, kazakh, russian)
    return detection if detection.locale in locales else Detection(locales[0], sure=False)


def locale_of_name(stem: str) -> tuple[str, str]:
    """The locale at the end of a file's stem, or "", and the stem (in NFC) without it.

    `Баяндама қаз` is ("kk", "Баяндама"), `kk` is ("kk", ""), `otchet` is ("", "otchet").
    """
    composed = unicodedata.normalize("NFC", stem)
    named = _NAMED.fullmatch(composed.strip())
    if named is None:
        return "", composed
    return _NAMES_OF_LOCALES[named["name"].lower()], (named["stem"] or "").strip(" ._-")


def _count(encoded: bytes, letters: bytes) -> int:
    return len(encoded) - len(encoded.translate(None, letters))


def _judge(words: int, letters: int, kazakh: int, russian: int) -> Detection:
    if words < _SHORT:
        return _judge_short(kazakh, russian)
    if not letters:
        return Detection("", sure=False)
    if kazakh == 0 and russian < _RUSSIAN_SHARE * letters:
        return Detection("kk", sure=False)
    if kazakh > _KAZAKH_SHARE * letters:
        return Detection("kk", sure=True)
    return Detection("ru", sure=kazakh > 0 or russian > _SURELY_RUSSIAN_SHARE * letters)


def _judge_short(kazakh: int, russian: int) -> Detection:
    # Pairs of words from the same texts: 1,504 of 1,705 Kazakh ones and 9 of 1,485 Russian ones
    # have a Kazakh letter; of the rest, 46 and 992 have a Russian one.
    if kazakh:
        return Detection("kk", sure=kazakh > russian)
    return Detection("ru" if russian else "", sure=russian > 0)
