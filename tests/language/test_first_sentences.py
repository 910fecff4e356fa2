"""Texts in, their first sentences out; and no word is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.language.sentences import first_sentences, split_sentences


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        (200, "Мектеп ашылды. Жол салынды. Саябақ кеңейді."),
        (30, "Мектеп ашылды. Жол салынды."),
        (27, "Мектеп ашылды. Жол салынды."),
        (26, "Мектеп ашылды."),
        (13, "Мектеп…"),
        (4, "Мек…"),
    ],
)
def test_a_summary_holds_whole_sentences(limit: int, kept: str) -> None:
    assert first_sentences("Мектеп ашылды. Жол салынды. Саябақ кеңейді.", limit) == kept


@given(st.text(), st.integers(1, 300))
def test_a_summary_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(first_sentences(text, limit)) <= limit


@given(st.text())
def test_splitting_loses_no_word(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
