"""Words for one language: names, titles, texts."""

from datetime import date

import pytest

from generator.model import Post, Site, Text, Theme
from generator.plan.words import initials, shortened, site_name, text_for, title_of

THEME = Theme("test", (), (), (), (("ru", (("Council deputy", ("Депутат",)),)),))


def test_a_site_without_a_name_is_a_council_deputys() -> None:
    site = Site(name=(("kk", "Болат"),))
    assert site_name(site, THEME, "kk") == "Болат"
    assert site_name(site, THEME, "ru") == "Депутат"


def test_a_text_in_another_language_stands_in_for_a_missing_one() -> None:
    texts = (Text("kk", "Жол"), Text("ru", "Дорога"))
    assert text_for(texts, "ru").title == "Дорога"
    assert text_for(texts[:1], "ru").title == "Жол"


def test_a_post_without_a_title_has_its_date() -> None:
    post = Post("a", "a", date(2026, 11, 22), (Text("ru", ""),))
    assert title_of(post.texts[0], post) == "22\u00a0ноября 2026\u00a0г."
    assert title_of(Text("ru", "Сад"), post) == "Сад"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Жаңа  жол\n", "Жаңа жол"),
        ("Жаңа жол салынды", "Жаңа жол…"),
        ("Жаңа — жолшылар", "Жаңа…"),
        ("Қоғамдастырылмаған", "Қоғамдастыр…"),
    ],
)
def test_a_long_text_is_cut_after_a_word(text: str, short: str) -> None:
    assert shortened(text, 12) == short


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Мәслихат депутаты", "МД"),
        ("үлгі", "Ү"),
        ("Үлгі ауданы мәслихаты", "ҮА"),
        ("«Үлгі»", ""),
        ("", ""),
    ],
)
def test_initials_are_of_the_first_two_words(name: str, letters: str) -> None:
    assert initials(name) == letters
