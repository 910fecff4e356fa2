"""Clips and photos for tests, drawn on the spot."""

import io
import subprocess
from pathlib import Path

from PIL import Image
from pymediainfo import MediaInfo

from generator.work.tools import ffmpeg_path

TONE = ("-f", "lavfi", "-i", "sine=f=440:r=48000")


def ffmpeg(*args: object) -> str:
    """Run ffmpeg and give back what it says."""
    command = [ffmpeg_path(), "-hide_banner", "-nostdin", "-y", *map(str, args)]
    return subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", errors="replace"
    ).stderr


def draw_clip(path: Path, *options: object, size: str = "320x240", fps: int = 30) -> Path:
    """A moving test picture of a second; options may make it longer, or add sound."""
    picture = ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={fps}")
    codec = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    length = () if "-t" in options or "-frames:v" in options else ("-t", 1)
    ffmpeg(*picture, *options[: _inputs_end(options)], *codec, *length,
           *options[_inputs_end(options) :], f"file:{path}")  # fmt: skip
    return path


def _inputs_end(options: tuple[object, ...]) -> int:
    return len(TONE) if options[: len(TONE)] == TONE else 0


def tracks_of(path: Path) -> dict[str, dict[str, object]]:
    """What MediaInfo says of each kind of track."""
    with path.open("rb") as stream:
        return {track.track_type: track.to_data() for track in MediaInfo.parse(stream).tracks}


def loudness_of(path: Path) -> float:
    """Integrated loudness in LUFS."""
    said = ffmpeg("-i", path, "-af", "ebur128=framelog=quiet", "-f", "null", "-")
    return float(said.rsplit("I:", 1)[1].split()[0])


def quarters(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Red and green above, blue and white below: tells every turn and mirroring apart."""
    picture = Image.new("RGB", size, "red")
    half = (size[0] // 2, size[1] // 2)
    picture.paste("lime", (half[0], 0, size[0], half[1]))
    picture.paste("blue", (0, half[1], half[0], size[1]))
    picture.paste("white", (*half, *size))
    return picture


def corners(picture: Image.Image) -> tuple[str, ...]:
    """Names of the colours near the four corners: left to right, top to bottom."""
    shown = picture.convert("RGB")
    at = [(0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)]
    points = [shown.getpixel((int(x * shown.width), int(y * shown.height))) for x, y in at]
    return tuple(_name(point) for point in points if isinstance(point, tuple))


def _name(point: tuple[int, ...]) -> str:
    names = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255,) * 3}
    return min(
        names, key=lambda name: sum(abs(a - b) for a, b in zip(names[name], point, strict=True))
    )


def as_bytes(picture: Image.Image, format: str, **options: object) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()
