"""A clip's sound goes to the recogniser, and its words come back; each failure has its problem."""

from pathlib import Path

import pytest

from generator.captions.cues import Word
from generator.captions.hear import NoSpeechModel, hear, words_from_json
from generator.captions.models import Model
from generator.errors import Unfit
from generator.model import Clip, ClipFacts, Source
from tests.support.content import film

# Says how much sound it got, and that it is not all silence.
VOSK = """
class Model:
    def __init__(self, path):
        if path.endswith("broken"):
            raise Exception("Failed to create a model")

class KaldiRecognizer:
    def __init__(self, model, rate):
        self.rate, self.sound = rate, b""
    def SetWords(self, wanted):
        pass
    def AcceptWaveform(self, data):
        self.sound += data
        return 0
    def FinalResult(self):
        end = len(self.sound) / 2 / self.rate
        word = "loud" if any(self.sound) else "silent"
        return '{"result": [{"word": "%s", "start": 0.0004, "end": %f}]}' % (word, end)
"""


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return film(tmp_path / "-clip: өңір.mp4", 2)


@pytest.fixture
def vosk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library/vosk.py").write_text(VOSK, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "library"))


def heard(source: Path, model: Path, told: list[float] | None = None) -> list[Word]:
    clip = Clip(Source("Жол/a.mp4", "1", 1), ClipFacts(192, 108, 2, 25))
    tell = told.append if told is not None else lambda seconds: None
    return hear(clip, source, Model(model, "kk"), tell)


@pytest.mark.usefixtures("vosk")
def test_the_whole_sound_is_heard_as_one_channel_of_16_khz(clip: Path, tmp_path: Path) -> None:
    told: list[float] = []
    (word,) = heard(clip, tmp_path, told)
    assert (word.text, word.start_ms) == ("loud", 0)
    assert word.end_ms == pytest.approx(2000, abs=60)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(2, abs=0.06)


@pytest.mark.usefixtures("vosk")
def test_a_clip_that_cannot_be_read_is_its_own_problem(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no clip")
    with pytest.raises(Unfit) as caught:
        heard(tmp_path / "a.mp4", tmp_path)
    assert not isinstance(caught.value, NoSpeechModel)
    assert caught.value.problem.where == "Жол/a.mp4"
    assert caught.value.problem.what == "the sound of this clip cannot be read"


@pytest.mark.usefixtures("vosk")
def test_a_model_that_does_not_open_ends_it_for_all_clips(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSpeechModel) as caught:
        heard(clip, tmp_path / "broken")
    assert caught.value.problem.where == str(tmp_path / "broken")
    assert caught.value.problem.what == "this speech model does not open"


def test_a_missing_library_ends_it_for_all_clips(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library/vosk.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "library"))
    with pytest.raises(NoSpeechModel) as caught:
        heard(clip, tmp_path)
    assert caught.value.problem.what == "the program that hears speech is not installed"


def test_seconds_become_milliseconds_and_unknown_words_are_left_out() -> None:
    written = (
        '[{"conf": 1.0, "end": 0.7204, "start": 0.3816, "word": "жол"},'
        ' {"conf": 0.3, "end": 0.9, "start": 0.8, "word": "[UNK]"},'
        ' {"conf": 0.3, "end": 1.1, "start": 1.0, "word": "<unk>"}]'
    )
    assert words_from_json(written) == [Word("жол", 382, 720)]
    assert words_from_json("[]") == []
