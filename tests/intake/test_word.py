"""Word files are converted from checked XML alone; what is too much is refused unopened."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from generator.errors import Unfit
from generator.intake import word
from generator.intake.word import too_large_word, word_html


def word_file(write: Callable[[docx.document.Document], object]) -> bytes:
    document = docx.Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_part(packed: bytes, name: str, content: bytes) -> bytes:
    """The Word file with that part in place of its own, or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(stream, "w") as new:
        for inner in old.namelist():
            if inner != name:
                new.writestr(inner, old.read(inner))
        new.writestr(name, content)
    return stream.getvalue()


WHOLE = word_file(lambda document: document.add_paragraph("Мектеп ашылды"))


def refusal(content: bytes) -> str:
    with pytest.raises(Unfit) as caught:
        word_html(content, "kk.docx", [])
    assert caught.value.problem.where == "kk.docx"
    return caught.value.problem.what


def test_words_and_a_title_are_converted() -> None:
    titled = word_file(lambda document: document.add_heading("Мектеп", 0))
    assert word_html(WHOLE, "kk.docx", []) == "<p>Мектеп ашылды</p>"
    assert word_html(titled, "kk.docx", []) == "<h1>Мектеп</h1>"


@pytest.mark.parametrize(
    ("limit", "value"),
    [("WORD_BYTES", 100), ("WORD_PARTS", 3), ("WORD_XML_BYTES", 1000), ("WORD_NODES", 50),
     ("WORD_XML_DEEP", 3)],
)  # fmt: skip
def test_each_limit_refuses_the_file(
    limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, limit, value)
    assert refusal(WHOLE) == too_large_word("kk.docx").what


def test_a_document_type_is_refused_and_no_entity_is_read() -> None:
    xml = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert refusal(with_part(WHOLE, "word/document.xml", xml)) == "this is not a whole Word file"
    assert refusal(with_part(WHOLE, "word/other.xml", xml)) == "this is not a whole Word file"


def test_only_xml_reaches_the_converter() -> None:
    packed = with_part(WHOLE, "word/media/image1.png", b"no picture")
    checked = zipfile.ZipFile(word._checked(packed)[0])
    assert {name.rpartition(".")[2] for name in checked.namelist()} == {"xml", "rels"}
