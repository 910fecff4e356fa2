"""Read a subtitle file of any format and encoding as cues."""

import html
import re
from collections.abc import Iterator

import pysubs2

from generator.language.encoding import decode_text
from generator.media.cue import Cue
from generator.media.warnings import collect_warnings

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[\d:.]+>")  # of fonts, speakers and karaoke
_DEFAULT_MS = 2000  # of a cue that ends before it begins: long enough to read a line


def read_cues(content: bytes) -> tuple[Cue, ...]:
    """The cues in the file's order, each once; none where it holds nothing like captions."""
    try:
        # From 1.9 pysubs2 warns about misspelt times on the console; it keeps the words.
        with collect_warnings():
            file = pysubs2.SSAFile.from_string(decode_text(content).text)
    except (ValueError, LookupError, pysubs2.Pysubs2Error):
        return ()
    return tuple(dict.fromkeys(_cues(file)))  # unlike a set, in order


def _cues(file: pysubs2.SSAFile) -> Iterator[Cue]:
    for event in file:
        lines = () if event.is_comment or event.is_drawing else _plain(event.plaintext)
        if lines:
            start = max(0, event.start)
            yield Cue(start, event.end if event.end > start else start + _DEFAULT_MS, lines)


def _plain(written: str) -> tuple[str, ...]:
    text = html.unescape(_TAG.sub("", written)).replace("\N{NO-BREAK SPACE}", " ")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    # A cue with a misspelt time is read as part of the one before: its words are kept, its number
    # and time are not.
    return tuple(
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if line and "-->" not in line and not (before == "" and line.isdecimal() and len(lines) > 1)
    )
