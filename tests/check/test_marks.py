"""Advice that knows its place: each mark is cut out of the text that was typed."""

from __future__ import annotations

import pytest

from generator.check.marks import Mark, mark_text
from generator.messages import Words

LOWER = " ".join(["сөз"] * 14)
LONG = LOWER.capitalize()


def marked(text: str, locale: str = "kk") -> list[str]:
    return [text[mark.start : mark.end] for mark in mark_text(text, locale)]


def said(mark: Mark) -> str:
    return Words("en")(mark.problem.what, **dict(mark.problem.values))


def test_letters_come_first_with_their_mend_then_sentences_then_phrases() -> None:
    text = f"Бiз келдік.\n\n  Бюджет аясында\n{LOWER}.\nЖол — [i](https://a.kz/iшкі)."
    marks = mark_text(text, "kk")
    assert [text[mark.start : mark.end] for mark in marks] == [
        "Бiз", f"Бюджет аясында\n{LOWER}.", "аясында",
    ]  # fmt: skip
    assert [(mark.mend, mark.is_wrong) for mark in marks] == [
        ("Біз", True),
        ("", False),
        ("", False),
    ]
    assert [said(mark) for mark in marks] == [
        "“Бiз” holds a Latin letter.",
        "A long sentence: 16 words. Split it.",
        "“аясында” is officialese. Plainer: бойынша.",
    ]


@pytest.mark.parametrize(
    ("text", "locale", "pieces"),
    [
        ("Жол жөнделді. Балалар мектепке барады.", "kk", []),
        ("", "kk", []),
        ("Данный вопрос. Данный вопрос.", "ru", ["Данный", "Данный"]),
        ("Тарапынан жасалды.", "kk", ["Тарапынан"]),
        (f"{LONG}. {LONG} бір. {LONG} бір.", "kk", [f"{LONG} бір."] * 2),
        (f"- {LONG} екі\n- үш", "kk", [f"- {LONG} екі"]),
        ("Каждый word", "en", []),
    ],
)
def test_a_mark_lies_on_the_very_words(text: str, locale: str, pieces: list[str]) -> None:
    assert marked(text, locale) == pieces


def test_the_same_sentence_twice_is_marked_in_both_places() -> None:
    text = f"{LONG} бір. {LONG} бір."
    assert len({mark.start for mark in mark_text(text, "kk")}) == 2


def test_a_long_text_is_said_of_beside_a_clip_alone() -> None:
    text = "Жол бар. " * 41
    assert mark_text(text, "kk") == ()
    (mark,) = mark_text(text, "kk", beside_clip=True)
    assert said(mark) == "Long: 82 words. Beside a clip 80 will do."
    assert mark.start == mark.end
