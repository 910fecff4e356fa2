"""Texts in, their first sentences out; and no word is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.language.sentences import first_sentences, split_sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "2026 ж. 23 қарашада мектеп ашылды.",
        "2014-2015 жж. Ақсу қаласында жол салынды.",
        "Көше, саябақ, т.б. жөнделді.",
        "Бұл жұмыс Абай көш. Ақсу көшесімен қиылысында жүріп жатыр.",
        "Жол Ертіс ауд. Панфилов ауылына барады.",
        "Павлодар обл. Ақсу қаласы.",
        "Біз Павлодар қ. Жеңіс алаңында жиналамыз.",
        "Сегодня в г. Аксу открыли школу.",
        "Школа стоит на ул. Абая рядом с парком.",
        "Дорога в с. Жолболды готова.",
        "Билет стоит 500 тг. за человека.",
        "Куплено 38 машин на 71 млн. тенге и 5 тыс. саженцев.",
        "Бюджет 5,3 млрд. 200 млн. теңге.",
        "Ауылға Қ. Бозымбаев келді.",
        "Приехал К. Бозумбаев.",
        "Сөз алған А.Х. Хусаинов.",
        "«Келесіз бе?» деп сұрады ол.",
        "Ақпарат pavlodarnews.kz сайтында.",
        "1. Мектеп ашылды.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    assert split_sentences(sentence) == (sentence,)
    assert split_sentences(f"{sentence} Бұл жаңалық.") == (sentence, "Бұл жаңалық.")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Бірінші. Екінші! Үшінші? Төртінші…", ("Бірінші.", "Екінші!", "Үшінші?", "Төртінші…")),
        ("«Жақсы.» Ол кетті.", ("«Жақсы.»", "Ол кетті.")),
        ("Саябақ, алаң, т.б. Жұмыс жүріп жатыр.", ("Саябақ, алаң, т.б.", "Жұмыс жүріп жатыр.")),
        ("Бағасы 500 тг. Билет сатылуда.", ("Бағасы 500 тг.", "Билет сатылуда.")),
        ("Тақырып\n\nМәтін\nжалғасы.", ("Тақырып", "Мәтін жалғасы.")),
        ("Отремонтировано. 5 школ открыто.", ("Отремонтировано.", "5 школ открыто.")),
        ("  ", ()),
        ("", ()),
    ],
)
def test_sentences_are_split(text: str, sentences: tuple[str, ...]) -> None:
    assert split_sentences(text) == sentences


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
