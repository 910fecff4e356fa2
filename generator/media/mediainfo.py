"""A media file in, what MediaInfo says of each of its tracks out."""

from pathlib import Path
from typing import Any

from pymediainfo import MediaInfo


def read_mediainfo(path: Path, parse_speed: float = 0.5) -> list[Any]:
    """The file as a whole, its pictures, its sounds, in their order. OSError where it is gone."""
    try:
        # By its path, not as a stream: where the index stands behind the pictures, a stream gives
        # no scan type, and interlaced clips pass for progressive ones (MediaInfo 26.05).
        return list(MediaInfo.parse(path.absolute(), parse_speed=parse_speed).tracks)
    except (RuntimeError, FileNotFoundError):
        # Under LC_ALL=C MediaInfo finds no file with Kazakh letters in its name.
        with path.open("rb") as stream:
            return list(MediaInfo.parse(stream, parse_speed=parse_speed).tracks)
