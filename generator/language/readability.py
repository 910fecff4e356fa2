"""Measure how plain a Kazakh or Russian text is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.language.sentences import split_sentences

LONG_WORD = 13  # letters: 2.9 % of the words of edited Kazakh news, 5.1 % of Russian Wikipedia

# Counts as Word does, except that `250 000` is one word; signs alone are none.
_WORD = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|[^\W_]+(?:[-\u2010\u2011.,:/@'’+][^\W_]+)*"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_VOWEL = re.compile("[аеёиоуыэюя]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of officialese in a text, and a plain replacement."""

    text: str  # with single spaces
    plain: str = ""  # in dictionary form; "" where the phrase is best struck out
    span: tuple[int, int] = field(default=(0, 0), compare=False)  # where it stands


@dataclass(frozen=True, slots=True)
class Readability:
    """Figures of one text."""

    sentences: int
    words: int
    words_per_sentence: float
    long_share: float  # of words of LONG_WORD letters or more, from 0 to 1
    long_words: tuple[str, ...]  # in order
    officialese: tuple[Phrase, ...]  # in order
    ease: float | None = None  # Russian only: 50 and more is plain


# Patterns, and the plain words that fit nearly everywhere; "" where none does.
_KAZAKH = {
    r"жүзеге\s+асыр\w*": "жасау",
    r"қамтамасыз\s+ет\w*": "беру",
    r"болып\s+табыл\w*": "—",
    r"аясында(?:ғы)?": "бойынша",
    r"шеңберінде(?:гі)?": "бойынша",
    r"мақсатында(?:ғы)?": "үшін",
    r"іс-?\s?шара\w*": "кездесу, жиын",
    r"тарапынан": "",
    r"атап\s+айтқанда": "мысалы",
    r"тиісінше": "",
}
_RUSSIAN = {
    r"осуществ(?:л|и)\w*": "делать",
    r"обеспечени\w*": "дать",
    r"в\s+целях": "чтобы",
    r"в\s+рамках": "по",
    r"в\s+ходе": "во время",
    r"мероприяти\w*": "встреча, работа",
    # Not данные, данных, данным, данными: those are mostly data.
    r"данн(?:ый|ая|ое|ого|ому|ом|ой|ую)": "этот",
    r"явля(?:[ею]тся|л(?:ся|ась|ось|ись)|ющ\w+ся|ясь)": "это",
    r"проведени\w*": "провести",
    r"по\s+вопрос(?:у|ам)": "о",
    r"во\s+исполнение": "по",
}
# Terms without a plain replacement.
_TERMS = {
    "kk": r"табиғат\s+аясында\w*|(?:аз|бағдарламалық)\s+қамтамасыз\s+ет\w*",
    "ru": r"(?:программн|пенсионн|социальн|лекарственн)\w+\s+обеспечени\w*",
}


_PLAIN = {"kk": tuple(_KAZAKH.values()), "ru": tuple(_RUSSIAN.values())}


def _compiled(terms: str, patterns: Iterable[str]) -> re.Pattern[str]:
    groups = "|".join(f"(?P<s{at}>{pattern})" for at, pattern in enumerate(patterns))
    return re.compile(rf"(?<![\w-])(?:{terms}|{groups})(?!\w)", re.IGNORECASE)


_OFFICIALESE = {"kk": _compiled(_TERMS["kk"], _KAZAKH), "ru": _compiled(_TERMS["ru"], _RUSSIAN)}


def count_words(text: str) -> int:
    """The number of words and figures in a text."""
    return len(words(text))


def words(text: str) -> list[str]:
    """The words and figures of a text in order; `іс-шара`, `5,3` and `250 000` are one each."""
    return _WORD.findall(text)


def find_officialese(text: str, locale: str) -> tuple[Phrase, ...]:
    """All officialese in order; none in a locale without a table."""
    return tuple(_phrases(text, locale))


def measure(text: str, locale: str) -> Readability:
    """The figures of a text in one language; `ease` is None outside Russian and without words."""
    sentences = [sentence for sentence in split_sentences(text) if _WORD.search(sentence)]
    all_words = words(text)
    long_words = tuple(filter(is_long, all_words))
    return Readability(
        sentences=len(sentences),
        words=len(all_words),
        words_per_sentence=len(all_words) / max(len(sentences), 1),
        long_share=len(long_words) / max(len(all_words), 1),
        long_words=long_words,
        officialese=find_officialese(text, locale),
        ease=_ease(all_words, len(sentences)) if locale == "ru" else None,
    )


def is_long(word: str) -> bool:
    """Whether a Cyrillic word, or one half of it around a hyphen, has LONG_WORD letters."""
    parts = _LETTERS.findall(word)
    return bool(_CYRILLIC.search(word)) and any(len(part) >= LONG_WORD for part in parts)


def _phrases(text: str, locale: str) -> Iterator[Phrase]:
    if locale not in _OFFICIALESE:
        return
    for match in _OFFICIALESE[locale].finditer(text):
        if match.lastgroup:
            plain = _PLAIN[locale][int(match.lastgroup[1:])]
            yield Phrase(" ".join(match[0].split()), plain, match.span())


def _ease(all_words: list[str], sentences: int) -> float | None:
    # Flesch reading ease for Russian, Oborneva (2006). Figures have no vowels to count.
    spoken = [word for word in all_words if _CYRILLIC.search(word)]
    if not spoken:
        return None
    vowels = sum(len(_VOWEL.findall(word)) for word in spoken)
    return 206.835 - 1.3 * len(spoken) / sentences - 60.1 * vowels / len(spoken)
