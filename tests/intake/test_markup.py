"""Markdown is converted with tables, line breaks and the lists that people type."""

from generator.intake.markup import markdown_html


def test_a_line_end_is_a_line_break() -> None:
    assert markdown_html("бір\nекі") == "<p>бір<br>\nекі</p>"


def test_tables_are_tables() -> None:
    assert "<table>" in markdown_html("|а|б|\n|-|-|\n|1|2|")


def test_a_list_keeps_its_first_number_and_its_kind() -> None:
    assert markdown_html("3. бір\n4. екі").startswith('<ol start="3">')
    assert markdown_html("1. бір\n\n* екі").count("<ol") == 1


def test_nothing_is_left_from_the_text_before() -> None:
    markdown_html("[а]: https://example.kz/")
    assert markdown_html("[а]") == "<p>[а]</p>"
