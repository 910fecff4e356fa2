"""A name that a phone gives a file becomes one that every computer opens."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable

from generator.intake.names import opens_on_windows
from generator.language.alphabet import nfc

# Windows allows none of these signs; control, format and broken letters mislead the reader.
_SIGNS = re.compile(r'[<>:"|?*]')
_MISLEADING = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_STEM_LETTERS = 80
_STEM_BYTES = 200  # most systems take 255 for a whole name
_ENDING_LETTERS = 12
_NAMELESS = "file"


def clean_name(name: str) -> str:
    """The last part of the name, without what would hide it, hurt a system, or lead elsewhere."""
    last = re.split(r"[/\\]", nfc(name))[-1]
    letters = _SIGNS.sub(" ", "".join(filter(_is_plain, last)))
    stem, ending = posixpath.splitext(" ".join(letters.split()).strip(" .~"))
    if len(ending) > _ENDING_LETTERS:
        stem, ending = stem + ending, ""
    stem = _shortened(stem).strip(" .~") or _NAMELESS
    cleaned = stem + ending
    return cleaned if opens_on_windows(cleaned) else f"{_NAMELESS} {cleaned}"


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name, or the first like it with a number that is none of those taken.

    Names that differ in capitals only are one file on Windows and phones.
    """
    others = {_folded(other) for other in taken}
    stem, ending = posixpath.splitext(name)
    number, free = 1, name
    while _folded(free) in others:
        number += 1
        free = f"{stem}-{number}{ending}"
    return free


def _is_plain(letter: str) -> bool:
    return unicodedata.category(letter) not in _MISLEADING


def _shortened(stem: str) -> str:
    return stem[:_STEM_LETTERS].encode()[:_STEM_BYTES].decode(errors="ignore")


def _folded(name: str) -> str:
    return nfc(name).casefold()
