"""A theme's folder in, its slots, templates, assets and texts out."""

import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from generator.digest import digest_value
from generator.errors import Unfit, problem
from generator.intake.discover import Stamps, discover
from generator.intake.strings import Strings, read_strings
from generator.model import STILL_FORMATS, Slot, Theme


def themes_folder() -> Path:
    """Where the themes stand: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def theme_folder(name: str) -> Path:
    """The folder of a theme by name, or of one given as a path; Unfit where there is none."""
    for folder in (themes_folder() / name, Path(name)):
        if (folder / "theme.toml").is_file():
            return folder
    raise Unfit(
        problem("site.toml", "there is no theme “{name}”", 'write theme = "default"', name=name)
    )


def theme_digest(folder: Path, stamps: Stamps) -> str:
    """Digest of all files of a theme, without reading those that did not change."""
    listing = discover(folder, stamps)
    return digest_value([(source.path, source.digest) for source in listing.sources])


def read_theme(folder: Path, digest: str) -> Theme:
    """The theme in that folder."""
    table = tomllib.loads((folder / "theme.toml").read_text(encoding="utf-8"))
    return Theme(
        name=folder.name,
        slots=tuple(_slot(name, slot) for name, slot in table["slots"].items()),
        templates=_texts(folder / "templates"),
        assets=_assets(folder / "assets"),
        strings=_strings(folder / "locales"),
        digest=digest,
    )


def _slot(name: str, table: MutableMapping[str, Any]) -> Slot:
    return Slot(
        name=name,
        widths_px=tuple(sorted(table["widths"])),
        ratio=float(table.get("ratio", 0)),
        sizes=str(table.get("sizes", "100vw")),
        formats=tuple(table.get("formats", STILL_FORMATS)),
    )


def _texts(folder: Path) -> tuple[tuple[str, str], ...]:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return tuple((path.name, path.read_text(encoding="utf-8")) for path in files)


def _assets(folder: Path) -> tuple[tuple[str, bytes], ...]:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return tuple((path.name, path.read_bytes()) for path in files)


def _strings(folder: Path) -> tuple[tuple[str, Strings], ...]:
    files = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    return tuple((path.parent.parent.name, read_strings(path)) for path in files)
