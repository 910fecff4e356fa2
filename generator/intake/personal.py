"""Find what is somebody's own among the words that are shown, each with file and line."""

import html
from collections.abc import Iterable
from urllib.parse import unquote

from generator.digest import digest_bytes
from generator.intake.shown_words import MARKUP, TextOf, Written
from generator.language.digit_rows import plain_digits
from generator.language.personal import PersonalMatch, find_personal
from generator.language.personal_kind import Personal
from generator.language.sentences import split_sentences
from generator.model import PersonalDetail


def personal_details(written: Iterable[Written], text_of: TextOf) -> tuple[PersonalDetail, ...]:
    """The finds, each once a file; `text_of` is asked only for files in which one is."""
    found: dict[tuple[str, str], PersonalDetail] = {}
    for part in written:
        for passage in part.passages:
            for match in find_personal(passage):
                key = (part.paths[0], match.value)
                if key not in found:
                    found[key] = _detail(match, passage, part.paths, text_of)
    return tuple(found.values())


def _detail(
    match: PersonalMatch, passage: str, paths: tuple[str, ...], text_of: TextOf
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
        words = html.unescape(MARKUP.sub("", unquote(line))).casefold()
        own = [letter for letter in words if letter.isalnum()]
        letters += own
        lines += [number] * len(own)
    at = "".join(letters).find(match.value.casefold())
    return lines[at] if at >= 0 else 0
