"""Words with their times become captions that can be read in time."""

import pytest

from generator.captions.cues import LETTERS_A_SECOND, Word, is_too_fast, make_cues
from generator.media.cue import Cue
from generator.work.subtitles import CUE_LINES, LINE_LETTERS


def spoken(text: str, start_ms: int = 0, word_ms: int = 400) -> list[Word]:
    """Words of one length, without a pause between them."""
    starts = range(start_ms, start_ms + word_ms * len(text.split()), word_ms)
    return [Word(w, at, at + word_ms) for w, at in zip(text.split(), starts, strict=True)]


@pytest.mark.parametrize(("pause_ms", "count"), [(600, 1), (601, 2)])
def test_a_caption_ends_at_a_pause(pause_ms: int, count: int) -> None:
    words = [*spoken("жол ашылды"), *spoken("рақмет", 800 + pause_ms)]
    assert len(make_cues(words, 9000)) == count


def test_a_short_caption_stays_for_a_second_and_a_long_one_until_it_is_read() -> None:
    (cue,) = make_cues([Word("иә", 100, 300)], 9000)
    assert (cue.start_ms, cue.end_ms) == (100, 1100)
    (cue,) = make_cues(spoken("ауыл мектебі қараша айында жөнделді", word_ms=100), 9000)
    assert cue.end_ms == -(-35 * 1000 // LETTERS_A_SECOND) == 2059


def test_a_caption_leaves_before_the_next_one_and_at_the_end_of_the_clip() -> None:
    first, last = make_cues([Word("иә", 0, 100), Word("жоқ", 800, 900)], 1200)
    assert (first.end_ms, last.end_ms) == (800, 1200)


def test_a_long_phrase_is_balanced_over_the_fewest_captions() -> None:
    words = spoken("ауыл мектебі " * 8, word_ms=100)
    cues = make_cues(words, 60_000)
    assert [cue.lines for cue in cues] == [
        ("ауыл мектебі ауыл мектебі", "ауыл мектебі ауыл мектебі"),
    ] * 2
    assert all(len(line) <= LINE_LETTERS for cue in cues for line in cue.lines)
    assert all(len(cue.lines) <= CUE_LINES for cue in cues)


def test_slow_speech_is_split_after_six_seconds() -> None:
    cues = make_cues(spoken("бір екі үш төрт", word_ms=2000), 9000)
    assert [cue.lines for cue in cues] == [("бір екі үш",), ("төрт",)]


def test_a_caption_is_too_fast_above_17_letters_a_second() -> None:
    assert not is_too_fast(Cue(0, 1000, ("x" * 8, "y" * 8)))
    assert is_too_fast(Cue(0, 999, ("x" * 8, "y" * 8)))
