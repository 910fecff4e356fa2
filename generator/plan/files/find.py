"""Writes the small scripts with which a page finds the deputy of a village or street.

find.js compares names up to their last letters, so endings need no rules. This module only maps
letters that sound alike, of both alphabets and Latin ones typed for them, to one byte.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

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
    districts: dict[str, int] = {}
    lines = []
    for deputy in deputies:
        words = [word for word in deputy.words if word.startswith(letter)]
        if words or not letter:
            place = districts.setdefault(deputy.district, len(districts))
            name = " ".join(deputy.name.split())
            lines.append("\t".join((deputy.path, name, str(place), " ".join(words))))
    return event_script("places", {"districts": list(districts), "lines": "\n".join(lines)})


def place_text(places: Iterable[Localized], locale: str) -> str:
    """The places as a reader sees them in that language."""
    return ", ".join(filter(None, (in_locale(place, locale) for place in places)))
