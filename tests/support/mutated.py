"""Small files of every kind that doors read, and the same with bytes that somebody changed."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import docx
import pillow_heif
from PIL import Image

from generator.work.tools import ffmpeg_path, run

pillow_heif.register_heif_opener()

_LONG = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\1")


def mutated(content: bytes, chance: Random) -> bytes:
    """The content with one to fifty changes of the kinds that break readers."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 10, 50))):
        if not changed:
            break
        # Most readers fall over what stands near the beginning.
        near = min(len(changed), 2000) if chance.random() < 0.6 else len(changed)
        at = chance.randrange(near)
        _CHANGES[chance.randrange(len(_CHANGES))](changed, at, chance)
    if chance.random() < 0.1:
        del changed[chance.randrange(len(changed) + 1) :]
    return bytes(changed)


def reworded(text: str, chance: Random) -> str:
    """The text with one to fifty changes in its words alone: it can be read, and be shown."""
    for _ in range(chance.choice((1, 3, 10, 50))):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(3):
            case 0:
                text = text[:at] + text[at + chance.randrange(1, 30) :]
            case 1:
                text = text[:at] + text[max(0, at - 40) : at] * 3 + text[at:]
            case _:
                text = text[:at] + chance.choice(_WORDS) + text[at:]
    return text


_WORDS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "![x](../../etc/passwd)", "[" * 30, "\\" * 30, "> " * 30, "|" * 30, "\n```\n", "\n---\n",
    "&#x3c;svg onload=alert(1)>", "\u202e", "\u200b", "\ufeff", "{{ 7 * 7 }}", "{% include 'x' %}",
    "\n\n", "\x1b[2J", "*" * 9, "ә" * 500, "<!--", "]]>", "\r", "\t",
)  # fmt: skip
"""What texts are attacked with, and what breaks readers of Markdown."""


def _replace(changed: bytearray, at: int, chance: Random) -> None:
    changed[at] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))


def _remove(changed: bytearray, at: int, chance: Random) -> None:
    del changed[at : at + chance.randrange(1, 50)]


def _insert(changed: bytearray, at: int, chance: Random) -> None:
    changed[at:at] = chance.randbytes(chance.randrange(1, 20))


def _enlarge(changed: bytearray, at: int, chance: Random) -> None:
    changed[at : at + 4] = chance.choice(_LONG)


def _repeat(changed: bytearray, at: int, chance: Random) -> None:
    start = chance.randrange(len(changed))
    changed[at:at] = changed[start : start + chance.randrange(200)]


_CHANGES: tuple[Callable[[bytearray, int, Random], None], ...] = (
    *(_replace, _replace, _remove, _insert, _enlarge, _repeat),
)


def photo(ending: str) -> bytes:
    """A photo with all that cameras write beside it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Phone", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 17.0, 14.0), 3: "E", 4: (76.0, 58.0, 2.0)})
    file = io.BytesIO()
    picture = Image.radial_gradient("L").convert("RGB").resize((96, 64))
    picture.save(file, {"jpg": "JPEG", "heic": "HEIF"}.get(ending, ending.upper()), exif=exif)
    return file.getvalue()


def word_file() -> bytes:
    """A text with a heading, a table and a list."""
    document = docx.Document()
    document.add_heading("Мектеп жөнделді", 1)
    document.add_paragraph("Шатыр жаңа.", style="List Bullet")
    document.add_table(2, 2).cell(0, 0).text = "1"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_changed_part(word: bytes, chance: Random) -> bytes:
    """The Word file with changes inside of its XML, where a changed byte of the file only shows
    as a wrong checksum."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as given, zipfile.ZipFile(file, "w") as kept:
        for name in given.namelist():
            part = given.read(name)
            kept.writestr(name, mutated(part, chance) if chance.random() < 0.1 else part)
    return file.getvalue()


def clip(folder: Path, ending: str) -> bytes:
    """A clip of half a second with sound."""
    path = folder / f"clip.{ending}"
    codecs = ("-c:v", "libvpx", "-c:a", "libopus") if ending == "webm" else ()
    picture = ("-f", "lavfi", "-i", "testsrc2=size=96x64:rate=10:duration=0.5")
    sound = ("-f", "lavfi", "-i", "sine=f=440:r=48000:duration=0.5")
    run([ffmpeg_path(), "-v", "error", "-y", *picture, *sound, *codecs, str(path)], 60)
    return path.read_bytes()


FRONT = b"""---
title: "\xd0\x9c\xd0\xb5\xd0\xba\xd1\x82\xd0\xb5\xd0\xbf"
tags: &names [a, b]
people: *names
date: 2026-11-20
pin: true
share_from: 2.5
---
# Heading

| a | b |
|---|---|
| 1 | [x](https://example.kz) |

- *a* **b** `c`
> quote ![x](a.jpg)
"""
SETTINGS = b"""kind = "answer"
date = 2026-11-20
tags = {kk = ["a"], ru = ["b"]}
claim = {kk = "a", ru = "b"}
evidence = ["https://example.kz"]
first_seen = 2026-11-19
publish_at = 2026-11-20T09:00:00+05:00
[[updates]]
date = 2026-11-21
reason = "x"
[media."a.jpg"]
alt = "x"
focus = [0.5, 0.5]
poster_at = 1.5
"""
SITE = b"""name = {kk = "a", ru = "b"}
url = "https://example.kz/a"
phone = "8 701 000 00 00"
whatsapp = "8 701 000 00 00"
accent = "#0a6c74"
locales = ["kk", "ru"]
quiet = [2026-11-20]
"""
CAPTIONS = """WEBVTT

1
00:00.000 --> 00:02.000 line:0
<v Аида>Сәлем & <i>хат</i></v>

00:02.000 --> 00:04.500
- Бірінші
- Екінші
""".encode()
