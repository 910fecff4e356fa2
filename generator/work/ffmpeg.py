"""What ffmpegs say of themselves in, which of them is used out. Pure."""

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
"""What an ffmpeg is asked, and what its answer has to name."""


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """An ffmpeg that was found."""

    path: str
    version: tuple[int, ...] = ()  # () where it names none
    lacks: tuple[str, ...] = ()

    @property
    def version_text(self) -> str:
        """Its version in words: "9.0.2"."""
        return ".".join(map(str, self.version)) or "?"


def better(installed: Ffmpeg | None, own: Ffmpeg | None) -> Ffmpeg | None:
    """The computer's own where it is newer and lacks nothing, else the one of the install."""
    if own and not own.lacks and (installed is None or own.version > installed.version):
        return own
    return installed or own


def parse_version(said: str) -> tuple[int, ...]:
    """From the first line that it says; () of a build between versions, which names none."""
    found = re.match(r"ffmpeg version n?(\d+(?:\.\d+)+)", said)
    return tuple(map(int, found[1].split("."))) if found else ()


def missing(question: str, answer: str) -> tuple[str, ...]:
    """What the answer should name and does not."""
    words = set(re.split(r"[\s,]+", answer))
    return tuple(name for name in QUESTIONS[question] if name not in words)
