"""Draw words: transparent pictures to lay over clips, and covers and squares."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from generator.media.colour import WHITE, Colour, contrast, ink_on, parse_colour
from generator.recipes import MadeFile
from generator.share.kit import SAFE_FOOT_PX, SAFE_LEFT_PX, SAFE_RIGHT_PX, KitWords
from generator.work.image import crop_box
from generator.work.lettering import FittedText, draw_centred, fit_text

NIGHT: Colour = (10, 14, 18)
"""Behind words on a picture."""

SQUARE_PX = (1080, 1080)
ROOM_PX = SAFE_RIGHT_PX - SAFE_LEFT_PX
"""The width for words."""

CAPTION_PX = (ROOM_PX, 330)
"""The size of every caption's picture: ffmpeg's concat wants one for all."""

_PAD_PX = 26  # between words and the edge of their plate
_CORNER_PX = 14
_GAP_PX = 14
_CHIP_GAP_PX = 10
_BAR_PX = 10  # of accent, left of a title
_PLATE = 190  # of 255: white keeps a contrast of 9 even on white pictures
_TITLE_STEPS = (
    *((size_px, 2) for size_px in (76, 72, 68, 64, 60)),
    *((size_px, 3) for size_px in (68, 64, 60, 56, 52, 48, 44)),
)
_SMALL_STEPS = ((34, 1), (30, 1), (26, 1))
# Two cue lines of 39 letters fill three or four such lines; a phone shows 50 px as 17.
_CAPTION_STEPS = ((52, 2), (50, 3), (46, 3), (44, 4), (40, 4), (36, 5))
_QUALITIES = (88, 80, 70, 55, 40)
_COVER_BYTES = 400_000  # under a second at 4 Mbit/s, and networks do not compress it further


@dataclass(frozen=True, slots=True)
class Ground:
    """The picture under a cover's words, and the point to keep, as shares of width and height."""

    path: Path
    focus: tuple[float, float] = (0.5, 0.4)


def draw_head(words: KitWords, accent: str) -> Image.Image:
    """The site's name and the labels as small chips, shown for the whole clip."""
    chips = [_chip(words.name, NIGHT, WHITE, "Regular")] if words.name else []
    return _arranged(chips + [_label(label, accent) for label in words.labels])


def draw_title(title: str, accent: str) -> Image.Image:
    """A title of at most three lines on a dark plate with a bar of accent."""
    text = fit_text(title, "Bold", _TITLE_STEPS, ROOM_PX - 2 * _PAD_PX - _BAR_PX)
    plate = _plate(_width(text) + 2 * _PAD_PX + _BAR_PX, text.height_px + _PAD_PX)
    pen, colour = ImageDraw.Draw(plate), parse_colour(accent)
    bar = colour if contrast(colour, NIGHT) >= 1.5 else WHITE
    pen.rectangle((0, 0, _BAR_PX - 1, plate.height), (*bar, 255))
    _draw_lines(pen, text, (_BAR_PX + _PAD_PX, _PAD_PX // 2), WHITE)
    return plate


def draw_caption(words: str) -> Image.Image:
    """A caption, centred at the foot of its transparent picture; empty for ""."""
    whole = Image.new("RGBA", CAPTION_PX, (0, 0, 0, 0))
    text = fit_text(words, "Bold", _CAPTION_STEPS, ROOM_PX - 2 * _PAD_PX)
    if not text.lines:
        return whole
    plate = _plate(_width(text) + 2 * _PAD_PX, text.height_px + _PAD_PX)
    pen = ImageDraw.Draw(plate)
    for number, line in enumerate(text.lines):
        middle = _PAD_PX // 2 + number * text.leading_px + text.leading_px // 2
        draw_centred(pen, line, (plate.width // 2, middle), text.font, WHITE)
    whole.paste(plate, ((whole.width - plate.width) // 2, whole.height - plate.height))
    return whole


def make_picture(
    words: KitWords, size_px: tuple[int, int], ground: Ground | None, accent: str
) -> Image.Image:
    """A cover or a square: labels, title and name at the foot of the picture or on the accent."""
    foot_px = min(SAFE_FOOT_PX, size_px[1] - 60)
    title = fit_text(words.title, "Bold", _TITLE_STEPS, ROOM_PX)
    name = fit_text(words.name, "Regular", _SMALL_STEPS, ROOM_PX)
    labels = _arranged([_label(label, accent) for label in words.labels])
    top_px = foot_px - labels.height - title.height_px - name.height_px - 2 * _GAP_PX
    picture = _on_ground(size_px, ground, top_px, accent)
    ink = ink_on(parse_colour(accent), 4.5) if ground is None else WHITE
    pen = ImageDraw.Draw(picture)
    picture.paste(labels, (SAFE_LEFT_PX, top_px), labels)
    _draw_lines(pen, title, (SAFE_LEFT_PX, top_px + labels.height + _GAP_PX), ink)
    _draw_lines(pen, name, (SAFE_LEFT_PX, foot_px - name.height_px), ink)
    return picture


def save_jpeg(picture: Image.Image, path: Path) -> MadeFile:
    """Save the picture as a JPEG without metadata, of at most 400 kB where quality 40 allows."""
    picture.info.clear()
    for quality in _QUALITIES:
        written = BytesIO()
        picture.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= _COVER_BYTES:
            break
    path.write_bytes(written.getvalue())
    return MadeFile(path.name, written.tell(), *picture.size, mime="image/jpeg")


def _label(words: str, accent: str) -> Image.Image:
    colour = parse_colour(accent)
    return _chip(words, colour, ink_on(colour, 4.5), "Bold", alpha=255)


def _chip(words: str, colour: Colour, ink: Colour, weight: str, alpha: int = _PLATE) -> Image.Image:
    text = fit_text(words, weight, _SMALL_STEPS, ROOM_PX - _PAD_PX)
    chip = _plate(_width(text) + _PAD_PX, text.leading_px + 12, (*colour, alpha))
    pen = ImageDraw.Draw(chip)
    for line in text.lines:
        draw_centred(pen, line, (chip.width // 2, chip.height // 2), text.font, ink)
    return chip


def _arranged(chips: list[Image.Image]) -> Image.Image:
    """The chips side by side, in as many rows as they need."""
    places: list[tuple[int, int]] = []
    left, top, row_px = 0, 0, 0
    for chip in chips:
        if left and left + chip.width > ROOM_PX:
            left, top, row_px = 0, top + row_px, 0
        places.append((left, top))
        left += chip.width + _CHIP_GAP_PX
        row_px = max(row_px, chip.height + _CHIP_GAP_PX)
    whole = Image.new("RGBA", (ROOM_PX, _even(top + row_px)), (0, 0, 0, 0))
    for chip, place in zip(chips, places, strict=True):
        whole.paste(chip, place)
    return whole


def _plate(
    width_px: int, height_px: int, colour: tuple[int, int, int, int] = (*NIGHT, _PLATE)
) -> Image.Image:
    """The ground of words. Even, because a clip has one colour sample for two pixels."""
    size = _even(width_px), _even(height_px)
    plate = Image.new("RGBA", size, (*colour[:3], 0))
    # Drawn at four times the size, for smooth corners.
    mask = Image.new("L", (4 * size[0], 4 * size[1]), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *mask.size), 4 * _CORNER_PX, colour[3])
    plate.putalpha(mask.reduce(4))
    return plate


def _draw_lines(
    pen: ImageDraw.ImageDraw, text: FittedText, at: tuple[int, int], ink: Colour
) -> None:
    for number, line in enumerate(text.lines):
        baseline = at[1] + number * text.leading_px + round(text.font.size * 0.95)
        pen.text((at[0], baseline), line, ink, text.font, anchor="ls")


def _width(text: FittedText) -> int:
    return max((round(text.font.getlength(line)) for line in text.lines), default=0)


def _even(length_px: int) -> int:
    return (length_px + 1) // 2 * 2


def _on_ground(
    size_px: tuple[int, int], ground: Ground | None, words_px: int, accent: str
) -> Image.Image:
    if ground is None:
        return Image.new("RGB", size_px, parse_colour(accent))
    with Image.open(ground.path) as opened:
        picture = opened.convert("RGB")
    box = crop_box(picture.size, size_px, ground.focus)
    whole = picture.resize(size_px, Image.Resampling.LANCZOS, box)
    scales = [whole_px / part_px for whole_px, part_px in zip(size_px, picture.size, strict=True)]
    if min(scales) / max(scales) < 0.6:  # a crop would keep less than 60 % of the picture
        whole = _on_itself(picture, whole, words_px)
    # Dark under the words: white keeps a contrast of 7 there, even on a white picture.
    shades = bytes(_shade(down, words_px) for down in range(size_px[1]))
    whole.paste(NIGHT, (0, 0), Image.frombytes("L", (1, size_px[1]), shades).resize(size_px))
    return whole


def _shade(down: int, words_px: int) -> int:
    rise = min(max((down - words_px + 160) / 140, 0), 1)
    return round(255 * 0.8 * rise * rise * (3 - 2 * rise))


def _on_itself(picture: Image.Image, behind: Image.Image, words_px: int) -> Image.Image:
    """The whole picture on a blurred, darker copy that fills the frame."""
    tiny = behind.resize((54, round(54 * behind.height / behind.width)), Image.Resampling.BOX)
    whole = tiny.filter(ImageFilter.GaussianBlur(2)).resize(behind.size, Image.Resampling.BICUBIC)
    whole.paste(NIGHT, (0, 0), Image.new("L", whole.size, 110))
    sharp = ImageOps.contain(picture, behind.size, Image.Resampling.LANCZOS)
    # Centred in what the words leave free, below what networks place on top.
    top_px = 0 if behind.height == behind.width else 160
    at = (behind.width - sharp.width) // 2, max(0, top_px + (words_px - top_px - sharp.height) // 2)
    whole.paste(sharp, at)
    return whole
