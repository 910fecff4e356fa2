"""Draw the pieces of share cards: face, play mark, stamp, label, and the thread of rams' horns."""

from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from generator.media.colour import BLACK, WHITE, Colour, contrast, mix
from generator.work.lettering import FittedText, clean_text, draw_centred, fit_text

PAPER: Colour = (255, 253, 250)
INK: Colour = (28, 26, 23)
MUTED: Colour = (94, 88, 80)
WRONG: Colour = (163, 36, 26)
GOOD: Colour = (44, 106, 58)

_LABEL_STEPS = ((32, 1), (28, 1), (24, 1))
_SMOOTH = 4  # points drawn along each side of a final one

THREAD_PX = 30
"""Height of the thread."""

# One pair of horns in units of a third of a pixel: a line, and on it two curls of Bézier curves,
# as themes/default/assets/style.css has them.
_HORN = (
    ((20, 9), (20, 7.8), (20, 6.7), (20, 5.5)),
    ((20, 5.5), (20, 2.5), (18, 1), (15.5, 1)),
    ((15.5, 1), (13, 1), (11.5, 3), (11.5, 4.5)),
    ((11.5, 4.5), (11.5, 6), (13, 7), (14.2, 7)),
    ((14.2, 7), (15.4, 7), (16, 6), (16, 5)),
)
_HORNS_WIDE, _HORNS_SCALE, _HORNS_STROKE = 40, 3, 1.6


def solid(accent: Colour) -> Colour:
    """The accent, darker where words in it on paper, or white words on it, could not be read."""
    colour = accent
    while min(contrast(colour, PAPER), contrast(colour, WHITE)) < 4.5:
        colour = mix(colour, BLACK, 0.1)
    return colour


def draw_thread(card: Image.Image, left: int, right: int, colour: Colour) -> None:
    """The thread along the lower edge, between these columns."""
    tile = _horns()
    top = card.height - THREAD_PX
    for column in range(left, right, tile.width):
        part = tile.crop((0, 0, min(tile.width, right - column), THREAD_PX))
        card.paste(colour, (column, top), part)


@cache
def _horns() -> Image.Image:
    scale = _HORNS_SCALE * _SMOOTH
    mask = Image.new("L", (_HORNS_WIDE * scale, THREAD_PX * _SMOOTH), 0)
    pen = ImageDraw.Draw(mask)
    stroke = round(_HORNS_STROKE * scale)
    pen.line((0, 9.2 * scale, mask.width, 9.2 * scale), 255, stroke)
    for side in (1, -1):
        points = [point for curve in _HORN for point in _curve(curve)]
        drawn = [((20 + side * (x - 20)) * scale, y * scale) for x, y in points]
        pen.line(drawn, 255, stroke, joint="curve")
    return mask.reduce(_SMOOTH)


def _curve(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Points along a cubic Bézier curve."""
    drawn = []
    for step in range(13):
        t = step / 12
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        drawn.append(
            (
                sum(share * x for share, (x, _) in zip(shares, points, strict=True)),
                sum(share * y for share, (_, y) in zip(shares, points, strict=True)),
            )
        )
    return drawn


def draw_face(
    card: Image.Image, portrait: Path | None, name: str, box: tuple[int, int, int]
) -> None:
    """The portrait, or else the initials of the name, in a circle: left, top and width."""
    left, top, across = box
    if portrait:
        stat = portrait.stat()
        face = _face(portrait, stat.st_mtime_ns, stat.st_size, across)
        card.paste(face, (left, top), _disc(across))
        return
    ground = mix(PAPER, INK, 0.1)
    card.paste(ground, (left, top), _disc(across))
    text = fit_text(initials(name), "Bold", ((across * 2 // 5, 1),), across)
    middle = (left + across // 2, top + across // 2)
    for line in text.lines:
        draw_centred(ImageDraw.Draw(card), line, middle, text.font, MUTED)


def initials(name: str) -> str:
    """The first letters of the first two words of a name."""
    return "".join(word[0] for word in clean_text(name).split()[:2]).upper()


@lru_cache(maxsize=16)
def _face(portrait: Path, changed_ns: int, size_bytes: int, across: int) -> Image.Image:
    """The portrait as a square of that width: cards of one site share a few."""
    del changed_ns, size_bytes  # they tell another picture at the same path
    return read_still(portrait, (across, across))


def read_still(source: Path, size: tuple[int, int]) -> Image.Image:
    """The picture cropped to that size, from above its middle, where faces are."""
    with Image.open(source) as still:
        still.draft("RGB", size)
        still.load()
        picture = still if still.mode == "RGB" else still.convert("RGB")
    if picture.size == size:
        return picture
    return ImageOps.fit(picture, size, Image.Resampling.BICUBIC, centering=(0.5, 0.35))


@lru_cache(maxsize=16)
def _disc(across: int) -> Image.Image:
    mask = Image.new("L", (across * _SMOOTH, across * _SMOOTH), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, *(side - 1 for side in mask.size)), 255)
    return mask.reduce(_SMOOTH)


def draw_ring(card: Image.Image, box: tuple[int, int, int], edge: int, colour: Colour) -> None:
    """A disc of that colour, wider than the circle in the box by `edge` on each side."""
    left, top, across = box
    card.paste(colour, (left - edge, top - edge), _disc(across + 2 * edge))


def draw_play(card: Image.Image, middle: tuple[int, int], colour: Colour) -> None:
    """A play mark of 132 px around that point."""
    left, top = (side - 66 for side in middle)
    card.paste(PAPER, (left, top), _disc(132))
    card.paste(colour, (left + 7, top + 7), _disc(118))
    card.paste(WHITE, (left + 45, top + 39), _triangle())


@cache
def _triangle() -> Image.Image:
    mask = Image.new("L", (48 * _SMOOTH, 54 * _SMOOTH), 0)
    corners = ((4, 0), (4, 54), (48, 27))
    ImageDraw.Draw(mask).polygon([(x * _SMOOTH, y * _SMOOTH) for x, y in corners], fill=255)
    return mask.reduce(_SMOOTH)


def draw_label(card: Image.Image, words: str, left: int, bottom: int, room_px: int) -> None:
    """White words on a dark plate, with its lower left corner there."""
    text = fit_text(words, "Bold", _LABEL_STEPS, room_px - 36)
    for line in text.lines:
        size = text.width_px + 36, 56
        draw_plate(card, (left, bottom - size[1]), size, INK)
        middle = (left + size[0] // 2, bottom - size[1] // 2)
        draw_centred(ImageDraw.Draw(card), line, middle, text.font, WHITE)


def draw_plate(
    card: Image.Image, at: tuple[int, int], size: tuple[int, int], colour: Colour
) -> None:
    """A rounded plate."""
    card.paste(colour, at, _plate(size, 12))


@lru_cache(maxsize=64)
def _plate(size: tuple[int, int], radius: int) -> Image.Image:
    mask = Image.new("L", (size[0] * _SMOOTH, size[1] * _SMOOTH), 0)
    box = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius * _SMOOTH, 255)
    return mask.reduce(_SMOOTH)


def draw_stamp(card: Image.Image, word: str, right: int, middle: int) -> int:
    """The word as a stamp, turned by 5 degrees; returns the column where it begins."""
    mask = _stamp(word)
    left = right - mask.width
    card.paste(WRONG, (left, middle - mask.height // 2), mask)
    return left


@lru_cache(maxsize=8)
def _stamp(word: str) -> Image.Image:
    text: FittedText = fit_text(word, "Bold", ((66, 1), (54, 1), (44, 1)), 340)
    size = text.width_px + 70, 112
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    pen.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 14, outline=255, width=9)
    for line in text.lines:
        middle = size[1] // 2 + round(text.font.size * 0.357)
        pen.text((size[0] // 2, middle), line, 255, text.font, anchor="ms")
    return mask.rotate(5, Image.Resampling.BICUBIC, expand=True)
