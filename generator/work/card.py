"""Draw the share card that messengers show with a link: a JPEG of 1200x630 px."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from generator.media.colour import Colour, ink_on, mix, parse_colour
from generator.recipes import BROAD_PX, CARD_HEIGHT_PX, TALL_PX, CardRecipe, MadeFile, upright_width
from generator.work.card_parts import (
    GOOD,
    INK,
    MUTED,
    PAPER,
    THREAD_PX,
    WRONG,
    draw_face,
    draw_label,
    draw_plate,
    draw_play,
    draw_ring,
    draw_stamp,
    draw_thread,
    read_still,
    solid,
)
from generator.work.lettering import (
    Steps,
    draw_block,
    draw_centred,
    draw_lines,
    fit_text,
    steps,
    strike_lines,
)

_WIDTH_PX, _HEIGHT_PX = _SIZE_PX = (1200, CARD_HEIGHT_PX)
_MARGIN_PX = 56
_LAST_PX = _HEIGHT_PX - THREAD_PX - 26  # of what stands above the thread

# A chat shows the card some 300 px wide, where 44 px become 11, the least that is easy to read.
_TITLE_SIZES = range(76, 43, -4)
_LONG = 50  # characters of a title that a picture makes room for
_NAME_STEPS = ((34, 1), (30, 1), (30, 2), (26, 2))
_PLACE_STEPS = ((28, 1), (26, 1), (26, 2), (22, 2))

# Quality and the bytes it may take: 110 KB load in a second at 1 Mbit/s, 200 KB are the promised
# most. One pass: Huffman tables of its own save 7 % of the bytes and take as long again.
_QUALITIES = ((84, 110_000), (74, 110_000), (64, 200_000), (44, 200_000), (24, 200_000), (8, 0))


def make_card(
    recipe: CardRecipe, source: Path | None, portrait: Path | None, into: Path
) -> tuple[MadeFile, ...]:
    """Draw card.jpg in the folder `into`: words, the still at `source`, the deputy's portrait.

    Without a portrait the initials of the name stand in its place.
    """
    card = Image.new("RGB", _SIZE_PX, PAPER)
    draw = _LOOKS.get(recipe.look, _draw_post)
    draw(card, recipe, source, portrait)
    return (_save(card, into / "card.jpg"),)


def _draw_post(
    card: Image.Image, recipe: CardRecipe, source: Path | None, portrait: Path | None
) -> None:
    """Face, name and title, with the picture at the right from edge to edge."""
    if source is None:
        _draw_words_alone(card, recipe, portrait)
        return
    picture = _picture(source, has_long_title=len(recipe.title) > _LONG)
    seam = _WIDTH_PX - picture.width
    card.paste(picture, (seam, 0))
    accent = solid(parse_colour(recipe.accent))
    draw_thread(card, 0, seam, accent)
    # The play mark lies on the seam: words keep away from it, and it from the picture's middle.
    room = seam - _MARGIN_PX - 40
    top = _draw_who(card, recipe, portrait, room)
    foot = _LAST_PX - (76 if recipe.label else 0)
    _draw_title(card, recipe.title, (_MARGIN_PX, top + 28), (room, foot - top - 28))
    if recipe.label:
        draw_label(card, recipe.label, _MARGIN_PX, _LAST_PX, room - (70 if recipe.is_clip else 0))
    if recipe.is_clip:
        draw_play(card, (seam, _HEIGHT_PX - 140), accent)


def _draw_words_alone(card: Image.Image, recipe: CardRecipe, portrait: Path | None) -> None:
    """Title and first sentences on a tint, with a large face."""
    accent = parse_colour(recipe.accent)
    card.paste(mix(PAPER, accent, 0.09), (0, 0, *_SIZE_PX))
    draw_thread(card, 0, _WIDTH_PX, solid(accent))
    end = _draw_title(card, recipe.title, (_MARGIN_PX, 64), (724, 320))
    foot = _LAST_PX - (76 if recipe.label else 0)
    _draw_text(card, recipe.text, (_MARGIN_PX, end + 26), (724, foot - end - 26), MUTED)
    if recipe.label:
        draw_label(card, recipe.label, _MARGIN_PX, _LAST_PX, 600)
    face = (840, 76, 300)
    draw_ring(card, face, 10, PAPER)
    draw_face(card, portrait, recipe.name, face)
    _draw_under(card, recipe.name, recipe.place, (990, 396))
    if recipe.is_clip:
        draw_play(card, (840, _HEIGHT_PX - 140), solid(accent))


def _draw_answer(
    card: Image.Image, recipe: CardRecipe, source: Path | None, portrait: Path | None
) -> None:
    """The claim struck out and stamped above, the fact large below, and who says so."""
    del source
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, _WIDTH_PX, 262), mix(PAPER, WRONG, 0.08))
    pen.rectangle((0, 256, _WIDTH_PX, 262), WRONG)
    edge = draw_stamp(card, recipe.stamp, _WIDTH_PX - 44, 128)
    room = edge - _MARGIN_PX - 40
    head = fit_text(recipe.note, "Bold", ((28, 1), (24, 1)), room)
    draw_lines(pen, head, (_MARGIN_PX, 30), WRONG)
    claim = fit_text(f"«{recipe.claim}»" if recipe.claim else "", "Regular", _CLAIM_STEPS, room)
    draw_lines(pen, claim, (_MARGIN_PX, 76), MUTED)
    strike_lines(pen, claim, (_MARGIN_PX, 76), WRONG)
    _draw_title(card, recipe.title, (_MARGIN_PX, 292), (680 if recipe.is_clip else 760, 312))
    face = (894, 290, 214)
    draw_ring(card, face, 13, GOOD)
    draw_ring(card, face, 8, PAPER)
    draw_face(card, portrait, recipe.name, face)
    _draw_under(card, recipe.text, recipe.name, (1001, 520), GOOD)
    if recipe.is_clip:
        draw_play(card, (806, 430), solid(parse_colour(recipe.accent)))


_CLAIM_STEPS = ((42, 3), (36, 3), (32, 4), (28, 5))


def _draw_event(
    card: Image.Image, recipe: CardRecipe, source: Path | None, portrait: Path | None
) -> None:
    """When, large on the accent; what and where beside it."""
    del source
    ground = parse_colour(recipe.accent)
    ink = ink_on(ground, 4.5)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, 449, _HEIGHT_PX), ground)
    number = fit_text(recipe.number, "Bold", ((230, 1), (170, 1), (120, 1)), 410)
    for line in number.lines:
        draw_centred(pen, line, (225, 180), number.font, ink)
    month = fit_text(recipe.month, "Bold", ((42, 2), (36, 2), (30, 3)), 410)
    foot = draw_block(pen, month, (225, 296), ink)
    hours = fit_text(recipe.hours, "Bold", ((50, 1), (40, 1)), 380)
    for line in hours.lines:
        size = (hours.width_px + 52, 80)
        draw_plate(card, (225 - size[0] // 2, foot + 22), size, ink)
        draw_centred(pen, line, (225, foot + 62), hours.font, ground)
    draw_thread(card, 450, _WIDTH_PX, solid(ground))
    end = _draw_title(card, recipe.title, (506, 56), (640, 260))
    _draw_text(card, recipe.text, (506, end + 22), (640, 440 - end), INK)
    _draw_who(card, recipe, portrait, 640, at=(506, 476))


def _draw_home(
    card: Image.Image, recipe: CardRecipe, source: Path | None, portrait: Path | None
) -> None:
    """The deputy's name, office and telephone, with the portrait from edge to edge."""
    del portrait
    accent = solid(parse_colour(recipe.accent))
    seam = _WIDTH_PX
    if source:
        picture = read_still(source, (TALL_PX, _HEIGHT_PX))
        seam -= picture.width
        card.paste(picture, (seam, 0))
    else:
        seam = 800
        draw_face(card, None, recipe.name, (840, 110, 300))
    draw_thread(card, 0, seam if source else _WIDTH_PX, accent)
    room = seam - 2 * _MARGIN_PX
    pen = ImageDraw.Draw(card)
    name = fit_text(recipe.title, "Bold", steps(range(84, 43, -4), 250), room)
    end = draw_lines(pen, name, (_MARGIN_PX, 84), INK)
    end = _draw_text(card, recipe.text, (_MARGIN_PX, end + 20), (room, 150), MUTED)
    phone = fit_text(recipe.note, "Bold", ((46, 1), (40, 1), (34, 1)), room)
    draw_lines(pen, phone, (_MARGIN_PX, min(end + 34, 510)), accent)


_LOOKS = {"answer": _draw_answer, "event": _draw_event, "home": _draw_home}


# What cards have in common


def _draw_who(
    card: Image.Image,
    recipe: CardRecipe,
    portrait: Path | None,
    room_px: int,
    at: tuple[int, int] = (_MARGIN_PX, 48),
) -> int:
    """Face, name, and place or telephone; returns the height where they end."""
    left, top = at
    across = 92 if room_px > 600 else 80
    draw_face(card, portrait, recipe.name, (left, top, across))
    room = room_px - across - 22
    name = fit_text(recipe.name, "Bold", _NAME_STEPS, room)
    place = fit_text(recipe.place, "Regular", _PLACE_STEPS, room)
    height = name.height_px + place.height_px
    start = top + max(0, (across - height) // 2)
    pen = ImageDraw.Draw(card)
    start = draw_lines(pen, name, (left + across + 22, start), INK)
    return max(top + across, draw_lines(pen, place, (left + across + 22, start), MUTED))


def _draw_title(card: Image.Image, title: str, at: tuple[int, int], room: tuple[int, int]) -> int:
    text = fit_text(title, "Bold", steps(_TITLE_SIZES, room[1]), room[0])
    return draw_lines(ImageDraw.Draw(card), text, at, INK)


def _draw_text(
    card: Image.Image, words: str, at: tuple[int, int], room: tuple[int, int], ink: Colour
) -> int:
    """Words below a title, as far as there is room."""
    sizes: Steps = tuple(
        (size, most) for size, most in steps(range(38, 29, -4), room[1]) if most * size <= room[1]
    )
    if not sizes:
        return at[1]
    return draw_lines(ImageDraw.Draw(card), fit_text(words, "Regular", sizes, room[0]), at, ink)


def _draw_under(
    card: Image.Image, first: str, second: str, at: tuple[int, int], ink: Colour = INK
) -> None:
    """Two centred texts below a face."""
    pen = ImageDraw.Draw(card)
    middle, top = at
    bold = fit_text(first, "Bold", ((30, 1), (26, 1), (26, 2)), 330)
    end = draw_block(pen, bold, (middle, top), ink)
    plain = fit_text(second, "Regular", ((26, 1), (24, 1), (24, 2)), 330)
    draw_block(pen, plain, (middle, end), MUTED)


def _picture(source: Path, *, has_long_title: bool) -> Image.Image:
    """The still as high as the card: an upright one whole, any other cut to a broad panel."""
    with Image.open(source) as still:
        width_px, height_px = still.size
    if height_px > width_px:
        return read_still(source, (upright_width(width_px, height_px), _HEIGHT_PX))
    picture = read_still(source, (BROAD_PX, _HEIGHT_PX))
    side = (BROAD_PX - TALL_PX) // 2 if has_long_title else 0
    return picture.crop((side, 0, BROAD_PX - side, _HEIGHT_PX)) if side else picture


def _save(card: Image.Image, path: Path) -> MadeFile:
    for quality, most_bytes in _QUALITIES:
        written = BytesIO()
        card.save(written, "JPEG", quality=quality)
        if written.tell() <= most_bytes:
            break
    path.write_bytes(written.getvalue())
    return MadeFile(path.name, written.tell(), *_SIZE_PX, mime="image/jpeg")
