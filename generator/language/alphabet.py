"""Make slugs and sort keys from Kazakh and Russian text."""

import re
import unicodedata
from functools import lru_cache

# One table for both languages. Library tables lose letters: python-slugify turns Мәслихат into
# "m-slikhat", Unidecode into "M@slikhat".
_ASCII = (
    *("a", "a", "b", "v", "g", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "q"),  # а to қ
    *("l", "m", "n", "n", "o", "o", "p", "r", "s", "t", "u", "u", "u", "f", "kh", "h"),  # л to һ
    *("ts", "ch", "sh", "shch", "", "y", "i", "", "e", "iu", "ia"),  # ц to я; none for ъ and ь
)

# The order taught in schools. CLDR's kk rules differ in two places that hardly matter in a list of
# names: і comes after ь, which opens no word, and all of Latin comes after Cyrillic.
_ORDER = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_ASCII_OF = dict(zip(_ORDER, _ASCII, strict=True)) | {"ə": "a"}  # U+0259, often typed for ә
_RANK_OF = {letter: rank for rank, letter in enumerate(_ORDER)}

# Bands of ranks, each wider than the largest code point (0x10FFFF).
_BAND = 0x110000
_SIGNS, _DIGITS, _LATIN, _CYRILLIC, _OTHERS = (band * _BAND for band in range(5))

_DIGIT_RUNS = re.compile(r"([0-9]+)")

# Windows reserves these file names, whatever the extension
# (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")

NaturalKey = tuple[tuple[tuple[int, int, tuple[int, ...]], ...], str]


@lru_cache(maxsize=4096)  # the posts of a site share a few tags
def slugify(text: str, limit: int = 60) -> str:
    """ASCII letters, digits and single hyphens, at most `limit` characters; may be empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(map(_ascii, nfc(text.casefold())))).strip("-")
    if RESERVED.fullmatch(slug):
        return f"{slug}-0"
    if len(slug) <= limit:
        return slug
    whole_words = slug[: limit + 1].rpartition("-")[0]
    return whole_words or slug[:limit]


def nfc(text: str) -> str:
    """The text in NFC: macOS stores й in a file name as two characters, people type one."""
    return unicodedata.normalize("NFC", text)


def sort_key(text: str) -> tuple[int, ...]:
    """Key for the order of the Kazakh alphabet: signs, digits, Latin, Cyrillic.

    Case and accents only break ties; lower case comes first.
    """
    composed = nfc(text)
    return (*_ranks(composed), -1, *map(ord, composed.swapcase()))


def natural_key(name: str) -> NaturalKey:
    """Key for file names in natural order: IMG_2 before IMG_10, a.jpg before a-2.jpg.

    Different names have different keys, so the order never depends on the disk.
    """
    stem, dot, ending = name.rpartition(".")
    if not stem:
        return _chunks(name), name
    return (*_chunks(stem), *_chunks(dot + ending)), name


def _ascii(letter: str) -> str:
    if letter in _ASCII_OF:
        return _ASCII_OF[letter]
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return ""  # stress marks and soft hyphens occur inside words
    base = _base(letter)
    return _ASCII_OF.get(base, base)


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _ranks(text: str) -> tuple[int, ...]:
    letters = nfc(text.casefold())
    return tuple(_rank(letter) for letter in letters if unicodedata.category(letter) != "Mn")


def _rank(letter: str) -> int:
    base = letter if letter in _RANK_OF else _base(letter)
    if base in _RANK_OF:
        return _CYRILLIC + _RANK_OF[base]
    if not base.isalnum():
        return _SIGNS + ord(base)
    if base.isascii():
        return (_DIGITS if base.isdigit() else _LATIN) + ord(base)
    return _OTHERS + ord(base)


def _chunks(text: str) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
    parts = enumerate(_DIGIT_RUNS.split(nfc(text)))  # the odd ones are digits
    return tuple(_number(part) if at % 2 else (1, 0, _ranks(part)) for at, part in parts if part)


def _number(digits: str) -> tuple[int, int, tuple[int, ...]]:
    # The length comes first, so 2 precedes 10 without int(), which refuses 4,301 digits.
    significant = digits.lstrip("0")
    return 0, len(significant), tuple(map(ord, significant))
