"""Recognise the speech of a clip with vosk, in a process of its own."""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from generator.captions import listen
from generator.captions.cues import Word
from generator.captions.models import Model
from generator.errors import Problem, Unfit, problem, unfit
from generator.model import Clip
from generator.work.clip_args import SAFE_READING
from generator.work.tools import ToolError, ToolMissing, ffmpeg_path, run

_TIMEOUT_FACTOR = 30.0  # seconds of work for each second of a clip, on the slowest laptop
_LOADING_SECONDS = 300  # a large model holds 2 GB
_NO_WORDS = ("[unk]", "<unk>")  # what models write for unknown words


class NoSpeechModel(Unfit):
    """Speech recognition fails for every clip: no vosk, no ffmpeg or no usable model."""


def hear(clip: Clip, source: Path, model: Model, tell: Callable[[float], None]) -> list[Word]:
    """The words that are spoken in the clip at `source`; `tell` gets the seconds done.

    Raises Unfit where the clip's sound cannot be read, NoSpeechModel where no clip can be heard.
    """
    timeout = _LOADING_SECONDS + clip.facts.seconds * _TIMEOUT_FACTOR
    with tempfile.TemporaryDirectory(prefix="jarshy-", ignore_cleanup_errors=True) as scratch:
        sound, heard = Path(scratch, "sound.pcm"), Path(scratch, "heard.json")
        try:
            run([ffmpeg_path(), *_sound_args(source, sound)], timeout)
        except ToolError as reason:
            raise _sound_error(reason, clip.source.path) from reason
        files = (model.folder.resolve(), sound, heard)
        try:
            run([sys.executable, "-P", listen.__file__, *map(str, files)], timeout, tell)
        except ToolError as reason:
            raise NoSpeechModel(_model_problem(reason, model)) from reason
        return words_from_json(heard.read_text(encoding="utf-8"))


def words_from_json(written: str) -> list[Word]:
    """The known words of [{"conf": 1.0, "end": 0.72, "start": 0.38, "word": "…"}], in seconds."""
    return [
        Word(word["word"], round(word["start"] * 1000), round(word["end"] * 1000))
        for word in json.loads(written)
        if word["word"].lower() not in _NO_WORDS
    ]


def _sound_args(source: Path, sound: Path) -> list[str]:
    safe = [part for name, value in SAFE_READING.items() for part in (f"-{name}", value)]
    # Absolute and with its protocol: a name may start with "-" or contain ":".
    reading = ("-hide_banner", "-nostdin", "-y", *safe, "-i", f"file:{source.resolve()}")
    mono = ("-map", "0:a:0", "-ac", "1", "-ar", str(listen.RATE_HZ))
    return [*reading, *mono, "-f", "s16le", str(sound)]


def _sound_error(reason: ToolError, name: str) -> Unfit:
    if isinstance(reason, ToolMissing):
        return NoSpeechModel(
            problem(
                name,
                "the clip cannot be prepared, because ffmpeg does not start on this computer",
                "run jarshy doctor",
            )
        )
    return unfit(
        name,
        "the sound of this clip cannot be read",
        "play it on this computer; if it is silent, copy it from the phone again",
    )


def _model_problem(reason: ToolError, model: Model) -> Problem:
    if reason.exit_code == listen.NO_VOSK:
        return problem(
            "",
            "the program that hears speech is not installed",
            'install it: python -m pip install "jarshy[captions]"',
        )
    # On Windows vosk cannot open paths with letters outside the system's alphabet.
    return problem(
        str(model.folder),
        "this speech model does not open",
        "unpack it again, into a folder with Latin letters only in its path",
    )
