"""Find the names of a computer's folders in pages, scripts and feeds: they tell whose it is.

However they are written: with either stroke, as JSON, HTML or an address escapes them.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import PurePath
from urllib.parse import quote

_STROKE = rb"(?:\\\\|\\/|[\\/]|%5[cC]|%2[fF]|&\#92;|&\#x5c;|&\#47;|&\#x2f;)"
_BACK = rb"(?:\\\\|\\|%5c|&\#92;|&\#x5c;)"
_COLON = rb"(?::|%3a|&\#58;)"
_LETTER = rb"""(?:\\u[0-9a-f]{4}|%(?!5c|2f)|&(?!\#)|[^\\/:*?"'<>|%&\r\n])"""
_NAME = rb"(?!\s)" + _LETTER + rb"{2,80}?"
_USERS_RU = "Пользователи"
_USERS = b"|".join(
    (
        rb"users|documents(?:\ |%20|\+)and(?:\ |%20|\+)settings",
        re.escape(_USERS_RU.encode()),
        re.escape(quote(_USERS_RU).encode()),
        re.escape(json.dumps(_USERS_RU)[1:-1].encode()),
    )
)
# Everybody's folders tell nothing.
_OWN = rb"(?!public\b|default\b|all\b)"
_DRIVE = rb"(?<![a-z0-9])[a-z]" + _COLON
_ON_DRIVE = b"".join(
    (
        _DRIVE + _STROKE + rb"{1,2}(?:" + _USERS + rb")" + _STROKE + rb"{1,2}" + _OWN + _LETTER,
        rb"|" + _DRIVE + _BACK + rb"(?!(?:" + _USERS + rb")" + _STROKE + rb")",
        _NAME + _BACK + rb"(?!\s)" + _LETTER,
        rb"|(?<![a-z])file" + _COLON + _STROKE + rb"""{1,4}[^\\/\s"'<>)][^\s"'<>)]{2}""",
    )
)
# \\server\share as people write it, as JSON does, and as an address does.
# "\\u0430\\u0431" is none of these.
_SERVER = rb"(?!u[0-9a-f]{4})[a-z0-9][\w.-]+"
_ON_SERVER = b"|".join(
    (
        rb"(?<![\\\w:])\\\\" + _SERVER + rb"\\(?!u[0-9a-f]{4})[\w$\x80-\xff][\w$.\x80-\xff-]+",
        rb"(?<![\\\w:])\\\\\\\\" + _SERVER + rb"\\\\(?:\\u04|[\w$\x80-\xff])[\w$.\x80-\xff-]+",
        rb"(?<!%5c)%5c%5c" + _SERVER + rb"%5c[\w$%]{2}",
    )
)
# Behind a letter, a figure or a dot this is a part of a web address.
_SLASH = rb"(?:\\/|/|%2[fF]|&\#47;|&\#x2f;)"
_ON_UNIX = b"".join(
    (
        rb"(?<![\w.)%-])" + _SLASH + rb"(?:home|Users|Volumes|mnt" + _SLASH + rb"[a-z]" + _SLASH,
        rb"Users)" + _SLASH + rb"(?!Public\b|Shared\b)[^\\/\s\"'<>]+?" + _SLASH + rb"[^\\/\s\"'<>]",
    )
)

# A cheap first test: most pages contain none of these.
_DRIVE_MARKS = (b":\\", b"%5c", b"#92;", b"#x5c;", b"users", b"settings", b"file:", b"file%3a")
_USERS_MARKS = (b"\\u041f\\u043e\\u043b\\u044c", _USERS_RU.encode(), quote(_USERS_RU).encode())
_UNIX_MARKS = (b"home", b"Users", b"Volumes")
_SHOWN_BYTES = 60


def folders_in(content: bytes) -> Iterator[str]:
    """Yield the starts of what looks like a folder of somebody's computer."""
    lowered = content.lower()
    has_users = any(mark in content for mark in _USERS_MARKS)
    if has_users or any(mark in lowered for mark in _DRIVE_MARKS):
        yield from _found(_ON_DRIVE, content, re.IGNORECASE)
    if b"\\\\" in content or b"%5c%5c" in lowered:
        yield from _found(_ON_SERVER, content, re.IGNORECASE)
    if any(mark in content for mark in _UNIX_MARKS):
        yield from _found(_ON_UNIX, content, re.NOFLAG)


def spellings(folder: PurePath) -> tuple[bytes, ...]:
    """The ways in which this folder may be written in a file."""
    own, slashed = str(folder), folder.as_posix()
    written = (own, slashed, json.dumps(own)[1:-1], json.dumps(own, ensure_ascii=False)[1:-1])
    escaped = (escape(own), slashed.replace("/", "\\/"), quote(slashed), quote(own, safe=""))
    return tuple(dict.fromkeys(text.encode("utf-8", "replace") for text in (*written, *escaped)))


def _found(pattern: bytes, content: bytes, flags: re.RegexFlag) -> Iterator[str]:
    # Compiled at the first page that has a mark; `re` remembers it.
    for match in re.finditer(pattern.replace(rb"\#", b"#"), content, flags):
        shown = content[match.start() : match.start() + _SHOWN_BYTES]
        yield re.split(rb"""[\s"'<>]""", shown)[0].decode("utf-8", "ignore")
