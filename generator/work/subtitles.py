"""A subtitle file in any encoding in, a clean captions.vtt and its words in paragraphs out."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from textwrap import wrap

import pysubs2

from generator.errors import unfit
from generator.gate.text_leaks import places_in
from generator.language.encoding import decode_text
from generator.media.warnings import collect_warnings
from generator.recipes import MadeFile

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[\d:.]+>")  # marks of fonts, speakers and karaoke
_SHORTEST_MS = 2000  # for a cue that ends before it begins: long enough to read a line

# What fits on a phone and is read in time: LANGUAGE.md, Channels.
LINE_LETTERS = 39
CUE_LINES = 2

_ROLLING_MS = 500  # captions that roll repeat a line at once; what is said again later, is said
_PAUSE_MS = 2000
_PARAGRAPH_WORDS = 60
# A dash before a capital begins somebody's turn; before a small letter it belongs to a sentence.
_TURN = re.compile(r"[-–—]\s*[«“\"(]?([^\W\d_])")
# Four letters before a full stop: "г. Павлодар", "көш. 5" and "обл. орталығы" are no ends.
_SENTENCE_END = re.compile(r"(?:(?<=\w{4})\.|\.{3}|[!?…])[»”\")]?\s+(?=[«“\"(]?[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Cue:
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def make_subtitles(source: Path, name: str, into: Path) -> tuple[MadeFile, ...]:
    """Make captions.vtt in the folder `into`.

    Raises Unfit, calling the file `name`, where there is not one cue in it.
    """
    once = dict.fromkeys(_cues(_read(source, name)))
    cues = sorted(once, key=lambda cue: (cue.start_ms, cue.end_ms))
    if not cues:
        raise unfit(
            name,
            "there are no captions with times in this file",
            "save the captions again as SRT or VTT",
        )
    if any(True for cue in cues for line in cue.lines for _ in places_in(line.encode())):
        raise unfit(
            name,
            "these are no captions, but what a drone or a camera noted of its place",
            "take this file out of the folder",
        )
    path = into / "captions.vtt"
    # Sorted again: WebVTT wants cues by their start, and parts of one may begin after the next.
    short = sorted((part for cue in cues for part in _parts(cue)), key=lambda cue: cue.start_ms)
    blocks = "\n\n".join(["WEBVTT", *map(cue_block, short)])
    path.write_text(blocks + "\n", encoding="utf-8", newline="\n")
    seconds = max(cue.end_ms for cue in cues) / 1000
    size_bytes = path.stat().st_size
    words = tuple(_paragraphs(cues))
    return (MadeFile(path.name, size_bytes, seconds=seconds, mime="text/vtt", words=words),)


def _read(source: Path, name: str) -> pysubs2.SSAFile:
    try:
        written = source.read_bytes()
    except OSError as reason:
        raise unfit(
            name, "the file cannot be read", "close the programs that use it and try again"
        ) from reason
    try:
        # From 1.9 it warns of a misspelt time on the console; the words themselves are kept.
        with collect_warnings():
            return pysubs2.SSAFile.from_string(decode_text(written).text)
    except (ValueError, LookupError, pysubs2.Pysubs2Error):
        return pysubs2.SSAFile()  # no text, or nothing in it that looks like captions


def _cues(found: pysubs2.SSAFile) -> Iterator[Cue]:
    for event in found:
        lines = () if event.is_comment or event.is_drawing else _plain(event.plaintext)
        if lines:
            start = max(0, event.start)
            yield Cue(start, event.end if event.end > start else start + _SHORTEST_MS, lines)


def _plain(written: str) -> tuple[str, ...]:
    text = html.unescape(_TAG.sub("", written)).replace("\N{NO-BREAK SPACE}", " ")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    # A cue whose time is misspelt is read as part of the one before: its words are kept, its
    # number and its time are not.
    return tuple(
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if line and "-->" not in line and not (before == "" and line.isdecimal() and len(lines) > 1)
    )


# Cues


def cue_block(cue: Cue) -> str:
    text = html.escape("\n".join(cue.lines), quote=False)
    return f"{_time(cue.start_ms)} --> {_time(cue.end_ms)}\n{text}"


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"


def _parts(cue: Cue) -> Iterator[Cue]:
    """The cue as it is where it fits; else one after another, each for as long as it is read."""
    if len(cue.lines) <= CUE_LINES and all(len(line) <= LINE_LETTERS for line in cue.lines):
        yield cue
        return
    lines = [line for turn in _turns(cue.lines) for line in broken_cue(turn)]
    shares = [tuple(lines[at : at + CUE_LINES]) for at in range(0, len(lines), CUE_LINES)]
    read = [0, *accumulate(sum(map(len, share)) for share in shares)]
    length_ms = cue.end_ms - cue.start_ms
    times = [cue.start_ms + length_ms * letters // read[-1] for letters in read]
    for share, (start, end) in zip(shares, pairwise(times), strict=True):
        yield Cue(start, max(end, start + 1), share)


def _turns(lines: Iterable[str]) -> Iterator[str]:
    """The lines of each speaker as one text."""
    spoken: list[str] = []
    for line in lines:
        if spoken and _is_turn(line):
            yield " ".join(spoken)
            spoken = []
        spoken.append(line)
    yield " ".join(spoken)


def _is_turn(line: str) -> bool:
    dash = _TURN.match(line)
    return dash is not None and not dash[1].islower()


def broken_cue(text: str) -> list[str]:
    """The text in as few cues as can be, in lines of much the same length."""
    fewest = len(wrap(text, LINE_LETTERS, break_on_hyphens=False))
    lines = fewest if fewest <= CUE_LINES else -(-fewest // CUE_LINES) * CUE_LINES
    longest = min(max(map(len, text.split())), LINE_LETTERS)
    tries = (
        wrap(text, letters, break_on_hyphens=False) for letters in range(longest, LINE_LETTERS + 1)
    )
    return next(found for found in tries if len(found) <= lines)


# Words


def _paragraphs(cues: Iterable[Cue]) -> Iterator[str]:
    """What is said: a new paragraph after a pause, for another speaker, and where one is long."""
    for lines in _passages(cues):
        for turn in _turns(lines):
            yield from _cut(turn)


def _passages(cues: Iterable[Cue]) -> Iterator[list[str]]:
    """The lines between two pauses."""
    spoken: list[str] = []
    ended_ms = 0
    for cue, lines in _said_once(cues):
        if cue.start_ms - ended_ms > _PAUSE_MS:
            yield spoken
            spoken = []
        spoken.extend(lines)
        ended_ms = max(ended_ms, cue.end_ms)
    yield spoken


def _said_once(cues: Iterable[Cue]) -> Iterator[tuple[Cue, tuple[str, ...]]]:
    """Each cue with its new lines: captions that roll show the last line above the next."""
    before = Cue(0, -_ROLLING_MS - 1, ())
    for cue in cues:
        rolls = cue.start_ms - before.end_ms <= _ROLLING_MS
        known = min(len(before.lines), len(cue.lines)) if rolls else 0
        while known and before.lines[-known:] != cue.lines[:known]:
            known -= 1
        yield cue, cue.lines[known:]
        before = cue


def _cut(text: str) -> Iterator[str]:
    """The text, cut at the ends of sentences where it grows long."""
    start = 0
    for end in (found.end() for found in _SENTENCE_END.finditer(text)):
        is_long = len(text[start:end].split()) >= _PARAGRAPH_WORDS
        if is_long and not text[end].islower():
            yield text[start:end].rstrip()
            start = end
    if text[start:]:
        yield text[start:]
