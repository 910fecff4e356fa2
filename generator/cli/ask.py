"""Six typed lines in, the folder of an answer to false news out: a post that builds at once."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from generator.intake.settings import without_controls
from generator.language.detect import detect_locale
from generator.messages import Words

Ask = Callable[[str], str]
"""Gives the line that was typed for a question; the question is a message id."""

_PINNED_DAYS = 7
_NAME_LETTERS = 80

_OTHER = {"kk": "ru", "ru": "kk"}
# Both languages on one line, as offices here write them. The spaces tell it from a link's slash.
_BETWEEN = re.compile(r"\s+/\s+")
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_\[\]#])")


@dataclass(frozen=True, slots=True)
class _Given:
    """The answers: each in one language, or in two in one order; () where it was left empty."""

    claim: tuple[str, ...]
    fact: tuple[str, ...]
    verdict: tuple[str, ...]
    evidence: tuple[str, ...]
    where_seen: tuple[str, ...]
    who_answers: tuple[str, ...]


def ask_answer(ask: Ask, content: Path, today: date, language: str) -> Path:
    """Ask the six questions, write the post, and give back its folder.

    The first answer decides for all whether they come in one language or in two, "Kazakh /
    Russian". Which one it is their letters say, and where those leave a doubt, `language`, that
    of the questions. Nothing is written before the last answer: what `ask` raises leaves nothing.
    """
    given = _ask(ask)
    locales = _locales(given, language)
    files = {"post.toml": _post_toml(given, locales, today, Words(language))}
    for locale, fact in zip(locales, given.fact, strict=True):
        files[f"{locale}.md"] = f"# {_escaped(fact)}\n"
    title = given.fact[0]
    return _write(content, f"{today.isoformat()} {folder_name(title)}".strip(), files)


def folder_name(title: str) -> str:
    """The title as a name that every system allows.

    Windows takes none of these signs, and drops a dot or a space at the end.
    """
    allowed = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", title)
    return " ".join(allowed.split())[:_NAME_LETTERS].strip(" .")


def toml_string(text: str) -> str:
    """Any text as a basic string of TOML 1.0; half of a broken letter is left out."""
    # JSON's escapes are TOML's too, but DEL goes bare in JSON alone, and halves are in no file.
    whole = text.encode("utf-8", "ignore").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007F")


# Asking


def _ask(ask: Ask) -> _Given:
    claim = _sides(_needed(lambda: ask("1 of 6. What false thing is being said? One sentence.")))
    texts = _Texts(ask, len(claim) == 2)
    return _Given(
        claim=claim,
        fact=texts.needed(lambda: ask("2 of 6. And what is true? One sentence: the title.")),
        verdict=texts.needed(lambda: ask("3 of 6. Why is it false? How is it really?")),
        evidence=_evidence(
            _needed(lambda: ask("4 of 6. What shows it? A link, or the name of a document."))
        ),
        where_seen=texts.optional(lambda: ask("5 of 6. Where is it being said?")),
        who_answers=texts.optional(lambda: ask("6 of 6. Who answers? Office and name.")),
    )


@dataclass(frozen=True, slots=True)
class _Texts:
    """Asks for answers in one language, or in two."""

    ask: Ask
    two: bool

    def needed(self, question: Callable[[], str]) -> tuple[str, ...]:
        return self._whole(_needed(question))

    def optional(self, question: Callable[[], str]) -> tuple[str, ...]:
        typed = _line(question())
        return self._whole(typed) if typed else ()

    def _whole(self, typed: str) -> tuple[str, ...]:
        if not self.two:
            return (typed,)
        if not _CYRILLIC.search(typed):
            return (typed, typed)  # "WhatsApp" is the same in both
        sides = _halves(typed)
        if len(sides) == 2:
            return sides
        return self._whole(
            _needed(lambda: self.ask("Here too in both languages, please: Kazakh / Russian."))
        )


def _needed(question: Callable[[], str]) -> str:
    """What was typed; asked again while there is nothing."""
    typed = _line(question())
    while not typed:
        typed = _line(question())
    return typed


def _line(typed: str) -> str:
    return " ".join(str(without_controls(typed)).split())


def _sides(typed: str) -> tuple[str, ...]:
    """Both languages of a line that has two, else the line."""
    sides = _halves(typed)
    found = [detect_locale(side) for side in sides]
    one_language = all(one.sure for one in found) and len({one.locale for one in found}) == 1
    return (typed,) if one_language else sides


def _halves(typed: str) -> tuple[str, ...]:
    parts = _BETWEEN.split(typed)
    middle = len(parts) // 2
    sides = (" / ".join(parts[:middle]), " / ".join(parts[middle:]))
    return sides if len(parts) % 2 == 0 and all(map(_CYRILLIC.search, sides)) else (typed,)


def _evidence(typed: str) -> tuple[str, ...]:
    """Several links are one each; anything else is one line."""
    parts = tuple(part.strip(",;") for part in typed.split())
    are_links = all(part.startswith(("https://", "http://")) for part in parts)
    return parts if are_links else (typed,)


def _locales(given: _Given, language: str) -> tuple[str, ...]:
    """The languages of the answers, in their order."""
    texts = (given.claim, given.fact, given.verdict)
    found = [detect_locale(" ".join(sides)) for sides in zip(*texts, strict=True)]
    guess = language if language in _OTHER else "kk"
    first = next((one.locale for one in found[:1] if one.sure), guess)
    if len(found) == 2 and not found[0].sure and found[1].sure:
        first = _OTHER[found[1].locale]
    return (first, _OTHER[first])[: len(found)]


# Writing


def _post_toml(given: _Given, locales: tuple[str, ...], today: date, words: Words) -> str:
    lines = [
        'kind = "answer"',
        f"claim = {_table(given.claim, locales)}",
        f"verdict = {_table(given.verdict, locales)}",
        f"summary = {_table(given.verdict, locales)}",
        f"evidence = [{', '.join(map(toml_string, given.evidence))}]",
    ]
    optional = (("where_seen", given.where_seen), ("who_answers", given.who_answers))
    lines += [f"{key} = {_table(texts, locales)}" for key, texts in optional if texts]
    lines += [
        f"checked_at = {today.isoformat()}",
        f"pin_until = {(today + timedelta(days=_PINNED_DAYS)).isoformat()}",
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


def _escaped(title: str) -> str:
    """The title in Markdown that shows each of its signs."""
    return _MARKUP.sub(r"\\\1", title).replace("&", "&amp;").replace("<", "&lt;")


def _write(content: Path, name: str, files: dict[str, str]) -> Path:
    """The folder, whole from its first moment: a preview may be looking."""
    draft = content / f"~{name}"
    draft.mkdir(exist_ok=True)
    for file, text in files.items():
        (draft / file).write_text(text, encoding="utf-8", newline="\n")
    return draft.rename(_free(content, name))


def _free(content: Path, name: str) -> Path:
    """The folder of that name, with a number where there is one already."""
    folder, number = content / name, 2
    while folder.exists():
        folder, number = content / f"{name} {number}", number + 1
    return folder
