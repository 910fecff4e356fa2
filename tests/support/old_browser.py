"""A style sheet and a page in, what Chrome 69, Safari 12 and Samsung Internet 10 make of them out.

They came out in autumn 2018. A declaration they do not know is dropped, and so is a whole rule with
a selector they do not know. https://caniuse.com has the versions.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SUPPORTS = re.compile(r"@supports[^{]*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_END = re.compile(r";(?![^(]*\))")  # the one in data:image/svg+xml;utf8 ends nothing
_SELECTORS = re.compile(
    r":has\(|:is\(|:where\(|:focus-visible|:not\([^)]*,|::backdrop|::details-content"
)
_NAMES = re.compile(
    r"^(?:aspect-ratio|inset|text-wrap|accent-color|color-scheme|translate|rotate|scale|overscroll-.*"
    r"|text-underline-offset|text-decoration-thickness|scroll-snap-stop|content-visibility"
    r"|(?:margin|padding|inset|border)-(?:inline|block).*|print-color-adjust|appearance)$"
)
_GAPS = ("gap", "row-gap", "column-gap")  # known in grids alone
_VALUES = re.compile(
    r"\b(?:min|max|clamp)\(|\d[sld]v[hw]\b|oklch|color-mix|:\s*anywhere|:\s*clip\b"
)
_MODERN_PICTURE = re.compile(r'<source type="image/(?:avif|webp)"[^>]*>')


@dataclass(frozen=True, slots=True)
class Dropped:
    """A declaration that is not known, with its rule."""

    selector: str
    declaration: str
    has_fallback: bool  # whether the rule says the same in words that are known

    @property
    def name(self) -> str:
        return _name(self.declaration)


def age_style(style: str) -> tuple[str, list[Dropped]]:
    """The style sheet as an old browser reads it, and what it dropped from known rules."""
    dropped: list[Dropped] = []

    def age_rule(rule: re.Match[str]) -> str:
        selector, body = rule[1].strip(), rule[2]
        if _SELECTORS.search(selector):
            return ""
        declarations = [part.strip() for part in _END.split(body) if part.strip()]
        kept = [part for part in declarations if not _is_unknown(part, body)]
        names = {_name(part).removeprefix("-webkit-") for part in kept}
        dropped.extend(
            Dropped(selector, part, _name(part) in names)
            for part in declarations
            if part not in kept
        )
        return f"{selector}{{{';'.join(kept)}}}\n"

    return _RULE.sub(age_rule, _SUPPORTS.sub("", _COMMENT.sub("", style))), dropped


def _name(declaration: str) -> str:
    return declaration.partition(":")[0].strip()


def _is_unknown(declaration: str, body: str) -> bool:
    if _name(declaration) in _GAPS:
        return "grid" not in body
    return bool(_NAMES.match(_name(declaration)) or _VALUES.search(declaration))


def age_site(site: Path, aged: Path) -> Path:
    """A copy of the site as an old browser takes it, without AVIF and WebP as iOS 12 wants it."""
    copytree(site, aged)
    for path in aged.rglob("*.css"):
        path.write_text(age_style(path.read_text(encoding="utf-8"))[0], encoding="utf-8")
    for path in aged.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        path.write_text(_MODERN_PICTURE.sub("", page), encoding="utf-8")
    for path in aged.rglob("*.js"):
        script = path.read_text(encoding="utf-8")
        path.write_text(
            script.replace("data:image/webp;base64,", "data:unknown,"), encoding="utf-8"
        )
    for pattern in ("*.avif", "*.webp"):
        for path in aged.rglob(pattern):
            path.unlink()
    return aged
