"""Repair pasted text: mixed alphabets, invisible characters, line ends, split letters."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# In edited news one Cyrillic word in twenty thousand has Latin letters ("негiзгi" with a Latin i),
# and search, sorting and slugs see another word. `h` for һ, the other schwas and barred o are what
# keyboards without Kazakh letters offer.
_LOOK_ALIKES = str.maketrans(
    "iəǝɵhcaeopxyëABCEHKMOPTXIYƏƎƟË",
    "іәәөһсаеорхуёАВСЕНКМОРТХІУӘӘӨЁ",
)

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(f"(?:{_LETTER})+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN_LETTERS = r"A-Za-z\u00c0-\u024f\u0250-\u02af"
_LATIN = re.compile(f"[{_LATIN_LETTERS}]")
_LATIN_RUN = re.compile(rf"[{_LATIN_LETTERS}\u0300-\u036f]+")
# "CEOның" is a Latin abbreviation with a Kazakh ending.
_ABBREVIATION = re.compile(r"[A-Z]{2,}[а-яёәғқңөұүһі]+")

_UNTOUCHED = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>`{3,}|~{3,})(?s:.*?)(?:^[ ]{0,3}(?P=fence)|\Z)   # code block
    | (?P<ticks>`+)(?!`)(?:.|\n(?![ \t]*\n))*?(?<!`)(?P=ticks)(?!`)   # code span, in one paragraph
    | <[^<>\n]*>                                                       # HTML tag, autolink
    | (?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)                     # link target
    | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:.*$                                    # link definition
    | (?<![a-z0-9+.-])(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|tel:)[^\s<>»”"]+           # address
    | (?<![^\s@<>()«»"])[^\s@<>()«»"]+@[^\s@<>()«»"]+\.[^\s@<>()«»"]+  # e-mail
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")  # \x0b is Word's line break
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# A zero-width joiner stays where it joins emoji.
_EMOJI = r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
_LONE_JOINER = re.compile(rf"(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})")

_SUSPECT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
"""Everything that the cleanings below remove, and more."""

_CLEANINGS = (
    ("line ends", _LINE_ENDS, "\n"),
    ("control characters", _CONTROLS, ""),
    ("invisible characters", _INVISIBLE, ""),
    ("invisible characters", _LONE_JOINER, ""),
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text and its changes.

    `words` holds each repaired word once, before and after, in order. `cleaned` names the other
    changes: "line ends", "control characters", "invisible characters", "split letters" (й as и
    and a breve, as in macOS file names).
    """

    text: str
    words: tuple[tuple[str, str], ...] = ()
    cleaned: tuple[str, ...] = ()


def repair_text(text: str) -> Repaired:
    """The text in NFC, with \n line ends, nothing invisible and no Latin letters in Cyrillic words.

    Addresses, code, tags and wholly Latin words stay. Repairing again changes nothing.
    """
    clean, cleaned = _clean(text)
    repaired, words = _repair_words(clean)
    return Repaired(repaired, words, cleaned)


def _clean(text: str) -> tuple[str, tuple[str, ...]]:
    changes: dict[str, None] = {}
    for change, unwanted, replacement in _CLEANINGS if _SUSPECT.search(text) else ():
        text, count = unwanted.subn(replacement, text)
        if count:
            changes[change] = None
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        changes["split letters"] = None
    return composed, tuple(changes)


def _repair_words(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    words: dict[str, str] = {}
    pieces, end = [], 0
    for mixed in find_mixed(text):
        words[text[mixed.start : mixed.end]] = mixed.after
        pieces += [text[end : mixed.start], mixed.after]
        end = mixed.end
    return "".join([*pieces, text[end:]]), tuple(words.items())


@dataclass(frozen=True, slots=True)
class MixedWord:
    """Where a word with letters of two alphabets stands, and how it is repaired."""

    start: int
    end: int
    after: str


def find_mixed(text: str) -> Iterator[MixedWord]:
    """The words that `repair_text` repairs, in order."""
    if not _may_mix(text):
        return  # most texts
    begin = 0
    for stretch in [*_UNTOUCHED.finditer(text), None]:
        for word in _WORD.finditer(text, begin, stretch.start() if stretch else len(text)):
            after = _repair_word(word[0])
            if after != word[0]:
                yield MixedWord(word.start(), word.end(), after)
        begin = stretch.end() if stretch else begin


def _may_mix(text: str) -> bool:
    """Whether a Latin and a Cyrillic letter touch, so that a word may have both.

    A cheap first test: most texts have Latin words (`tags:`, addresses), and checking each word
    costs a hundred times more.
    """
    return any(
        _CYRILLIC.match(text, run.end()) or _CYRILLIC.match(text, max(0, run.start() - 1))
        for run in _LATIN_RUN.finditer(text)
    )


def _repair_word(word: str) -> str:
    if not _CYRILLIC.search(word) or not _LATIN.search(word) or _ABBREVIATION.fullmatch(word):
        return word
    after = word.translate(_LOOK_ALIKES)
    # With one certainly Latin letter the mix may be meant ("SMSке").
    return word if _LATIN.search(after) else unicodedata.normalize("NFC", after)
