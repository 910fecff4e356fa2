"""Group timed words into captions that can be read in time. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap

from generator.media.cue import Cue
from generator.work.subtitles import CUE_LINES, LINE_LETTERS, broken_cue

LETTERS_A_SECOND = 17
"""The fastest that people read captions: LANGUAGE.md, Channels."""

_PAUSE_MS = 600  # between two phrases; the words of one are about 100 apart
_LONGEST_MS = 6000  # people read a longer caption twice
_SHORTEST_MS = 1000  # a shorter one is a flash


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was heard."""

    text: str
    start_ms: int
    end_ms: int


def make_cues(words: Sequence[Word], end_ms: int) -> tuple[Cue, ...]:
    """Captions of at most two lines, none across a pause; `end_ms` is the end of the clip.

    Each stays as long as it takes to read, unless the next one starts before.
    """
    groups = [group for phrase in _phrases(words) for group in _balanced(phrase)]
    cues = [
        Cue(group[0].start_ms, group[-1].end_ms, tuple(broken_cue(_text(group))))
        for group in groups
    ]
    starts = [*(cue.start_ms for cue in cues[1:]), max([end_ms, *(cue.end_ms for cue in cues)])]
    return tuple(
        replace(cue, end_ms=_read_until(cue, start))
        for cue, start in zip(cues, starts, strict=True)
    )


def is_too_fast(cue: Cue) -> bool:
    """Whether its text takes longer to read than it is shown."""
    return cue.end_ms - cue.start_ms < _reading_ms(cue)


def _phrases(words: Sequence[Word]) -> Iterator[list[Word]]:
    phrase = list(words[:1])
    for before, word in pairwise(words):
        if word.start_ms - before.end_ms > _PAUSE_MS:
            yield phrase
            phrase = []
        phrase.append(word)
    if phrase:
        yield phrase


def _balanced(phrase: list[Word]) -> list[list[Word]]:
    """The phrase in the fewest captions, of similar length, so that no word is left alone."""
    most = CUE_LINES * LINE_LETTERS
    fewest = len(_filled(phrase, most))
    tries = (_filled(phrase, letters) for letters in range(LINE_LETTERS, most + 1))
    return next(groups for groups in tries if len(groups) <= fewest)


def _filled(phrase: list[Word], letters: int) -> list[list[Word]]:
    groups = [phrase[:1]]
    for word in phrase[1:]:
        text = _text([*groups[-1], word])
        lines = wrap(text, LINE_LETTERS, break_on_hyphens=False)
        is_short = word.end_ms - groups[-1][0].start_ms <= _LONGEST_MS
        if len(text) <= letters and len(lines) <= CUE_LINES and is_short:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _text(group: list[Word]) -> str:
    return " ".join(word.text for word in group)


def _read_until(cue: Cue, next_ms: int) -> int:
    wanted = cue.start_ms + max(_SHORTEST_MS, _reading_ms(cue))
    return max(cue.start_ms + 1, min(max(cue.end_ms, wanted), next_ms))


def _reading_ms(cue: Cue) -> int:
    return -(-len(" ".join(cue.lines)) * 1000 // LETTERS_A_SECOND)
