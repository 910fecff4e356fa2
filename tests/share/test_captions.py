"""Cues in, what is read at each moment out."""

from generator.share.captions import TimedCaption, cues_of, timeline
from generator.share.kit import ClipPart

VTT = """WEBVTT

00:00:01.000 --> 00:00:03.000
Су &amp; жол
екі жол

00:00:10.000 --> 00:00:12.000
соңы
"""


def test_cues_count_from_the_beginning_of_the_part() -> None:
    assert cues_of(VTT, ClipPart(2, 9)) == (
        TimedCaption(0, 1, "Су & жол екі жол"),
        TimedCaption(8, 9, "соңы"),
    )
    assert cues_of(VTT, ClipPart(4, 5)) == ()


def test_a_timeline_has_no_gap_and_shows_two_speakers_at_once() -> None:
    cues = (TimedCaption(1, 3, "Иә"), TimedCaption(2, 4, "Жоқ"))
    assert list(timeline(cues, 5)) == [
        TimedCaption(0, 1, ""),
        TimedCaption(1, 2, "Иә"),
        TimedCaption(2, 3, "Иә Жоқ"),
        TimedCaption(3, 4, "Жоқ"),
        TimedCaption(4, 5, ""),
    ]
