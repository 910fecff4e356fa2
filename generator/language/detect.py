"""A text, or a file's name, comes in; the language it is in goes out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

# The Kazakh code page: a byte a letter, and bytes are counted fifty times as fast as letters.
_CODE_PAGE = "kz1048"
_KAZAKH = "әғқңөұүһі".encode(_CODE_PAGE)  # letters that Russian does not have
_RUSSIAN = "вфцчщъьёэ".encode(_CODE_PAGE)  # letters that only loanwords bring into Kazakh
_LETTERS = _KAZAKH + "абвгдежзийклмнопрстуфхцчшщъыьэюяё".encode(_CODE_PAGE)

# Share of _KAZAKH among the Cyrillic letters, measured on 58 news texts: whole Kazakh texts 0.127
# and more, whole Russian ones 0.004 and less. By sentences of five words or more: 238 Kazakh ones
# 0.043 and more, 181 Russian ones 0.033 and less (those quote names: «Нұрлы жол»).
_KAZAKH_SHARE = 0.04

# Share of _RUSSIAN where no Kazakh letter is found, the same sentences with ә typed as а, қ as к
# and so on, as phones without a Kazakh keyboard force people to: 208 of 238 Kazakh sentences and
# 33 of 34 texts lie below, 0 of 181 Russian ones do.
_RUSSIAN_SHARE = 0.02

# Below this a Russian text is not called sure: 233 of those 238 Kazakh sentences lie below, and 18
# of the 181 Russian ones, but only 1 of 24 whole Russian texts.
_SURELY_RUSSIAN_SHARE = 0.045

_SHORT = 5  # words; below that shares say little

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
    """The language of a text; where `sure` is false, a person should look."""

    locale: str
    sure: bool


def detect_locale(text: str, locales: Sequence[str] = ("kk", "ru")) -> Detection:
    """The language of the text by its letters, one of `locales`; when in doubt, the first."""
    composed = unicodedata.normalize("NFC", text.lower())
    written = composed.encode(_CODE_PAGE, "ignore")
    found = _judge(
        words=sum(1 for _ in islice(_WORD.finditer(composed), _SHORT)),
        letters=_count(written, _LETTERS),
        kazakh=_count(written, _KAZAKH),
        russian=_count(written, _RUSSIAN),
    )
    return found if found.locale in locales else Detection(locales[0], sure=False)


def locale_of_name(stem: str) -> tuple[str, str]:
    """The locale that the end of a file's stem names, or "", and the stem (in NFC) without it.

    `Баяндама қаз` is ("kk", "Баяндама"), `kk` is ("kk", ""), `otchet` is ("", "otchet").
    """
    composed = unicodedata.normalize("NFC", stem)
    named = _NAMED.fullmatch(composed.strip())
    if named is None:
        return "", composed
    return _NAMES_OF_LOCALES[named["name"].lower()], (named["stem"] or "").strip(" ._-")


def _count(written: bytes, letters: bytes) -> int:
    return len(written) - len(written.translate(None, letters))


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
    # Runs of two words from the same texts: a Kazakh letter stands in 1,504 of 1,705 Kazakh ones
    # and in 9 of 1,485 Russian ones; of the rest, a Russian letter in 46 and in 992.
    if kazakh:
        return Detection("kk", sure=kazakh > russian)
    return Detection("ru" if russian else "", sure=russian > 0)
