"""A Kazakh or Russian text comes in; its sentences, or the first of them, go out."""

import re
from collections.abc import Iterator

# A sentence may end at these marks, with whatever closes after them, before a space; also at a
# full stop with the space forgotten (`ашылды.Мектеп`, but not `pavlodarnews.kz` or `Қ.Бозымбаев`).
# Each pattern begins with a sign, not with what stands before it: a text is then searched for the
# few places of that sign, five times as fast.
_END = re.compile(
    r"(?:[.!?…]+)[»”\")\]]*(?=\s)"
    r"|\.(?<=[а-яёәғқңөұүһі]{3}\.)(?=[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]{2})"
)
_OPENING = "«“„\"'([–—- "

# Each item of a list is a sentence, and so is a heading with its Markdown marks.
_ITEM = r"(?:[-–—•*·▪✔✅➡]|\d{1,2}[.)]|[а-яa-zәғқңөұүһі]\))[ \t\u00a0]"
_BREAK = re.compile(rf"\n[ \t]*\n|\n(?=[ \t]*(?:{_ITEM}|#))|[ \t](?<=[:;].)[ \t]*(?=[-–•][ \t])")
# A shorter line was not cut by a program that wraps lines; the next one is a line of its own.
_WRAPPED = 50
_LINE_END = re.compile(r"\n[ \t]*(?=[«“„\"(]?([\w]))")

# These stand before a name or a number and end no sentence, whatever follows.
_NEVER = (
    *("жж", "көш", "ауд", "обл", "гг", "ул", "пр", "просп", "пос", "мкр", "мик", "шағ", "даң"),
    *("им", "ред", "стр", "тел", "ст", "кв", "пгт", "пер", "корп", "каб", "эт", "оф", "дер"),
    *("рис", "табл", "гл", "разд", "прим", "напр", "мыс", "см", "ср", "зам", "нач", "гр", "тов"),
    *("проф", "акад", "доц", "канд", "докт", "ген", "полк", "св", "пп", "бул", "наб", "вып"),
)
# These often end a sentence: what follows decides, a figure or a small letter goes on.
_BEFORE_FIGURES = (
    *("тг", "тыс", "мың", "млн", "млрд", "трлн", "др", "шт", "ед", "руб", "коп", "чел", "экз"),
    *("км", "га", "кг", "мин", "сек", "сағ", "мес", "куб", "ц", "дм", "мм"),
    *("янв", "фев", "февр", "апр", "авг", "сент", "окт", "нояб", "дек"),
    *("қаң", "ақп", "сәу", "мау", "шіл", "желт"),
)
_ABBREVIATIONS = dict.fromkeys(_NEVER, False) | dict.fromkeys(_BEFORE_FIGURES, True)
# As most sentences end: no abbreviation, and no number, is that long.
_LONG_WORD = max(map(len, _ABBREVIATIONS)) + 1

# With these words, a sentence begins even after `ауд.` or `2014 г.`; no name looks like them.
_OPENERS = frozenset(
    (
        *("бұл", "ол", "олар", "осы", "сол", "онда", "оның", "сондай-ақ", "сонымен", "сондықтан"),
        *("бірақ", "алайда", "қазір", "биыл", "былтыр", "бүгін", "ертең", "кеше", "енді"),
        *("біз", "сіз", "мен", "барлығы", "барлық", "тағы", "содан", "жалпы"),
        *("это", "эта", "этот", "эти", "он", "она", "оно", "они", "мы", "вы", "я", "но", "а", "и"),
        *("в", "во", "на", "по", "с", "со", "к", "до", "для", "от", "из", "за", "при", "также"),
        *("всего", "сейчас", "теперь", "сегодня", "завтра", "вчера", "там", "здесь", "тогда"),
        *("потом", "затем", "если", "когда", "кроме", "однако", "поэтому", "его", "её", "их"),
    )
)

_AND_SO_ON = re.compile(r"(?<!\w)(?:т\.\s?б|т\.\s?с\.\s?с|т\.\s?д|т\.\s?п|ж\.\s?б|и\s+пр)$")
_THAT_IS = re.compile(r"(?<!\w)т\.\s?[екн]$")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?=[\s,])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\s?г{1,2}$")
_UNIT = re.compile(r"\d\s?(?:м|т|г|л|ч|с|кв\.\s?м|куб\.\s?м|см)$|[IVXІХ]\s[вғ]$")
_NUMBERING = re.compile(r"(?:^|[:;]\s*)[«(]?(?:\d{1,2}(?:\.\d{1,2})*|[IVXІХ]{1,5}|№\s?\d+)$")
_DATE_PIECE = re.compile(r"(?<!\d)\d{1,2}$")
_NEARBY = 40  # characters to look at; a long text is not read again at every mark
_OPENING_WORDS = 3  # a year among the first words is when something happened, not the end


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a plain text in order, spaces and line ends made one space.

    `2026 ж. 23 қарашада` is one sentence. An empty line, an item of a list and a heading end a
    sentence without a mark; so does a short line before a capital letter.
    """
    return tuple(_sentences(text))


def first_sentences(text: str, limit: int = 200) -> str:
    """Whole sentences from the start, at most `limit` characters; else cut at a word, with `…`."""
    kept = ""
    for sentence in _sentences(text):
        longer = f"{kept} {sentence}".lstrip()
        if len(longer) > limit:
            return kept or _cut(sentence, limit)
        kept = longer
    return kept


def _sentences(text: str) -> Iterator[str]:
    for passage in _BREAK.split(text):
        for piece in _lines(passage):
            for sentence in _split(piece):
                if sentence.strip():
                    yield " ".join(sentence.split())


def _cut(sentence: str, limit: int) -> str:
    room = sentence[:limit]  # one character more than fits beside the mark
    words = room.rpartition(" ")[0] or room[:-1]
    return words.rstrip(" ,;:–—-«(") + "…"


def _lines(passage: str) -> list[str]:
    """The passage cut where a line ends on purpose, not because it was full."""
    pieces, start = [], 0
    for line_end in _LINE_END.finditer(passage):
        line = passage[passage.rfind("\n", 0, line_end.start()) + 1 : line_end.start()]
        if _is_whole(line, line_end[1]):
            pieces.append(passage[start : line_end.start()])
            start = line_end.end()
    return [*pieces, passage[start:]]


def _is_whole(line: str, first: str) -> bool:
    """Whether a line ends on purpose; `first` is what the next one opens with."""
    if line.lstrip().startswith("#"):
        return True
    return len(line) < _WRAPPED and not line.rstrip().endswith(",") and not first.islower()


def _split(piece: str) -> Iterator[str]:
    start = 0
    for mark in _END.finditer(piece):
        if _ends(piece[start : mark.start()], mark[0], piece[mark.end() : mark.end() + _NEARBY]):
            yield piece[start : mark.end()]
            start = mark.end()
    yield piece[start:]


def _ends(before: str, mark: str, after: str) -> bool:
    following = after.lstrip().lstrip(_OPENING)
    first, last = following[:1], before[-_LONG_WORD:]
    is_whole_word = len(last) == _LONG_WORD and last.isalpha()
    if not is_whole_word and _NUMBERING.search(before[-_NEARBY:].strip()):
        return False  # "1. Мектеп": the number of a list
    if first and not first.isupper() and not first.isdigit():
        return False
    if mark[0] != "." or mark.startswith("..") or is_whole_word:
        return True
    return not _goes_on(before, following)


def _goes_on(before: str, following: str) -> bool:
    """Whether the full stop belongs to an abbreviation, a date or an initial."""
    near, capital = before[-_NEARBY:], following[:1].isupper()
    if following[:1].isdigit() and _DATE_PIECE.search(near):
        return True  # 23. 11. 2026
    if _THAT_IS.search(near):
        return True
    if _AND_SO_ON.search(near):
        return not capital
    word = _LAST_WORD.search(near)
    if word is None or not _is_short(word[0]):
        return False
    return not (_opens(following) or (capital and _may_end(before, near, word[0].lower())))


def _is_short(word: str) -> bool:
    # One letter is an initial («Қ. Бозымбаев») or ж. г. қ. с.
    return len(word) == 1 or word.lower() in _ABBREVIATIONS


def _opens(following: str) -> bool:
    word = _FIRST_WORD.match(following)
    return word is not None and word[0].lower() in _OPENERS


def _may_end(before: str, near: str, word: str) -> bool:
    """Whether a sentence may end with this abbreviation before any capital letter."""
    if _YEAR.search(near):
        return len(before.split()) > _OPENING_WORDS + 1
    return _ABBREVIATIONS.get(word, False) or _UNIT.search(near) is not None
