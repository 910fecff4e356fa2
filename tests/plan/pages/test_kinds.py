"""What a page shows of an event, of an answer and of campaign material."""

from datetime import date, datetime

import pytest

from generator.model import Answer, Campaign, Event, Kind, PostFacts
from generator.plan.pages.kinds import answer_view, event_view, kind_fields

EVENING = datetime(2026, 12, 1, 18, 30)


def test_a_report_has_no_block_of_its_own() -> None:
    shown = kind_fields(PostFacts(), "kk", "Жол", "a.ics")
    assert shown == {"post_kind": "report", "event": None, "answer": None, "campaign": None}


def test_each_kind_fills_its_block() -> None:
    event = Event(EVENING, (("kk", "Клуб"),))
    shown = kind_fields(PostFacts(kind=Kind.EVENT, event=event), "kk", "Жиын", "a.ics")
    assert shown["event"] == event_view(event, "kk", "a.ics")
    facts = PostFacts(kind=Kind.CAMPAIGN, campaign=Campaign("А", "Б", "В"))
    assert kind_fields(facts, "kk", "", "")["campaign"] == ("А", "Б", "В")
    answer = Answer((("kk", "Су жоқ"),), ())
    shown = kind_fields(PostFacts(kind=Kind.ANSWER, answer=answer), "kk", "Су бар", "")
    assert shown["answer"] == answer_view(answer, "kk", "Су бар")


@pytest.mark.parametrize(
    ("until", "text"),
    [
        (None, "1 декабря 2026 г., 18:30"),
        (EVENING, "1 декабря 2026 г., 18:30"),
        (datetime(2026, 12, 1, 20, 0), "1 декабря 2026 г., 18:30–20:00"),
        (datetime(2026, 12, 1, 23, 59), "1 декабря 2026 г., 18:30"),
        (datetime(2026, 12, 2, 23, 59), "1 декабря 2026 г., 18:30 — 2 декабря 2026 г."),
    ],
)
def test_an_event_shows_its_end_only_where_it_is_known(until: datetime | None, text: str) -> None:
    shown = event_view(Event(EVENING, (), until), "ru", "a.ics")
    assert shown.when_text.replace("\u00a0", " ") == text
    assert (shown.start, shown.where) == ("2026-12-01T18:30:00+05:00", "")


def test_an_answer_without_a_fact_has_its_title_instead() -> None:
    answer = Answer((), ("https://a.kz",), fact=(("kk", "Су бар"),), checked_at=date(2026, 11, 1))
    kazakh, russian = answer_view(answer, "kk", "Атауы"), answer_view(answer, "ru", "Название")
    assert (kazakh.fact, russian.fact) == ("Су бар", "Название")
    assert (russian.checked_text, russian.first_seen_text) == ("1\u00a0ноября 2026\u00a0г.", "")
