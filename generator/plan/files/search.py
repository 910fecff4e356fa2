"""Posts in, the script out that hands them to the search page, with the rules for its words."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from generator.language.dates import long_date
from generator.language.stem import (
    LOOK_ALIKES,
    MARKS,
    PLAIN,
    STOP_WORDS,
    STRIPPERS,
    WORD,
    Stripper,
    stems,
)
from generator.plan.files.script import as_json, event_script

# What one post may take in letters: path, title and the stems of words inside it. Long titles
# leave room for fewer stems. The figure is fixed, and which stems go in is judged by the post
# alone, so the bytes of one post depend on no other one: a new post adds its own line and moves
# nothing else, and what is known of the others can be kept. (True rarity, by counting all posts,
# would read every text again after each edit and change lines of posts nobody touched.)
# Measured: see test_200_posts_are_light.
_ROOM = 230

# Where the stems themselves must say how rare they are: names and tags first, then the lengths of
# concrete nouns. The longest words are officialese ("ынтымақтастық") and the dearest.
_TELLING_LENGTH = 7
_SHORTEST = 3

# A Cyrillic letter is two bytes in UTF-8; as one byte each, stems are a sixth lighter after gzip.
# No target is a letter or digit that a stem may hold, nor needs an escape in JSON or HTML.
_PACKED = (
    "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-.:;=?",
)
_PACK = str.maketrans(*_PACKED)

_TAG = re.compile(r"<[^<>]*>")
_CAPITAL = "[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]"
# Not where a sentence opens. The capital comes first: a text has few of them to look behind.
_NAME = re.compile(rf"{_CAPITAL}(?<=[^\W_], .|[^\W_][^\W_] .|..«.)[^\W_]+")


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A post that search can find."""

    path: str
    title: str
    day: str  # "2026-11-23"
    locale: str  # of the words
    html: str = ""  # of the body
    summary: str = ""
    tags: tuple[str, ...] = ()
    duration_text: str = ""  # of its first clip
    kind: str = "report"


def search_index(lines: Iterable[str], locale: str) -> bytes:
    """The script of one locale with these lines; it sends an event from its own element.

    Not JSON: from disk a page may load a script, but fetch() nothing.
    """
    content = {
        "locale": locale,
        "posts": "\n".join(lines),
        # Each month as the page writes it, the year 2222 and the day 11 to be replaced.
        "months": [long_date(date(2222, month, 11), locale) for month in range(1, 13)],
        "word": WORD,
        "marks": MARKS,
        "alike": LOOK_ALIKES,
        "plain": PLAIN,
        "packed": _PACKED[::-1],
        "stop": STOP_WORDS.split(),
        # As a text, because the script reads it twice: as it is, and without Kazakh letters.
        "rules": as_json({name: _rules(stripper) for name, stripper in STRIPPERS.items()}),
    }
    return event_script("index", content)


def found_words(entry: SearchEntry) -> tuple[str, ...]:
    """The stems by which a post is found besides those of its title, the most telling first."""
    in_title = frozenset(stems(entry.title, entry.locale))
    room = _ROOM - len(entry.path) - len(entry.title)
    chosen = []
    for stem in _telling(entry):
        if stem in in_title:
            continue
        room -= len(stem) + 1
        if room < 0:
            break
        chosen.append(stem)
    return tuple(chosen)


def _telling(entry: SearchEntry) -> Iterator[str]:
    text = f"{entry.summary} {html.unescape(_TAG.sub(' ', entry.html))}"
    tags = stems(" ".join(entry.tags), entry.locale)
    names = stems(" ".join(_NAME.findall(text)), entry.locale)
    rest = [stem for stem in stems(text, entry.locale) if len(stem) >= _SHORTEST]
    rest.sort(key=lambda stem: (abs(len(stem) - _TELLING_LENGTH), stem))
    yield from dict.fromkeys((*tags, *names, *rest))


def search_line(entry: SearchEntry, locale: str) -> str:
    """One post in the index of that locale."""
    fields = (
        quote(entry.path),
        entry.day,
        " ".join(entry.title.split()),
        " ".join(sorted(found_words(entry))).translate(_PACK),
        "" if entry.kind == "report" else entry.kind,
        "" if entry.locale == locale else entry.locale,
        entry.duration_text,
    )
    return "\t".join(fields).rstrip("\t")


def _rules(stripper: Stripper) -> dict[str, object]:
    # The hyphen keeps endings apart from what every object of a script has ("constructor").
    passes = [{f"-{end}": letters for end, letters in one.items()} for one in stripper.before]
    return {"passes": passes, "kept": stripper.kept.split(), "last": stripper.last}
