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
    """The system's own if it is newer and lacks nothing, else the one of the installation."""
    if own and not own.lacks and (installed is None or own.version > installed.version):
        return own
    return installed or own


def parse_version(output: str) -> tuple[int, ...]:
    """The version in the output of -version; () where there is none."""
    match = re.match(r"ffmpeg version n?(\d+(?:\.\d+)+)", output)
    return tuple(map(int, match[1].split("."))) if match else ()


def missing(question: str, answer: str) -> tuple[str, ...]:
    """The names that the answer lacks."""
    words = set(re.split(r"[\s,]+", answer))
    return tuple(name for name in QUESTIONS[question] if name not in words)
