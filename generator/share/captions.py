"""Draw a clip's subtitles as pictures for ffmpeg to lay over a film."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pysubs2

from generator.model import Clip
from generator.share.kit import ClipPart
from generator.share.overlay import draw_caption
from generator.work.subtitles import make_subtitles


@dataclass(frozen=True, slots=True)
class TimedCaption:
    """Words to show from `start` to `end`, in seconds of the part."""

    start: float
    end: float
    words: str


def read_captions(
    clip: Clip, locale: str, part: ClipPart, root: Path, scratch: Path
) -> tuple[TimedCaption, ...]:
    """The captions of the part in one language; none without subtitles in it.

    Raises Unfit where the subtitles cannot be read.
    """
    for subtitle in clip.subtitles:
        if subtitle.locale == locale:
            path = subtitle.source.path
            make_subtitles(root / path, path, scratch)
            return cues_of((scratch / "captions.vtt").read_text(encoding="utf-8"), part)
    return ()


def cues_of(vtt: str, part: ClipPart) -> tuple[TimedCaption, ...]:
    """The cues of clean WebVTT that fall into the part, timed from its start."""
    cues = (
        TimedCaption(
            max(event.start / 1000 - part.start, 0.0),
            min(event.end / 1000 - part.start, part.seconds),
            " ".join(html.unescape(event.plaintext).split()),
        )
        for event in pysubs2.SSAFile.from_string(vtt, format_="vtt")
    )
    return tuple(cue for cue in cues if cue.end > cue.start)


def timeline(cues: tuple[TimedCaption, ...], seconds: float) -> Iterator[TimedCaption]:
    """Captions without a gap from 0 to `seconds`; "" where nobody speaks, joined where two do."""
    edges = sorted({0.0, seconds, *(cue.start for cue in cues), *(cue.end for cue in cues)})
    for start, end in pairwise(edges):
        yield TimedCaption(
            start, end, " ".join(cue.words for cue in cues if cue.start <= start < cue.end)
        )


def draw_captions(cues: tuple[TimedCaption, ...], seconds: float, stem: str, into: Path) -> str:
    """Write a picture of each caption and a list for ffmpeg's concat; returns the list's name."""
    names: dict[str, str] = {"": f"{stem}-0.png"}
    lines = ["ffconcat version 1.0"]
    for cue in timeline(cues, seconds):
        name = names.setdefault(cue.words, f"{stem}-{len(names)}.png")
        lines += [f"file {name}", f"duration {cue.end - cue.start:.3f}"]
    for words, name in names.items():
        draw_caption(words).save(into / name, compress_level=1)
    lines.append(f"file {names['']}")  # concat ignores the last duration
    (into / f"{stem}.txt").write_text("\n".join(lines) + "\n", encoding="ascii")
    return f"{stem}.txt"
