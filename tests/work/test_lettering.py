"""Texts in, lines that fit out; every letter that people here write can be drawn."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from generator.work.lettering import draw_lines, fit_text, steps, strike_lines
from tests.support.house import ROOT

FONTS = ROOT / "generator/fonts"
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
SIZES = steps(range(76, 43, -4), 250)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_fonts_hold_every_letter_and_sign(weight: str) -> None:
    font = ImageFont.truetype(FONTS / f"NotoSans-{weight}.ttf", 40)
    needed = KAZAKH + KAZAKH.upper() + "0123456789«»—–…“”‘’№₸·•,.;:!?()%+-/ЀЏљ€ÄäÖöÜüĞğŞşİıŪūÑñŊŋ"
    # The font's sign for a missing character is empty, so that ink means a letter of its own.
    assert font.getmask("\uffff").getbbox() is None
    assert [letter for letter in needed if font.getmask(letter).getbbox() is None] == []


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_kazakh_letters_are_not_their_russian_likenesses(weight: str) -> None:
    font = ImageFont.truetype(FONTS / f"NotoSans-{weight}.ttf", 40)
    assert len({bytes(font.getmask(letter)) for letter in KAZAKH}) == 42


def test_letters_in_two_parts_become_one() -> None:
    assert fit_text("И\u0306од, е\u0308лка", "Bold", SIZES, 700).lines == ("Йод, ёлка",)


@pytest.mark.parametrize(("words", "size"), [(1, 76), (6, 68), (9, 56), (40, 44)])
def test_the_largest_size_that_holds_all_words_is_taken(words: int, size: int) -> None:
    text = fit_text(" ".join(["ЕСЕП 24"] * words), "Bold", SIZES, 700)
    assert text.font.size == size
    assert text.height_px <= 250
    assert text.width_px <= 700
    assert text.lines[-1].endswith("…") is (words == 40)


def test_a_size_is_taken_that_no_larger_one_could_replace() -> None:
    """The quick look by widths of one size never passes over a size that would have fitted."""
    for letters in range(4, 90):
        text = " ".join(["жол"] * (letters // 4))
        taken = fit_text(text, "Bold", SIZES, 500)
        larger = [step for step in SIZES if step[0] > taken.font.size]
        for step in larger:
            lines = fit_text(text, "Bold", (step,), 500).lines
            assert any(line.endswith("…") for line in lines) or len(lines) > step[1]


def test_lines_are_struck_through_as_far_as_words_go() -> None:
    picture = Image.new("L", (700, 120), 0)
    text = fit_text("жол жоқ", "Regular", ((40, 1),), 700)
    pen = ImageDraw.Draw(picture)
    assert draw_lines(pen, text, (10, 10), 255) == 10 + text.height_px  # type: ignore[arg-type]
    before = picture.copy()
    strike_lines(pen, text, (10, 10), 128)  # type: ignore[arg-type]
    rows = [row for row in range(120) if picture.getpixel((11, row)) == 128]
    assert len(rows) == 3
    assert picture.crop((10 + text.width_px + 2, 0, 700, 120)).getbbox() is None
    assert before != picture
