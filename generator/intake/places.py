"""Find the place of a camera among the words of a drop, which is then held back."""

from collections.abc import Iterable

from msgspec.structs import replace

from generator.errors import Problem, problem
from generator.gate.text_leaks import line_of_place
from generator.intake.shown_words import TextOf, Written
from generator.language.digit_rows import plain_digits


def place_problem(written: Iterable[Written], text_of: TextOf) -> Problem | None:
    """Why these words must not go out: the first place in them, with its file and line."""
    for part in written:
        # Links to a map may stay. Lists and search show a whole text as one line.
        words = "\n".join(passage for passage in part.passages if "://" not in passage)
        found = line_of_place(words)
        if found:
            path, line = locate_place(part.paths, text_of)
            said = problem(
                path or part.paths[0],
                "this page says where somebody was, as a machine writes it: {found}",
                "take it out: it waits until then; a link to a map may stay",
                found=found[1],
            )
            return replace(said, line=line)
    return None


def locate_place(paths: Iterable[str], text_of: TextOf, needle: str = "") -> tuple[str, int]:
    """The first of these files that holds a place, or the needle, and its line; else "" and 0."""
    for path in paths:
        text = text_of(path)
        found = line_of_place(plain_digits(text)) if text else None
        if found:
            return path, found[0]
        if needle and needle in text:
            return path, text[: text.index(needle)].count("\n") + 1
    return "", 0
