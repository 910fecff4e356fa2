"""Tell messages of a chat from a text for everybody, by the heads that programs give them.

No messenger is known by name: a head is a day and a time of day beside somebody's name. So every
language and every spelling of a date counts, and the next version of a messenger, too.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?!\d)"
_DAY = r"\d{1,4}(?P<sign>[./-])\s?\d{1,2}(?P=sign)\s?\d{1,4}\.?"
_HALF = r"(?:\s?(?:[AaPp]\.?\s?[Mm]\.?|[^\W\d_]{1,3}))?"  # am, p. m., дп, PM
_NAME = r"[^:\n\[\]]{1,80}"

# Direction marks, which messengers put around names and files, and Markdown's backslashes.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\\]")
_QUOTE_MARKS = r"^[ \t>*_~•]*"

# Nobody writes a day and a time in square brackets beside a name: programs do. What comes after a
# link's brackets stands in round ones.
_BRACKETED = re.compile(
    r"(?P<before>^[^\[\]\n]{1,80},\s*)?"
    r"\[(?P<stamp>[^\[\]\n]{3,60}(?:\]\s?\[[^\[\]\n]{3,60})?)\]"
    rf"(?P<after>(?!\()\s*{_NAME}:)?",
    re.MULTILINE,
)
_TIME_OF_DAY = re.compile(_CLOCK)
_DAY_FIGURES = re.compile(r"\d+\D+\d+|[^\W\d_]{3,}\D*\d+|\d+\D*[^\W\d_]{3,}")

# 20.11.2026, 10:15 - Name: text; 11/20/26, 10:15 PM - …; 2026. 11. 20. 오후 10:15, …
_PLAIN = re.compile(
    rf"{_QUOTE_MARKS}{_DAY}[,\s]\s*(?:at\s|в\s|[^\W\d_]{{1,4}}\s)?(?P<clock>{_CLOCK}){_HALF}"
    rf"(?:\s+[-–—]\s+|:\s+)(?:(?P<name>{_NAME}):(?:\s|$))?",
    re.MULTILINE,
)
_TABLE = re.compile(
    rf'^"?{_DAY}"?(?P<cut>[,;\t])\s?"?(?P<clock>{_CLOCK}){_HALF}"?(?P=cut)"?(?P<name>[^,;\t\n]+?)"?'
    r"(?P=cut)",
    re.MULTILINE,
)
_TIME_ALONE = re.compile(
    rf"{_QUOTE_MARKS}(?P<sign>)\[(?P<clock>\d{{1,2}}[:.]\d{{2}})\]\s*(?P<name>{_NAME}):\s",
    re.MULTILINE,
)

# How WhatsApp names files that are passed on, where it says that one is attached.
_ATTACHED = re.compile(r"-WA\d{4}\.\w{2,5} \(|<[^<>\n]{0,30}\d{8}-[A-Z]+-\d{4}-\d\d-\d\d-")
_PERSON = re.compile(r"^~|^\+?\d[\d ()-]{8,}$")  # a stranger's name, or a telephone

_MINUTES_APART = 15  # what is planned stands further apart; answers in a chat come sooner


class _Head(NamedTuple):
    """The head of a message."""

    day: str
    minute: int  # of the day
    to_the_second: bool
    name: str  # "" where none stands
    starts: int  # offset in the text


def is_chat(text: str) -> bool:
    """Whether a text is, or holds, messages copied or exported from a chat."""
    if not _TIME_OF_DAY.search(text):
        return False  # most texts
    text = _UNSEEN.sub("", text).replace("\u00a0", " ").replace("\u202f", " ")
    if _ATTACHED.search(text) or any(map(_is_bracketed_head, _BRACKETED.finditer(text))):
        return True
    heads = [_head(match) for match in _PLAIN.finditer(text)]
    return (
        _are_messages(text, heads)
        or _are_rows([_head(match) for match in _TABLE.finditer(text)])
        or _are_rows([_head(match) for match in _TIME_ALONE.finditer(text)])
    )


def _is_bracketed_head(match: re.Match[str]) -> bool:
    """Whether the brackets hold both a day and a time, and a name stands beside them."""
    clock = _TIME_OF_DAY.search(match["stamp"])
    if clock is None or not (match["before"] or match["after"]):
        return False
    rest = match["stamp"][: clock.start()] + " " + match["stamp"][clock.end() :]
    return _DAY_FIGURES.search(rest) is not None


def _head(match: re.Match[str]) -> _Head:
    hour, minute, *seconds = re.split(r"[:.]", match["clock"])
    day = match[0][: match.start("clock") - match.start()]
    name = (match["name"] or "").strip()
    return _Head(day, 60 * int(hour) + int(minute), bool(seconds), name, match.start())


def _are_messages(text: str, heads: list[_Head]) -> bool:
    """Whether lines that begin with a day and a time are messages, and no plan of what will be."""
    if not heads:
        return False
    named = [head for head in heads if head.name]
    begins = not text[: heads[0].starts].strip()
    lines = sum(bool(line.strip()) for line in text.splitlines())
    if any(_PERSON.search(head.name) for head in named):
        return True
    if not named:
        return begins and 2 * len(heads) >= lines and not _is_plan(heads)
    return not _is_plan(heads) or (begins and len(named) == len(heads))


def _are_rows(heads: list[_Head]) -> bool:
    if len(heads) < 2:
        return False
    is_person = any(_PERSON.search(head.name) for head in heads)
    return is_person or (not _is_plan(heads) and _most(head.name for head in heads) > 1)


def _is_plan(heads: list[_Head]) -> bool:
    """Whether times are round, apart from each other, and each line is about something else."""
    if any(head.to_the_second or head.minute % 5 for head in heads):
        return False
    gaps = (
        abs(after.minute - before.minute)
        for before, after in pairwise(heads)
        if before.day == after.day
    )
    return all(gap >= _MINUTES_APART for gap in gaps) and _most(h.name for h in heads if h.name) < 2


def _most(names: Iterator[str]) -> int:
    return max(Counter(names).values(), default=0)


# Files that are no texts

_PAGE_MARKS = re.compile(
    r'class="from_name"|class="message default clearfix|class="pull_right date details"'
    r'|class="message__header"|<title>Exported Data</title>'
)
_MESSAGE_KEYS = ("messages", "participants", "chats")
_SENDER = re.compile(r'"(?:from|from_id|sender|sender_name|senderName|author|actor)"\s*:')
_WHEN = re.compile(r'"(?:date|date_unixtime|timestamp|timestamp_ms|time|created_at|sent_at)"\s*:')


def is_chat_page(page: str) -> bool:
    """Whether an HTML page is an exported chat."""
    if _PAGE_MARKS.search(page):
        return True
    lines = re.sub(r"<(?:br|/p|/div|/li|/tr|/h\d)[^>]*>", "\n", page)
    return is_chat(html.unescape(re.sub(r"<[^>]*>", " ", lines)))


def is_chat_json(start: str) -> bool:
    """Whether JSON that begins so is an exported chat."""
    named = any(f'"{key}"' in start for key in _MESSAGE_KEYS)
    return named and _SENDER.search(start) is not None and _WHEN.search(start) is not None
