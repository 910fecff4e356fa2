"""A place planted into a file of each kind, as a phone or a drone writes it."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, PngImagePlugin

from generator.work.tools import ffmpeg_path, run

ISO_6709 = "+52.2873+076.9674/"
_LATITUDE, _LONGITUDE = (52.0, 17.0, 14.28), (76.0, 58.0, 2.64)


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825).update({1: "N", 2: _LATITUDE, 3: "E", 4: _LONGITUDE})
    return exif


def _photo(path: Path, **options: object) -> None:
    with Image.open(path) as photo:
        photo.load()
    file = io.BytesIO()
    photo.save(file, {".jpg": "JPEG"}.get(path.suffix, path.suffix[1:].upper()), **options)
    path.write_bytes(file.getvalue())


def _exif_in(path: Path) -> None:
    _photo(path, exif=_exif())


def _xmp_in(path: Path) -> None:
    _photo(path, xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/">exif:GPSLatitude="52,17.2N"</x:xmpmeta>')


def _words_in_png(path: Path) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Location", ISO_6709)
    _photo(path, pnginfo=said)


def _comment_in(path: Path) -> None:
    _photo(path, comment=ISO_6709)


def _second_picture_in(path: Path) -> None:
    path.write_bytes(path.read_bytes() * 2)


def _location_in_film(path: Path) -> None:
    draft = path.with_name(f"planted-{path.name}")
    place = ("-metadata", f"location={ISO_6709}", "-c", "copy", "-map", "0")
    run([ffmpeg_path(), "-v", "error", "-y", "-i", str(path), *place, str(draft)], 60)
    draft.replace(path)


def _time_in_film(path: Path) -> None:
    content = bytearray(path.read_bytes())
    at = content.index(b"mvhd") + 8
    content[at : at + 4] = (3_800_000_000).to_bytes(4)
    path.write_bytes(content)


def _uuid_behind_film(path: Path) -> None:
    xmp = b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac" + b"<xmp/>"
    path.write_bytes(path.read_bytes() + (8 + len(xmp)).to_bytes(4) + b"uuid" + xmp)


def _words_in_captions(path: Path) -> None:
    path.write_text(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n[latitude: 52.287300] [longitude: 76.967400]\n",
        encoding="utf-8",
    )


PLANTS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "JPEG, Exif": (".jpg", _exif_in),
    "JPEG, XMP": (".jpg", _xmp_in),
    "JPEG, a comment": (".jpg", _comment_in),
    "JPEG, a second picture": (".jpg", _second_picture_in),
    "PNG, Exif": (".png", _exif_in),
    "PNG, words": (".png", _words_in_png),
    "WebP, Exif": (".webp", _exif_in),
    "WebP, XMP": (".webp", _xmp_in),
    "AVIF, Exif": (".avif", _exif_in),
    "AVIF, XMP": (".avif", _xmp_in),
    "MP4, location": (".mp4", _location_in_film),
    "MP4, time of filming": (".mp4", _time_in_film),
    "MP4, a box of its own": (".mp4", _uuid_behind_film),
    "M4A, location": (".m4a", _location_in_film),
    "WebM, location": (".webm", _location_in_film),
    "VTT, a drone's notes": (".vtt", _words_in_captions),
}
"""The ending of a clean file, and what plants a place or a person into it."""
