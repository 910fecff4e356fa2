"""Check whether texts are plain: short sentences and words, no officialese."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from msgspec.structs import replace

from generator.check import ReadText
from generator.errors import Problem, doubt
from generator.language.readability import (
    Phrase,
    Readability,
    count_words,
    find_officialese,
    measure,
    words,
)
from generator.language.repair import repair_text
from generator.language.sentences import split_sentences
from generator.language.units import decimal_text
from generator.model import Clip, Content, Text


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is still plain; of `ease` the least.

    From 22,458 sentences of Kazakh TV news, nine in ten of which have 14 words or fewer, and from
    Russian Wikipedia. There is no readability formula for Kazakh.
    """

    sentence: int  # words
    very_long: int  # words
    average: int  # words per sentence
    long_share: float  # of words of 13 letters or more
    beside_video: int  # words
    ease: float | None = None  # Oborneva's formula
    officialese: int = 2  # phrases per text


LIMITS = {"kk": Limits(14, 20, 12, 0.06, 80), "ru": Limits(18, 25, 15, 0.08, 100, ease=50)}

_LINES = 6  # per post, in all its languages: nobody acts on more
_QUOTE = 60  # characters
_INNER = str.maketrans("«»", "„“")  # the messages add quotes of their own
# Below these a share or an average means nothing: one word in ten is ten per cent.
_FEW_SENTENCES, _FEW_LONG_WORDS, _FEW_WORDS = 3, 5, 40

_LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*")
_BLOCK = re.compile(
    r"</?(?:p|h\d|[uod]l|li|d[td]|blockquote|pre|hr|table|thead|tbody|t[rdh])\b[^>]*>"
)
_TAG = re.compile(r"<[^<>\n]+>|(?<=\])\([^()\n]*\)")  # and the targets of Markdown links


@dataclass(frozen=True, slots=True)
class _MeasuredText:
    text: Text
    sentences: tuple[str, ...]  # the title among them
    officialese: tuple[Phrase, ...]
    figures: Readability  # without the title, which would distort the average
    limits: Limits


Located = tuple[Problem, str]
"""A problem, and the words that show its line."""


def check_plain(content: Content, read: ReadText) -> Iterator[Problem]:
    """Doubts about hard language: at most six a post, the most useful first."""
    for post in content.posts:
        yield from _check(post.texts, any(isinstance(medium, Clip) for medium in post.media), read)
    for page in content.pages:
        yield from _check(page.texts, False, read)


def _check(texts: tuple[Text, ...], has_clip: bool, read: ReadText) -> Iterator[Problem]:
    # A text without a file is a title made of a folder's name.
    measured = [_measure(text) for text in texts if text.locale in LIMITS and text.path]
    for text in measured:
        problems = list(islice(_problems(text, has_clip), _LINES // len(measured)))
        written = _plain_lines(read(text.text.path)) if problems else ""
        for problem, words_shown in problems:
            yield replace(problem, line=_line(written, words_shown))


def _measure(text: Text) -> _MeasuredText:
    body = "\n\n".join(_flow(block.html) for block in text.body if block.html)
    whole = body if _repeats(body, text.title) else f"{text.title}\n\n{body}"
    return _MeasuredText(
        text,
        split_sentences(whole),
        find_officialese(whole, text.locale),
        measure(body, text.locale),
        LIMITS[text.locale],
    )


def _repeats(body: str, title: str) -> bool:
    """Whether the body opens with the title, whole or shortened."""
    first = (*split_sentences(body), "")[0]
    return first.rstrip(".") == title or (title.endswith("…") and first.startswith(title[:-1]))


def _problems(measured: _MeasuredText, has_clip: bool) -> Iterator[Located]:
    yield from _long_sentences(measured)
    yield from _officialese(measured)
    if has_clip:
        yield from _beside_video(measured)
    yield from _long_words(measured)
    yield from _ease(measured)


def _long_sentences(measured: _MeasuredText) -> Iterator[Located]:
    """One problem a text: either all its sentences are long, or only the longest ones."""
    sentences, figures, limits = measured.sentences, measured.figures, measured.limits
    counts = [count_words(sentence) for sentence in sentences]
    count = max(counts, default=0)
    longest = sentences[counts.index(count)] if counts else ""
    if figures.sentences >= _FEW_SENTENCES and figures.words_per_sentence > limits.average:
        problem = doubt(
            measured.text.path,
            "the sentences are long, {average} words on average; "
            "the longest has {count}: “{quote}”",
            "cut the long ones in two: at most {limit} words on average are easy to read",
            average=decimal_text(figures.words_per_sentence),
            count=count,
            quote=_quote(longest),
            limit=limits.average,
        )
        yield problem, longest
    elif count > limits.sentence:
        more = sum(count > limits.sentence for count in counts) - 1
        problem = doubt(
            measured.text.path,
            "a very long sentence, {count} words: “{quote}”"
            if count > limits.very_long
            else "a long sentence, {count} words: “{quote}”",
            "cut it in two, at most {limit} words each; long ones besides this: {more}"
            if more
            else "cut it in two, at most {limit} words each",
            count=count,
            quote=_quote(longest),
            limit=limits.sentence,
            more=more,
        )
        yield problem, longest


def _officialese(measured: _MeasuredText) -> Iterator[Located]:
    phrases = measured.officialese
    if len(phrases) <= measured.limits.officialese:
        return
    advice = _advice(phrases)
    problem = doubt(
        measured.text.path,
        "office language, {count} times: {words}",
        "say it as you would aloud: {advice}" if advice else "say it as you would aloud",
        count=len(phrases),
        words=_listed([phrase.text for phrase in phrases]),
        advice=advice,
    )
    yield problem, phrases[0].text


def _beside_video(measured: _MeasuredText) -> Iterator[Located]:
    if measured.figures.words > measured.limits.beside_video:
        problem = doubt(
            measured.text.path,
            "a long text beside a video: {count} words",
            "keep the point, at most {limit} words; the video tells the rest",
            count=measured.figures.words,
            limit=measured.limits.beside_video,
        )
        yield problem, ""


def _long_words(measured: _MeasuredText) -> Iterator[Located]:
    figures, limit = measured.figures, measured.limits.long_share
    if figures.long_share > limit and len(figures.long_words) >= _FEW_LONG_WORDS:
        longest = sorted(figures.long_words, key=len, reverse=True)
        problem = doubt(
            measured.text.path,
            "many long words, {share} %: {words}",
            "take shorter words; up to {limit} % are easy to read",
            share=decimal_text(100 * figures.long_share),
            words=_listed(longest),
            limit=round(100 * limit),
        )
        yield problem, longest[0]


def _ease(measured: _MeasuredText) -> Iterator[Located]:
    ease, limit = measured.figures.ease, measured.limits.ease
    if ease is None or limit is None or measured.figures.words < _FEW_WORDS or ease >= limit:
        return
    hardest = min(measured.sentences, key=lambda sentence: _ease_of(sentence, measured.text.locale))
    problem = doubt(
        measured.text.path,
        "hard to read, ease {points} where a plain text has {limit}: “{quote}”",
        "write shorter sentences with shorter words",
        points=max(int(ease), 0),
        quote=_quote(hardest),
        limit=round(limit),
    )
    yield problem, hardest


def _ease_of(sentence: str, locale: str) -> float:
    ease = measure(sentence, locale).ease
    return 100.0 if ease is None or count_words(sentence) < 5 else ease


def _advice(phrases: tuple[Phrase, ...]) -> str:
    """Up to three pairs of officialese and a plain phrase, each plain phrase once."""
    plain = {phrase.text.lower(): phrase.plain for phrase in phrases if phrase.plain}
    by_plain = {replacement: phrase for phrase, replacement in reversed(plain.items())}
    pairs = [f"{phrase} → {replacement}" for replacement, phrase in reversed(by_plain.items())]
    return "; ".join(pairs[:3])


def _listed(phrases: list[str]) -> str:
    """The phrases, each once and quoted, as many as fit."""
    different = list(dict.fromkeys(phrase.lower() for phrase in phrases))
    kept = different[:1]
    for word in different[1:]:
        if len(", ".join([*kept, word])) > _QUOTE:
            break
        kept.append(word)
    return ", ".join(f"«{word}»" for word in kept) + (" …" if len(kept) < len(different) else "")


def _quote(sentence: str) -> str:
    shown = sentence.lstrip("-–—•*# ").translate(_INNER)
    if len(shown) <= _QUOTE:
        return shown
    return shown[:_QUOTE].rpartition(" ")[0].rstrip(" ,;:–—-«(") + "…"


def _flow(markup: str) -> str:
    """The text of clean HTML, with an empty line between blocks and a line end for each <br>."""
    running = re.sub(r"\s+", " ", markup)
    lines = _BLOCK.sub("\n\n", _LINE_BREAK.sub("\n", running))
    return html.unescape(re.sub(r"<[^>]+>", "", lines))


def _plain_lines(written: str) -> str:
    """The file without markup, repaired like the text that was read from it; its lines stay."""
    return html.unescape(_TAG.sub("", repair_text(written).text))


def _line(written: str, shown: str) -> int:
    """The line, from 1, where these words start; 0 where they are not found."""
    for count in (8, 3):
        first_words = words(shown)[:count]
        match = re.search(r"[\W_]+".join(map(re.escape, first_words)), written)
        if first_words and match:
            return written.count("\n", 0, match.start()) + 1
    return 0
