"""What all kinds have in common: their words, their days, and what a deputy says yes to."""

from datetime import date

import pytest

from generator.errors import Unfit
from generator.kinds import KIND_KEYS, Kind
from generator.kinds.answer import AnswerKeys
from generator.kinds.event import EventKeys
from generator.kinds.keys import KindKeys, shown_words


def test_every_kind_but_a_report_has_keys() -> None:
    assert set(KIND_KEYS) == set(Kind) - {Kind.REPORT}


def test_words_are_the_texts_that_can_have_several_languages() -> None:
    assert AnswerKeys(claim="а", evidence="б").words() == {
        "claim": "а",
        "fact": "",
        "verdict": "",
        "who_answers": "",
        "where_seen": "",
    }


@pytest.mark.parametrize(
    "keys",
    [EventKeys(when="1812-01-01"), EventKeys(until="soon"), AnswerKeys(first_seen=date(9, 9, 9))],
)
def test_a_day_that_cannot_be_meant_is_refused(keys: KindKeys) -> None:
    with pytest.raises(Unfit):
        keys.check_days("post.toml")


def test_words_are_found_whatever_holds_them() -> None:
    value = (("kk", "Су"), ("ru", "Вода"), None, date(2026, 1, 2))
    assert list(shown_words(value)) == ["kk", "Су", "ru", "Вода", "2026-01-02"]
