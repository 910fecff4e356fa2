"""Translates messages into the language of the reader: Kazakh, Russian or English."""

import os
import sys
from functools import cache
from pathlib import Path

from generator.errors import Problem
from generator.intake.strings import read_strings

if sys.platform == "win32":
    import ctypes

LANGUAGES = ("kk", "ru", "en")
# https://learn.microsoft.com/windows/win32/intl/language-identifier-constants-and-strings
_WINDOWS = {0x3F: "kk", 0x19: "ru"}


def system_language() -> str:
    """The language of this computer's messages; "en" where it is none of LANGUAGES."""
    if sys.platform == "win32":
        # The lower ten bits are the language without its country.
        name = _WINDOWS.get(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF, "")
    else:
        values = (os.environ.get(key, "") for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
        name = next(filter(None, values), "")
    return name[:2].lower() if name[:2].lower() in LANGUAGES else "en"


class Words:
    """The messages of one language; a message's id is its English text."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: str, /, **values: object) -> str:
        """The translated message, with its `{name}` fields filled."""
        text = _catalog(self.language).get(message, message)
        return text.format_map({name: str(value) for name, value in values.items()})

    def problem(self, problem: Problem) -> str:
        """A problem in one line: where — what — what to do."""
        values = dict(problem.values)
        where = f"{problem.where}:{problem.line}" if problem.line else problem.where
        parts = [where, self(problem.what, **values)]
        if problem.hint:
            parts.append(self(problem.hint, **values))
        return printable(" — ".join(part for part in parts if part))


def printable(text: str) -> str:
    """The text without control characters, which a terminal would obey, and lone surrogates."""
    letters = (letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return "".join(letters)


@cache
def _catalog(language: str) -> dict[str, str]:
    path = Path(__file__).parent / "locales" / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return {}
    return {message: forms[0] for message, forms in read_strings(path)}
