"""Writes the small scripts with which a page finds the deputy of a village or street.

find.js compares names up to their last letters, so endings need no rules. This module only maps
letters that sound alike, of both alphabets and Latin ones typed for them, to one byte.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import takewhile

import msgspec

from generator.language.localized import Localized, in_locale
from generator.language.stem import MARKS
from generator.plan.files.script import event_script

PIECE_BYTES = 25_000
"""The most that a reader loads to find a deputy."""

FOLDED = (
    "аәбвгғдеёэжзиійкқлмнңоөпрстуұүфхһцчшщыəюяъь",
    "aabvggdeeejziiikklmnnooprstuuufhhcCwSyaUA",
)
"""Letters and the byte for each; the last two letters are dropped."""

_FOLD = str.maketrans(FOLDED[0][:-2], FOLDED[1], FOLDED[0][-2:])
_MARKS = re.compile(MARKS)
_WORD = re.compile("[a-zA-Z0-9]+")

# Words beside names of places, which do not tell one place from another.
_GENERIC = (
    "ауыл ауылы ауылдық округі округ ауданы аудан қала қаласы кент кенті көше көшесі көш даңғылы "
    "шағын ықшам ауданы мөлтекауданы тұйық "
    "село села деревня поселок посёлок пос аул сельский район района город улица ул переулок пер "
    "проспект пр микрорайон мкр"
)


class Findable(msgspec.Struct, frozen=True):
    """A deputy as find.js knows them."""

    path: str
    name: str
    district: str
    words: tuple[str, ...]  # folded
    portrait: str = ""  # path from the deputy's root
    phone: str = ""
    whatsapp: str = ""


def folded_words(text: str) -> list[str]:
    """The words of a text, as find.js folds what is typed."""
    letters = _MARKS.sub("", unicodedata.normalize("NFC", text).lower())
    return _WORD.findall(letters.translate(_FOLD))


_NOT_NAMES = frozenset(folded_words(_GENERIC))


def words_of(texts: Iterable[Localized]) -> tuple[str, ...]:
    """The folded words that find these texts, in all of their languages, each once."""
    words = {word for pairs in texts for _, text in pairs for word in folded_words(text)}
    return tuple(sorted(words - _NOT_NAMES))


def find_scripts(deputies: Sequence[Findable], limit: int = PIECE_BYTES) -> dict[str, bytes]:
    """The script with all deputies under ""; if it exceeds `limit` bytes, one for each letter."""
    whole = _script(deputies)
    if len(whole) <= limit:
        return {"": whole}
    letters = sorted({word[0] for deputy in deputies for word in deputy.words})
    return {letter: _script(deputies, letter) for letter in letters}


def _script(deputies: Sequence[Findable], letter: str = "") -> bytes:
    """The deputies with a word that begins with that letter."""
    shared = _shared_ends([deputy.portrait for deputy in deputies if deputy.portrait])
    districts: dict[str, int] = {}
    lines = []
    for deputy in deputies:
        words = [word for word in deputy.words if word.startswith(letter)]
        if words or not letter:
            place = districts.setdefault(deputy.district, len(districts))
            name = " ".join(deputy.name.split())
            ways = _ways(deputy, *map(len, shared))
            lines.append("\t".join((deputy.path, name, str(place), " ".join(words), *ways)))
    known = {"districts": list(districts), "faces": shared, "lines": "\n".join(lines)}
    return event_script("places", known)


def _shared_ends(paths: Sequence[str]) -> tuple[str, str]:
    """What these paths begin with, and what they end with behind that."""
    head = _shared_start(paths)
    return head, _shared_start([path[len(head) :][::-1] for path in paths])[::-1]


def _shared_start(texts: Sequence[str]) -> str:
    ends = (min(texts, default=""), max(texts, default=""))  # what these two share, all do
    letters = takewhile(lambda pair: pair[0] == pair[1], zip(*ends, strict=False))
    return "".join(letter for letter, _ in letters)


def _ways(deputy: Findable, head: int, tail: int) -> tuple[str, str, str]:
    """Portrait, telephone and WhatsApp in few letters; "=" is the telephone's number again."""
    path = deputy.portrait
    phone, whatsapp = _digits(deputy.phone), _digits(deputy.whatsapp)
    face = path[head : len(path) - tail] or "." if path else ""
    return face, phone, "=" if whatsapp and whatsapp == phone else whatsapp


def _digits(number: str) -> str:
    """A number as tel: takes it."""
    plus = "+" if number.strip().startswith("+") else ""
    return plus + "".join(sign for sign in number if sign in "0123456789")


def place_text(places: Iterable[Localized], locale: str) -> str:
    """The places as a reader sees them in that language."""
    return ", ".join(filter(None, (in_locale(place, locale) for place in places)))
