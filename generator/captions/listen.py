"""Run vosk on a sound file and write its words as JSON.

A program of its own, run by its path: vosk writes to the console past Python and may crash on a
broken model. So nothing of Jarshy is imported here.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RATE_HZ = 16000
"""The sampling rate of vosk's models; the sound is raw signed 16-bit mono."""

NO_VOSK, NO_MODEL = 3, 4
"""Exit codes: vosk cannot be imported, or cannot use the model."""

_PIECE_BYTES = 8000  # a quarter of a second: vosk looks for the end of a phrase after each


def main(model: str, sound: str, heard: str) -> int:
    """Write the words of the file `sound` into the file `heard`; returns the exit code."""
    try:
        vosk = importlib.import_module("vosk")
    except (ImportError, OSError) as reason:  # OSError: its library is for another system
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


def _words(recogniser: Any, sound: Path) -> Iterator[dict[str, Any]]:
    done_us = 0
    with sound.open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            if recogniser.AcceptWaveform(piece):  # a phrase has ended
                yield from json.loads(recogniser.Result()).get("result", ())
            done_us += len(piece) * 1_000_000 // (2 * RATE_HZ)
            print(f"out_time_us={done_us}", flush=True)  # as ffmpeg reports progress
    yield from json.loads(recogniser.FinalResult()).get("result", ())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
