"""Words with their times in, captions that can be read in time out. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap

from generator.work.subtitles import CUE_LINES, LINE_LETTERS, Cue, broken_cue

LETTERS_A_SECOND = 17
"""What is read in time: LANGUAGE.md, Channels."""

_PAUSE_MS = 600  # a breath between two phrases; between words of one it is about 100
_LONGEST_MS = 6000  # a caption that stands longer is read twice
_SHORTEST_MS = 1000  # one that stands shorter is a flash


@dataclass(frozen=True, slots=True)
class Word:
    """One word that was heard."""

    text: str
    start_ms: int
    end_ms: int


def make_cues(words: Sequence[Word], end_ms: int) -> tuple[Cue, ...]:
    """Captions of at most two lines, none across a pause; `end_ms` is the end of the clip.

    Each stands as long as it takes to read, where the next one leaves it the time.
    """
    groups = [group for phrase in _phrases(words) for group in _shared(phrase)]
    cues = [Cue(group[0].start_ms, group[-1].end_ms, _lines(group)) for group in groups]
    starts = [*(cue.start_ms for cue in cues[1:]), max([end_ms, *(cue.end_ms for cue in cues)])]
    return tuple(
        replace(cue, end_ms=_read_until(cue, start))
        for cue, start in zip(cues, starts, strict=True)
    )


def is_too_fast(cue: Cue) -> bool:
    """Whether there is more to read than its time allows."""
    return cue.end_ms - cue.start_ms < _reading_ms(cue)


def _phrases(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words between two pauses."""
    phrase = list(words[:1])
    for before, word in pairwise(words):
        if word.start_ms - before.end_ms > _PAUSE_MS:
            yield phrase
            phrase = []
        phrase.append(word)
    if phrase:
        yield phrase


def _shared(phrase: list[Word]) -> list[list[Word]]:
    """The phrase in as few captions as can be, of much the same length: no word stands alone."""
    fewest = len(_filled(phrase, CUE_LINES * LINE_LETTERS))
    tries = (
        _filled(phrase, letters) for letters in range(LINE_LETTERS, CUE_LINES * LINE_LETTERS + 1)
    )
    return next(groups for groups in tries if len(groups) <= fewest)


def _filled(phrase: list[Word], letters: int) -> list[list[Word]]:
    groups = [phrase[:1]]
    for word in phrase[1:]:
        if _fits([*groups[-1], word], letters):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _fits(group: list[Word], letters: int) -> bool:
    text = _text(group)
    lines = wrap(text, LINE_LETTERS, break_on_hyphens=False)
    short = group[-1].end_ms - group[0].start_ms <= _LONGEST_MS
    return len(text) <= letters and len(lines) <= CUE_LINES and short


def _lines(group: list[Word]) -> tuple[str, ...]:
    return tuple(broken_cue(_text(group)))


def _text(group: list[Word]) -> str:
    return " ".join(word.text for word in group)


def _read_until(cue: Cue, next_ms: int) -> int:
    wanted = cue.start_ms + max(_SHORTEST_MS, _reading_ms(cue))
    return max(cue.start_ms + 1, min(max(cue.end_ms, wanted), next_ms))


def _reading_ms(cue: Cue) -> int:
    return -(-len(" ".join(cue.lines)) * 1000 // LETTERS_A_SECOND)
