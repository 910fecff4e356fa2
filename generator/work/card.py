"""Draw the share card that messengers show with a link: a JPEG of 1200x630 px."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from unicodedata import category, normalize

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from generator.media.colour import WHITE, Colour, contrast, ink_on, mix, parse_colour
from generator.recipes import CardRecipe, MadeFile

_WIDTH_PX, _HEIGHT_PX = _SIZE_PX = (1200, 630)
_MARGIN_PX = 60
_LINE_PX = _WIDTH_PX - 2 * _MARGIN_PX
_LABEL_PX = 16  # padding left and right of the note
_STRIP_PX = 14  # height of the strip of accent along the lower edge
NIGHT: Colour = (10, 14, 18)  # behind words on a picture
_FONTS = Path(__file__).parent.parent / "fonts"

# Sizes in pixels with the lines they may fill, best first. Three lines still leave room for a play
# mark above them. A chat shows the card some 300 px wide, where 44 px become 11, the least that is
# easy to read.
_TITLE_STEPS = (
    *((size_px, 1) for size_px in (72, 68, 64)),
    *((size_px, 2) for size_px in (72, 68, 64, 60, 56)),
    *((size_px, 3) for size_px in (60, 58, 56, 54, 52, 50, 48, 46, 44)),
)
_SMALL_STEPS = ((36, 1), (32, 1), (28, 1))
_LEADING = 1.18
_UNDER_NOTE_PX, _UNDER_TITLE_PX, _UNDER_NAME_PX = 20, 22, 34

# Quality and the bytes it may take: 110 KB load in a second at 1 Mbit/s, 200 KB are the promised
# most. Not progressive: 6 ms instead of 16 for 4 % more bytes, and no crawler shows half a card.
_QUALITIES = ((84, 110_000), (74, 110_000), (64, 200_000), (44, 200_000), (24, 200_000), (8, 0))


def make_card(recipe: CardRecipe, source: Path | None, into: Path) -> tuple[MadeFile, ...]:
    """Draw card.jpg in the folder `into`, on the still at `source` or else on the accent.

    Characters that the font lacks (emoji, other scripts) are left out. A clip's play mark keeps
    within the middle square, which is all that WhatsApp's small preview shows.
    """
    words = _Words(
        fit_text(recipe.note, "Bold", _SMALL_STEPS, _LINE_PX - 2 * _LABEL_PX),
        fit_text(recipe.title, "Bold", _TITLE_STEPS),
        fit_text(recipe.name, "Regular", _SMALL_STEPS),
    )
    plain = source is None
    # Words alone on the accent are centred; otherwise they are at the bottom.
    top_px = _HEIGHT_PX - _STRIP_PX - _UNDER_NAME_PX - words.height_px
    if plain and not recipe.duration:
        top_px = (_HEIGHT_PX - _STRIP_PX - words.height_px) // 2
    card = _ground(recipe, source, top_px)
    _draw_words(card, words, top_px, _colours(recipe, plain))
    if recipe.duration:
        _draw_play(card, recipe.duration, top_px)
    return (_save(card, into / "card.jpg"),)


# Words


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


@dataclass(frozen=True, slots=True)
class _Words:
    note: FittedText
    title: FittedText
    name: FittedText

    @property
    def height_px(self) -> int:
        lines_px = self.note.height_px + self.title.height_px + self.name.height_px
        return lines_px + _UNDER_NOTE_PX + _UNDER_TITLE_PX


def fit_text(
    text: str, weight: str, steps: tuple[tuple[int, int], ...], line_px: int = _LINE_PX
) -> FittedText:
    """The text in the first of the (size, lines) steps that holds it, cut where none does."""
    clean = _clean(text)
    words = clean.split(" ") if clean else []
    for size_px, most in steps:
        font = _font(weight, size_px)
        pieces = [piece for word in words for piece in _pieces(word, font, line_px)]
        lines = _break(pieces, font, line_px)
        if len(lines) <= most and pieces == words:
            break
    if len(lines) > most:
        lines = (*lines[: most - 1], _shorten(lines[most - 1], font, line_px))
    return FittedText(lines, font)


def _font(weight: str, size_px: int) -> ImageFont.FreeTypeFont:
    # The basic layout gives the same bytes with and without libraqm, which some systems lack.
    # Not cached: two threads must not use one FreeType face at once.
    path = _FONTS / f"NotoSans-{weight}.ttf"
    return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)


def _clean(text: str) -> str:
    """The text that can be drawn, with dashes bound to the word before, "5" or "в" to the next."""
    text = normalize("NFC", text).replace("\u202f", "\u00a0").replace("\u2212", "–")
    font = _font("Regular", 16)
    drawable = {character for character in set(text) if _is_drawable(character, font)}
    kept = "".join(character for character in text if character in drawable)
    spaced = re.sub(r"[^\S\u00a0]+", " ", kept).strip()
    return re.sub(r" (?=[—–-] )|(?<=\b\w) ", "\u00a0", spaced)


def _is_drawable(character: str, font: ImageFont.FreeTypeFont) -> bool:
    if character.isspace():
        return True
    # The font's sign for a missing character was cut away, so it has no ink.
    return category(character) != "Cf" and font.getmask(character).getbbox() is not None


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
    widths = [font.getlength(word) + space for word in words]
    lines = _fill(words, widths, line_px + space)
    for width_px in range(line_px - 20, line_px // 2, -20):
        tighter = _fill(words, widths, width_px + space)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _fill(words: list[str], widths: list[float], width_px: float) -> tuple[str, ...]:
    lines: list[str] = []
    room = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and width <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
            room = width_px
        room -= width
    return tuple(lines)


def _shorten(line: str, font: ImageFont.FreeTypeFont, line_px: int) -> str:
    while font.getlength(line + "…") > line_px:
        line = line[: line.rfind(" ")] if " " in line else line[:-1]
    return line.rstrip(" \u00a0·,.;:—–-(«") + "…"


# Words drawn


@dataclass(frozen=True, slots=True)
class _Colours:
    ink: Colour
    label: Colour
    label_ink: Colour
    strip: Colour


def _colours(recipe: CardRecipe, plain: bool) -> _Colours:
    accent = parse_colour(recipe.accent)
    ink = ink_on(accent, 4.5)
    if plain:
        return _Colours(ink, ink, accent, mix(accent, ink, 0.25))
    if contrast(accent, NIGHT) < 1.5:  # a near-black accent would be invisible
        return _Colours(WHITE, WHITE, accent, WHITE)
    return _Colours(WHITE, accent, ink, accent)


def _draw_words(card: Image.Image, words: _Words, top_px: int, colours: _Colours) -> None:
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, _HEIGHT_PX - _STRIP_PX, *_SIZE_PX), colours.strip)
    if words.note.lines:
        _draw_label(pen, words.note, top_px, colours)
    title_px = top_px + words.note.height_px + _UNDER_NOTE_PX
    _draw_lines(pen, words.title, title_px, colours.ink)
    name_px = title_px + words.title.height_px + _UNDER_TITLE_PX
    _draw_lines(pen, words.name, name_px, colours.ink)


def _draw_lines(pen: ImageDraw.ImageDraw, text: FittedText, top_px: int, ink: Colour) -> None:
    for number, line in enumerate(text.lines):
        baseline = top_px + number * text.leading_px + round(text.font.size * 0.95)
        pen.text((_MARGIN_PX, baseline), line, ink, text.font, anchor="ls")


def _draw_label(pen: ImageDraw.ImageDraw, note: FittedText, top_px: int, colours: _Colours) -> None:
    (line,) = note.lines
    right = _MARGIN_PX + round(note.font.getlength(line)) + 2 * _LABEL_PX
    box = (_MARGIN_PX, top_px - 8, right, top_px + note.leading_px + 4)
    pen.rectangle(box, colours.label)
    middle = (box[1] + box[3]) // 2
    draw_centred(pen, line, ((box[0] + box[2]) // 2, middle), note.font, colours.label_ink)


def draw_centred(
    pen: ImageDraw.ImageDraw,
    line: str,
    middle: tuple[int, int],
    font: ImageFont.FreeTypeFont,
    ink: Colour,
) -> None:
    # Noto's capitals are 0.714 of the size high; half of that is below the middle.
    pen.text((middle[0], middle[1] + round(font.size * 0.357)), line, ink, font, anchor="ms")


# The play mark


def _draw_play(card: Image.Image, duration: str, words_px: int) -> None:
    """A round mark with the duration below it, centred in the space above the words."""
    across, down = _WIDTH_PX // 2, max(words_px // 2 - 36, 80)
    # Four times the size, for smooth edges. 65 % dark: white on it has 6 to 1 on any picture.
    disc, mark = Image.new("L", (640, 640), 0), Image.new("L", (640, 640), 0)
    ImageDraw.Draw(disc).circle((320, 320), 272, fill=165)
    pen = ImageDraw.Draw(mark)
    pen.circle((320, 320), 272, outline=255, width=24)
    pen.polygon([(250, 200), (250, 440), (450, 320)], fill=255)
    for colour, mask in ((NIGHT, disc), (WHITE, mark)):
        card.paste(colour, (across - 80, down - 80), mask.reduce(4))
    text = fit_text(duration, "Bold", _SMALL_STEPS)
    pen = ImageDraw.Draw(card)
    for line in text.lines:
        half = round(text.font.getlength(line)) // 2 + 20
        card.paste(NIGHT, (across - half, down + 80), _capsule(2 * half, 48))
        draw_centred(pen, line, (across, down + 104), text.font, WHITE)


def _capsule(width_px: int, height_px: int) -> Image.Image:
    mask = Image.new("L", (4 * width_px, 4 * height_px), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *mask.size), 2 * height_px, 255)
    return mask.reduce(4)


# The ground


def _ground(recipe: CardRecipe, source: Path | None, words_px: int) -> Image.Image:
    if source is None:
        return Image.new("RGB", _SIZE_PX, parse_colour(recipe.accent))
    with Image.open(source) as still:
        picture = still.convert("RGB")
    if _fills(picture):
        card = ImageOps.fit(picture, _SIZE_PX, Image.Resampling.LANCZOS)
    else:
        card = _on_itself(picture, words_px)
    # Dark behind the words: white keeps 7 to 1 there even on an all-white picture.
    shades = bytes(_shade(row, words_px) for row in range(_HEIGHT_PX))
    veil = Image.frombytes("L", (1, _HEIGHT_PX), shades).resize(_SIZE_PX)
    card.paste(NIGHT, (0, 0), veil)
    return card


def _shade(row: int, words_px: int) -> int:
    """How dark a row of the picture gets: gradually more towards the words, most behind them."""
    rise = min(max((row - words_px + 140) / 120, 0), 1)
    sink = min(max((row - words_px) / (_HEIGHT_PX - words_px), 0), 1)
    return round(255 * (0.78 * rise * rise * (3 - 2 * rise) + 0.1 * sink))


def _fills(picture: Image.Image) -> bool:
    """Whether a crop for the card keeps 60 % of it, enlarged at most 2.5 times."""
    scales = (_WIDTH_PX / picture.width, _HEIGHT_PX / picture.height)
    return min(scales) / max(scales) >= 0.6 and max(scales) <= 2.5


def _on_itself(picture: Image.Image, words_px: int) -> Image.Image:
    """A sharp copy, enlarged at most twice, on a blurred one."""
    small = ImageOps.fit(picture, (60, 32), Image.Resampling.BOX)
    card = small.filter(ImageFilter.GaussianBlur(2)).resize(_SIZE_PX, Image.Resampling.BICUBIC)
    card.paste(NIGHT, (0, 0), Image.new("L", _SIZE_PX, 70))
    sharp = _sharp(picture)
    left = (_WIDTH_PX - sharp.width) // 2
    card.paste(sharp, (left, max(0, (words_px - sharp.height) // 2)))
    return card


def _sharp(picture: Image.Image) -> Image.Image:
    if picture.height >= picture.width:
        # A square, because the words would hide half of a whole upright picture; from above the
        # middle, where faces are.
        side = min(_HEIGHT_PX, 2 * picture.width)
        return ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    room = (min(_WIDTH_PX, 2 * picture.width), min(_HEIGHT_PX, 2 * picture.height))
    return ImageOps.contain(picture, room, Image.Resampling.LANCZOS)


def _save(card: Image.Image, path: Path) -> MadeFile:
    card.info.clear()  # else Pillow writes the still's comment
    for quality, most_bytes in _QUALITIES:
        written = BytesIO()
        card.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= most_bytes:
            break
    path.write_bytes(written.getvalue())
    return MadeFile(path.name, written.tell(), *_SIZE_PX, mime="image/jpeg")
