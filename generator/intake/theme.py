"""Read a theme's folder: its slots, templates, assets and strings.

A theme with `extends = "default"` holds only what differs from that theme: its slots, templates,
assets and strings replace the parent's. Its style.css is appended to the parent's, so a change of
colour is one line.
"""

from codecs import BOM_UTF8
from pathlib import Path

from generator.intake.strings import Strings, read_strings
from generator.intake.theme_folder import theme_line, theme_slots, unreadable_theme
from generator.model import Theme

_ADDED_UP = "style.css"


def read_theme(folder: Path, digest: str) -> Theme:
    """The theme in that folder; Unfit where it, or one that it extends, cannot be used."""
    line = theme_line(folder)[::-1]  # the most basic theme first
    return Theme(
        name=folder.name,
        slots=tuple({slot.name: slot for folder in line for slot in theme_slots(folder)}.values()),
        templates=_templates(line),
        assets=_assets(line),
        strings=_strings(line),
        digest=digest,
    )


def _templates(line: list[Path]) -> tuple[tuple[str, str], ...]:
    files = [path for folder in line for path in _files(folder / "templates")]
    return tuple({path.name: _text(path) for path in files}.items())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except ValueError as reason:
        raise unreadable_theme(path.parent.parent, f"templates/{path.name}") from reason


def _assets(line: list[Path]) -> tuple[tuple[str, bytes], ...]:
    assets: dict[str, bytes] = {}
    for path in (path for folder in line for path in _files(folder / "assets")):
        content = path.read_bytes()
        if path.name == _ADDED_UP:
            # A byte order mark inside a style sheet would spoil the rule after it.
            content = assets.get(path.name, b"") + content.removeprefix(BOM_UTF8)
        assets[path.name] = content
    return tuple(assets.items())


def _strings(line: list[Path]) -> tuple[tuple[str, Strings], ...]:
    locales: dict[str, dict[str, tuple[str, ...]]] = {}
    for folder in line:
        for path in sorted((folder / "locales").glob("*/LC_MESSAGES/messages.po")):
            locales.setdefault(path.parent.parent.name, {}).update(_catalogue(folder, path))
    return tuple((locale, tuple(sorted(texts.items()))) for locale, texts in locales.items())


def _catalogue(folder: Path, path: Path) -> Strings:
    try:
        return read_strings(path)
    except ValueError as reason:
        raise unreadable_theme(folder, path.relative_to(folder).as_posix()) from reason


def _files(folder: Path) -> list[Path]:
    """The files in a folder by name, without hidden ones."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")
    )
