"""Clean files of every kind that a site holds."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from generator.work.tools import ffmpeg_path, run

_PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=192x108:rate=25:duration=0.4")
_SOUND = ("-f", "lavfi", "-i", "sine=f=440:r=48000:duration=0.4")
_BARE = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a",
         "+bitexact")  # fmt: skip


def _ffmpeg(*args: object) -> None:
    run([ffmpeg_path(), "-v", "error", "-y", *map(str, args)], 60)


def _still(path: Path) -> None:
    Image.radial_gradient("L").convert("RGB").resize((96, 64)).save(path)


def _film(path: Path) -> None:
    webm = ("-c:v", "libvpx", "-c:a", "libopus")
    _ffmpeg(*_PICTURE, *_SOUND, *(webm if path.suffix == ".webm" else ()), *_BARE, path)


def _sound(path: Path) -> None:
    _ffmpeg(*_SOUND, *_BARE, path)


def _captions(path: Path) -> None:
    path.write_text(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nКөрші көше: 12.5 м, GPS бар.\n", encoding="utf-8"
    )


MAKERS: dict[str, Callable[[Path], None]] = {
    **dict.fromkeys((".jpg", ".png", ".webp", ".avif", ".ico"), _still),
    **dict.fromkeys((".mp4", ".webm"), _film),
    ".m4a": _sound,
    ".vtt": _captions,
}


def clean_file(folder: Path, ending: str) -> Path:
    """A small file of that kind with nothing to hide."""
    path = folder / f"clean{ending}"
    MAKERS[ending](path)
    return path
