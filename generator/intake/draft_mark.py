"""Marks a post in content/ as a draft: `draft = true` in its settings, and nothing else changes.

A mark rather than another folder: no file has to be moved, which Windows refuses while Word has one
open; the post stays where its author looks for it; and it wins over any front matter.
"""

import re
import tomllib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.errors import HoldsBack
from generator.intake.drops import lone_stem
from generator.intake.nature.settings_files import check_is_text, settings_kind
from generator.intake.whole_file import write_whole
from generator.language.alphabet import nfc

_MARK = "draft = true  # jarshy remove; take this line out to publish the post again"
_DRAFT_LINE = re.compile(r"""^[ \t]*(?:draft|"draft"|'draft')[ \t]*=[^\r\n]*""", re.MULTILINE)


def mark_as_draft(content: Path, path: str) -> str:
    """Mark the post at that path in content/; return the path of its settings.

    Raises OSError where they cannot be written.
    """
    if (content / path).is_dir():
        settings = _settings((content / path).rglob("*")) or [content / path / "post.toml"]
    else:
        stem = nfc(lone_stem(path))
        beside = (file for file in content.iterdir() if nfc(lone_stem(file.name)) == stem)
        settings = _settings(beside) or [content / f"{lone_stem(path)}.post.toml"]
    for file in settings:
        written = file.read_bytes() if file.is_file() else b""
        marked = with_mark(written)
        if marked != written:
            write_whole(file, marked)
    return settings[0].relative_to(content).as_posix()


def with_mark(settings: bytes) -> bytes:
    """The settings with `draft = true`, and everything else in them as it was.

    Settings that cannot be read get the line, too: their post waits, and stays a draft once they
    are mended.
    """
    start, codec = _encoding(settings)
    text = settings[len(start) :].decode(codec)
    ending = "\r\n" if "\r\n" in text else "\n"
    table = _table(text, codec)
    if table is not None and table.get("draft") is True:
        return settings
    marked = f"{_MARK}{ending}{text}"
    if table is not None and "draft" in table:
        lines = _DRAFT_LINE.finditer(text)
        replaced = (text[: line.start()] + _MARK + text[line.end() :] for line in lines)
        wanted = table | {"draft": True}
        marked = next((new for new in replaced if _table(new, codec) == wanted), marked)
    return start + marked.encode(codec)


def _encoding(settings: bytes) -> tuple[bytes, str]:
    """The mark at the start, and a codec that gives every byte back as it was."""
    for start, codec in ((BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        with suppress(UnicodeDecodeError):
            if settings.startswith(start) and settings[len(start) :].decode(codec):
                return start, codec
    return (BOM_UTF8 if settings.startswith(BOM_UTF8) else b""), "latin-1"


def _table(text: str, codec: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text.encode("latin-1").decode() if codec == "latin-1" else text)
    except (ValueError, RecursionError):
        return None


def _settings(files: Iterable[Path]) -> list[Path]:
    """Those of the files that hold settings of a post, whatever their ending."""
    named = (file for file in files if settings_kind(file.name) == "post" and file.is_file())
    return sorted(file for file in named if _is_text(file))


def _is_text(file: Path) -> bool:
    try:
        check_is_text(file.read_bytes(), file.name, "post")
    except HoldsBack:
        return False
    return True
