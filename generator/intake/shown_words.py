"""All the words that a drop shows, in paragraphs, each with the file in which it stands."""

import html
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

import msgspec

from generator.intake.drops import Drop, is_media
from generator.language.encoding import decode_text
from generator.model import Block, Clip, Page, Post, Site, Source

Read = Callable[[Source], bytes]
"""Returns a source's bytes; raises OSError."""

TextOf = Callable[[str], str]
"""Returns the text of a file by its path; "" of a Word file, which has no lines, and of others."""

_CELL_END = re.compile(r"</t[dh]>")
_BLOCK_END = re.compile(r"</(?:p|li|h\d|tr|dt|dd|blockquote|pre|table)>|<hr>")
_LINE_END = re.compile(r"<br\s*/?>")
_HREF = re.compile(r'href="([^"]*)"')
MARKUP = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)

_CUE_TIMES = re.compile(r"^.*-->.*$", re.MULTILINE)
_CUE_NUMBER = re.compile(r"^\ufeff?\d{1,6}[ \t]*$(?=\n.*-->)", re.MULTILINE)
_ASS_START = re.compile(r"^Dialogue:(?:[^,\n]*,){9}", re.MULTILINE)
_ASS_REST = re.compile(r"^(?!Dialogue:).*$", re.MULTILINE)
_ASS_MARK = re.compile(r"\{[^{}]*\}|\\[Nnh]")


@dataclass(frozen=True, slots=True)
class Written:
    """Paragraphs or lines of plain words, and the files in which they may stand."""

    paths: tuple[str, ...]  # the first is named where none holds the words as they are
    passages: tuple[str, ...]
    is_spoken: bool = False  # captions, which are left out alone where they are no words


def written_in_drop(
    drop: Drop, shown: Post | Page, facts_paths: tuple[str, ...], text_of: TextOf
) -> Iterator[Written]:
    """What a post or a page shows, and the names of its files.

    `facts_paths` are the files that may hold its facts, post.toml first.
    """
    for text in shown.texts:
        path = text.path or drop.path
        blocks = (passage for block in text.body for passage in _of_block(block))
        yield Written((path,), tuple(blocks))
        named = (text.title, *text.tags, text.summary)  # in the text, or among the facts
        yield Written(tuple(dict.fromkeys((path, *facts_paths))), named)
    facts = shown.facts if isinstance(shown, Post) else None
    yield _in_values(facts_paths or (drop.path,), facts, [item.note for item in shown.media])
    for item in shown.media:
        for subtitle in item.subtitles if isinstance(item, Clip) else ():
            path = subtitle.source.path
            yield Written((path,), (caption_words(path, text_of(path)),), is_spoken=True)
    yield Written((drop.path,), (drop.name, shown.slug))
    for source in drop.sources:
        yield Written((source.path,), (posixpath.splitext(posixpath.basename(source.path))[0],))


def written_in_site(site: Site, settings: Source) -> Written:
    """What the settings of a site show."""
    words = (site.name, site.tagline, site.district, site.places, site.contacts)
    return _in_values((settings.path,), *words)


def text_reader(sources: tuple[Source, ...], read: Read) -> TextOf:
    """A function that returns the text of one of these sources."""
    return partial(_text_of, {source.path: source for source in sources}, read)


def _text_of(sources: Mapping[str, Source], read: Read, path: str) -> str:
    source = sources.get(path)
    if source is None or is_media(source) or path.lower().endswith(".docx"):
        return ""
    try:
        return decode_text(read(source)).text
    except (OSError, ValueError):
        return ""


def _in_values(paths: tuple[str, ...], *values: object) -> Written:
    """Every word in these values, whatever their keys."""
    return Written(paths, tuple(_strings([msgspec.to_builtins(value) for value in values])))


def caption_words(path: str, written: str) -> str:
    """The words of a subtitle file; lines are kept together, since a number may go on."""
    written = written.replace("\r\n", "\n")
    if path.lower().endswith(".ass"):
        written = _ASS_MARK.sub(" ", _ASS_START.sub("", _ASS_REST.sub("", written)))
    else:
        written = _CUE_TIMES.sub("", _CUE_NUMBER.sub("", written))
    lines = (html.unescape(MARKUP.sub("", line)).strip() for line in written.split("\n"))
    return "\n".join(line for line in lines if line)


def _of_block(block: Block) -> Iterator[str]:
    yield block.alt
    markup = _LINE_END.sub("\n", _CELL_END.sub("; ", block.html))
    for piece in _BLOCK_END.split(markup):
        yield html.unescape(MARKUP.sub("", piece))
    for href in _HREF.findall(block.html):
        yield unquote(html.unescape(href))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value
