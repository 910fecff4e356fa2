"""Writes the script with all posts for the search page, and the rules for its words."""

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

# The characters of one post: path, title and stems of words in it. A long title leaves room for
# fewer stems. The limit is fixed, and stems are chosen by the post alone, so a new post adds its
# line and changes no other one, and lines of the others can be kept. (Choosing the rarest stems
# of all posts would read every text again after each edit and change lines of posts nobody
# touched.) Measured: see test_200_posts_are_light.
_ROOM = 230

# How rare a stem is has to be guessed from itself: names and tags first, then lengths usual for
# concrete nouns. The longest words are officialese ("ынтымақтастық") and take the most room.
_USUAL_LENGTH = 7
_SHORTEST = 3

# A Cyrillic letter is two bytes in UTF-8; as one byte each, stems are a sixth lighter after gzip.
# No target is a letter or digit of a stem, or needs an escape in JSON or HTML.
_PACKED = ("аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя", "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-.:;=?")
_PACK = str.maketrans(*_PACKED)

_TAG = re.compile(r"<[^<>]*>")
_CAPITAL = "[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]"
# Not at the start of a sentence. The pattern begins with the capital, of which a text has few.
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
    """The script of one locale with these lines, as an event for search.js."""
    content = {
        "locale": locale,
        "posts": "\n".join(lines),
        # Each month as the page writes it; search.js replaces the year 2222 and the day 11.
        "months": [long_date(date(2222, month, 11), locale) for month in range(1, 13)],
        "word": WORD,
        "marks": MARKS,
        "alike": LOOK_ALIKES,
        "plain": PLAIN,
        "packed": _PACKED[::-1],
        "stop": STOP_WORDS.split(),
        # As text, because search.js parses it twice: as it is, and without Kazakh letters.
        "rules": as_json({name: _rules(stripper) for name, stripper in STRIPPERS.items()}),
    }
    return event_script("index", content)


def found_words(entry: SearchEntry) -> tuple[str, ...]:
    """The stems that find a post besides those of its title, the most distinctive first."""
    in_title = frozenset(stems(entry.title, entry.locale))
    room = _ROOM - len(entry.path) - len(entry.title)
    chosen = []
    for stem in _distinctive(entry):
        if stem in in_title:
            continue
        room -= len(stem) + 1
        if room < 0:
            break
        chosen.append(stem)
    return tuple(chosen)


def _distinctive(entry: SearchEntry) -> Iterator[str]:
    text = f"{entry.summary} {html.unescape(_TAG.sub(' ', entry.html))}"
    tags = stems(" ".join(entry.tags), entry.locale)
    names = stems(" ".join(_NAME.findall(text)), entry.locale)
    rest = [stem for stem in stems(text, entry.locale) if len(stem) >= _SHORTEST]
    rest.sort(key=lambda stem: (abs(len(stem) - _USUAL_LENGTH), stem))
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
    # The hyphen keeps endings apart from properties of every JavaScript object ("constructor").
    passes = [{f"-{end}": letters for end, letters in rules.items()} for rules in stripper.before]
    return {"passes": passes, "kept": stripper.kept.split(), "last": stripper.last}
