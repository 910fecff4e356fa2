"""Posts and pages come in; what in their texts is hard to read goes out: plain language."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from msgspec.structs import replace

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
from generator.model import Clip, Content, Text


@dataclass(frozen=True, slots=True)
class _Limits:
    """The most that is still plain; from 22,458 sentences of Kazakh TV news, nine in ten of which
    have 14 words or fewer, and from Russian Wikipedia. No formula of difficulty exists for Kazakh.
    """

    sentence: int  # words
    very_long: int
    average: int  # words a sentence
    long_share: float  # of words of 13 letters or more
    beside_video: int  # words
    ease: float | None = None  # the least, not the most
    officialese: int = 2  # pieces a post


_LIMITS = {
    "kk": _Limits(14, 20, 12, 0.06, 80),
    "ru": _Limits(18, 25, 15, 0.08, 100, ease=50),
}

_LINES = 6  # a post, for all its texts: more than that nobody acts on
_QUOTE = 60  # characters
_INNER = str.maketrans("«»", "„“")  # the messages put quotes of their own around
# Below these, a share or an average says nothing: one word in ten is ten per cent.
_FEW_SENTENCES, _FEW_LONG_WORDS, _FEW_WORDS = 3, 5, 40

_LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*")
_BLOCK = re.compile(
    r"</?(?:p|h\d|[uod]l|li|d[td]|blockquote|pre|hr|table|thead|tbody|t[rdh])\b[^>]*>"
)
_TAG = re.compile(r"<[^<>\n]+>|(?<=\])\([^()\n]*\)")  # and the targets of Markdown's links


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One text with its figures."""

    text: Text
    sentences: tuple[str, ...]  # the title among them
    officialese: tuple[Phrase, ...]
    reading: Readability  # without the title: it is no sentence to take an average of
    limits: _Limits


Told = tuple[Problem, str]
"""A problem, and the words that show where it stands."""


def check_plain(content: Content, read: Callable[[str], str]) -> Iterator[Problem]:
    """What an aide could say more plainly: at most six lines a post, those that help most first.

    `read` gives the text of a file by its path, "" where it is no text file.
    """
    for post in content.posts:
        yield from _check(post.texts, any(isinstance(one, Clip) for one in post.media), read)
    for page in content.pages:
        yield from _check(page.texts, False, read)


def _check(
    texts: tuple[Text, ...], has_clip: bool, read: Callable[[str], str]
) -> Iterator[Problem]:
    # A text without a file is a title made of a folder's name.
    sheets = [_sheet(text) for text in texts if text.locale in _LIMITS and text.path]
    for sheet in sheets:
        found = list(islice(_tell(sheet, has_clip), _LINES // len(sheets)))
        written = _plain_lines(read(sheet.text.path)) if found else ""
        for problem, words_shown in found:
            yield replace(problem, line=_line(written, words_shown))


def _sheet(text: Text) -> _Sheet:
    body = "\n\n".join(_flow(block.html) for block in text.body if block.html)
    whole = body if _repeats(body, text.title) else f"{text.title}\n\n{body}"
    return _Sheet(
        text,
        split_sentences(whole),
        find_officialese(whole, text.locale),
        measure(body, text.locale),
        _LIMITS[text.locale],
    )


def _repeats(body: str, title: str) -> bool:
    """Whether the title stands in the text again: cut out of its first sentence, or whole."""
    first = (*split_sentences(body), "")[0]
    return first.rstrip(".") == title or (title.endswith("…") and first.startswith(title[:-1]))


def _tell(sheet: _Sheet, has_clip: bool) -> Iterator[Told]:
    yield from _sentences(sheet)
    yield from _officialese(sheet)
    if has_clip:
        yield from _beside_video(sheet)
    yield from _long_words(sheet)
    yield from _ease(sheet)


def _sentences(sheet: _Sheet) -> Iterator[Told]:
    """One line a text: all its sentences are long, or only the longest ones."""
    counts = [count_words(sentence) for sentence in sheet.sentences]
    count = max(counts, default=0)
    worst = sheet.sentences[counts.index(count)] if counts else ""
    reading, limits = sheet.reading, sheet.limits
    many = reading.sentences >= _FEW_SENTENCES
    if many and reading.words_per_sentence > limits.average:
        yield _all_sentences(sheet, worst, count), worst
    elif count > limits.sentence:
        more = sum(count > limits.sentence for count in counts) - 1
        yield _one_sentence(sheet, worst, count, more), worst


def _all_sentences(sheet: _Sheet, worst: str, count: int) -> Problem:
    return doubt(
        sheet.text.path,
        "the sentences are long, {average} words on average; the longest has {count}: “{quote}”",
        "cut the long ones in two: at most {limit} words on average are easy to read",
        average=_decimal(sheet.reading.words_per_sentence),
        count=count,
        quote=_quote(worst),
        limit=sheet.limits.average,
    )


def _one_sentence(sheet: _Sheet, worst: str, count: int, more: int) -> Problem:
    return doubt(
        sheet.text.path,
        "a very long sentence, {count} words: “{quote}”"
        if count > sheet.limits.very_long
        else "a long sentence, {count} words: “{quote}”",
        "cut it in two, at most {limit} words each; long ones besides this: {more}"
        if more
        else "cut it in two, at most {limit} words each",
        count=count,
        quote=_quote(worst),
        limit=sheet.limits.sentence,
        more=more,
    )


def _officialese(sheet: _Sheet) -> Iterator[Told]:
    found = sheet.officialese
    if len(found) <= sheet.limits.officialese:
        return
    advice = _advice(found)
    yield (
        doubt(
            sheet.text.path,
            "office language, {count} times: {words}",
            "say it as you would aloud: {advice}" if advice else "say it as you would aloud",
            count=len(found),
            words=_listed([phrase.text for phrase in found]),
            advice=advice,
        ),
        found[0].text,
    )


def _beside_video(sheet: _Sheet) -> Iterator[Told]:
    if sheet.reading.words > sheet.limits.beside_video:
        yield (
            doubt(
                sheet.text.path,
                "a long text beside a video: {count} words",
                "keep the point, at most {limit} words; the video tells the rest",
                count=sheet.reading.words,
                limit=sheet.limits.beside_video,
            ),
            "",
        )


def _long_words(sheet: _Sheet) -> Iterator[Told]:
    reading, limit = sheet.reading, sheet.limits.long_share
    if reading.long_share > limit and len(reading.long_words) >= _FEW_LONG_WORDS:
        longest = sorted(reading.long_words, key=len, reverse=True)
        yield (
            doubt(
                sheet.text.path,
                "many long words, {share} %: {words}",
                "take shorter words; up to {limit} % are easy to read",
                share=_decimal(100 * reading.long_share),
                words=_listed(longest),
                limit=round(100 * limit),
            ),
            longest[0],
        )


def _ease(sheet: _Sheet) -> Iterator[Told]:
    ease, limit = sheet.reading.ease, sheet.limits.ease
    if ease is None or limit is None or sheet.reading.words < _FEW_WORDS or ease >= limit:
        return
    hardest = min(sheet.sentences, key=lambda sentence: _ease_of(sentence, sheet.text.locale))
    yield (
        doubt(
            sheet.text.path,
            "hard to read, ease {points} where a plain text has {limit}: “{quote}”",
            "write shorter sentences with shorter words",
            points=max(int(ease), 0),
            quote=_quote(hardest),
            limit=round(limit),
        ),
        hardest,
    )


def _ease_of(sentence: str, locale: str) -> float:
    ease = measure(sentence, locale).ease
    return 100.0 if ease is None or count_words(sentence) < 5 else ease


def _advice(found: tuple[Phrase, ...]) -> str:
    """The first three pairs of a stilted and a plain phrase."""
    plain = {phrase.text.lower(): phrase.plain for phrase in found if phrase.plain}
    by_plain = {instead: before for before, instead in reversed(plain.items())}
    pairs = [f"{before} → {instead}" for instead, before in reversed(by_plain.items())]
    return "; ".join(pairs[:3])


def _listed(found: list[str]) -> str:
    """Each once, quoted, as many as fit."""
    different = list(dict.fromkeys(word.lower() for word in found))
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


def _decimal(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def _flow(markup: str) -> str:
    """The words of clean HTML, an empty line between blocks, a line end at a break."""
    running = re.sub(r"\s+", " ", markup)
    lines = _BLOCK.sub("\n\n", _LINE_BREAK.sub("\n", running))
    return html.unescape(re.sub(r"<[^>]+>", "", lines))


def _plain_lines(written: str) -> str:
    """The file's lines with the same letters as the text that was read from them."""
    return html.unescape(_TAG.sub("", repair_text(written).text))


def _line(written: str, shown: str) -> int:
    """The line, from 1, where these words begin; 0 where they are not found."""
    for count in (8, 3):
        few = words(shown)[:count]
        place = re.search(r"[\W_]+".join(map(re.escape, few)), written)
        if few and place:
            return written.count("\n", 0, place.start()) + 1
    return 0
