"""The only door to MediaInfo, which reads the facts of clips and sounds."""

from pathlib import Path
from typing import Any

from pymediainfo import MediaInfo


def read_mediainfo(path: Path, parse_speed: float = 0.5) -> list[Any]:
    """MediaInfo's tracks: first General for the whole file, then Video, Audio and others in order.

    A track's attributes are MediaInfo's parameters in snake_case, None where absent. `parse_speed`
    goes from 0 to 1: how much of the file is read. Raises OSError where the file cannot be opened.
    """
    try:
        # By path, not as a stream: where the index follows the pictures, a stream gives no scan
        # type, and interlaced clips look progressive (MediaInfo 26.05).
        return list(MediaInfo.parse(path.absolute(), parse_speed=parse_speed).tracks)
    except (RuntimeError, FileNotFoundError):
        # Under LC_ALL=C MediaInfo finds no file whose name has Kazakh letters.
        with path.open("rb") as stream:
            return list(MediaInfo.parse(stream, parse_speed=parse_speed).tracks)
