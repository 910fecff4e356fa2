"""What Word hides never goes out; what it shows stays."""

import io
import zipfile

import pytest

from generator.errors import Problem
from generator.intake.word import word_html
from generator.intake.word_xml import ShownWords
from tests.support.made_word import (
    SECRET,
    SHOWN,
    Hidden,
    alternatives,
    drawn_box,
    field,
    hidden_words,
    old_box,
    paragraph,
    row,
    run,
    table,
    with_shown,
    word_of,
)

HIDDEN = tuple(hidden_words())


def converted(content: bytes) -> tuple[str, list[str]]:
    problems: list[Problem] = []
    markup = word_html(content, "kk.docx", problems)
    return markup, [problem.what for problem in problems]


def test_there_are_many_ways_to_hide() -> None:
    assert len(HIDDEN) >= 50
    assert len({hidden.name for hidden in HIDDEN}) == len(HIDDEN)


@pytest.mark.parametrize("hidden", HIDDEN, ids=[hidden.name for hidden in HIDDEN])
def test_hidden_words_are_left_out_and_shown_ones_stay(hidden: Hidden) -> None:
    markup, _ = converted(with_shown(hidden))
    assert SHOWN in markup
    assert SECRET not in markup


def test_it_is_said_when_hidden_words_are_left_out() -> None:
    by_name = {hidden.name: hidden for hidden in HIDDEN}
    told = ["words that Word hides were left out"]
    for name in ("vanish", "hidden row", "drawing, 1", "paragraph style, vanish"):
        assert converted(with_shown(by_name[name]))[1] == told
    for name in ("deleted", "moved away", "comment", "instruction"):
        assert converted(with_shown(by_name[name]))[1] == []


def test_hidden_page_numbers_are_not_worth_a_word() -> None:
    contents = paragraph(run("Мазмұны") + run("12", "<w:webHidden/>"))
    assert converted(word_of(contents)) == ("<p>Мазмұны</p>", [])


def test_what_is_shown_is_converted_as_before() -> None:
    link = field(' HYPERLINK "https://example.kz" ', run(SHOWN))
    assert converted(word_of(paragraph(link)))[0] == (
        f'<p><a href="https://example.kz">{SHOWN}</a></p>'
    )
    unfinished = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run(SHOWN)
    assert SHOWN in converted(word_of(paragraph(unfinished)))[0]
    assert converted(word_of(table(row("1", '<w:hidden w:val="0"/>'))))[0].count("<td>") == 1
    inserted = f"<w:ins>{run('1')}</w:ins><w:moveTo>{run('2')}</w:moveTo>"
    assert converted(word_of(paragraph(inserted)))[0] == "<p>12</p>"
    white = run(SHOWN, '<w:color w:val="FFFFFF"/>')
    assert SHOWN in converted(word_of(paragraph(white)))[0]


def test_a_deleted_end_still_joins_two_paragraphs() -> None:
    first = paragraph(run("бір "), "<w:rPr><w:del/></w:rPr>")
    assert converted(word_of(first + paragraph(run("екі"))))[0] == "<p>бір екі</p>"


@pytest.mark.parametrize(
    "box",
    [
        f"<w:r>{drawn_box(SHOWN)}</w:r>",
        f"<w:r>{old_box(SHOWN)}</w:r>",
        alternatives(drawn_box(SHOWN), old_box(SHOWN)),
    ],
)
def test_a_text_box_is_read_once(box: str) -> None:
    assert converted(word_of(paragraph(run("мәтін") + box)))[0].count(SHOWN) == 1


def test_fields_in_fields_and_long_tables_stay_bounded() -> None:
    begin, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "end"))
    nested = f"<w:r>{begin * 20_000}{end * 20_000}</w:r>{run(SHOWN)}"
    rows = [row(SECRET, "<w:hidden/>")] * 10_000
    for body in (paragraph(nested), table(row(SHOWN), *rows)):
        words = ShownWords([])
        xml = zipfile.ZipFile(io.BytesIO(word_of(body))).read("word/document.xml")
        shown = words.shown(xml).decode()
        assert SHOWN in shown and SECRET not in shown
