from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, pairwise, product
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, UnidentifiedImageError

from generator.media.colour import Colour, contrast, parse_colour
from generator.recipes import CardRecipe, MadeFile
from generator.work.card import make_card
from tests.support.house import ROOT

FONTS = ROOT / "generator/fonts"
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LONG = (
    "Ауылдық округтердегі ауыз су құбырларын жөндеу жұмыстары туралы "
    "мәслихат депутатының есебі — қорытынды"
)
ACCENTS = ("", "#0b6a83", "#ffd400", "#ffffff", "#000000", "#a81f14", "#767676", "#0f0")
CLIP = CardRecipe("Жол жөнделді", "Үлгі ауданы", "23 қараша 2026 ж.", "45 с")
UNKNOWN = "🌳中文\U0001f1f0\U0001f1ff\u200d\ufe0f"


def draw(tmp_path: Path, recipe: CardRecipe, source: Path | None = None) -> Image.Image:
    make_card(recipe, source, tmp_path)
    with Image.open(tmp_path / "card.jpg") as card:
        card.load()
        return card


def drawn_bytes(tmp_path: Path, recipe: CardRecipe, source: Path | None = None) -> bytes:
    make_card(recipe, source, tmp_path)
    return (tmp_path / "card.jpg").read_bytes()


def still(tmp_path: Path, picture: Image.Image, name: str = "still.png") -> Path:
    picture.save(tmp_path / name)
    return tmp_path / name


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 200) for _ in range(3)])


def stripes(size: tuple[int, int]) -> Image.Image:
    """Black and white bands: the worst ground for words."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for left in range(0, size[0], 40):
        pen.rectangle((left, 0, left + 19, size[1]), "black")
    return picture


def colour_at(card: Image.Image, at: tuple[int, int]) -> Colour:
    found = card.getpixel(at)
    assert isinstance(found, tuple)
    return int(found[0]), int(found[1]), int(found[2])


def extremes(card: Image.Image, box: tuple[int, int, int, int]) -> tuple[Colour, Colour]:
    """The darkest and the lightest colour of that part, leaving out a thousandth at each end."""
    counted = Counter(colours(card.crop(box)))
    order = sorted(counted, key=lambda colour: contrast(colour, (0, 0, 0)))
    edge = counted.total() // 1000

    def behind_edge(order: list[Colour]) -> Colour:
        upto = accumulate(counted[colour] for colour in order)
        return next(colour for colour, seen in zip(order, upto, strict=True) if seen > edge)

    return behind_edge(order), behind_edge(order[::-1])


def colours(part: Image.Image) -> list[Colour]:
    values = part.tobytes()
    return [*zip(values[::3], values[1::3], values[2::3], strict=True)]


def ink_rows(card: Image.Image, ground: Colour) -> list[int]:
    """How many points of each line, the strip below left out, differ clearly from the ground."""
    away = ImageChops.difference(card, Image.new("RGB", card.size, ground)).convert("L")
    seen = away.point(lambda value: 255 * (value > 40)).crop((0, 0, card.width, 610))
    rows = seen.resize((1, seen.height), Image.Resampling.BOX).tobytes()
    return [*rows]


def blocks(rows: list[int]) -> int:
    return sum(not before and after > 0 for before, after in pairwise([0, *rows]))


# What goes out


def test_card_has_the_size_that_messengers_show(tmp_path: Path) -> None:
    (made,) = make_card(CLIP, None, tmp_path)
    size_bytes = (tmp_path / "card.jpg").stat().st_size
    assert made == MadeFile("card.jpg", size_bytes, 1200, 630, mime="image/jpeg")
    with Image.open(tmp_path / "card.jpg") as card:
        assert (card.format, card.mode, card.size) == ("JPEG", "RGB", (1200, 630))


@pytest.mark.parametrize("size", [(1200, 630), (360, 640)])
def test_even_noise_stays_below_two_hundred_kilobytes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    (made,) = make_card(CLIP, still(tmp_path, noise(size)), tmp_path)
    assert made.size_bytes <= 200_000


def test_nothing_is_known_of_the_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    source = tmp_path / "still.jpg"
    stripes((1200, 630)).save(source, exif=exif, comment=b"SECRETWORD", xmp=b"<x>SECRETXMP</x>")
    written = drawn_bytes(tmp_path, CLIP, source)
    assert b"SECRETPHONE" in source.read_bytes()
    for word in (b"Exif", b"ICC_PROFILE", b"ns.adobe.com", b"SECRET", b"Photoshop"):
        assert word not in written


@pytest.mark.parametrize("size", [None, (1200, 630), (360, 640)])
def test_same_recipe_gives_same_bytes(tmp_path: Path, size: tuple[int, int] | None) -> None:
    source = still(tmp_path, stripes(size)) if size else None
    assert drawn_bytes(tmp_path, CLIP, source) == drawn_bytes(tmp_path, CLIP, source)


@pytest.mark.parametrize(
    "other",
    [
        CardRecipe("Жол жөнделмеді", CLIP.name, CLIP.note, CLIP.duration),
        CardRecipe(CLIP.title, "Басқа аудан", CLIP.note, CLIP.duration),
        CardRecipe(CLIP.title, CLIP.name, "Жауап", CLIP.duration),
        CardRecipe(CLIP.title, CLIP.name, CLIP.note, "46 с"),
        CardRecipe(CLIP.title, CLIP.name, CLIP.note, CLIP.duration, "#a81f14"),
    ],
)
def test_every_word_and_the_accent_show(tmp_path: Path, other: CardRecipe) -> None:
    assert drawn_bytes(tmp_path, other) != drawn_bytes(tmp_path, CLIP)


def test_a_still_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "still.jpg").write_bytes(b"not a picture")
    with pytest.raises(UnidentifiedImageError):
        make_card(CLIP, tmp_path / "still.jpg", tmp_path)
    assert not (tmp_path / "card.jpg").exists()


# Letters


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


@pytest.mark.parametrize("letter", "әғқңөұүһі")
def test_kazakh_letters_reach_the_card(tmp_path: Path, letter: str) -> None:
    without = drawn_bytes(tmp_path, CardRecipe("Ат а", "Аудан"))
    for shown in (letter, letter.upper()):
        assert drawn_bytes(tmp_path, CardRecipe(f"Ат {shown}", "Аудан")) != without


def test_what_the_font_lacks_leaves_no_trace(tmp_path: Path) -> None:
    plain = drawn_bytes(tmp_path, CardRecipe("Ағаш күні", "Аудан", "Жауап", "45 с"))
    decorated = CardRecipe(
        f"Ағаш {UNKNOWN} күні\n{UNKNOWN}", f"{UNKNOWN}Ау\u00adдан",
        f"Жауап {UNKNOWN}", f"45 с{UNKNOWN}",
    )  # fmt: skip
    assert drawn_bytes(tmp_path, decorated) == plain


def test_letters_in_two_parts_become_one(tmp_path: Path) -> None:
    whole = drawn_bytes(tmp_path, CardRecipe("Йод, ёлка", "Аудан"))
    parts = CardRecipe("И\u0306од, е\u0308лка", "Аудан")
    assert drawn_bytes(tmp_path, parts) == whole


@pytest.mark.parametrize("title", ["", UNKNOWN, "\u00a0"])
def test_a_card_without_words_is_still_a_card(tmp_path: Path, title: str) -> None:
    card = draw(tmp_path, CardRecipe(title, title, title, title))
    assert blocks(ink_rows(card, parse_colour(""))) <= 1  # no words: at most the play mark


# Lines


def lines_of(tmp_path: Path, title: str) -> int:
    """The lines of a title in capitals and figures, which never touch one another."""
    card = draw(tmp_path, CardRecipe(title, ""))
    return blocks(ink_rows(card, parse_colour("")))


@pytest.mark.parametrize(
    ("words", "lines"), [(1, 1), (3, 1), (6, 2), (8, 2), (11, 3), (40, 3), (400, 3)]
)
def test_titles_take_up_to_three_lines(tmp_path: Path, words: int, lines: int) -> None:
    assert lines_of(tmp_path, " ".join(["ЕСЕП 24"] * words)) == lines


def margins(card: Image.Image, ground: Colour) -> Iterator[bool]:
    """Whether ink stands in the outer 40 pixels, left and right."""
    for left in (0, 1160):
        yield any(ink_rows(card.crop((left, 0, left + 40, 630)), ground))


@pytest.mark.parametrize(
    "title",
    [LONG, "Қ" * 300, "example.kz/" * 30, " ".join("Ш" * n for n in range(1, 40)), "Ж " * 200],
)
def test_no_title_leaves_the_card(tmp_path: Path, title: str) -> None:
    card = draw(tmp_path, CardRecipe(title, title, title))
    assert [*margins(card, parse_colour(""))] == [False, False]


def test_a_title_that_is_cut_ends_in_an_ellipsis(tmp_path: Path) -> None:
    cut = drawn_bytes(tmp_path, CardRecipe(f"{LONG} {LONG} {LONG}", "Аудан"))
    longer = drawn_bytes(tmp_path, CardRecipe(f"{LONG} {LONG} {LONG} {LONG}", "Аудан"))
    whole = drawn_bytes(tmp_path, CardRecipe(LONG, "Аудан"))
    assert cut == longer != whole


# To be read


@pytest.mark.parametrize("accent", ACCENTS)
def test_words_on_the_accent_have_the_contrast_of_aa(tmp_path: Path, accent: str) -> None:
    card = draw(tmp_path, CardRecipe(LONG, LONG, "Жауап", "", accent))
    darkest, lightest = extremes(card, (60, 150, 460, 460))
    assert contrast(darkest, lightest) >= 4.5
    ground = colour_at(card, (20, 20))
    assert max(abs(a - b) for a, b in zip(ground, parse_colour(accent), strict=True)) <= 3


@pytest.mark.parametrize("ground", ["white", "black", "stripes", "noise", "yellow"])
@pytest.mark.parametrize("size", [(1200, 630), (540, 960), (160, 120), (3000, 400)])
def test_words_on_any_picture_have_the_contrast_of_aa(
    tmp_path: Path, ground: str, size: tuple[int, int]
) -> None:
    makers = {"stripes": stripes, "noise": noise}
    picture = makers[ground](size) if ground in makers else Image.new("RGB", size, ground)
    source = still(tmp_path, picture)
    card = draw(tmp_path, CardRecipe("Жол жөнделді", "Аудан", "Жауап", "", "#0000ff"), source)
    label_px = next(y for y in range(630) if is_blue(card.crop((62, y, 72, y + 1))))
    # Beside the words, at their height: the ground that they stand on.
    _, lightest = extremes(card, (760, label_px, 1200, 614))
    assert contrast(lightest, (255, 255, 255)) >= 4.5


def is_blue(part: Image.Image) -> bool:
    return all(red < 40 and green < 40 and blue > 200 for red, green, blue in colours(part))


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_note_is_readable_on_its_label(tmp_path: Path, accent: str) -> None:
    source = still(tmp_path, Image.new("RGB", (1200, 630), "white"))
    card = draw(tmp_path, CardRecipe("Жол", "Аудан", "Жауап", "", accent), source)
    darkest, lightest = extremes(card, (64, 375, 200, 400))
    assert contrast(darkest, lightest) >= 4.5


# The play mark

MIDDLE = (285, 0, 915, 630)  # what a small square preview keeps


@pytest.mark.parametrize("title", ["Жол", LONG, LONG * 5])
@pytest.mark.parametrize("size", [None, (1200, 630), (540, 960)])
def test_a_clip_shows_a_play_mark_in_the_middle_square(
    tmp_path: Path, title: str, size: tuple[int, int] | None
) -> None:
    source = still(tmp_path, Image.new("RGB", size, "#88aa66")) if size else None
    clip = draw(tmp_path, CardRecipe(title, "Аудан", "Жауап", "45 с", "#a81f14"), source)
    above = clip.crop((560, 0, 640, 230))
    white = [
        at for at in product(range(80), range(230)) if min(colour_at(above, at)) >= 235
    ]  # the triangle, and figures under it
    left, right = (edge(x for x, _ in white) for edge in (min, max))
    assert len(white) > 1500
    assert MIDDLE[0] < 560 + left < 600 < 560 + right < MIDDLE[2]


def test_only_a_clip_has_a_play_mark(tmp_path: Path) -> None:
    source = still(tmp_path, Image.new("RGB", (1200, 630), "#446622"))
    card = draw(tmp_path, CardRecipe("Жол жөнделді", "Аудан", "Жауап"), source)
    _, lightest = extremes(card, (500, 0, 700, 230))
    assert contrast(lightest, parse_colour("#446622")) < 1.2


# The picture


def test_a_picture_of_the_card_s_shape_fills_it(tmp_path: Path) -> None:
    picture = Image.new("RGB", (800, 420), "red")
    picture.paste("blue", (400, 0, 800, 420))
    card = draw(tmp_path, CardRecipe("Жол", "Аудан"), still(tmp_path, picture))
    left, right = colour_at(card, (10, 10)), colour_at(card, (1190, 10))
    assert (left[0] > 240, left[2] < 20) == (True, True)
    assert (right[2] > 240, right[0] < 20) == (True, True)


def sharpness(card: Image.Image, box: tuple[int, int, int, int]) -> int:
    """The largest step from one point to the fourth to its right."""
    grey = card.convert("L")
    moved = (box[0] + 4, box[1], box[2] + 4, box[3])
    return max(ImageChops.difference(grey.crop(box), grey.crop(moved)).tobytes())


@pytest.mark.parametrize("size", [(540, 960), (240, 400), (200, 150)])
def test_upright_and_small_pictures_stand_sharp_on_a_blurred_copy(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    source = still(tmp_path, stripes(size))
    card = draw(tmp_path, CardRecipe("Жол", "Аудан"), source)
    assert sharpness(card, (550, 40, 650, 140)) > 100
    assert sharpness(card, (20, 40, 120, 140)) < 20


def test_a_picture_with_transparency_is_taken(tmp_path: Path) -> None:
    source = still(tmp_path, Image.new("RGBA", (1200, 630), (200, 30, 30, 255)))
    assert colour_at(draw(tmp_path, CLIP, source), (10, 10))[0] > 180


def test_without_a_note_the_title_comes_first(tmp_path: Path) -> None:
    make_card(CardRecipe("БББББ", "Депутат"), None, tmp_path)
    with Image.open(tmp_path / "card.jpg") as card:
        words = card.convert("L").crop((0, 0, 1200, 600)).point(lambda value: 255 * (value > 160))
    box = words.getbbox()
    assert box is not None
    first = words.crop((0, box[1], 1200, box[1] + 6)).getbbox()
    assert first is not None
    assert first[2] - first[0] > 150  # an empty label is 32 px wide
