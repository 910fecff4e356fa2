"""Colours are parsed, compared as WCAG says, and mixed."""

import pytest

from generator.media.colour import ACCENT, BLACK, WHITE, contrast, ink_on, mix, parse_colour


@pytest.mark.parametrize(
    ("written", "colour"),
    [("#0b6a83", (11, 106, 131)), ("#FFF", (255, 255, 255)), ("#1a9", (17, 170, 153))],
)
def test_long_and_short_colours_are_parsed(written: str, colour: tuple[int, int, int]) -> None:
    assert parse_colour(written) == colour


def test_no_colour_is_the_default_accent_and_others_are_refused() -> None:
    assert parse_colour("") == parse_colour(ACCENT)
    for written in ("#12", "teal", "#0b6a8"):
        with pytest.raises(ValueError):
            parse_colour(written)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == pytest.approx(21)
    # Known pairs of https://webaim.org/resources/contrastchecker/
    assert contrast(parse_colour("#767676"), WHITE) == pytest.approx(4.54, abs=0.005)
    assert contrast((255, 0, 0), WHITE) == pytest.approx(4.0, abs=0.005)


def test_ink_is_white_while_its_contrast_suffices() -> None:
    assert ink_on(parse_colour("#767676"), 4.5) == WHITE
    assert ink_on(parse_colour("#777777"), 4.5) == BLACK
    assert ink_on(parse_colour("#777777"), 3) == WHITE


def test_black_or_white_can_be_read_on_any_ground() -> None:
    grounds = [(red, green, 128) for red in range(0, 256, 15) for green in range(0, 256, 15)]
    assert min(contrast(ink_on(ground, 4.58), ground) for ground in grounds) >= 4.58


def test_a_mix_goes_from_the_first_colour_to_the_other() -> None:
    assert mix((0, 100, 200), (100, 200, 0), 0) == (0, 100, 200)
    assert mix((0, 100, 200), (100, 200, 0), 0.25) == (25, 125, 150)
    assert mix((0, 100, 200), (100, 200, 0), 1) == (100, 200, 0)
