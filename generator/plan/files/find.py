"""Deputies in, the small scripts out by which a page finds the deputy of a village or street.

A name is found by how far what is typed agrees with it, so endings need no rules (find.js); here
letters are only made alike: those of both alphabets, and the Latin ones typed for them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from generator.language.localized import Localized, in_locale
from generator.language.stem import MARKS
from generator.plan.files.script import event_script

PIECE_BYTES = 25_000
"""What a reader loads at most to find a deputy."""

FOLDED = (
    "аәбвгғдеёэжзиійкқлмнңоөпрстуұүфхһцчшщыəюяъь",
    "aabvggdeeejziiikklmnnooprstuuufhhcCwSyaUA",
)
"""Letters, and the one byte that stands for each; the last two letters fall away."""

_FOLD = str.maketrans(FOLDED[0][:-2], FOLDED[1], FOLDED[0][-2:])
_MARKS = re.compile(MARKS)
_WORD = re.compile("[a-zA-Z0-9]+")

# What stands beside a name on any sign and says nothing of which place it is.
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
    """The words of a text, as find.js makes them of what is typed."""
    letters = _MARKS.sub("", unicodedata.normalize("NFC", text).lower())
    return _WORD.findall(letters.translate(_FOLD))


_SAYS_NOTHING = frozenset(folded_words(_GENERIC))


def words_of(texts: Iterable[Localized]) -> tuple[str, ...]:
    """The words by which these texts are found, in all of their languages, each once."""
    found = {word for text in texts for _, one in text for word in folded_words(one)}
    return tuple(sorted(found - _SAYS_NOTHING))


def find_scripts(found: Sequence[Findable], limit: int = PIECE_BYTES) -> dict[str, bytes]:
    """The script with all of them, by ""; where it is too large, those of each first letter."""
    whole = _script(found)
    if len(whole) <= limit:
        return {"": whole}
    letters = sorted({word[0] for one in found for word in one.words})
    return {
        letter: _script(
            [one for one in found if any(word[0] == letter for word in one.words)], letter
        )
        for letter in letters
    }


def _script(found: Sequence[Findable], letter: str = "") -> bytes:
    districts: dict[str, int] = {}
    for one in found:
        districts.setdefault(one.district, len(districts))
    lines = (
        "\t".join(
            (
                one.path,
                " ".join(one.name.split()),
                str(districts[one.district]),
                " ".join(word for word in one.words if word.startswith(letter)),
            )
        )
        for one in found
    )
    return event_script("places", {"districts": list(districts), "lines": "\n".join(lines)})


def place_text(places: Iterable[Localized], locale: str) -> str:
    """The places as a reader sees them in that language."""
    return ", ".join(filter(None, (in_locale(place, locale) for place in places)))
