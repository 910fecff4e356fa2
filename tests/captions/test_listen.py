"""The program that asks vosk: pieces of sound in, words as JSON out, progress as ffmpeg's."""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.captions import listen


class Recogniser:
    """Hears one word a second, and one more at the end."""

    def __init__(self, model: str, rate: int) -> None:
        assert rate == listen.RATE_HZ
        self.seconds = 0.0
        self.has_times = False

    def SetWords(self, wanted: bool) -> None:
        self.has_times = wanted

    def AcceptWaveform(self, data: bytes) -> int:
        self.seconds += len(data) / 2 / listen.RATE_HZ
        return int(self.seconds % 1 == 0)

    def Result(self) -> str:
        assert self.has_times
        return json.dumps({"result": [{"word": "сөз", "end": self.seconds}], "text": "сөз"})

    def FinalResult(self) -> str:
        return json.dumps({"text": ""} if self.seconds % 1 == 0 else {"result": [{"word": "соң"}]})


def unpacked(path: str) -> str:
    if not Path(path).is_dir():
        raise Exception("Failed to create a model")
    return path


@pytest.fixture
def vosk(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    library: Any = ModuleType("vosk")
    library.Model, library.KaldiRecognizer = unpacked, Recogniser
    monkeypatch.setitem(sys.modules, "vosk", library)
    return library  # type: ignore[no-any-return]


def heard(folder: Path, seconds: float) -> tuple[int, list[dict[str, Any]]]:
    sound, words = folder / "sound.pcm", folder / "words.json"
    sound.write_bytes(b"\0\0" * int(seconds * listen.RATE_HZ))
    code = listen.main(str(folder), str(sound), str(words))
    return code, json.loads(words.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("vosk")
def test_words_of_every_phrase_and_of_the_end_are_written(tmp_path: Path) -> None:
    first, second = {"word": "сөз", "end": 1.0}, {"word": "сөз", "end": 2.0}
    assert heard(tmp_path, 2) == (0, [first, second])
    assert heard(tmp_path, 2.1) == (0, [first, second, {"word": "соң"}])
    assert heard(tmp_path, 0) == (0, [])


@pytest.mark.usefixtures("vosk")
def test_progress_is_told_in_microseconds_of_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heard(tmp_path, 0.6)
    assert capsys.readouterr().out.splitlines() == [
        "out_time_us=250000", "out_time_us=500000", "out_time_us=600000",
    ]  # fmt: skip


@pytest.mark.usefixtures("vosk")
def test_a_folder_that_is_no_model_has_a_code_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = listen.main(str(tmp_path / "gone"), "sound", str(tmp_path / "words.json"))
    assert code == listen.NO_MODEL
    assert "Failed to create a model" in capsys.readouterr().err
    assert not (tmp_path / "words.json").exists()


def test_a_missing_library_has_a_code_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vosk", None)  # as if it were not installed
    assert listen.main(str(tmp_path), "sound", "words") == listen.NO_VOSK
    assert listen.NO_VOSK != listen.NO_MODEL
