"""Writes small posts, photos and clips."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import ffmpeg
from PIL import Image, ImageDraw

from generator.work.tools import ffmpeg_path, run
from tests.support.waiting import LAST_RESORT_SECONDS


def draw_photo(path: Path, colour: str = "teal", size: tuple[int, int] = (640, 480)) -> Path:
    """A small JPEG with something to see."""
    photo = Image.new("RGB", size, colour)
    wide, high = size
    ImageDraw.Draw(photo).ellipse((wide // 8, high // 8, wide // 2, high // 2), fill="gold")
    path.parent.mkdir(parents=True, exist_ok=True)
    photo.save(path, "JPEG")
    return path


def film(
    path: Path, seconds: float = 1.0, *, index_first: bool = False, size: str = "192x108"
) -> Path:
    """A small clip with a tone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_encode_film(path.suffix, seconds, index_first, size))
    return path


def film_sharp(path: Path, seconds: float = 8.0, *, size: str = "1280x720") -> Path:
    """A clip of 720 lines, which is worth a second size; little happens in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = ffmpeg.input(f"testsrc=s={size}:r=5:d={seconds}", f="lavfi")
    sound = ffmpeg.input(f"sine=f=440:d={seconds}", f="lavfi")
    made = ffmpeg.output(picture, sound, str(path), preset="ultrafast", pix_fmt="yuv420p")
    run([ffmpeg_path(), *made.overwrite_output().get_args()], LAST_RESORT_SECONDS)
    return path


@cache
def _encode_film(suffix: str, seconds: float, index_first: bool, size: str) -> bytes:
    """Each clip is encoded once for all tests."""
    picture = ffmpeg.input(f"testsrc2=s={size}:r=25:d={seconds}", f="lavfi")
    sound = ffmpeg.input(f"sine=f=440:d={seconds}", f="lavfi")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"film{suffix}"
        output = ffmpeg.output(
            picture,
            sound,
            str(path),
            vcodec="libx264",
            preset="ultrafast",
            pix_fmt="yuv420p",
            acodec="aac",
            **({"movflags": "+faststart"} if index_first else {}),
        )
        run([ffmpeg_path(), *output.get_args()], LAST_RESORT_SECONDS)
        return path.read_bytes()


def write_post(content: Path, name: str, kk: str = "", ru: str = "") -> Path:
    """A folder post with texts in one or both languages."""
    folder = content / name
    folder.mkdir(parents=True, exist_ok=True)
    for locale, words in (("kk", kk), ("ru", ru)):
        if words:
            (folder / f"{locale}.md").write_text(words, encoding="utf-8")
    return folder
