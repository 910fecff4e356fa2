"""A subtitle file in any encoding in, a clean captions.vtt out."""

import html
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pysubs2

from generator.errors import Unfit, problem
from generator.language.encoding import decode_text
from generator.recipes import MadeFile

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[\d:.]+>")  # marks of fonts, speakers and karaoke
_SHORTEST_MS = 2000  # for a cue that ends before it begins: long enough to read a line


def make_subtitles(source: Path, name: str, into: Path) -> tuple[MadeFile, ...]:
    """Make captions.vtt in the folder `into`.

    Raises Unfit, calling the file `name`, where there is not one cue in it.
    """
    once = dict.fromkeys(_cues(_read(source, name)))
    cues = sorted(once, key=lambda cue: cue[:2])
    if not cues:
        raise Unfit(
            problem(
                name,
                "there are no captions with times in this file",
                "save the captions again as SRT or VTT",
            )
        )
    path = into / "captions.vtt"
    blocks = ["WEBVTT", *(f"{_time(start)} --> {_time(end)}\n{text}" for start, end, text in cues)]
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8", newline="\n")
    seconds = max(end for _, end, _ in cues) / 1000
    return (MadeFile(path.name, path.stat().st_size, seconds=seconds, mime="text/vtt"),)


def _read(source: Path, name: str) -> pysubs2.SSAFile:
    try:
        written = source.read_bytes()
    except OSError as reason:
        raise Unfit(
            problem(name, "the file cannot be read", "close the programs that use it and try again")
        ) from reason
    try:
        with warnings.catch_warnings():
            # From 1.9 it warns of a misspelt time on the console; the words themselves are kept.
            warnings.simplefilter("ignore")
            return pysubs2.SSAFile.from_string(decode_text(written).text)
    except (ValueError, LookupError, pysubs2.Pysubs2Error):
        return pysubs2.SSAFile()  # no text, or nothing in it that looks like captions


def _cues(found: pysubs2.SSAFile) -> Iterator[tuple[int, int, str]]:
    """Start and end in milliseconds, and text that is safe in WebVTT."""
    for event in found:
        text = "" if event.is_comment or event.is_drawing else _plain(event.plaintext)
        if text:
            start = max(0, event.start)
            yield start, event.end if event.end > start else start + _SHORTEST_MS, text


def _plain(written: str) -> str:
    text = html.unescape(_TAG.sub("", written)).replace("\N{NO-BREAK SPACE}", " ")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    # A cue whose time is misspelt is read as part of the one before: its words are kept, its
    # number and its time are not.
    kept = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if line and "-->" not in line and not (before == "" and line.isdecimal() and len(lines) > 1)
    ]
    return html.escape("\n".join(kept), quote=False)


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"
