"""Asks six questions and writes an answer to false news: a post that builds at once."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from generator.intake.new_post import folder_name, write_new_post
from generator.intake.settings import without_controls
from generator.kinds.answer import PINNED_DAYS
from generator.language.detect import detect_locale
from generator.messages import Words

Ask = Callable[[str], str]
"""Returns the line typed for a question, which is a message id."""


_OTHER = {"kk": "ru", "ru": "kk"}
# Both languages on one line, as offices here write them. A slash in a link has no spaces.
_BETWEEN = re.compile(r"\s+/\s+")
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_\[\]#])")


@dataclass(frozen=True, slots=True)
class _Answers:
    """Each answer in one language, or in two in the same order; () where it was left empty."""

    claim: tuple[str, ...]
    fact: tuple[str, ...]
    verdict: tuple[str, ...]
    evidence: tuple[str, ...]
    where_seen: tuple[str, ...]
    who_answers: tuple[str, ...]


def ask_answer(
    ask: Ask, content: Path, today: date, language: str, hour: time | None = None
) -> Path:
    """Asks the six questions, writes the post and returns its folder; `hour` is its hour, if known.

    The first answer decides whether all are in one language or in two, "Kazakh / Russian". The
    letters decide in which one; where they leave it open, it is `language`, that of the questions.
    Nothing is written before the last answer, so nothing is left where `ask` raises.
    """
    answers = _ask_all(ask)
    locales = _locales(answers, language)
    written = f"date = {today.isoformat()} {hour:%H:%M}:00\n" if hour else ""
    files = {"post.toml": written + _post_toml(answers, locales, today, Words(language))}
    for locale, fact in zip(locales, answers.fact, strict=True):
        files[f"{locale}.md"] = f"# {_escape(fact)}\n"
    name = f"{today.isoformat()} {folder_name(answers.fact[0])}".strip()
    return write_new_post(content, name, files)


def toml_string(text: str) -> str:
    """Any text as a basic string of TOML 1.0; lone surrogates are left out."""
    # TOML knows all escapes of JSON, but JSON does not escape DEL.
    valid = text.encode("utf-8", "ignore").decode()
    return json.dumps(valid, ensure_ascii=False).replace("\x7f", "\\u007F")


# Asking


def _ask_all(ask: Ask) -> _Answers:
    claim = _sides(_required(lambda: ask("1 of 6. What false thing is being said? One sentence.")))
    texts = _Texts(ask, len(claim) == 2)
    return _Answers(
        claim=claim,
        fact=texts.required(lambda: ask("2 of 6. And what is true? One sentence: the title.")),
        verdict=texts.required(lambda: ask("3 of 6. Why is it false? How is it really?")),
        evidence=_evidence(
            _required(lambda: ask("4 of 6. What shows it? A link, or the name of a document."))
        ),
        where_seen=texts.optional(lambda: ask("5 of 6. Where is it being said?")),
        who_answers=texts.optional(lambda: ask("6 of 6. Who answers? Office and name.")),
    )


@dataclass(frozen=True, slots=True)
class _Texts:
    """Asks for texts in one language, or in two."""

    ask: Ask
    in_both: bool

    def required(self, question: Callable[[], str]) -> tuple[str, ...]:
        return self._split(_required(question))

    def optional(self, question: Callable[[], str]) -> tuple[str, ...]:
        typed = _line(question())
        return self._split(typed) if typed else ()

    def _split(self, typed: str) -> tuple[str, ...]:
        if not self.in_both:
            return (typed,)
        if not _CYRILLIC.search(typed):
            return (typed, typed)  # "WhatsApp" is the same in both
        sides = _halves(typed)
        if len(sides) == 2:
            return sides
        return self._split(
            _required(lambda: self.ask("Here too in both languages, please: Kazakh / Russian."))
        )


def _required(question: Callable[[], str]) -> str:
    while not (typed := _line(question())):
        pass
    return typed


def _line(typed: str) -> str:
    return " ".join(str(without_controls(typed)).split())


def _sides(typed: str) -> tuple[str, ...]:
    """Both languages of a line that has two, or the line."""
    sides = _halves(typed)
    guesses = [detect_locale(side) for side in sides]
    is_one = all(guess.sure for guess in guesses) and len({guess.locale for guess in guesses}) == 1
    return (typed,) if is_one else sides


def _halves(typed: str) -> tuple[str, ...]:
    parts = _BETWEEN.split(typed)
    middle = len(parts) // 2
    sides = (" / ".join(parts[:middle]), " / ".join(parts[middle:]))
    return sides if len(parts) % 2 == 0 and all(map(_CYRILLIC.search, sides)) else (typed,)


def _evidence(typed: str) -> tuple[str, ...]:
    """Several links, or one line of anything else."""
    parts = tuple(part.strip(",;") for part in typed.split())
    are_links = all(part.startswith(("https://", "http://")) for part in parts)
    return parts if are_links else (typed,)


def _locales(answers: _Answers, language: str) -> tuple[str, ...]:
    """The languages of the answers, in their order."""
    texts = (answers.claim, answers.fact, answers.verdict)
    guesses = [detect_locale(" ".join(sides)) for sides in zip(*texts, strict=True)]
    if guesses[0].sure:
        first = guesses[0].locale
    elif guesses[-1].sure:
        first = _OTHER[guesses[-1].locale]
    else:
        first = language if language in _OTHER else "kk"
    return (first, _OTHER[first])[: len(guesses)]


# Writing


def _post_toml(answers: _Answers, locales: tuple[str, ...], today: date, words: Words) -> str:
    lines = [
        'kind = "answer"',
        f"claim = {_table(answers.claim, locales)}",
        f"verdict = {_table(answers.verdict, locales)}",
        f"summary = {_table(answers.verdict, locales)}",
        f"evidence = [{', '.join(map(toml_string, answers.evidence))}]",
    ]
    optional = (("where_seen", answers.where_seen), ("who_answers", answers.who_answers))
    lines += [f"{key} = {_table(texts, locales)}" for key, texts in optional if texts]
    lines += [
        f"checked_at = {today.isoformat()}",
        f"pin_until = {(today + timedelta(days=PINNED_DAYS)).isoformat()}",
    ]
    if len(locales) == 1:
        other = _OTHER[locales[0]]
        example = f'{locales[0]} = "…", {other} = "…"'
        file = f"{other}.md"
        lines += [
            "# " + words("For the other language write {file} with a title,", file=file),
            "# " + words("and above, in each row with brackets: {example}", example=example),
        ]
    return "\n".join(lines) + "\n"


def _table(texts: tuple[str, ...], locales: tuple[str, ...]) -> str:
    pairs = sorted(zip(locales, texts, strict=True))
    return "{ " + ", ".join(f"{locale} = {toml_string(text)}" for locale, text in pairs) + " }"


def _escape(title: str) -> str:
    """The title in Markdown, with no sign of it taken for markup."""
    return _MARKUP.sub(r"\\\1", title).replace("&", "&amp;").replace("<", "&lt;")
