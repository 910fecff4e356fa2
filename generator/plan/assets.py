"""The theme's assets as files of the site, in the site's accent colour."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from generator.digest import digest_bytes
from generator.media.colour import ACCENT, WHITE, ink_on, parse_colour
from generator.model import Theme
from generator.plan.permalinks import asset_path
from generator.plan.plan import File, Literal, literal

# Quoted words are matched too, so that a "/*" in them opens nothing.
_STRING_OR_COMMENT = re.compile(
    rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*(?!!).*?\*/\s*""", re.DOTALL
)


def asset_files(theme: Theme, accent: str) -> dict[str, File]:
    """Each asset by its name in the theme; `accent` is a colour as `#0a6c74`, or ""."""
    contents = dict(theme.assets)
    if "style.css" in contents:
        contents["style.css"] = _without_comments(contents["style.css"]) + _tones()
        if accent:
            contents["style.css"] += f":root{{--accent:{accent}}}\n".encode()
    if accent and "icon.svg" in contents:
        contents["icon.svg"] = _recoloured(contents["icon.svg"], accent)
    return {
        name: literal(asset_path(name, digest_bytes(content)), content)
        for name, content in contents.items()
    }


def icon_address(assets: Mapping[str, File]) -> str:
    """The theme's icon as a data address, which saves each page a request."""
    icon = assets["icon.svg"].content
    svg = icon.content.decode() if isinstance(icon, Literal) else ""
    return "data:image/svg+xml," + quote(svg.strip().replace('"', "'"), safe="'=:/;,()")


def _without_comments(style: bytes) -> bytes:
    """The style sheet without comments, an eighth of what a reader would load; `/*!` stays."""
    return _STRING_OR_COMMENT.sub(lambda part: part[1] or b"", style)


def _recoloured(icon: bytes, accent: str) -> bytes:
    """The icon on another accent: its white mark stays white where that can be seen."""
    ink = "#fff" if ink_on(parse_colour(accent), 3) == WHITE else "#000"
    return icon.replace(b"#fff", ink.encode()).replace(ACCENT.encode(), accent.encode())


def _tones() -> bytes:
    """Rules that fill a picture's place with its mean colour, one of 64, until it is loaded.

    They are classes, because the pages' policy allows no style attribute.
    """
    levels = "05af"  # 0, 85, 170, 255
    rules = [
        f".t{red}{green}{blue}{{background:#{levels[red]}{levels[green]}{levels[blue]}}}"
        for red in range(4)
        for green in range(4)
        for blue in range(4)
    ]
    return ("".join(rules) + "\n").encode()
