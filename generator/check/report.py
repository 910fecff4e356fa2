"""Render problems as one HTML page to read on a phone or to forward."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import escape

from generator.errors import Level, Problem

Words = Callable[..., str]
"""Returns a message in the reader's language, with its fields filled."""

# The page goes by mail or messenger, outside of the site, so it has a style of its own.
_STYLE = """
:root{color-scheme:light dark;--line:#8886;--stop:#b3261e;--problem:#b3261e;--doubt:#8a5a00;
--repair:#2e6b34}
@media (prefers-color-scheme:dark){:root{--stop:#ff8a80;--problem:#ff8a80;--doubt:#f5c26b;
--repair:#8fd19e}}
body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;line-height:1.25}h2{font-size:1.1rem;margin:2rem 0 .25rem}
h1,h2,li,p{overflow-wrap:anywhere}ul{list-style:none;margin:0;padding:0}
li{border-top:1px solid var(--line);padding:.6rem 0}
li p{margin:0}.where{font-size:.875rem;opacity:.8}
b{font-weight:600}.stop b{color:var(--stop)}.problem b{color:var(--problem)}
.ask b,.doubt b{color:var(--doubt)}.repair b{color:var(--repair)}
@media print{li{break-inside:avoid}}
"""
_RANK = {level: rank for rank, level in enumerate(Level)}  # the most serious first
# "IMG_1.jpg" is a file, "12.11.2026 Жаңа жол" and "12.11.2026" are folders.
_FILE = re.compile(r".+\.(?=\d*[A-Za-z])[A-Za-z0-9]{1,8}")


def html_report(problems: Sequence[Problem], words: Words, locale: str) -> str:
    """The page as HTML, grouped by post, the most serious first; `words` speaks `locale`."""
    title = words("What to look at before publishing")
    names = _level_names(words)
    whole = words("The site as a whole")
    groups = "".join(
        f"<section><h2>{_text(name or whole)}</h2><ul>{rows}</ul></section>\n"
        for name, rows in _groups(problems, words, names)
    )
    body = groups or f"<p>{_text(words('Nothing was found.'))}</p>\n"
    return (
        f'<!doctype html>\n<html lang="{escape(locale)}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n"
        f"<h1>{_text(title)}</h1>\n{_counts(problems, names)}{body}</html>\n"
    )


def _level_names(words: Words) -> dict[Level, str]:
    return {
        Level.STOP: words("Must be mended first"),
        Level.PROBLEM: words("Missing from the site"),
        Level.ASK: words("Asked before publishing"),
        Level.DOUBT: words("Better look again"),
        Level.REPAIR: words("Mended by itself"),
    }


def _counts(problems: Sequence[Problem], names: dict[Level, str]) -> str:
    counts = Counter(problem.level for problem in problems)
    rows = "".join(
        f'<li class="{level.value}"><b>{_text(names[level])}</b>: {counts[level]}</li>'
        for level in Level
        if counts[level]
    )
    return f"<ul>{rows}</ul>\n" if rows else ""


def _groups(
    problems: Sequence[Problem], words: Words, names: dict[Level, str]
) -> Iterator[tuple[str, str]]:
    groups: dict[str, list[Problem]] = {}
    ranked = sorted(
        problems, key=lambda problem: (_RANK[problem.level], problem.where, problem.line)
    )
    for problem in ranked:
        groups.setdefault(_post_of(problem.where), []).append(problem)
    for name in sorted(groups, key=lambda name: (_RANK[groups[name][0].level], name)):
        yield name, "".join(_row(problem, words, names[problem.level]) for problem in groups[name])


def _post_of(where: str) -> str:
    """The folder of a file; a lone file is a post by itself."""
    folder, name = posixpath.split(where)
    return folder if folder and _FILE.fullmatch(name) else where


def _row(problem: Problem, words: Words, level: str) -> str:
    values = dict(problem.values)
    place = problem.where + (f":{problem.line}" if problem.line else "")
    parts = [f"<p><b>{_text(level)}.</b> {_text(words(problem.what, **values))}</p>"]
    if problem.hint:
        parts.append(f"<p>→ {_text(words(problem.hint, **values))}</p>")
    if place and place != _post_of(problem.where):
        parts.append(f'<p class="where">{_text(place)}</p>')
    return f'<li class="{problem.level.value}">{"".join(parts)}</li>'


def _text(words: str) -> str:
    """The words escaped, without lone surrogates of broken names, which UTF-8 cannot encode."""
    return escape(words.encode("utf-8", "replace").decode())
