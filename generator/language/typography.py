"""Plain text comes in; the same text with proper marks, or its sentences, go out."""

import re

_NBSP = "\u00a0"

_CODE = re.compile(r"(`+[^`]*`+)")
# An opening mark follows no letter or figure, so 5" stays five inches.
_STRAIGHT = re.compile(r'(?<![\w"])"(?=[^\s"])([^"\n]*)(?<=[^\s"])"(?![\w"])')
# Between two figures a hyphen may be a minus or a range: left alone.
_HYPHEN = re.compile(r"(?<=[^\s\d—-]) - (?=[^\s—-])|(?<=\d) - (?=[^\s\d—-])")

# A sentence ends at these marks, with whatever closes after them, before a space.
_END = re.compile(r'(?:[.!?…]+)[»”")\]]*(?=\s)|\n[ \t]*\n')
_OPENING = "«“„\"'([–—- "

# These stand before a name or a number and end no sentence, whatever follows.
_BEFORE_NAMES = frozenset(
    (
        *("жж", "көш", "ауд", "обл", "гг", "ул", "пр", "просп", "пос", "мкр", "мик", "шағ"),
        *("им", "ат", "ред", "стр", "бет", "тел", "руб", "т", "см", "ст", "кв", "пгт"),
    )
)
# These often end a sentence: what follows decides, a figure or a small letter goes on.
_BEFORE_FIGURES = frozenset(("тг", "тыс", "мың", "млн", "млрд", "трлн", "др", "шт", "ед"))
_AND_SO_ON = re.compile(r"(?<!\w)(?:т\.\s?б|т\.\s?с\.\s?с|т\.\s?д|т\.\s?п)$")
_NEARBY = 40  # characters to look at; a long text is not read again at every mark
_LAST_WORD = re.compile(r"[^\W\d_]+$")


def tidy(text: str, locale: str) -> str:
    """Plain text with «quotes» for straight ones and a dash for a hyphen between spaces.

    Kazakh and Russian share these rules; text in any other locale, and code between backticks,
    stays as it is.
    """
    if locale not in ("kk", "ru"):
        return text
    parts = _CODE.split(text)
    return "".join(part if at % 2 else _tidy(part) for at, part in enumerate(parts))


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a plain text in order, spaces and line ends made one space.

    `2026 ж. 23 қарашада` is one sentence; an empty line ends a sentence without a mark.
    """
    sentences = []
    start = 0
    for mark in _END.finditer(text):
        if _ends(text[start : mark.start()], mark[0], text[mark.end() : mark.end() + _NEARBY]):
            sentences.append(text[start : mark.end()])
            start = mark.end()
    sentences.append(text[start:])
    return tuple(" ".join(sentence.split()) for sentence in sentences if sentence.strip())


def first_sentences(text: str, limit: int = 200) -> str:
    """Whole sentences from the start, at most `limit` characters; else cut at a word, with `…`."""
    kept = ""
    for sentence in split_sentences(text):
        longer = f"{kept} {sentence}".lstrip()
        if len(longer) > limit:
            return kept or _cut(sentence, limit)
        kept = longer
    return kept


def _tidy(text: str) -> str:
    return _HYPHEN.sub(f"{_NBSP}— ", _STRAIGHT.sub(r"«\1»", text))


def _ends(before: str, mark: str, after: str) -> bool:
    if mark.isspace():
        return True
    if not any(letter.isalpha() for letter in before):
        return False  # "1. Мектеп": the number of a list
    following = after.lstrip()
    first = following.lstrip(_OPENING)[:1]
    if first and not first.isupper() and not first.isdigit():
        return False
    return mark[0] != "." or len(mark) > 1 or not _is_abbreviation(before, first)


def _is_abbreviation(before: str, first: str) -> bool:
    if _AND_SO_ON.search(before[-_NEARBY:]):
        return not first.isupper()
    word = _LAST_WORD.search(before[-_NEARBY:])
    if word is None:
        return False
    if word[0].lower() in _BEFORE_FIGURES:
        return not first.isupper()
    # One letter is an initial («Қ. Бозымбаев») or ж. г. қ. с. — whatever follows.
    return len(word[0]) == 1 or word[0].lower() in _BEFORE_NAMES


def _cut(sentence: str, limit: int) -> str:
    room = sentence[:limit]  # one character more than fits beside the mark
    words = room.rpartition(" ")[0] or room[:-1]
    return words.rstrip(" ,;:–—-«(") + "…"
