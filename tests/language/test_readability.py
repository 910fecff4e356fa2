"""How plain a text is: words, long words, Oborneva's formula, officialese."""

import pytest

from generator.language.readability import (
    count_words,
    find_officialese,
    is_long,
    measure,
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Мектеп ашылды.", 2),
        ("2026 ж. 23 қарашада", 4),
        ("іс-шара өтті", 2),
        ("250 000 теңге", 2),
        ("5 017,3 млн. теңге", 4),
        ("сағат 10.00–11.00", 3),
        ("Ол — дәрігер", 2),
        ("pavlodarnews.kz сайты", 2),
        ("№ 5 • …", 1),
        ("", 0),
    ],
)
def test_words_are_counted_as_word_does(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("word", "long"),
    [
        ("қайырымдылық", False),  # 12
        ("орналастырылған", True),
        ("благоустройст", True),  # 13
        ("недвижимость", False),  # 12
        ("теледидар-журналистика", False),
        ("социально-экономический", True),
        ("pavlodarnewsportal.kz", False),
        ("1234567890123456", False),
    ],
)
def test_a_word_is_long_from_thirteen_letters(word: str, long: bool) -> None:
    assert is_long(word) is long


# LANGUAGE.md's table, each stem in forms that news use.
KAZAKH = [
    ("жоба жүзеге асырылды", "жүзеге асырылды", "жасау"),
    ("жүзеге асыру", "жүзеге асыру", "жасау"),
    ("сумен қамтамасыз етілді", "қамтамасыз етілді", "беру"),
    ("қамтамасыз ету", "қамтамасыз ету", "беру"),
    ("орталық болып табылады", "болып табылады", "—"),
    ("бағдарлама аясында", "аясында", "бойынша"),
    ("жоспар шеңберінде", "шеңберінде", "бойынша"),
    ("жақсарту мақсатында", "мақсатында", "үшін"),
    ("Іс-шараға келді", "Іс-шараға", "кездесу, жиын"),
    ("әкімдік тарапынан", "тарапынан", ""),
    ("Атап айтқанда, жол", "Атап айтқанда", "мысалы"),
    ("тиісінше орындалды", "тиісінше", ""),
]
RUSSIAN = [
    ("осуществляется ремонт", "осуществляется", "делать"),
    ("ремонт осуществили", "осуществили", "делать"),
    ("обеспечение водой", "обеспечение", "дать"),
    ("в целях ремонта", "в целях", "чтобы"),
    ("в рамках программы", "в рамках", "по"),
    ("В  ходе встречи", "В ходе", "во время"),
    ("прошло мероприятие", "мероприятие", "встреча, работа"),
    ("данный вопрос", "данный", "этот"),
    ("на данном участке", "данном", "этот"),
    ("он является главным", "является", "это"),
    ("проведение ремонта", "проведение", "провести"),
    ("по вопросам воды", "по вопросам", "о"),
    ("во исполнение плана", "во исполнение", "по"),
]


@pytest.mark.parametrize(
    ("locale", "text", "found", "plain"),
    [("kk", *row) for row in KAZAKH] + [("ru", *row) for row in RUSSIAN],
)
def test_officialese_is_found(locale: str, text: str, found: str, plain: str) -> None:
    (phrase,) = find_officialese(text, locale)
    assert (phrase.text, phrase.plain) == (found, plain)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("kk", "Табиғат аясында демалдық"),
        ("kk", "аз қамтамасыз етілген отбасы"),
        ("kk", "Басты мақсаты — жол"),
        ("kk", "екі шара қабылданды"),
        ("ru", "по данным больницы"),
        ("ru", "персональные данные и база данных"),
        ("ru", "программное обеспечение"),
        ("ru", "пенсионного обеспечения"),
        ("ru", "на ходе поезда"),
        ("ru", "по вопросительному знаку"),
        ("kk", "в рамках программы"),
        ("ru", "бағдарлама аясында"),
        ("en", "in the framework of, в рамках"),
    ],
)
def test_what_has_no_other_word_is_not_officialese(locale: str, text: str) -> None:
    assert find_officialese(text, locale) == ()


def test_ease_is_the_formula_of_oborneva() -> None:
    # 6 words, 12 vowels, 2 sentences; the year is no word that is read by syllables.
    reading = measure("Школа стала тёплой. Дети рады школе 2026.", "ru")
    assert reading.ease == pytest.approx(206.835 - 1.3 * 3 - 60.1 * 12 / 6)


@pytest.mark.parametrize(("locale", "text"), [("kk", "Мектеп ашылды."), ("ru", "2026"), ("ru", "")])
def test_no_ease_where_there_is_no_formula(locale: str, text: str) -> None:
    assert measure(text, locale).ease is None


def test_a_text_is_measured() -> None:
    reading = measure("Мектеп ашылды. Бағдарлама аясында экспериментатор келді.", "kk")
    assert (reading.sentences, reading.words, reading.words_per_sentence) == (2, 6, 3.0)
    assert reading.long_words == ("экспериментатор",)
    assert reading.long_share == pytest.approx(1 / 6)
    assert [phrase.text for phrase in reading.officialese] == ["аясында"]


@pytest.mark.parametrize("text", ["", " ", "…", "—\n\n—"])
def test_a_text_without_words_has_zero_of_all(text: str) -> None:
    reading = measure(text, "kk")
    assert (reading.sentences, reading.words, reading.words_per_sentence) == (0, 0, 0.0)
