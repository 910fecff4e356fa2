"""Advice about a text while it is written: what to look at, where it stands, and how to mend it."""

import re
from collections.abc import Iterator
from operator import attrgetter

import msgspec

from generator.check.plain import LIMITS, Limits
from generator.errors import Problem, doubt, repair
from generator.language.readability import count_words, find_officialese
from generator.language.repair import find_mixed
from generator.language.sentences import split_sentences

_HARDEST = 8  # long sentences and phrases that are marked; nobody reads more


class Mark(msgspec.Struct, frozen=True):
    """A piece of a text, by its offsets in letters, and what is said of it."""

    start: int
    end: int  # the same as start for what is said of the whole text
    problem: Problem
    mend: str = ""  # what to put in its place; "" where a person has to think
    is_wrong: bool = False  # a mistake rather than hard language


def mark_text(text: str, locale: str, *, beside_clip: bool = False) -> tuple[Mark, ...]:
    """The marks of a text, the most useful first; none in a language without limits."""
    marks = [*_mixed(text)]
    if limits := LIMITS.get(locale):
        marks += sorted(_long_sentences(text, limits), key=attrgetter("start"))[:_HARDEST]
        marks += [*_officialese(text, locale)][:_HARDEST]
        marks += _whole(text, limits) if beside_clip else ()
    return tuple(marks)


def _mixed(text: str) -> Iterator[Mark]:
    for word in find_mixed(text):
        problem = repair("", "“{word}” holds a Latin letter.", word=text[word.start : word.end])
        yield Mark(word.start, word.end, problem, mend=word.after, is_wrong=True)


def _long_sentences(text: str, limits: Limits) -> Iterator[Mark]:
    begin = 0
    for sentence in split_sentences(text):
        # Sentences come with their white space collapsed, and in their order.
        shown = re.compile(r"\s+".join(map(re.escape, sentence.split()))).search(text, begin)
        if shown is None:
            continue
        begin, count = shown.end(), count_words(sentence)
        if count > limits.sentence:
            problem = doubt("", "A long sentence: {count} words. Split it.", count=count)
            yield Mark(shown.start(), shown.end(), problem)


def _officialese(text: str, locale: str) -> Iterator[Mark]:
    for phrase in find_officialese(text, locale):
        plain = phrase.plain.strip("—")
        problem = doubt(
            "",
            "“{word}” is officialese. Plainer: {plain}."
            if plain
            else "“{word}” is officialese. Say it plainly.",
            word=phrase.text,
            plain=plain,
        )
        yield Mark(*phrase.span, problem)


def _whole(text: str, limits: Limits) -> Iterator[Mark]:
    count, most = count_words(text), limits.beside_video
    if count > most:
        problem = doubt(
            "", "Long: {count} words. Beside a clip {limit} will do.", count=count, limit=most
        )
        yield Mark(0, 0, problem)
