"""Rows of digits in a text: people write one number in any groups, with any marks between them."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import msgspec

FEWEST_DIGITS = 5
"""Of a telephone in a town; a shorter number is nobody's."""

_NEAR = 40  # letters around a number in which a word says what it is
_TO_LAST_DIGIT = re.compile(r".*[0-9]", re.DOTALL)

# Between two groups of one number; * _ ` ~ are marks that a plain text shows.
_GAP = r"[ \n\-().\u00b7•*_`~|/]{0,4}"
_ROW = re.compile(rf"[0-9]+(?:{_GAP}[0-9]+)*")
_LONG_ROW = re.compile(rf"[0-9](?:{_GAP}[0-9]){{9}}")
_GROUP = re.compile(r"[0-9]+")

_SPACES = dict.fromkeys(map(ord, "\t\r\v\f\u1680\u180e"), " ")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u30fb"), "-")
# What no reader sees inside a number: invisible letters, and what makes 8️⃣ of an 8.
_UNSEEN = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x20E3, 0xFE0E, 0xFE0F, 0xFEFF, *range(0x200B, 0x2010)), None
) | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2060, 0x2070)), None)
_SEEN = _SPACES | _DASHES | _UNSEEN
_ANY_DIGIT = re.compile(r"[\d\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u24ff\u2776-\u2793]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")

_UNIT = re.compile(
    r"\s{0,2}(?:тг|т\.г|теңге|тенге|₸|\$|€|₽|%|руб|долл|ақш долл|америк|евро|мың|тыс|млн|млрд|трлн"
    r"|миллио|миллиа|адам|человек|дана|шт|тонн|кг|км|м2|м3|кв\.? ?м|куб|га\b|квт|литр|л\b|м\b)",
    re.IGNORECASE,
)


class DigitRow(msgspec.Struct, frozen=True):
    """Neighbouring groups of digits, and the text around them."""

    text: str
    groups: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.starts[0]

    @property
    def end(self) -> int:
        return self.starts[-1] + len(self.groups[-1])

    @property
    def written(self) -> str:
        return self.text[self.start : self.end]

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(map(len, self.groups))

    @property
    def is_sum(self) -> bool:
        """Whether the groups are thousands: 87 000 000 000."""
        gaps = {self.text[a:b].strip("0123456789") for a, b in pairwise((*self.starts, self.end))}
        first, *rest = self.sizes
        return bool(rest) and first <= 3 and set(rest) == {3} and gaps <= {" ", ""}

    @property
    def counts_something(self) -> bool:
        """Whether money or a measure follows, or the digits are part of a decimal number."""
        after = self.text[self.end : self.end + _NEAR]
        is_decimal = re.match(r"[,.]\d", after) or re.search(r"\d[,.]$", self.before)
        return bool(_UNIT.match(after) or (is_decimal and len(self.groups) == 1))

    @property
    def before(self) -> str:
        """The words before, back to the last digit."""
        begin = max(0, self.start - _NEAR)
        digits = _TO_LAST_DIGIT.match(self.text, begin, self.start)
        return self.text[digits.end() if digits else begin : self.start]

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + _NEAR]

    def part(self, first: int, last: int) -> "DigitRow":
        return DigitRow(self.text, self.groups[first:last], self.starts[first:last])


def may_hold_number(text: str) -> bool:
    """Whether there are digits enough in a text as people wrote it: a cheap first test."""
    return len(_ANY_DIGIT.findall(text)) >= FEWEST_DIGITS


def holds_long_row(text: str) -> bool:
    """Whether ten digits, as many as a telephone has, stand side by side."""
    return _LONG_ROW.search(text) is not None


def plain_digits(text: str) -> str:
    """The text with ASCII digits, plain spaces and dashes, and nothing invisible."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_SEEN)
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def find_rows(text: str) -> Iterator[DigitRow]:
    """Each row of neighbouring groups in a text that `plain_digits` returned."""
    for match in _ROW.finditer(text):
        if match.end() - match.start() < FEWEST_DIGITS:
            continue
        groups = list(_GROUP.finditer(text, match.start(), match.end()))
        yield DigitRow(text, tuple(g[0] for g in groups), tuple(g.start() for g in groups))
