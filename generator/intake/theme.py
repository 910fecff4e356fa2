"""A theme's folder in, its slots, templates, assets and texts out.

A theme that says `extends = "default"` has only what differs from that theme: each slot, template,
asset and text of its own stands in the place of the parent's. Its style.css comes after the
parent's, so that another colour costs one line.
"""

import tomllib
from codecs import BOM_UTF8
from collections.abc import MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.digest import digest_value
from generator.errors import Unfit, unfit
from generator.intake.discover import Stamps, discover
from generator.intake.strings import Strings, read_strings
from generator.model import STILL_FORMATS, Slot, Theme

_DECLARATION = "theme.toml"
_ADDED_UP = "style.css"


def themes_folder() -> Path:
    """Where the themes stand: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def theme_folder(name: str, beside: Path = Path()) -> Path:
    """The folder of a theme by name, or of one given as a path; Unfit where it cannot be used."""
    for folder in (themes_folder() / name, beside / name):
        if (folder / _DECLARATION).is_file():
            for one in _line(folder):
                _slots(one)
            return folder
    raise unfit("site.toml", "there is no theme “{name}”", 'write theme = "default"', name=name)


def theme_digest(folder: Path, stamps: Stamps) -> str:
    """Digest of all files of a theme and of those it extends, reading only what changed."""
    listed: list[list[tuple[str, str]]] = []
    seen: Stamps = {}
    for depth, one in enumerate(_line(folder)):
        start = f"{depth}/"
        own = {
            path.removeprefix(start): at for path, at in stamps.items() if path.startswith(start)
        }
        listed.append([(source.path, source.digest) for source in discover(one, own).sources])
        seen.update({start + path: stamp for path, stamp in own.items()})
    stamps.clear()
    stamps.update(seen)
    return digest_value(listed)


def read_theme(folder: Path, digest: str) -> Theme:
    """The theme in that folder; Unfit where it, or one that it extends, cannot be used."""
    line = _line(folder)[::-1]  # the one that all extend comes first
    return Theme(
        name=folder.name,
        slots=tuple({slot.name: slot for one in line for slot in _slots(one)}.values()),
        templates=_templates(line),
        assets=_assets(line),
        strings=_strings(line),
        digest=digest,
    )


def _line(folder: Path) -> list[Path]:
    """The theme, the one it extends, and so on."""
    line = [folder]
    while name := _declared(line[-1]).get("extends"):
        parent = _parent(line[-1], str(name))
        if parent.resolve() in (one.resolve() for one in line):
            raise unfit(
                "site.toml",
                "the theme “{name}” extends itself",
                'write theme = "default"',
                name=folder.name,
            )
        line.append(parent)
    return line


def _parent(folder: Path, name: str) -> Path:
    for parent in (themes_folder() / name, folder.parent / name):
        if (parent / _DECLARATION).is_file():
            return parent
    raise unfit(
        "site.toml",
        "the theme “{name}” needs the theme “{parent}”, which is missing",
        'write extends = "default" in its theme.toml',
        name=folder.name,
        parent=name,
    )


def _declared(folder: Path) -> dict[str, Any]:
    try:
        file = folder / _DECLARATION
        stat = file.stat()
        return _parsed(file, stat.st_size, stat.st_mtime_ns)
    except (OSError, ValueError) as reason:
        raise _unreadable(folder, _DECLARATION) from reason


@lru_cache(maxsize=16)  # asked for several times a build, by each site of a region
def _parsed(file: Path, _size_bytes: int, _mtime_ns: int) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8-sig"))


def _unreadable(folder: Path, file: str) -> Unfit:
    return unfit(
        "site.toml",
        "“{file}” of the theme “{name}” cannot be read",
        'write theme = "default"',
        file=file,
        name=folder.name,
    )


def _slots(folder: Path) -> list[Slot]:
    try:
        return [_slot(name, table) for name, table in _declared(folder).get("slots", {}).items()]
    except (AttributeError, LookupError, TypeError, ValueError) as reason:
        raise _unreadable(folder, _DECLARATION) from reason


def _slot(name: str, table: MutableMapping[str, Any]) -> Slot:
    widths, kilobytes = table["widths"], table.get("kilobytes", [])
    if kilobytes:
        pairs = sorted(zip(widths, kilobytes, strict=True))
        widths, kilobytes = [width for width, _ in pairs], [most for _, most in pairs]
    return Slot(
        name=name,
        widths_px=tuple(sorted(widths)),
        ratio=float(table.get("ratio", 0)),
        sizes=str(table.get("sizes", "100vw")),
        formats=tuple(table.get("formats", STILL_FORMATS)),
        kilobytes=tuple(int(most) for most in kilobytes),
    )


def _templates(line: list[Path]) -> tuple[tuple[str, str], ...]:
    files = [path for folder in line for path in _files(folder / "templates")]
    return tuple({path.name: _text(path) for path in files}.items())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except ValueError as reason:
        raise _unreadable(path.parent.parent, f"templates/{path.name}") from reason


def _assets(line: list[Path]) -> tuple[tuple[str, bytes], ...]:
    found: dict[str, bytes] = {}
    for path in (path for folder in line for path in _files(folder / "assets")):
        content = path.read_bytes()
        if path.name == _ADDED_UP:
            # A byte order mark within a style sheet would spoil the rule behind it.
            content = found.get(path.name, b"") + content.removeprefix(BOM_UTF8)
        found[path.name] = content
    return tuple(found.items())


def _strings(line: list[Path]) -> tuple[tuple[str, Strings], ...]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for folder in line:
        for path in sorted((folder / "locales").glob("*/LC_MESSAGES/messages.po")):
            found.setdefault(path.parent.parent.name, {}).update(_catalogue(folder, path))
    return tuple((locale, tuple(sorted(texts.items()))) for locale, texts in found.items())


def _catalogue(folder: Path, path: Path) -> Strings:
    from babel.messages.pofile import PoFileError  # noqa: PLC0415 - see read_strings

    try:
        return read_strings(path)
    except (PoFileError, ValueError) as reason:
        raise _unreadable(folder, path.relative_to(folder).as_posix()) from reason


def _files(folder: Path) -> list[Path]:
    """What stands in it, by name; without what systems leave there unseen."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")
    )
