"""Fit text into boxes and draw it, with the bundled font."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import category, normalize

from PIL import ImageDraw, ImageFont

from generator.media.colour import Colour

_FONTS = Path(__file__).parent.parent / "fonts"
_LEADING = 1.18
_ALIKE = str.maketrans("\u202f\u2212\u2011", "\u00a0–-")  # the font lacks the first of each pair

Steps = tuple[tuple[int, int], ...]
"""Sizes in pixels with the lines they may fill, best first."""

# A width measured at one size is that of another size to a few per cent, because glyphs are as wide
# as whole pixels. So most sizes are ruled out by one measure, and only one or two are set.
_SLACK = 0.93


@dataclass(frozen=True, slots=True)
class FittedText:
    """Lines of text with the font in which they fit."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont

    @property
    def leading_px(self) -> int:
        return round(self.font.size * _LEADING)

    @property
    def height_px(self) -> int:
        return len(self.lines) * self.leading_px

    @property
    def width_px(self) -> int:
        return max((round(self.font.getlength(line)) for line in self.lines), default=0)


def steps(sizes_px: range, height_px: int) -> Steps:
    """Each of the sizes with the lines of it that fill that height."""
    return tuple((size, max(1, height_px // round(size * _LEADING))) for size in sizes_px)


def fit_text(text: str, weight: str, sizes: Steps, line_px: int) -> FittedText:
    """The text in the first of the sizes that holds it, cut where none does.

    Characters that the font lacks (emoji, other scripts) are left out.
    """
    lines, size_px = _fit(text, weight, sizes, line_px)
    return FittedText(lines, _font(weight, size_px))


@lru_cache(maxsize=256)  # the cards of a site share a name, a place and a few labels
def _fit(text: str, weight: str, sizes: Steps, line_px: int) -> tuple[tuple[str, ...], int]:
    """The lines of the text, and their size."""
    clean = clean_text(text)
    words = clean.split(" ") if clean else []
    largest = _font(weight, sizes[0][0])
    widths = [largest.getlength(word) for word in (*words, " ")]
    for size_px, most in (*_possible(sizes, widths, line_px), sizes[-1]):
        font = _font(weight, size_px)
        pieces = [piece for word in words for piece in _pieces(word, font, line_px)]
        lines = _break(pieces, font, line_px)
        if len(lines) <= most and pieces == words:
            break
    if len(lines) > most:
        lines = (*lines[: most - 1], _shorten(lines[most - 1], font, line_px))
    return lines, size_px


def _possible(sizes: Steps, widths: list[float], line_px: int) -> Iterator[tuple[int, int]]:
    """The sizes that may hold words of these widths, which are of the first size; a space last."""
    for size_px, most in sizes:
        scale = size_px / sizes[0][0] * _SLACK
        *scaled, space = (width * scale for width in widths)
        is_narrow = max(scaled, default=0) <= line_px
        if is_narrow and len(_fill([""] * len(scaled), scaled, line_px, space)) <= most:
            yield size_px, most


def _font(weight: str, size_px: int) -> ImageFont.FreeTypeFont:
    # The basic layout gives the same bytes with and without libraqm, which some systems lack.
    # Not cached: two threads must not use one FreeType face at once.
    path = _FONTS / f"NotoSans-{weight}.ttf"
    return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)


def clean_text(text: str) -> str:
    """The text that can be drawn, with dashes bound to the word before, "5" or "в" to the next."""
    text = normalize("NFC", text).translate(_ALIKE)
    kept = "".join(character for character in text if _is_drawable(character))
    spaced = re.sub(r"[^\S\u00a0]+", " ", kept).strip()
    return re.sub(r" (?=[—–-] )|(?<=\b\w) ", "\u00a0", spaced)


@cache
def _is_drawable(character: str) -> bool:
    if character.isspace():
        return True
    # The font's sign for a missing character was cut away, so it has no ink.
    mask = _font("Regular", 16).getmask(character)
    return category(character) != "Cf" and mask.getbbox() is not None


def _pieces(word: str, font: ImageFont.FreeTypeFont, line_px: int) -> list[str]:
    """The word, broken where it alone is wider than a line, as a web address may be."""
    if font.getlength(word) <= line_px:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and font.getlength(pieces[-1] + letter) > line_px:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _break(words: list[str], font: ImageFont.FreeTypeFont, line_px: int) -> tuple[str, ...]:
    """The fewest lines, as even as can be."""
    space = font.getlength(" ")
    widths = [font.getlength(word) for word in words]
    lines = _fill(words, widths, line_px, space)
    for width_px in range(line_px - 20, line_px // 2, -20):
        tighter = _fill(words, widths, width_px, space)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _fill(words: list[str], widths: list[float], line_px: float, space: float) -> tuple[str, ...]:
    lines: list[str] = []
    room = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and width + space <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
            room = line_px + space
        room -= width + space
    return tuple(lines)


def _shorten(line: str, font: ImageFont.FreeTypeFont, line_px: int) -> str:
    while font.getlength(line + "…") > line_px:
        line = line[: line.rfind(" ")] if " " in line else line[:-1]
    return line.rstrip(" \u00a0·,.;:—–-(«") + "…"


def draw_lines(pen: ImageDraw.ImageDraw, text: FittedText, at: tuple[int, int], ink: Colour) -> int:
    """Draw the lines with their upper left corner there; returns the height of their end."""
    left, top = at
    for number, line in enumerate(text.lines):
        pen.text((left, _baseline(text, top, number)), line, ink, text.font, anchor="ls")
    return top + text.height_px


def strike_lines(
    pen: ImageDraw.ImageDraw, text: FittedText, at: tuple[int, int], ink: Colour
) -> None:
    """Strike out lines that were drawn there, with lines of 3 px."""
    left, top = at
    for number, line in enumerate(text.lines):
        middle = _baseline(text, top, number) - round(text.font.size * 0.28)
        right = left + round(text.font.getlength(line))
        pen.rectangle((left, middle, right, middle + 2), ink)


def _baseline(text: FittedText, top: int, number: int) -> int:
    return top + number * text.leading_px + round(text.font.size * 0.95)


def draw_block(pen: ImageDraw.ImageDraw, text: FittedText, at: tuple[int, int], ink: Colour) -> int:
    """Draw the lines around that column, from that height down; returns the height of their end."""
    middle, top = at
    for number, line in enumerate(text.lines):
        pen.text((middle, _baseline(text, top, number)), line, ink, text.font, anchor="ms")
    return top + text.height_px


def draw_centred(
    pen: ImageDraw.ImageDraw,
    line: str,
    middle: tuple[int, int],
    font: ImageFont.FreeTypeFont,
    ink: Colour,
) -> None:
    """Draw one line around that point."""
    # Noto's capitals are 0.714 of the size high; half of that is below the middle.
    pen.text((middle[0], middle[1] + round(font.size * 0.357)), line, ink, font, anchor="ms")
