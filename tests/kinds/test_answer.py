"""The parts of an answer to a false claim."""

from datetime import date

import pytest

from generator.errors import Unfit
from generator.kinds import Answer, Evidence
from generator.kinds.answer import AnswerKeys, EvidenceKeys


def test_an_answer_without_a_fact_has_its_title_instead() -> None:
    answer = Answer(
        (), (Evidence(url="https://a.kz"),), fact=(("kk", "Су бар"),), checked_at=date(2026, 11, 1)
    )
    kazakh, russian = answer.view("kk", "Атауы"), answer.view("ru", "Название")
    assert (kazakh.fact, russian.fact) == ("Су бар", "Название")
    assert (russian.checked_text, russian.first_seen_text) == ("1\u00a0ноября 2026\u00a0г.", "")


def test_one_piece_of_evidence_needs_no_list() -> None:
    keys = AnswerKeys(claim={"kk": "Су жоқ"}, evidence="https://a.kz")
    answer = keys.details("post.toml", ("kk", "ru"))
    assert answer == Answer((("kk", "Су жоқ"),), (Evidence(url="https://a.kz"),))


def test_claim_and_evidence_are_required() -> None:
    assert AnswerKeys.required == ("claim", "evidence")


def test_the_deputy_says_yes_to_evidence_and_words() -> None:
    letter = Evidence((("kk", "Хат"),), issuer=(("kk", "Су арнасы"),), date=date(2026, 11, 20))
    answer = Answer((("kk", "Су жоқ"),), (Evidence(url="https://a.kz"), letter))
    assert list(answer.shown()) == [
        *("https://a.kz", "kk", "Хат", "kk", "Су арнасы", "2026-11-20"),
        *("kk", "Су жоқ"),
    ]


LOCALES = ("kk", "ru")


@pytest.mark.parametrize(
    ("written", "piece"),
    [
        ("Су арнасының хаты", Evidence((("kk", "Су арнасының хаты"), ("ru", "Су арнасының хаты")))),
        ("https://a.kz/1.pdf", Evidence(url="https://a.kz/1.pdf")),
        ("Хат.JPG", Evidence((("kk", "Хат.JPG"), ("ru", "Хат.JPG")), file="Хат.JPG")),
        (
            EvidenceKeys({"kk": "Хат"}, "https://a.kz", "", {"kk": "Арна"}, date(2026, 11, 20)),
            Evidence((("kk", "Хат"),), "https://a.kz", "", (("kk", "Арна"),), date(2026, 11, 20)),
        ),
    ],
)
def test_evidence_is_an_address_a_photo_a_title_or_all_that_is_known(
    written: str | EvidenceKeys, piece: Evidence
) -> None:
    answer = AnswerKeys(claim="Су жоқ", evidence=(written,)).details("post.toml", LOCALES)
    assert answer.evidence == (piece,)


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        (Evidence(url="https://a.kz/"), ("a.kz", "", "")),
        (Evidence(url="https://a.kz/%D1%81%D1%83.pdf?a=1"), ("a.kz/су.pdf?a=1", "", "PDF")),
        (
            Evidence((("ru", "Письмо"),), issuer=(("ru", "Водоканал"),), date=date(2026, 11, 20)),
            ("Письмо", "Водоканал, 20\u00a0ноября 2026\u00a0г.", ""),
        ),
    ],
)
def test_evidence_tells_what_it_is_who_issued_it_and_when(
    piece: Evidence, told: tuple[str, str, str]
) -> None:
    view = piece.view("ru")
    assert (view.title, view.note, view.form) == told


def test_evidence_leads_to_the_web_alone() -> None:
    keys = AnswerKeys(claim="Су жоқ", evidence=(EvidenceKeys("Хат", "javascript:alert(1)"),))
    with pytest.raises(Unfit):
        keys.details("post.toml", LOCALES)
