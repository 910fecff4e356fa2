"""Convert a subtitle file in any encoding to a clean captions.vtt and paragraphs of its words."""

import html
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from textwrap import wrap

from generator.errors import unfit
from generator.media.cue import Cue
from generator.media.subtitle_file import read_cues
from generator.model import WHOLE, Cut
from generator.recipes import MadeFile

# What fits on a phone and can be read in time: LANGUAGE.md, Channels.
LINE_LETTERS = 39
CUE_LINES = 2

_ROLLING_MS = 500  # rolling captions repeat a line within this time; later it is said again
_PAUSE_MS = 2000
_PARAGRAPH_WORDS = 60
# A dash before a capital begins a speaker's turn; before a small letter it is part of a sentence.
_TURN = re.compile(r"[-–—]\s*[«“\"(]?([^\W\d_])")
# Four letters before a full stop, because "г. Павлодар", "көш. 5", "обл. орталығы" are no ends.
_SENTENCE_END = re.compile(r"(?:(?<=\w{4})\.|\.{3}|[!?…])[»”\")]?\s+(?=[«“\"(]?[^\W\d_])")


def make_subtitles(source: Path, name: str, into: Path, cut: Cut = WHOLE) -> tuple[MadeFile, ...]:
    """Make captions.vtt in the folder `into`, timed from the start of the part that is shown.

    Raises Unfit, calling the file `name`, where it holds no cue.
    """
    read = read_cues(_read(source, name))
    cues = sorted(within(read, cut), key=lambda cue: (cue.start_ms, cue.end_ms))
    if not cues:
        raise unfit(
            name,
            "there are no captions with times in this file",
            "save the captions again as SRT or VTT",
        )
    path = into / "captions.vtt"
    # Sorted again: WebVTT wants cues by their start, and part of one may begin after the next.
    short = sorted((part for cue in cues for part in _parts(cue)), key=lambda cue: cue.start_ms)
    blocks = "\n\n".join(["WEBVTT", *map(cue_block, short)])
    path.write_text(blocks + "\n", encoding="utf-8", newline="\n")
    size_bytes, seconds = path.stat().st_size, max(cue.end_ms for cue in cues) / 1000
    words = tuple(_paragraphs(cues))
    return (MadeFile(path.name, size_bytes, seconds=seconds, mime="text/vtt", words=words),)


def within(cues: Iterable[Cue], cut: Cut) -> Iterator[Cue]:
    """The cues that are heard in the part, in its own time."""
    first_ms, last_ms = round(cut.start * 1000), round(cut.end * 1000)
    for cue in cues:
        end_ms = min(cue.end_ms, last_ms) if last_ms else cue.end_ms
        start_ms = max(cue.start_ms, first_ms)
        if cut == WHOLE or end_ms > start_ms:
            yield Cue(start_ms - first_ms, end_ms - first_ms, cue.lines)


def _read(source: Path, name: str) -> bytes:
    try:
        return source.read_bytes()
    except OSError as reason:
        raise unfit(
            name, "the file cannot be read", "close the programs that use it and try again"
        ) from reason


# Cues


def cue_block(cue: Cue) -> str:
    """The cue in WebVTT."""
    text = html.escape("\n".join(cue.lines), quote=False)
    return f"{_time(cue.start_ms)} --> {_time(cue.end_ms)}\n{text}"


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"


def _parts(cue: Cue) -> Iterator[Cue]:
    """The cue where it fits, else several in turn, each shown as long as reading it takes."""
    if len(cue.lines) <= CUE_LINES and all(len(line) <= LINE_LETTERS for line in cue.lines):
        yield cue
        return
    lines = [line for turn in _turns(cue.lines) for line in broken_cue(turn)]
    parts = [tuple(lines[first : first + CUE_LINES]) for first in range(0, len(lines), CUE_LINES)]
    letters_read = [0, *accumulate(sum(map(len, part)) for part in parts)]
    length_ms = cue.end_ms - cue.start_ms
    times = [cue.start_ms + length_ms * letters // letters_read[-1] for letters in letters_read]
    for part, (start, end) in zip(parts, pairwise(times), strict=True):
        yield Cue(start, max(end, start + 1), part)


def _turns(lines: Iterable[str]) -> Iterator[str]:
    """The lines of each speaker, joined."""
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
    """The text in lines of similar length that fill as few cues as possible."""
    fewest = len(wrap(text, LINE_LETTERS, break_on_hyphens=False))
    most = fewest if fewest <= CUE_LINES else -(-fewest // CUE_LINES) * CUE_LINES
    longest_word = min(max(map(len, text.split())), LINE_LETTERS)
    widths = range(longest_word, LINE_LETTERS + 1)
    wrapped = (wrap(text, width, break_on_hyphens=False) for width in widths)
    return next(lines for lines in wrapped if len(lines) <= most)


# Words


def _paragraphs(cues: Iterable[Cue]) -> Iterator[str]:
    """The words, with a new paragraph after a pause, for another speaker, and in long ones."""
    for lines in _passages(cues):
        for turn in _turns(lines):
            yield from _cut(turn)


def _passages(cues: Iterable[Cue]) -> Iterator[list[str]]:
    """The lines between pauses."""
    spoken: list[str] = []
    ended_ms = 0
    for cue, lines in _without_repeats(cues):
        if cue.start_ms - ended_ms > _PAUSE_MS:
            yield spoken
            spoken = []
        spoken.extend(lines)
        ended_ms = max(ended_ms, cue.end_ms)
    yield spoken


def _without_repeats(cues: Iterable[Cue]) -> Iterator[tuple[Cue, tuple[str, ...]]]:
    """Each cue with its new lines: rolling captions show the last line again above the next."""
    before = Cue(0, -_ROLLING_MS - 1, ())
    for cue in cues:
        rolls = cue.start_ms - before.end_ms <= _ROLLING_MS
        repeated = min(len(before.lines), len(cue.lines)) if rolls else 0
        while repeated and before.lines[-repeated:] != cue.lines[:repeated]:
            repeated -= 1
        yield cue, cue.lines[repeated:]
        before = cue


def _cut(text: str) -> Iterator[str]:
    """The text, cut at ends of sentences where it grows long."""
    start = 0
    for end in (match.end() for match in _SENTENCE_END.finditer(text)):
        is_long = len(text[start:end].split()) >= _PARAGRAPH_WORDS
        if is_long and not text[end].islower():
            yield text[start:end].rstrip()
            start = end
    if text[start:]:
        yield text[start:]
