"""Find what is somebody's own in all that a drop would publish, each with file and line."""

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

import msgspec

from generator.digest import digest_bytes
from generator.intake.drops import Drop, is_media
from generator.language.digit_rows import plain_digits
from generator.language.encoding import decode_text
from generator.language.personal import PersonalMatch, find_personal
from generator.language.personal_kind import Personal
from generator.language.sentences import split_sentences
from generator.model import Block, Clip, Page, PersonalDetail, Post, Site, Source, Text

Read = Callable[[Source], bytes]
"""Returns a source's bytes; raises OSError."""

_CELL_END = re.compile(r"</t[dh]>")
_BLOCK_END = re.compile(r"</(?:p|li|h\d|tr|dt|dd|blockquote|pre|table)>|<hr>")
_LINE_END = re.compile(r"<br\s*/?>")
_HREF = re.compile(r'href="([^"]*)"')
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)

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


def details_of_drop(
    drop: Drop, shown: Post | Page, facts_paths: tuple[str, ...], read: Read
) -> tuple[PersonalDetail, ...]:
    """The finds in what a post or a page shows, and in the names of its files.

    `facts_paths` are the files that may hold its facts, post.toml first.
    """
    sources = {source.path: source for source in drop.sources}
    text_of = partial(_text_of, sources, read)
    return personal_details(_written(drop, shown, facts_paths, text_of), text_of)


def details_of_site(site: Site, settings: Source | None, read: Read) -> tuple[PersonalDetail, ...]:
    """The finds in the settings of a site."""
    if settings is None:
        return ()
    words = (site.name, site.tagline, site.district, site.places, site.contacts)
    text_of = partial(_text_of, {settings.path: settings}, read)
    return personal_details([_in_values((settings.path,), *words)], text_of)


def personal_details(
    written: Iterable[Written], text_of: Callable[[str], str]
) -> tuple[PersonalDetail, ...]:
    """The finds, each once a file; `text_of` is asked only for files in which one is."""
    found: dict[tuple[str, str], PersonalDetail] = {}
    for part in written:
        for passage in part.passages:
            for match in find_personal(passage):
                key = (part.paths[0], match.value)
                if key not in found:
                    found[key] = _detail(match, passage, part.paths, text_of)
    return tuple(found.values())


def _written(
    drop: Drop, shown: Post | Page, facts_paths: tuple[str, ...], text_of: Callable[[str], str]
) -> Iterator[Written]:
    for text in shown.texts:
        yield _in_text(text, tuple(dict.fromkeys((text.path or drop.path, *facts_paths))))
    facts = shown.facts if isinstance(shown, Post) else None
    yield _in_values(facts_paths or (drop.path,), facts, [item.note for item in shown.media])
    for item in shown.media:
        for subtitle in item.subtitles if isinstance(item, Clip) else ():
            path = subtitle.source.path
            yield Written((path,), (caption_words(path, text_of(path)),))
    yield Written((drop.path,), (drop.name, shown.slug))
    for source in drop.sources:
        yield Written((source.path,), (posixpath.splitext(posixpath.basename(source.path))[0],))


def _text_of(sources: Mapping[str, Source], read: Read, path: str) -> str:
    """The text of a file of words; "" of a Word file, which has no lines, and of others."""
    source = sources.get(path)
    if source is None or is_media(source) or path.lower().endswith(".docx"):
        return ""
    try:
        return decode_text(read(source)).text
    except (OSError, ValueError):
        return ""


def _in_text(text: Text, paths: tuple[str, ...]) -> Written:
    """The title, paragraphs and tags of a text, and the telephones behind its links."""
    blocks = [passage for block in text.body for passage in _of_block(block)]
    return Written(paths, (text.title, *blocks, *text.tags, text.summary))


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
    lines = (html.unescape(_TAG.sub("", line)).strip() for line in written.split("\n"))
    return "\n".join(line for line in lines if line)


def _of_block(block: Block) -> Iterator[str]:
    yield block.alt
    markup = _LINE_END.sub("\n", _CELL_END.sub("; ", block.html))
    for piece in _BLOCK_END.split(markup):
        yield html.unescape(_TAG.sub("", piece))
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


def _detail(
    match: PersonalMatch, passage: str, paths: tuple[str, ...], text_of: Callable[[str], str]
) -> PersonalDetail:
    lines = ((path, _line_of(match, text_of(path))) for path in paths)
    path, line = next(((path, line) for path, line in lines if line), (paths[0], 0))
    asked = f"{match.kind}\0{match.value}\0{_sentence(match, passage)}"
    digest = digest_bytes(asked.encode("utf-8", "replace"))
    return PersonalDetail(match.kind, _shown(match), match.value, path, line, digest)


def _sentence(match: PersonalMatch, passage: str) -> str:
    """The sentence around a find; the passage where the find itself is cut."""
    passage = plain_digits(passage)
    words = " ".join(match.written.split())
    sentences = (" ".join(sentence.split()) for sentence in split_sentences(passage))
    whole = " ".join(passage.split())
    return next((sentence for sentence in sentences if words in sentence), whole)


def _shown(match: PersonalMatch) -> str:
    """What a report may show: reports are forwarded, too."""
    if match.kind in (Personal.PHONE, Personal.HOME):
        return " ".join(match.written.split())
    return f"{match.value[:4]}…{match.value[-2:]}"


def _line_of(match: PersonalMatch, raw: str) -> int:
    """The line of a file where the find begins, from 1; 0 where it is written otherwise there."""
    letters, lines = [], []
    for number, line in enumerate(plain_digits(raw).split("\n"), 1):
        words = html.unescape(_TAG.sub("", unquote(line))).casefold()
        own = [letter for letter in words if letter.isalnum()]
        letters += own
        lines += [number] * len(own)
    at = "".join(letters).find(match.value.casefold())
    return lines[at] if at >= 0 else 0
