"""Cues in, what is read at each moment out."""

from generator.share.captions import Cue, cues_of, timeline
from generator.share.kit import Part

VTT = """WEBVTT

00:00:01.000 --> 00:00:03.000
Су &amp; жол
екі жол

00:00:10.000 --> 00:00:12.000
соңы
"""


def test_cues_count_from_the_beginning_of_the_part() -> None:
    assert cues_of(VTT, Part(2, 9)) == (Cue(0, 1, "Су & жол екі жол"), Cue(8, 9, "соңы"))
    assert cues_of(VTT, Part(4, 5)) == ()


def test_a_timeline_has_no_gap_and_shows_two_speakers_at_once() -> None:
    cues = (Cue(1, 3, "Иә"), Cue(2, 4, "Жоқ"))
    assert list(timeline(cues, 5)) == [
        Cue(0, 1, ""),
        Cue(1, 2, "Иә"),
        Cue(2, 3, "Иә Жоқ"),
        Cue(3, 4, "Жоқ"),
        Cue(4, 5, ""),
    ]
