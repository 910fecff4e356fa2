"""Read what an ffmpeg can do, and choose which one to use. Pure."""

import re
from dataclasses import dataclass

QUESTIONS: dict[str, tuple[str, ...]] = {
    "-encoders": ("libx264", "libsvtav1", "aac", "png"),
    "-filters": (
        "afftdn", "alimiter", "bwdif", "ebur128", "fps", "setparams", "sidedata", "tonemap",
        "zscale",
    ),
    "-demuxers": ("gif", "apng", "webp_anim"),
    "-bsfs": ("filter_units", "h264_metadata"),
}  # fmt: skip
"""The options an ffmpeg is started with, and the names its answer must contain."""


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """An ffmpeg on this computer."""

    path: str
    version: tuple[int, ...] = ()  # () of a development build, which names none
    lacks: tuple[str, ...] = ()

    @property
    def version_text(self) -> str:
        """The version as text: "9.0.2"."""
        return ".".join(map(str, self.version)) or "?"


def better(installed: Ffmpeg | None, own: Ffmpeg | None) -> Ffmpeg | None:
    """The one that lacks least, H.264 least of all; of two alike the newer, else the installed."""
    candidates = [ffmpeg for ffmpeg in (installed, own) if ffmpeg]
    return max(candidates, key=_rank, default=None)


def _rank(ffmpeg: Ffmpeg) -> tuple[bool, int, tuple[int, ...]]:
    return "libx264" not in ffmpeg.lacks, -len(ffmpeg.lacks), ffmpeg.version


def parse_version(output: str) -> tuple[int, ...]:
    """The version in the output of -version; () where there is none."""
    match = re.match(r"ffmpeg version n?(\d+(?:\.\d+)+)", output)
    return tuple(map(int, match[1].split("."))) if match else ()


def missing(question: str, answer: str) -> tuple[str, ...]:
    """The names that the answer lacks."""
    words = set(re.split(r"[\s,]+", answer))
    return tuple(name for name in QUESTIONS[question] if name not in words)
