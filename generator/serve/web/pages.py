"""Add the preview's script to pages of the site, and render the preview's own pages."""

from functools import cache
from html import escape
from pathlib import Path

import jinja2

from generator.messages import Words

_HERE = Path(__file__).parent

OWN_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

# A grey that pulses where motion is welcome; the script adds words and progress.
PLACEHOLDER = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9" \
preserveAspectRatio="xMidYMid slice"><style>@media (prefers-reduced-motion:no-preference){\
rect{animation:b 1.6s ease-in-out infinite alternate}@keyframes b{to{opacity:.55}}}</style>\
<rect width="16" height="9" fill="#8a9299"/></svg>"""


def with_script(html: bytes, path: str, key: str, is_large: bool) -> bytes:
    """The page with the preview's script in its head; output/ holds none of it.

    It comes before the page's own scripts, so that it sees the page as it was sent. The page's
    policy allows scripts, styles and connections of its own server, as these are.
    """
    head, close, rest = html.partition(b"</head>")
    if not close:
        return html
    start, script, scripts = head.partition(b"<script defer")
    large = '<link rel="stylesheet" href="/_preview/large.css">' if is_large else ""
    preview = (
        f'{large}<script defer src="/_preview/preview.js" id="jarshy-preview"'
        f' data-page="{escape(path)}" data-key="{escape(key)}"></script>\n'
    ).encode()
    return start + preview + script + scripts + close + rest


def own_page(template: str, words: Words, **values: object) -> str:
    return templates_of(_HERE).get_template(template).render(words=words, **values)


def asset(name: str, room: Path = _HERE) -> bytes | None:
    """The bytes of one of a room's own files; None where there is none of that name."""
    path = _assets(room).get(name)
    return path.read_bytes() if path else None


@cache
def _assets(room: Path) -> dict[str, Path]:
    return {path.name: path for path in (room / "assets").iterdir()}


@cache
def templates_of(room: Path) -> jinja2.Environment:
    """The templates of a room's own pages."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(room / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
