"""Markdown made of a text's HTML gives that HTML again."""

from __future__ import annotations

import pytest

from generator.intake.text import read_text
from generator.studio.editor.markdown import escape_line, to_markdown

WORDS = "Жол жөнделді, ал көпір келесі жылы салынады."


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{WORDS}</p>\n<p>{WORDS}</p>",
        f"<p>{WORDS}<br>\n{WORDS}</p>",
        "<p>Бұл <strong>маңызды</strong> әрі <em>жаңа</em>.</p>",
        '<p><a href="https://example.kz/a?b=1&amp;c=2" rel="noopener noreferrer">осында</a></p>',
        "<h2>Не істелді</h2>\n<p>Жол.</p>",
        "<ul>\n<li>Жол</li>\n<li>Көпір</li>\n</ul>",
        "<ol>\n<li>Жол</li>\n<li>Көпір</li>\n</ol>\n<p>Бәрі.</p>",
        "<ul>\n<li>Жол<ul>\n<li>ұзын</li>\n<li>қысқа</li>\n</ul>\n</li>\n<li>Көпір</li>\n</ul>",
        "<blockquote>\n<p>Рақмет.</p>\n</blockquote>",
        "<p>Жол.</p>\n<hr>\n<p>Көпір.</p>",
        "<p>5 * 4 = 20_0 [а] `б` &lt;в&gt; &amp; г\\д</p>",
        "<p># жол</p>\n<p>- көпір</p>\n<p>1. бала</p>\n<p>&gt; бақ</p>",
        "<p>2026. жыл<br>\n+ көпір</p>",
        '<p><img alt="Жол" src="a%20b.jpg"></p>',
        "<table>\n<thead>\n<tr>\n<th>Жол</th>\n<th>км</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
        "<td>Ақжар</td>\n<td>5</td>\n</tr>\n</tbody>\n</table>",
    ],
)
def test_the_page_stays_the_same(markup: str) -> None:
    written = f"# Тақырып\n\n{to_markdown(markup)}\n"
    (text,) = read_text(written.encode(), "kk.md", "kk", ("kk", "ru")).texts
    assert text.title == "Тақырып"
    assert _even(text.html) == _even(markup)


@pytest.mark.parametrize(
    "title", ["5 * 4 = 20", "1. Жол", "# жол", "A_b_c & <Д>", "> жол", "a\\b", "- көпір", "[а](б)"]
)
def test_a_title_is_words_and_no_markup(title: str) -> None:
    written = f"# {escape_line(title)}\n\n{WORDS}\n"
    (text,) = read_text(written.encode(), "kk.md", "kk", ("kk", "ru")).texts
    assert text.title == title


def _even(markup: str) -> str:
    """Without the white space between tags, which no page shows."""
    lines = "".join(line.strip() for line in markup.replace("<br>\n", "<br>").split("\n"))
    return lines.replace("> <", "><")
