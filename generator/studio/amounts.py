"""Sizes and times in the words of a page."""

from generator.language.units import duration_text, size_text
from generator.messages import Words

_ENGLISH = {"КБ": "kB", "МБ": "MB", "ГБ": "GB", "сағ": "h", "мин": "min", "с": "s", ",": "."}


def size_words(size_bytes: int, words: Words) -> str:
    """`6,4 МБ`, in English `6.4 MB`."""
    return _in_language(size_text(size_bytes, "kk"), words)


def about_seconds(seconds: int, words: Words) -> str:
    """`50 с`, `2 мин`: rounded to ten seconds, and to minutes from two on."""
    rounded = -(-seconds // 60) * 60 if seconds > 100 else -(-seconds // 10) * 10
    return _in_language(duration_text(rounded, "ru" if words.language == "ru" else "kk"), words)


def _in_language(text: str, words: Words) -> str:
    if words.language != "en":
        return text
    for shown, english in _ENGLISH.items():
        text = text.replace(shown, english)
    return text
