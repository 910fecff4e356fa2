"""Tell notes that drones and dash cameras write as subtitles from captions of what is said.

No maker is known by its spelling. Instruments write the same few fields again and again, without a
gap, in figures no person says: four decimals and more, degrees, seconds of the day, pairs of a name
and a value. Each such nature weighs some points, and a cue with enough of them is a note.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from generator.errors import Problem, problem
from generator.gate.text_leaks import places_in
from generator.media.cue import Cue

_FIRST = r"(?<![\w.,])"  # begins a word
_HEMISPHERE = r"(?:[NSEW](?![^\W\d_])|[сю]\.?\s?ш\b|[вз]\.?\s?д\b)"


@dataclass(frozen=True, slots=True)
class _Nature:
    """A way in which instruments write: what it weighs, and how often it has to be there."""

    points: float
    pattern: re.Pattern[str]
    least: int = 1


def _nature(points: float, pattern: str, least: int = 1, *, exact: bool = False) -> _Nature:
    return _Nature(points, re.compile(pattern, 0 if exact else re.IGNORECASE), least)


# Ways to write where something is; one of them is enough.
_PLACES = (
    _nature(6, r"(?<![\d.])[-+]?\d{1,5}[.,]-?\d{4,}(?!\d|[.,]\d)", 2),  # 43.238949 76.889709
    _nature(6, r"\d\s?(?:[°º˚*d]|deg|град\w*)\s?\d{1,2}(?:[.,]\d+)?\s?(?:['′’ʹm]|мин)"),  # 43°14'
    _nature(6, r"\d\s?[°º˚]\s?\d{1,2}[.,]\d{2,}", 2),  # 43° 14.337
    _nature(6, r"(?<![^\W\d_])[NSEW]\s?\d{1,3}\s\d{1,2}(?:[.,]\d+)?(?!\d)", 2, exact=True),
    _nature(6, rf"(?:[.,]\d{{2,}}|[°º˚'′’\"″”])\s?{_HEMISPHERE}", 2),  # 43.23N 76.88E
    _nature(6, r"(?<![^\W\d_])[NSEW]\s?[:=]?\s?[-+]?\d{1,3}(?:[.,]\d{2,}|\s?[°º˚])", 2),
    _nature(6, r"\d[:\s]\d{1,2}[:\s]\d{1,2}(?:[.,]\d+)?\s?[NSEW](?![^\W\d_])", 2, exact=True),
    _nature(6, r"(?<![^\W\d_])[EN]\s?[:=]?\s?\d{6,7}(?:\.\d+)?\b", 2, exact=True),  # UTM
    _nature(6, rf"{_FIRST}\$?[A-Z]{{2}}[A-Z0-9]{{3}},(?:[^,\s]*,){{3}}", exact=True),  # $GPRMC,
    _nature(6, rf"{_FIRST}(?:[23456789CFGHJMPQRVWX]{{2}}){{2,4}}\+[2-9CFGHJMPQRVWX]{{2,3}}\b"),
    _nature(
        6,
        rf"{_FIRST}\d{{1,2}}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{{2}}\s?\d{{2,10}}\s?\d{{2,5}}"
        r"\b(?!\s?\d)",
        exact=True,
    ),  # MGRS
    _nature(6, rf"{_FIRST}\d{{1,2}}\s?[C-HJ-NP-X]\s+\d{{6}}(?:\.\d+)?\D{{1,4}}\d{{7}}", exact=True),
    _nature(6, r"/{3}[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+"),  # what3words
)

# Ways to write that are not a place, or half of one.
_NATURES = (
    _nature(2.5, r"(?<![\d.])[-+]?\d{1,5}[.,]-?\d{4,}(?!\d|[.,]\d)"),
    _nature(
        2.5,
        r"\b(?:lat|latitude|lon|long|lng|longt?itude|gps|gnss|широт\w*|шир|долгот\w*|долг?"
        r"|ендік\w*|бойлық\w*|breite\w*|l[äa]nge\w*|enlem|boylam|kenglik|uzunlik)\b\W{0,4}\d",
    ),
    _nature(2, rf"(?:\d\s?{_HEMISPHERE}|{_FIRST}[NSEW]\s?[:=]?\s?[-+]?\d)", 2),
    _nature(2, r"[^\W\d]\w*[\"')]?\s?[:=]\s?[\"'(]?[-+]?\d", 2),  # iso: 100, "lat":43
    _nature(1.5, r"[^\W\d]\w*[\"')]?\s?[:=]\s?[\"'(]?[-+]?\d", 4),
    _nature(2, r"(?:^|[,;|[(]\s?)[A-Za-z][\w./]{0,11}\s?[-+]?\d", 3),  # F/2.8, SS 206, EV 0
    _nature(2, r"[-+]?\d+\.\d+[,;\t]\s?[-+]?\d+\.?\d*[,;\t]\s?[-+]?\d|\d[,;][-+]\d|,,"),  # CSV
    _nature(2, r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\D{1,3}\d{1,2}:\d{2}:\d{2}"),  # day with seconds
    _nature(1.5, r"(?<![\d:])\d{1,2}:\d{2}:\d{2}(?![\d:])"),
    _nature(1, r":\d{2}[.,]\d{3}(?!\d)"),  # milliseconds
    _nature(2, rf"{_FIRST}20\d{{6}}[T_ -]?\d{{6}}(?!\d)"),
    _nature(1, r"(?<![\d.,:+(/-])0\d{2}[a-z]"),  # 054km/h
    _nature(1, r"\d\s?(?:km/h|mph|kph|kmh|m/s|knots?|kts?)\b"),
    _nature(1, r"\d(?:ms|m|hz|deg|mv|mb|fps)\b"),
    _nature(1, r"[-+]\d+\.\d+", 2),
    _nature(3, r"\d[.,]\d{3,}\D{1,4}\d{1,3}[.,]\d{3,}"),
    _nature(2, r"\b(?=\w*\d)(?=\w*[a-z])[0-9b-hjkmnp-z]{8,12}\b", exact=True),  # geohash
    _nature(3, r"(?<![\d+(-])[-+]?\d{7,9}[,;/ ]{1,2}[-+]?\d{7,9}(?!\d)"),  # millionths of a degree
)

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
# Telephones, days and times of day, which people name too.
_SAID = re.compile(
    r"(?:\+\s?7|\b8|\b7)(?:[\s()-]{0,2}\d){9,10}\b|\b\d{1,2}[:.]\d\d(?:[.]\d{2,4})?\b"
)

_NOTE_POINTS = 5.0  # of a cue; captions of people stay below, see tests/benchmarks/instruments.py
_NOTES_SHARE = 0.5  # of the cues
_FIGURES_SHARE = 0.35  # digits among letters and digits: most fields have names
_SHORT_MS = 1200  # instruments write once a second or once a frame
_GAPLESS_MS = 110
_STEADY = 20  # alike cues without a gap; people who count stop before
_UNNAMED = 4  # numbers of a cue in a row of alike ones without any word


def are_instrument_notes(cues: Sequence[Cue]) -> bool:
    """Whether these cues are what an instrument wrote, or hold a place as only one writes it."""
    texts = ["\n".join(cue.lines) for cue in cues]
    if not texts:
        return False
    if any(_holds_place(text) for text in texts):
        return True
    alike, gapless = _are_alike(texts), _are_gapless(cues)
    if alike and gapless and len(texts) >= _STEADY:
        return True
    shared = 1.5 * alike + 1.0 * gapless
    notes = sum(_points(text) + shared >= _NOTE_POINTS for text in texts if _is_marked(text))
    return notes >= _NOTES_SHARE * len(texts) or (
        alike and median(map(_unnamed, texts)) >= _UNNAMED
    )


def notes_problem(path: str) -> Problem:
    """The problem of a subtitle file with an instrument's notes."""
    return problem(
        path,
        "these are no captions, but what a drone or a camera noted of its place",
        "take this file out of the folder",
    )


def _holds_place(text: str) -> bool:
    return any(map(_fits, _PLACES, [text] * len(_PLACES))) or bool([*places_in(text.encode())])


def _fits(nature: _Nature, text: str) -> bool:
    return len(nature.pattern.findall(text)) >= nature.least


def _is_marked(text: str) -> bool:
    return any(_fits(nature, text) for nature in _NATURES)


def _points(text: str) -> float:
    """The points of a cue by itself."""
    digits, letters = sum(map(str.isdigit, text)), sum(map(str.isalpha, text))
    is_heavy = digits >= _FIGURES_SHARE * (digits + letters) and digits > 0
    is_wordless = len(_LONG_WORD.findall(text)) <= 1
    named = sum(nature.points for nature in _NATURES if _fits(nature, text))
    return named + is_heavy + is_wordless


def _unnamed(text: str) -> int:
    """How many numbers stand in a cue without a word; 0 where there is one."""
    text = _SAID.sub("", text)
    return 0 if re.search(r"[^\W\d_]{2,}", text) else len(_NUMBER.findall(text))


def _are_alike(texts: Sequence[str]) -> bool:
    """Whether most cues have figures and are the same but for these."""
    shapes = Counter(_NUMBER.sub("0", text) for text in texts if _NUMBER.search(text))
    return len(texts) > 1 and 2 * max(shapes.values(), default=0) > len(texts)


def _are_gapless(cues: Sequence[Cue]) -> bool:
    """Whether cues are short and follow each other at once."""
    if median(cue.end_ms - cue.start_ms for cue in cues) > _SHORT_MS:
        return False
    gaps = [abs(after.start_ms - before.end_ms) for before, after in pairwise(cues)]
    return bool(gaps) and median(gaps) <= _GAPLESS_MS
