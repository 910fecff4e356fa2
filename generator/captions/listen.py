"""A folder with a vosk model and a sound in, the words that were said out, as JSON.

Run as a program of its own, by its path: the library writes to the console past Python, and what
it does with a broken model must not take the command along. So nothing of Jarshy is imported here.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

RATE_HZ = 16000
"""What vosk's models are trained on; the sound is 16-bit numbers of one channel, nothing else."""

NO_VOSK, NO_MODEL = 3, 4
"""Exit codes: the library is not there, the folder is no model that it can use."""

_PIECE_BYTES = 8000  # a quarter of a second: vosk looks for the end of a phrase after each piece


class Recogniser(Protocol):
    """What is used of vosk.KaldiRecognizer, under its own names."""

    def AcceptWaveform(self, data: bytes) -> int:
        """Whether a phrase has ended within these bytes."""

    def Result(self) -> str:
        """The phrase that has ended, as JSON."""

    def FinalResult(self) -> str:
        """What was said after the last phrase, as JSON."""


def main(model: str, sound: str, heard: str) -> int:
    """Write into the file `heard` what is said in the file `sound`; the exit code."""
    try:
        vosk = importlib.import_module("vosk")
    except (ImportError, OSError) as reason:  # OSError: its library does not fit this computer
        print(reason, file=sys.stderr)
        return NO_VOSK
    try:
        recogniser = vosk.KaldiRecognizer(vosk.Model(model), RATE_HZ)
    except Exception as reason:  # vosk raises nothing more exact
        print(reason, file=sys.stderr)
        return NO_MODEL
    recogniser.SetWords(True)
    words = list(_words(recogniser, Path(sound)))
    Path(heard).write_text(json.dumps(words), encoding="utf-8")
    return 0


def _words(recogniser: Recogniser, sound: Path) -> Iterator[dict[str, Any]]:
    told_us = 0
    with sound.open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            if recogniser.AcceptWaveform(piece):
                yield from json.loads(recogniser.Result()).get("result", ())
            told_us += len(piece) * 1_000_000 // (2 * RATE_HZ)
            print(f"out_time_us={told_us}", flush=True)  # as ffmpeg tells its progress
    yield from json.loads(recogniser.FinalResult()).get("result", ())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
