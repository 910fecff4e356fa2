"""Tell from its bytes whether a file that is no text, such as an archive, is an exported chat."""

import re
import zipfile
import zlib
from io import SEEK_END
from typing import IO

from generator.errors import Problem, problem
from generator.intake.nature.chats import is_chat, is_chat_json, is_chat_page
from generator.language.encoding import decode_text
from generator.limits import ARCHIVE_LIST_BYTES, ARCHIVE_TEXTS, CHAT_START_BYTES

_ARCHIVE = b"PK\x03\x04"
_WRITTEN = re.compile(r"\.(?:txt|json|html?|csv|md|zip)$", re.IGNORECASE)
_CHAT_NAME = re.compile(r"chat|чат|бес[іе]да|sohbet|söhbət", re.IGNORECASE)

# Where an archive's list of files ends, and how long the list is: APPNOTE.TXT, 4.3.16.
_LIST_END, _LIST_END_BYTES, _LONGEST_NOTE = b"PK\x05\x06", 22, 65_535

_NOT_READABLE = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError),
    *(NotImplementedError, ValueError, LookupError),
)


def is_chat_export(stream: IO[bytes], name: str) -> bool:
    """Whether the file, which its folder calls `name`, is an exported chat. Reads a little of it.

    `stream` is left at the beginning.
    """
    start = stream.read(CHAT_START_BYTES)
    try:
        if start.startswith(_ARCHIVE):
            return _is_chat_archive(stream, name)
        return b"\0\0" not in start[:4096] and _is_chat_start(start)
    finally:
        stream.seek(0)


def chat_problem(path: str) -> Problem:
    """The problem of an exported chat."""
    return problem(
        path,
        "these are messages of a chat, with people's names and numbers; the post waits",
        "write the news in your own words, and take this file out of the folder",
    )


def _is_chat_start(start: bytes) -> bool:
    try:
        written = decode_text(start).text.lstrip()
    except ValueError:
        return False
    if written.startswith(("{", "[")) and is_chat_json(written):
        return True
    return is_chat_page(written) if written.startswith("<") else is_chat(written)


def _is_chat_archive(stream: IO[bytes], name: str) -> bool:
    if _list_bytes(stream) > ARCHIVE_LIST_BYTES:
        return False  # not opened; nothing of an archive is ever shown
    try:
        with zipfile.ZipFile(stream) as archive:
            written = [part for part in archive.infolist() if _WRITTEN.search(part.filename)]
            if any(_CHAT_NAME.search(part.filename) for part in written):
                return True
            return any(_is_chat_part(archive, part) for part in written[:ARCHIVE_TEXTS])
    except _NOT_READABLE:
        return _CHAT_NAME.search(name) is not None


def _is_chat_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(part) as content:
            return _is_chat_start(content.read(CHAT_START_BYTES))
    except _NOT_READABLE:
        return False  # locked or damaged


def _list_bytes(stream: IO[bytes]) -> int:
    size_bytes = stream.seek(0, SEEK_END)
    stream.seek(max(0, size_bytes - _LIST_END_BYTES - _LONGEST_NOTE))
    end = stream.read()
    at = end.rfind(_LIST_END)
    return int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
