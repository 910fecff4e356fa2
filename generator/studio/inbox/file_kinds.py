"""What may be sent: judged by a file's name before it comes, and by its first bytes after."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from generator.intake.containers import is_container
from generator.intake.nature.settings_files import settings_kind
from generator.intake.probe import starts_like_photo
from generator.limits import (
    CLIP_BYTES,
    INBOX_PHOTO_BYTES,
    INBOX_SOUND_BYTES,
    TEXT_BYTES,
    WORD_BYTES,
)

START_BYTES = 512
"""How much of a file tells what it is: MPEG-TS repeats a byte after 188 and 192."""

_SOUND_STARTS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9", b"#!AMR")
_ENDINGS_OF_TYPES = {  # for phones that give a file no ending
    "image/jpeg": ".jpg",
    "image/heic": ".heic",
    "image/heif": ".heif",
    "image/png": ".png",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/3gpp": ".3gp",
    "video/webm": ".webm",
    "audio/mp4": ".m4a",
    "audio/x-m4a": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that intake reads, or that helps the aide to write."""

    most_bytes: int
    begins_so: Callable[[bytes], bool]
    endings: tuple[str, ...]


def _is_media(start: bytes) -> bool:
    """A photo, clip or sound: which of them, intake tells from the bytes whatever the ending."""
    is_wave = start[:4] == b"RIFF" and start[8:12] == b"WAVE"
    return (
        starts_like_photo(start)
        or is_container(start)
        or is_wave
        or start.startswith(_SOUND_STARTS)
    )


def _is_text(start: bytes) -> bool:
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in start


def _is_word(start: bytes) -> bool:
    return start.startswith(b"PK\x03\x04")


_PHOTO_ENDINGS = (
    *(".jpg", ".jpeg", ".jpe", ".heic", ".heif", ".hif", ".png", ".webp", ".avif", ".gif"),
    *(".tif", ".tiff", ".mpo", ".dng"),
)
_CLIP_ENDINGS = (
    *(".mp4", ".mov", ".m4v", ".3gp", ".3g2", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".ts"),
    *(".mpg", ".mpeg", ".wmv", ".flv", ".ogv"),
)
SOUND_ENDINGS = (".m4a", ".mp3", ".aac", ".wav", ".opus", ".ogg", ".oga", ".amr")
_KINDS = (
    FileKind(INBOX_PHOTO_BYTES, _is_media, _PHOTO_ENDINGS),
    FileKind(CLIP_BYTES, _is_media, _CLIP_ENDINGS),
    FileKind(INBOX_SOUND_BYTES, _is_media, SOUND_ENDINGS),
    FileKind(TEXT_BYTES, _is_text, (".md", ".txt", ".srt", ".vtt")),
    FileKind(WORD_BYTES, _is_word, (".docx",)),
)


def kind_of(name: str) -> FileKind | None:
    """The kind of a file by its name; None for what may not be sent, such as settings."""
    if settings_kind(name):
        return None
    ending = posixpath.splitext(name)[1].lower()
    return next((kind for kind in _KINDS if ending in kind.endings), None)


def with_ending(name: str, content_type: str) -> str:
    """The name; where it has no ending, with that of the type that the phone states."""
    if posixpath.splitext(name)[1]:
        return name
    return name + _ENDINGS_OF_TYPES.get(content_type.partition(";")[0].strip().lower(), "")
