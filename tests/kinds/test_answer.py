"""The parts of an answer to a false claim."""

from datetime import date

from generator.kinds import Answer
from generator.kinds.answer import AnswerKeys


def test_an_answer_without_a_fact_has_its_title_instead() -> None:
    answer = Answer((), ("https://a.kz",), fact=(("kk", "Су бар"),), checked_at=date(2026, 11, 1))
    kazakh, russian = answer.view("kk", "Атауы"), answer.view("ru", "Название")
    assert (kazakh.fact, russian.fact) == ("Су бар", "Название")
    assert (russian.checked_text, russian.first_seen_text) == ("1\u00a0ноября 2026\u00a0г.", "")


def test_one_piece_of_evidence_needs_no_list() -> None:
    keys = AnswerKeys(claim={"kk": "Су жоқ"}, evidence="https://a.kz")
    answer = keys.details("post.toml", ("kk", "ru"))
    assert answer == Answer((("kk", "Су жоқ"),), ("https://a.kz",))


def test_claim_and_evidence_are_required() -> None:
    assert AnswerKeys.required == ("claim", "evidence")


def test_the_deputy_says_yes_to_evidence_and_words() -> None:
    answer = Answer((("kk", "Су жоқ"),), ("https://a.kz",), where_seen=(("kk", "WhatsApp"),))
    assert list(answer.shown()) == ["https://a.kz", "kk", "Су жоқ"]
