"""Texts in, the same for reading out: nothing torn at a line's end, nothing to type by hand."""

import pytest

from generator.language.typeset import bound, typeset


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("48 000 теңге", "48~000~теңге"),
        ("1 250 000 ₸ бөлінді", "1~250~000~₸ бөлінді"),
        ("48 млн тенге", "48~млн тенге"),
        ("3 шақырым, 5 км жол", "3~шақырым, 5~км жол"),
        ("12 % өсті", "12~% өсті"),
        ("№ 3 округ, №5", "№~3 округ, №~5"),
        ("2-бөлме, 5-й дом", "2=бөлме, 5=й дом"),
        ("15 мамыр", "15 мамыр"),  # no unit, though it begins like one
        ("214 бала", "214 бала"),
        ("2 километров, 5 гектарға", "2~километров, 5~гектарға"),
        ("2026 жылы", "2026~жылы"),
        ("15-16 қараша", "15-16 қараша"),
        ("2026 12 бала", "2026 12 бала"),
        ("ештеңе жоқ", "ештеңе жоқ"),
        ("", ""),
    ],
)
def test_numbers_are_not_torn(written: str, read: str) -> None:
    assert bound(written).replace("\u00a0", "~").replace("\u2011", "=") == read


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("+7 718 000 00 00", "tel:+77180000000"),
        ("8 (718) 000-00-00", "tel:+77180000000"),
        ("87180000000", "tel:+77180000000"),
        ("8\u00a0718\u00a0000\u00a000\u00a000", "tel:+77180000000"),
        ("budget@example.kz", "mailto:budget@example.kz"),
        ("a.b+c@mail.example.kz", "mailto:a.b+c@mail.example.kz"),
    ],
)
def test_telephones_and_addresses_can_be_tapped(written: str, href: str) -> None:
    html = typeset(f"<p>Телефон: {written}.</p>")
    assert html.startswith(f'<p>Телефон: <a href="{href}">')
    assert html.endswith("</a>.</p>")
    assert " " not in html.partition('">')[2]


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="tel:+77180000000">+7 718 000 00 00</a></p>',
        "<pre>5 км 2-бөлме</pre>",
        "<p><code>8 718 000 00 00</code></p>",
        '<p><a href="https://a.kz/87180000000">https://a.kz/87180000000</a></p>',
        "<p>870112345678901 нөмірлі шот</p>",
        "<p>ЖСН 880101300123</p>",
        "<p>12 345 678</p>".replace(" ", "\u00a0"),
        "<p>a@b</p>",
    ],
)
def test_links_code_and_other_numbers_stay_as_they_are(html: str) -> None:
    assert typeset(html) == html


def test_tags_are_not_touched() -> None:
    html = '<p title="5 км"><b>5 км</b> <i>№ 3</i></p>'
    assert typeset(html) == '<p title="5 км"><b>5\u00a0км</b> <i>№\u00a03</i></p>'
