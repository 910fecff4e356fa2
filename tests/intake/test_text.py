"""Texts arrive messy and leave as a title and clean HTML, with a word on what was mended."""

import html
import io
import zipfile
from collections.abc import Callable

import docx
import markdown
import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.errors import Level, Unfit
from generator.intake.front_matter import BrokenFrontMatter, split_front_matter
from generator.intake.text import (
    RawText,
    TextFile,
    blocks,
    finish_text,
    plain_words,
    read_text,
    unmarked_html,
)
from generator.messages import Words
from generator.model import Block

KAZAKH = (
    "Ауданда жаңа мектеп ашылды. Құрылысқа үш жүз адам қатысты, енді балалар жылы сыныптарда оқиды."
)
RUSSIAN = (
    "В районе открылась новая школа. В строительстве участвовали триста человек, "
    "теперь дети учатся в тёплых классах."
)


def read(written: str | bytes, path: str = "kk.md", locale: str = "kk") -> TextFile:
    content = written.encode() if isinstance(written, str) else written
    return read_text(content, path, locale, ("kk", "ru"))


def only(written: str | bytes, path: str = "kk.md") -> RawText:
    (text,) = read(written, path).texts
    return text


def word_file(write: Callable[[docx.document.Document], object]) -> bytes:
    document = docx.Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(packed: bytes, name: str, content: bytes) -> bytes:
    """The Word file with one of its inner files replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(stream, "w") as new:
        for inner in old.namelist():
            new.writestr(inner, content if inner == name else old.read(inner))
    return stream.getvalue()


# Titles


@pytest.mark.parametrize(
    ("written", "title", "html"),
    [
        ("# Мектеп ашылды\n\nБалалар қуанды.", "Мектеп ашылды", "<p>Балалар қуанды.</p>"),
        ("Мектеп ашылды\n=====\n\nҚуанды.", "Мектеп ашылды", "<p>Қуанды.</p>"),
        ("## Мектеп ашылды\n\nҚуанды.", "Мектеп ашылды", "<p>Қуанды.</p>"),
        ("Мектеп ашылды\n\nБалалар қуанды.", "Мектеп ашылды", "<p>Балалар қуанды.</p>"),
        ("Мектеп ашылды.\nБалалар қуанды.", "Мектеп ашылды", "<p>Балалар қуанды.</p>"),
        ("Мектеп ашылды. Балалар қуанды.", "Мектеп ашылды", "<p>Балалар қуанды.</p>"),
        ("# **Жаңа** мектеп & бақ", "Жаңа мектеп & бақ", ""),
    ],
)
def test_the_title_is_the_first_heading_or_the_first_line(
    written: str, title: str, html: str
) -> None:
    text = only(written)
    assert (text.title, text.html) == (title, html)


def test_a_long_first_paragraph_gives_its_beginning_and_stays_whole() -> None:
    paragraph = "Ауданда " + "көптен күткен " * 12 + "мектеп ашылды."
    text = only(paragraph)
    assert text.title.startswith("Ауданда көптен")
    assert text.title.endswith("…")
    assert len(text.title) <= 110
    assert text.html == f"<p>{paragraph}</p>"


def test_a_first_paragraph_with_a_link_gives_a_title_and_stays_whole() -> None:
    text = only("Мектеп ашылды. [Толығырақ](https://example.kz).")
    assert text.title == "Мектеп ашылды"
    assert "https://example.kz" in text.html


@pytest.mark.parametrize(
    "written",
    [
        "![](a.jpg)\n\n# Мектеп ашылды\n\nҚуанды.",
        "![](a.jpg)\n\nМектеп ашылды\n\nҚуанды.",
        "![](a.jpg)\nМектеп ашылды\n\nҚуанды.",
        "![](a.jpg)\n![](b.jpg)\n\nМектеп ашылды\n\nҚуанды.",
    ],
)
def test_a_picture_above_the_words_is_neither_lost_nor_a_title(written: str) -> None:
    text = only(written)
    assert text.title == "Мектеп ашылды"
    assert 'src="a.jpg"' in text.html
    assert plain_words(text.html) == "Қуанды."


def test_a_line_of_dashes_above_the_words_is_no_title() -> None:
    assert only("---\n\nМектеп ашылды\n\nҚуанды.").title == "Мектеп ашылды"


def test_without_its_title_a_text_can_be_had_whole() -> None:
    assert only("# Мектеп & бақ\n\nҚуанды.").whole == "<h2>Мектеп &amp; бақ</h2>\n<p>Қуанды.</p>"
    assert only("Мектеп. Қуанды.").whole == "<p>Мектеп. Қуанды.</p>"


# Languages


def test_two_headings_in_two_languages_are_two_texts() -> None:
    file = read(f"# Мектеп ашылды\n\n{KAZAKH}\n\n# Школа открыта\n\n{RUSSIAN}", "a.md", "")
    assert [(text.locale, text.title, text.html) for text in file.texts] == [
        ("kk", "Мектеп ашылды", f"<p>{KAZAKH}</p>"),
        ("ru", "Школа открыта", f"<p>{RUSSIAN}</p>"),
    ]


def test_two_headings_in_one_language_are_one_text_with_a_subheading() -> None:
    (text,) = read(f"# Мектеп\n\n{KAZAKH}\n\n# Бақ & жол\n\n{KAZAKH}", "a.md", "").texts
    assert text.title == "Мектеп"
    assert "<h2>Бақ &amp; жол</h2>" in text.html
    assert text.html.count(KAZAKH) == 2


def test_a_heading_of_uncertain_language_starts_no_text() -> None:
    (text,) = read(f"# Мектеп\n\n{KAZAKH}\n\n# Встреча «Әлем»", "a.md", "").texts
    assert (text.locale, "<h2>Встреча «Әлем»</h2>" in text.html) == ("kk", True)


def test_the_names_language_beats_the_letters() -> None:
    (text,) = read(RUSSIAN, "kk.md", "kk").texts
    assert (text.locale, text.sure) == ("kk", True)


@pytest.mark.parametrize(("written", "locale"), [(KAZAKH, "kk"), (RUSSIAN, "ru")])
def test_without_a_name_the_letters_tell(written: str, locale: str) -> None:
    (text,) = read(written, "text.md", "").texts
    assert (text.locale, text.sure) == (locale, True)


def test_a_text_without_any_sign_of_its_language_is_a_guess() -> None:
    (text,) = read("Наш район", "text.md", "").texts
    assert not text.sure


# Front matter


def test_front_matter_is_read_and_is_no_text() -> None:
    file = read("---\ntitle: Үй\ntags: [Жол, Бақ]\n---\n# Мектеп\n\nҚуанды.")
    assert dict(file.front_matter) == {"title": "Үй", "tags": ["Жол", "Бақ"]}
    assert plain_words(file.texts[0].whole) == "Мектеп Қуанды."


@pytest.mark.parametrize(
    "written",
    [
        "---\r\ndraft: true\r\n---\r\nСөз",
        "---\rdraft: true\r---\rСөз",
        "\ufeff---\ndraft: true\n---\nСөз",
        "\n\n---\ndraft: true\n---\nСөз",
        "--- \ndraft: true\n...\nСөз",
        "---\ndraft: true\n---",
    ],
)
def test_front_matter_is_found_however_the_file_was_saved(written: str) -> None:
    assert dict(read(written).front_matter) == {"draft": True}


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ('---\ndraft: true\ntitle: "Жол\n---\nСөз', "3"),
        ("---\ntitle: Жол: көпір\n---\nСөз", "2"),
        ("---\ndraft: true\n\nСөз", "1"),
        ("---\ndate: 2026-13-45\n---\nСөз", "2"),
        ("---\npeople: &a [*a]\n---\nСөз", "2"),
        ("---\ntitle: 99999999999999999999999999\n---\nСөз", "2"),
    ],
)
def test_front_matter_that_does_not_parse_is_refused_with_its_line(written: str, line: str) -> None:
    with pytest.raises(BrokenFrontMatter) as caught:
        read(written, "Жол/kk.md")
    assert caught.value.problem.where == "Жол/kk.md"
    assert dict(caught.value.problem.values) == {"line": line}


@pytest.mark.parametrize(
    "written", ["---\n\nСөз\n\n---\n\nТағы", "---\nЖай сөз\n---\n\nТағы", "Сөз\n\n---\n\nТағы"]
)
def test_a_rule_of_dashes_is_no_front_matter(written: str) -> None:
    assert split_front_matter(written, "kk.md") == ({}, written)


def test_empty_front_matter_says_nothing() -> None:
    assert split_front_matter("---\n---\nСөз", "kk.md") == ({}, "Сөз")


# Encodings and repairs


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_kazakh_text_reads_the_same_in_any_encoding(encoding: str, line_end: str) -> None:
    written = f"# Мектеп ашылды\n\n{KAZAKH}\n".replace("\n", line_end)
    text = only(written.encode(encoding))
    assert (text.title, text.html) == ("Мектеп ашылды", f"<p>{KAZAKH}</p>")


def test_a_russian_text_in_cp1251_is_read() -> None:
    (text,) = read(f"# Школа\r\n\r\n{RUSSIAN}".encode("cp1251"), "a.txt", "").texts
    assert (text.locale, text.title, text.html) == ("ru", "Школа", f"<p>{RUSSIAN}</p>")


def test_latin_letters_in_cyrillic_words_are_replaced_and_told() -> None:
    file = read("# Мeктeп ашылды\n\nҚуанды.")
    assert file.texts[0].title == "Мектеп ашылды"
    (found,) = file.problems
    assert (found.where, found.level) == ("kk.md", Level.REPAIR)
    assert "Мeктeп → Мектеп" in Words("en").problem(found)


def test_letters_are_repaired_in_front_matter_too() -> None:
    file = read("---\ntitle: Мeктeп\n---\nСөз")
    assert dict(file.front_matter) == {"title": "Мектеп"}


def test_line_ends_alone_are_nothing_to_tell() -> None:
    assert read("# Мектеп\r\n\r\nҚуанды.\r\n").problems == ()


def test_invisible_characters_are_removed_and_told() -> None:
    file = read("# Мек\u00adтеп\n\nҚу\u200bанды.")
    assert (file.texts[0].title, file.texts[0].html) == ("Мектеп", "<p>Қуанды.</p>")
    assert [found.level for found in file.problems] == [Level.REPAIR]


@pytest.mark.parametrize("content", [b"", b" \n\r\n\t"])
@pytest.mark.parametrize("path", ["kk.md", "kk.txt"])
def test_an_empty_file_is_refused(content: bytes, path: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(content, path)
    assert caught.value.problem.what == "the file is empty"
    assert not isinstance(caught.value, BrokenFrontMatter)


def test_a_photo_named_as_a_text_is_refused() -> None:
    photo = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8
    with pytest.raises(Unfit) as caught:
        read(photo, "kk.txt")
    assert caught.value.problem.what == "this is not a text"


# Markup


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert('зиян')</script>",
        "<style>p{color:red}</style>",
        '<p onclick="alert(1)">сөз</p>',
        '<a href="javascript:alert(1)">сөз</a>',
        '<a href=" jAvA&#115;cript:alert(1)">сөз</a>',
        "[сөз](javascript:alert(1))",
        '<a href="data:text/html,x">сөз</a>',
        '<img src="data:image/svg+xml,x" alt="">',
        '<img src="x" onerror="alert(1)">',
        '<iframe src="https://example.kz"></iframe>',
        '<p style="position:fixed">сөз</p>',
        '<form action="https://example.kz"><input name="a"></form>',
        "<svg><script>alert(1)</script></svg>",
        '<p class="hero" id="top">сөз</p>',
        '<math><mtext></mtext><a href="//example.kz">сөз</a></math>',
    ],
)
def test_nothing_that_is_pasted_can_run(evil: str) -> None:
    text = only(f"# Мектеп\n\nБасы\n\n{evil}\n\nСоңы")
    for mark in (
        *("script", "style", "onclick", "onerror", "data:", "iframe", "form", "input", "svg"),
        *("alert", "class=", "id=", "math", "//example.kz"),
    ):
        assert mark not in text.html
    assert {"Басы", "Соңы"} <= set(plain_words(text.html).split())


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("[бұйрық](buiryq.pdf)", "<p>бұйрық</p>"),
        ("[бұйрық](/docs/a.pdf)", "<p>бұйрық</p>"),
        ("[бұйрық](../2026/)", "<p>бұйрық</p>"),
        ("[**қатты** сөз](kk.md)", "<p><strong>қатты</strong> сөз</p>"),
        (
            "[сайт](https://egov.kz)",
            '<p><a href="https://egov.kz" rel="noopener noreferrer">сайт</a></p>',
        ),
        (
            "[қоңырау](tel:+77000000000)",
            '<p><a href="tel:+77000000000" rel="noopener noreferrer">қоңырау</a></p>',
        ),
    ],
)
def test_a_link_to_nowhere_loses_only_the_link(written: str, html: str) -> None:
    assert only(f"# Мектеп\n\n{written}").html == html


def test_headings_go_down_from_the_second_level_without_a_gap() -> None:
    text = only("# Т\n\n#### А\n\nа\n\n###### Б\n\nб\n\n## В\n\nв\n\n### Г\n\nг")
    assert text.html.replace("\n", "") == (
        "<h2>А</h2><p>а</p><h3>Б</h3><p>б</p><h2>В</h2><p>в</p><h3>Г</h3><p>г</p>"
    )


def test_headings_of_one_level_stay_on_one_level() -> None:
    text = only("# Т\n\n### А\n\nа\n\n### Б\n\nб")
    assert text.html.replace("\n", "") == "<h2>А</h2><p>а</p><h2>Б</h2><p>б</p>"


def test_tables_lists_and_line_breaks_of_markdown_are_kept() -> None:
    html = only("# Т\n\n- а\n- б\n\n|А|Б|\n|-|-|\n|1|2|\n\nбір\nекі").html
    assert "<li>а</li>" in html
    assert "<td>1</td>" in html
    assert "бір<br>" in html


def test_a_txt_is_taken_as_it_is_typed() -> None:
    text = only("Мектеп ашылды\n\n1 < 2 & *жұлдыз*\nекінші жол\n\n\n- тізім", "kk.txt")
    assert text.title == "Мектеп ашылды"
    assert text.html == ("<p>1 &lt; 2 &amp; *жұлдыз*<br>\nекінші жол</p>\n<p>- тізім</p>")


def test_a_txt_with_a_heading_is_markdown() -> None:
    assert only("# Мектеп\n\n**қатты**", "kk.txt").html == "<p><strong>қатты</strong></p>"


# Pictures in the text


def cut(written: str) -> tuple[tuple[Block, ...], list[str]]:
    here = {"a.jpg": "Жол/a.jpg", "көпір 1.jpg": "Жол/көпір 1.jpg"}
    return blocks(only(f"# Т\n\n{written}").html, lambda name: here.get(name, ""))


def test_a_picture_cuts_the_text_where_it_stands() -> None:
    found, missing = cut("Басы\n\n![Жаңа көпір](a.jpg)\n\nСоңы")
    assert found == (
        Block(html="<p>Басы</p>"),
        Block(media="Жол/a.jpg", alt="Жаңа көпір"),
        Block(html="<p>Соңы</p>"),
    )
    assert missing == []


def test_a_picture_name_may_be_escaped() -> None:
    found, _ = cut("![](<көпір 1.jpg>)\n\n![](%D0%BA%D3%A9%D0%BF%D1%96%D1%80%201.jpg)")
    assert [block.media for block in found] == ["Жол/көпір 1.jpg"] * 2


def test_pictures_that_are_not_there_are_named() -> None:
    found, missing = cut("Басы\n\n![](b.jpg) ![](https://example.kz/c.jpg)\n\nСоңы")
    assert missing == ["b.jpg", "https://example.kz/c.jpg"]
    assert found == (Block(html="<p>Басы</p>\n<p>Соңы</p>"),)


# Word


def test_a_word_file_gives_title_paragraphs_and_subheadings() -> None:
    def write(document: docx.document.Document) -> None:
        document.add_heading("Мектеп ашылды", 0)
        document.add_paragraph("Бірінші ").add_run("қатты").bold = True
        document.add_heading("Балабақша", 1)
        document.add_paragraph("Екінші")

    text = only(word_file(write), "kk.docx")
    assert text.title == "Мектеп ашылды"
    assert text.html == ("<p>Бірінші <strong>қатты</strong></p><h2>Балабақша</h2><p>Екінші</p>")


def test_a_word_file_without_styles_has_its_first_line_for_a_title() -> None:
    def write(document: docx.document.Document) -> None:
        document.add_paragraph("Мектеп ашылды")
        document.add_paragraph("Балалар қуанды.")

    text = only(word_file(write), "kk.docx")
    assert (text.title, text.html) == ("Мектеп ашылды", "<p>Балалар қуанды.</p>")


def test_an_empty_word_file_has_no_text() -> None:
    assert read(word_file(lambda document: document.add_paragraph("")), "kk.docx").texts == ()


def whole_word_file() -> bytes:
    return word_file(lambda document: document.add_paragraph("Мектеп ашылды"))


def zip_of(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(name, b"x")
    return stream.getvalue()


def rotten(content: bytes) -> bytes:
    return content[:60] + b"\x55" * 340 + content[400:]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param("Жай мәтін".encode(), id="no zip"),
        pytest.param(zip_of("photo.jpg"), id="zip without a document"),
        pytest.param(whole_word_file()[:2000], id="cut short"),
        pytest.param(rotten(whole_word_file()), id="damaged inside"),
        pytest.param(
            repacked(whole_word_file(), "word/document.xml", b"<w:document><w:body"),
            id="broken XML",
        ),
        pytest.param(
            repacked(whole_word_file(), "word/document.xml", b"<other/>"), id="another XML"
        ),
    ],
)
def test_what_is_no_whole_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit) as caught:
        read(content, "kk.docx")
    assert caught.value.problem.what == "this is not a whole Word file"


# Pieces that mean something to Markdown at some place, and words.
_PIECES = st.sampled_from(
    [
        *("Жол", "жөнделді.", " ", "  ", "\n", "\n\n", "\n\n\n", "# ", "## ", "#", "- ", "-", "+"),
        *("1. ", "1)", "2026 ж.", "=", "===", ":", "*", "_", "`", "|", "~", "<b>", "&", "&amp;"),
        *("\\", "[", "](x)", "!", '"', "'", "«", "»", "(", ")", "{", "}", "\u00a0", "\t", "—"),
        *("http://example.kz", "a@example.kz", "/", "№", "\u2028", "\u00ad", "....", "…"),
    ]
)


@settings(max_examples=400)
@example("#  Жол")
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_plain_paragraphs_are_read_as_markdown_reads_them(written: str) -> None:
    unmarked = unmarked_html(written)
    if unmarked is not None:
        extensions = ["tables", "sane_lists", "nl2br"]
        by_markdown = markdown.markdown(written, extensions=extensions, output_format="html")
        assert nh3.clean(unmarked) == nh3.clean(by_markdown)


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=12).map("".join), st.sampled_from(["kk.md", "kk.txt"]))
def test_what_is_not_cleaned_is_clean(written: str, path: str) -> None:
    content = written.encode()
    if written.strip() and "---" not in written:
        for text in read_text(content, path, "kk", ("kk", "ru")).texts:
            assert html.unescape(nh3.clean(text.whole)) == html.unescape(text.whole)


def test_a_usual_report_needs_no_markdown() -> None:
    report = "# Мектеп жөнделді\n\nБүгін мектеп ашылды.\nБалалар қуанды: 250 орын!\n\nРахмет."
    assert unmarked_html(report) is not None
    assert unmarked_html("**Маңызды**") is None


@pytest.mark.parametrize(
    ("title", "body", "summary"),
    [
        ("Мектеп жөнделді", "Мектеп жөнделді! Шатыр жаңа.", "Шатыр жаңа."),
        ("Мектеп жөнделді", "Мектеп жөнделді.", ""),
        ("Мектеп жабылмайды. Сабақ бар", "Мектеп жабылмайды. Сабақ бар. Келіңіз.", "Келіңіз."),
        ("Ауылға жаңа…", "Ауылға жаңа жол салынды. Ұзындығы 5 км.", "Ұзындығы 5 км."),
        ("Жол", "Жол салынды. Ұзын.", "Жол салынды. Ұзын."),
        ("Мектеп", "Шатыр жаңа. Мектеп ашық.", "Шатыр жаңа. Мектеп ашық."),
        ("", "Шатыр жаңа.", "Шатыр жаңа."),
    ],
)
def test_a_summary_does_not_say_the_title_again(title: str, body: str, summary: str) -> None:
    raw = RawText("kk", True, title, f"<p>{body}</p>", "kk.md")
    assert finish_text(raw, (Block(html=raw.html),), title, "").summary == summary
