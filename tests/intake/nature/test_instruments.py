"""Notes of drones and dash cameras are known by their nature; what people say stays."""

import pytest

from generator.intake.nature.instruments import are_instrument_notes
from generator.media.cue import Cue
from generator.media.subtitle_file import read_cues
from tests.support.caption_corpus import COUNT, MadeFile, instruments, people


def is_left_out(file: MadeFile) -> bool:
    cues = read_cues(file.content.encode())
    return not cues or are_instrument_notes(cues)


@pytest.mark.parametrize("seed", [20261120, 7])
def test_no_note_of_the_corpus_is_published_and_no_caption_left_out(seed: int) -> None:
    notes, captions = list(instruments(seed=seed)), list(people(seed=seed))
    assert len(notes) == len(captions) == COUNT
    assert [file.name for file in notes if not is_left_out(file)] == []
    assert [file.name for file in captions if is_left_out(file)] == []


def cues(*texts: str, each_ms: int = 1000) -> list[Cue]:
    return [
        Cue(at * each_ms, (at + 1) * each_ms, tuple(text.split("\n")))
        for at, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("43.238949 76.889709", "43°14'20\"N 76°53'22\"E", "43deg14min 76deg53min", "8FQ96VQQ+HV"),
        *("$BDRMC,133711,A,4314.3369,N", "43TFJ5341988888", "N 43 14 20 E 76 53 22", "///а.б.в"),
        *("43:14:20N 76:53:22E", "Ендік: 43,2389; бойлық: 76,8897", "-117.-9605, 33.6323"),
    ],
)
def test_one_place_among_many_captions_leaves_all_out(text: str) -> None:
    said = ["Бүгін жол ашылды."] * 20
    assert not are_instrument_notes(cues(*said))
    assert are_instrument_notes(cues(*said, text, *said))


@pytest.mark.parametrize("text", ["lng: 76.889709", "latitude: 43.24 longitude: 76.89"])
def test_half_a_place_said_again_and_again_is_a_note(text: str) -> None:
    assert are_instrument_notes(cues(text, text.replace("9", "8")))


def test_steady_figures_without_a_place_are_notes() -> None:
    assert are_instrument_notes(cues(*(f"Жылдамдық {at} км/сағ" for at in range(30))))
    assert not are_instrument_notes(cues(*(f"{at}-бет" for at in range(1, 6))))


def test_no_cues_are_no_notes() -> None:
    assert not are_instrument_notes([])
