"""Text files in the encodings that aides' computers write."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.language.encoding import Decoded, decode_text

KAZAKH = (
    "Облыстың барлық аудандарында жаңа жол салынып, мектептер күрделі жөндеуден өтті.\r\n"
    "Тұрғындар үшін «Нұрлы жол» бағдарламасы әлі де жұмыс істейді — деді әкім.\r\n"
)
RUSSIAN = (
    "Во всех районах области построены новые дороги, школы капитально отремонтированы.\r\n"
    "Для жителей ещё действует программа «Доступное жильё», сообщил аким.\r\n"
)


@pytest.mark.parametrize(
    ("content", "decoded"),
    [
        (KAZAKH.encode(), Decoded(KAZAKH, "utf-8", sure=True)),
        (codecs.BOM_UTF8 + KAZAKH.encode(), Decoded(KAZAKH, "utf-8", sure=True)),
        (
            codecs.BOM_UTF16_LE + KAZAKH.encode("utf-16-le"),
            Decoded(KAZAKH, "utf-16-le", sure=True),
        ),
        (
            codecs.BOM_UTF16_BE + KAZAKH.encode("utf-16-be"),
            Decoded(KAZAKH, "utf-16-be", sure=True),
        ),
        (KAZAKH.encode("utf-16-le"), Decoded(KAZAKH, "utf-16-le", sure=True)),
        (RUSSIAN.encode("utf-16-be"), Decoded(RUSSIAN, "utf-16-be", sure=True)),
        (b"plain ASCII\n", Decoded("plain ASCII\n", "utf-8", sure=True)),
        (b"", Decoded("", "utf-8", sure=True)),
    ],
)
def test_unicode_is_read_with_and_without_its_mark(content: bytes, decoded: Decoded) -> None:
    assert decode_text(content) == decoded


@pytest.mark.parametrize("spelling", [str, str.upper])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN.replace("—", "-"), "koi8-r"),
        (RUSSIAN.replace("«", '"').replace("»", '"'), "cp866"),
        (KAZAKH, "kz1048"),
        (KAZAKH, "ptcp154"),
    ],
)
def test_code_pages_are_told_apart_by_their_letters(
    text: str, encoding: str, spelling: type[str]
) -> None:
    written = spelling(text)
    content = written.encode(encoding, "ignore")
    assert decode_text(content) == Decoded(content.decode(encoding), encoding, sure=True)


def test_a_scrap_in_a_code_page_is_a_doubt() -> None:
    assert decode_text("117 млн.".encode("cp1251")) == Decoded("117 млн.", "cp1251", sure=False)


def test_another_cyrillic_language_is_a_doubt() -> None:
    serbian = "Из зоре времена долазимо, крећући се тихо међу вама кроз векове, њен љубав."
    assert decode_text(serbian.encode("cp1251")) == Decoded(serbian, "cp1251", sure=False)


def test_utf_8_cut_inside_a_letter_stays_utf_8() -> None:
    decoded = decode_text(KAZAKH.rstrip("\r\n.").encode()[:-1])
    assert (decoded.encoding, decoded.sure) == ("utf-8", False)
    assert decoded.text.startswith("Облыстың барлық")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x00\x00\xff\xdb\x00\x43\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00",
        b"\x00" * 64,
        bytes(range(256)),
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no text"):
        decode_text(content)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_what_utf_8_wrote_is_read_back(text: str) -> None:
    assert decode_text(codecs.BOM_UTF8 + text.encode()).text == text


@given(st.permutations(KAZAKH.split()))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    text = " ".join(words)
    for encoding in ("utf-8", "utf-16-le", "kz1048", "ptcp154"):
        assert decode_text(text.encode(encoding)).text == text


@given(st.binary())
def test_any_bytes_are_a_text_or_refused(content: bytes) -> None:
    try:
        decoded = decode_text(content)
    except ValueError:
        return
    assert isinstance(decoded.text, str)
