"""Read the facts and the exact MIME type of a finished MP4."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from generator.media.mediainfo import read_mediainfo


@dataclass(frozen=True, slots=True)
class Mp4:
    """Size, duration and type of a finished file; 0 px for sound alone."""

    width_px: int
    height_px: int
    seconds: float
    mime: str


def read_mp4(path: Path) -> Mp4:
    """Facts of a file; ValueError where it is not a whole MP4 that begins with its index."""
    tracks = {track.track_type: track for track in read_mediainfo(path)}
    index = _read_index(path)
    video, sound = tracks.get("Video"), tracks.get("Audio")
    main = video or sound
    if main is None or not main.duration:
        raise ValueError(f"{path.name}: no picture and no sound")
    return Mp4(
        width_px=video.width if video else 0,
        height_px=video.height if video else 0,
        seconds=float(main.duration) / 1000,
        mime=_mime(index, has_video=video is not None, has_sound=sound is not None),
    )


def key_frames(path: Path) -> tuple[int, int]:
    """Number of frames of the only video stream, and the longest distance between key frames."""
    index = _read_index(path)
    frames = int.from_bytes(_box(index, b"stsz")[8:12])
    table = _box(index, b"stss")
    keys = [int.from_bytes(table[at : at + 4]) for at in range(8, len(table) - 3, 4)]
    # Without a table every frame is a key frame.
    return frames, max(b - a for a, b in pairwise([*keys, frames + 1])) if keys else 1


def _box(index: bytes, kind: bytes) -> bytes:
    """The payload of the first box of that kind, or nothing."""
    at = index.find(kind)
    return index[at + 4 : at - 4 + int.from_bytes(index[at - 4 : at])] if at >= 4 else b""


def avc_codec(record: bytes) -> str:
    """RFC 6381 name of an avcC record: "avc1.64001E"."""
    return f"avc1.{record[1:4].hex().upper()}"


def av1_codec(record: bytes) -> str:
    """Name of an av1C record by the AV1 ISOBMFF binding: "av01.0.05M.08"."""
    profile, level = record[1] >> 5, record[1] & 31
    tier = "H" if record[2] & 0x80 else "M"
    depth = 10 if record[2] & 0x40 else 8
    return f"av01.{profile}.{level:02d}{tier}.{depth:02d}"


def _read_index(path: Path) -> bytes:
    """The moov box; ValueError where media data comes before it."""
    with path.open("rb") as stream:
        start = stream.read(16 * 1024 * 1024)
    at = 0
    while at + 8 <= len(start):
        size, kind = int.from_bytes(start[at : at + 4]), start[at + 4 : at + 8]
        if kind == b"moov":
            return start[at : at + size]
        if kind == b"mdat" or size < 8:
            break
        at += size
    raise ValueError("the index is not in front")


def _mime(index: bytes, has_video: bool, has_sound: bool) -> str:
    codecs = [_video_codec(index)] if has_video else []
    if has_sound:
        codecs.append("mp4a.40.2")  # AAC-LC, the only one in use
    family = "video" if has_video else "audio"
    return f'{family}/mp4; codecs="{", ".join(codecs)}"'


def _video_codec(index: bytes) -> str:
    for box, read in ((b"avcC", avc_codec), (b"av1C", av1_codec)):
        at = index.find(box)
        if at >= 0:
            return read(index[at + 4 : at + 8])
    raise ValueError("neither H.264 nor AV1")
