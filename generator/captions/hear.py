"""A clip and a vosk model in, the words that are said and when out."""

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

_HASTE = 30.0  # seconds of work that one second of a clip may take on the slowest laptop
_LOADING_SECONDS = 300  # a large model holds 2 GB
_NO_WORDS = ("[unk]", "<unk>")  # how models write what they do not know


class NoSpeechModel(Unfit):
    """Nothing can be heard on this computer, or with this model: other clips need not be tried."""


def hear(clip: Clip, source: Path, model: Model, tell: Callable[[float], None]) -> list[Word]:
    """The words that are said in the clip at `source`; `tell` is told the seconds done.

    Raises Unfit where the clip's sound cannot be read, Deaf where no clip's could be.
    """
    patience = _LOADING_SECONDS + clip.facts.seconds * _HASTE
    with tempfile.TemporaryDirectory(prefix="jarshy-", ignore_cleanup_errors=True) as scratch:
        sound, heard = Path(scratch, "sound.pcm"), Path(scratch, "heard.json")
        try:
            run([ffmpeg_path(), *_sound_args(source, sound)], patience)
        except ToolError as reason:
            raise _unheard(reason, clip.source.path) from reason
        files = (model.folder.resolve(), sound, heard)
        try:
            run([sys.executable, "-P", listen.__file__, *map(str, files)], patience, tell)
        except ToolError as reason:
            raise NoSpeechModel(_why_deaf(reason, model)) from reason
        return words_from_json(heard.read_text(encoding="utf-8"))


def words_from_json(written: str) -> list[Word]:
    """The words of vosk's results: [{"conf": 1.0, "end": 0.72, "start": 0.38, "word": "…"}]."""
    return [
        Word(one["word"], round(one["start"] * 1000), round(one["end"] * 1000))
        for one in json.loads(written)
        if one["word"].lower() not in _NO_WORDS
    ]


def _sound_args(source: Path, sound: Path) -> list[str]:
    # Absolute and with its protocol: a name may begin with "-" or hold ":".
    safe = [part for name, value in SAFE_READING.items() for part in (f"-{name}", value)]
    taken = ("-i", f"file:{source.resolve()}", "-map", "0:a:0")
    return [
        "-hide_banner",
        "-nostdin",
        "-y",
        *safe,
        *taken,
        "-ac",
        "1",
        "-ar",
        str(listen.RATE_HZ),
        "-f",
        "s16le",
        str(sound),
    ]


def _unheard(reason: ToolError, name: str) -> Unfit:
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


def _why_deaf(reason: ToolError, model: Model) -> Problem:
    if reason.exit_code == listen.NO_VOSK:
        return problem(
            "",
            "the program that hears speech is not installed",
            'install it: python -m pip install "jarshy[captions]"',
        )
    # On Windows the library opens no path with letters of another alphabet than the system's.
    return problem(
        str(model.folder),
        "this speech model does not open",
        "unpack it again, into a folder with Latin letters only in its path",
    )
