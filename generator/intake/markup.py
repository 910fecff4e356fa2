"""Convert Markdown to HTML that is not yet sanitised.

A module of its own, because Markdown costs 14 ms of CPU to import and most texts need none of it.
"""

import markdown
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

# Classes, not names: to resolve a name Markdown reads the entry points of every installed package.
_CONVERTER = markdown.Markdown(
    extensions=[TableExtension(), SaneListExtension(), Nl2BrExtension()], output_format="html"
)


def markdown_html(written: str) -> str:
    """The text as HTML: tables, a line break for each line end, lists as their first item says."""
    return _CONVERTER.reset().convert(written)
