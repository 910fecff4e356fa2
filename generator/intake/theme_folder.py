"""Find a theme's folder and its digest, without reading the files that did not change."""

import tomllib
from collections.abc import MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.digest import digest_value
from generator.errors import Problem, Unfit, unfit
from generator.files import read_file
from generator.intake.deputy_toml import ParentRegion, region_around
from generator.intake.discover import FileStamp, Stamps, discover
from generator.intake.nature.settings_files import pick_settings
from generator.intake.settings import read_toml
from generator.limits import SETTINGS_BYTES
from generator.model import STILL_FORMATS, Slot, Source

_DECLARATION = "theme.toml"


def themes_folder() -> Path:
    """The folder of the themes: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def theme_folder(name: str, beside: Path = Path()) -> Path:
    """The folder of a theme by name, or of one given as a path; Unfit where it cannot be used."""
    for folder in (themes_folder() / name, beside / name):
        if (folder / _DECLARATION).is_file():
            for theme in theme_line(folder):
                theme_slots(theme)
            return folder
    raise unfit("site.toml", "there is no theme “{name}”", 'write theme = "default"', name=name)


def theme_digest(folder: Path, stamps: Stamps) -> tuple[str, Stamps]:
    """Digest of all files of a theme and of the themes it extends, and the stamps of these files.

    `stamps` holds those of an earlier call: a file whose stamp holds is not read.
    """
    listed: list[list[tuple[str, str]]] = []
    seen: dict[str, FileStamp] = {}
    for depth, theme in enumerate(theme_line(folder)):
        start = f"{depth}/"
        known = {
            path.removeprefix(start): stamp
            for path, stamp in stamps.items()
            if path.startswith(start)
        }
        listing, own = discover(theme, known)
        listed.append([(source.path, source.digest) for source in listing.sources])
        seen.update({start + path: stamp for path, stamp in own.items()})
    return digest_value(listed), seen


def site_theme(
    content: Path, sources: tuple[Source, ...], parent: ParentRegion | None = None
) -> tuple[Path, tuple[Problem, ...]]:
    """The folder of the theme that site.toml names; the default theme where it cannot be used.

    site.toml is read for this key alone, before the content is. A deputy's site has the theme of
    its region.
    """
    if parent:
        content = region_around(content) or content
        return _named_theme(parent.site.theme if parent.site else "default", content)
    # Only a file that discover listed: a pipe would never end, a link may lead anywhere.
    top = (source for source in sources if "/" not in source.path)
    try:
        settings = pick_settings(top, "site")
        if settings is None or settings.size_bytes > SETTINGS_BYTES:
            return theme_folder("default"), ()
        name = str(read_toml(read_file(content / settings.path), "").get("theme", "default"))
    except (OSError, Unfit):  # reported when site.toml is read as a whole
        return theme_folder("default"), ()
    return _named_theme(name, content)


def _named_theme(name: str, content: Path) -> tuple[Path, tuple[Problem, ...]]:
    try:
        # A path is relative to the folder that content/ stands in.
        folder = theme_folder(name, content.absolute().parent)
        if folder.resolve().is_relative_to(content.resolve()):
            # A theme is a program; files in content/ never are.
            raise unfit(
                "site.toml",
                "the theme “{name}” stands inside content/",
                "put it beside content/, and only when you know who made it",
                name=name,
            )
    except OSError:
        return theme_folder("default"), ()
    except Unfit as error:
        return theme_folder("default"), (error.problem,)
    return folder, ()


def theme_line(folder: Path) -> list[Path]:
    """The theme, the one it extends, and so on."""
    line = [folder]
    while name := _declared(line[-1]).get("extends"):
        parent = _parent(line[-1], str(name))
        if parent.resolve() in (theme.resolve() for theme in line):
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
        raise unreadable_theme(folder, _DECLARATION) from reason


@lru_cache(maxsize=16)  # asked for several times a build, by each site of a region
def _parsed(file: Path, _size_bytes: int, _mtime_ns: int) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8-sig"))


def unreadable_theme(folder: Path, file: str) -> Unfit:
    return unfit(
        "site.toml",
        "“{file}” of the theme “{name}” cannot be read",
        'write theme = "default"',
        file=file,
        name=folder.name,
    )


def theme_slots(folder: Path) -> list[Slot]:
    try:
        return [_slot(name, table) for name, table in _declared(folder).get("slots", {}).items()]
    except (AttributeError, LookupError, TypeError, ValueError) as reason:
        raise unreadable_theme(folder, _DECLARATION) from reason


def _slot(name: str, table: MutableMapping[str, Any]) -> Slot:
    widths, kilobytes = table["widths"], table.get("kilobytes", [])
    if kilobytes:
        pairs = sorted(zip(widths, kilobytes, strict=True))
        widths, kilobytes = [width for width, _ in pairs], [most for _, most in pairs]
    return Slot(
        name=name,
        widths_px=tuple(sorted(widths)),
        ratio=float(table.get("ratio", 0)),
        upright_ratio=float(table.get("upright_ratio", 0)),
        sizes=str(table.get("sizes", "100vw")),
        formats=tuple(table.get("formats", STILL_FORMATS)),
        kilobytes=tuple(int(most) for most in kilobytes),
        inline=bool(table.get("inline", False)),
    )
