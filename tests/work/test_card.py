"""Recipes in, share cards out: what they say, what can be read, whose head is whole."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, UnidentifiedImageError

from generator.media.colour import Colour, contrast, parse_colour
from generator.recipes import CardRecipe, MadeFile
from generator.work.card import make_card
from generator.work.card_parts import PAPER, WRONG, solid

LONG = (
    "Ауылдық округтердегі ауыз су құбырларын жөндеу жұмыстары туралы "
    "мәслихат депутатының есебі — қорытынды"
)
ACCENTS = ("", "#0b6a83", "#ffd400", "#ffffff", "#000000", "#a81f14", "#767676", "#0f0")
POST = CardRecipe(
    "Жол жөнделді", "Мәслихат депутаты", place="Үлгі ауданы", text="Көктемде басталады."
)
CLIP = replace(POST, label="Видео · 45 с", is_clip=True)
ANSWER = CardRecipe(
    "Мектеп ашық", "Мәслихат депутаты", look="answer", text="Жауап береді:",
    note="Тараған қауесет", claim="Мектеп жабылады", stamp="ЖАЛҒАН",
)  # fmt: skip
EVENT = CardRecipe(
    "Қабылдау", "Мәслихат депутаты", look="event", place="+7 700 000 00 00",
    text="Мәдениет үйі", number="26", month="қараша, бейсенбі", hours="15:00–17:00",
)  # fmt: skip
HOME = CardRecipe(
    "Мәслихат депутаты", "Мәслихат депутаты", look="home", text="Үлгі ауданы",
    note="+7 700 000 00 00",
)  # fmt: skip
Box = tuple[int, int, int, int] | None
UNKNOWN = "🌳中文\U0001f1f0\U0001f1ff\u200d\ufe0f"
LONG_SEAM = 640  # where a landscape picture begins beside a long title


def drawn_bytes(
    tmp_path: Path, recipe: CardRecipe, source: Path | None = None, portrait: Path | None = None
) -> bytes:
    make_card(recipe, source, portrait, tmp_path)
    return (tmp_path / "card.jpg").read_bytes()


def draw(
    tmp_path: Path, recipe: CardRecipe, source: Path | None = None, portrait: Path | None = None
) -> Image.Image:
    make_card(recipe, source, portrait, tmp_path)
    with Image.open(tmp_path / "card.jpg") as card:
        card.load()
        return card


def still(tmp_path: Path, picture: Image.Image, name: str = "still.png") -> Path:
    picture.save(tmp_path / name)
    return tmp_path / name


def plain(tmp_path: Path, colour: str, size: tuple[int, int] = (700, 630)) -> Path:
    return still(tmp_path, Image.new("RGB", size, colour), f"{colour}.png")


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 200) for _ in range(3)])


def far_from(card: Image.Image, colour: Colour) -> Image.Image:
    """White where the card differs clearly from that colour."""
    away = ImageChops.difference(card, Image.new("RGB", card.size, colour)).convert("L")
    return away.point(lambda value: 255 * (value > 40))


def share_of(card: Image.Image, colour: Colour, box: tuple[int, int, int, int]) -> float:
    """How much of that part has the colour."""
    seen = far_from(card.crop(box), colour).histogram()
    return seen[0] / sum(seen)


def ink_box(card: Image.Image, ground: Colour, box: tuple[int, int, int, int]) -> Box:
    """Where in that part words stand, by the part's own corner."""
    return far_from(card.crop(box), ground).getbbox()


# What goes out


@pytest.mark.parametrize("recipe", [POST, CLIP, ANSWER, EVENT, HOME])
def test_card_has_the_size_that_messengers_show(tmp_path: Path, recipe: CardRecipe) -> None:
    (made,) = make_card(recipe, None, None, tmp_path)
    size_bytes = (tmp_path / "card.jpg").stat().st_size
    assert made == MadeFile("card.jpg", size_bytes, 1200, 630, mime="image/jpeg")
    with Image.open(tmp_path / "card.jpg") as card:
        assert (card.format, card.mode, card.size) == ("JPEG", "RGB", (1200, 630))


@pytest.mark.parametrize("size", [(1200, 630), (360, 640)])
def test_even_noise_stays_below_two_hundred_kilobytes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    (made,) = make_card(CLIP, still(tmp_path, noise(size)), None, tmp_path)
    assert made.size_bytes <= 200_000


def test_nothing_is_known_of_the_pictures(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    source = tmp_path / "still.jpg"
    picture = Image.new("RGB", (700, 630), "green")
    picture.save(source, exif=exif, comment=b"SECRETWORD", xmp=b"<x>SECRETXMP</x>")
    assert b"SECRETPHONE" in source.read_bytes()
    for recipe in (CLIP, HOME):
        written = drawn_bytes(tmp_path, recipe, source, source)
        for word in (b"Exif", b"ICC_PROFILE", b"ns.adobe.com", b"SECRET", b"Photoshop"):
            assert word not in written


@pytest.mark.parametrize("recipe", [POST, CLIP, ANSWER, EVENT, HOME])
def test_same_recipe_gives_same_bytes(tmp_path: Path, recipe: CardRecipe) -> None:
    source = still(tmp_path, noise((540, 960)))
    first = drawn_bytes(tmp_path, recipe, source, source)
    assert drawn_bytes(tmp_path, recipe, source, source) == first


@pytest.mark.parametrize(
    ("recipe", "field"),
    [
        *((CLIP, field) for field in ("title", "name", "place", "text", "label")),
        *((ANSWER, field) for field in ("title", "name", "text", "note", "claim", "stamp")),
        *((EVENT, name) for name in ("title", "name", "place", "text", "number", "month", "hours")),
        *((HOME, field) for field in ("title", "text", "note")),
        *((recipe, "accent") for recipe in (CLIP, EVENT, HOME)),
    ],
)
def test_every_word_and_the_accent_show(tmp_path: Path, recipe: CardRecipe, field: str) -> None:
    other = replace(recipe, **{field: "#a81f14" if field == "accent" else "Басқа"})
    assert drawn_bytes(tmp_path, other) != drawn_bytes(tmp_path, recipe)


def test_a_still_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "still.jpg").write_bytes(b"not a picture")
    with pytest.raises(UnidentifiedImageError):
        make_card(CLIP, tmp_path / "still.jpg", None, tmp_path)
    assert not (tmp_path / "card.jpg").exists()


# Words


@pytest.mark.parametrize("letter", "әғқңөұүһі")
def test_kazakh_letters_reach_the_card(tmp_path: Path, letter: str) -> None:
    without = drawn_bytes(tmp_path, CardRecipe("Ат а", "Аудан"))
    for shown in (letter, letter.upper()):
        assert drawn_bytes(tmp_path, CardRecipe(f"Ат {shown}", "Аудан")) != without


def test_what_the_font_lacks_leaves_no_trace(tmp_path: Path) -> None:
    simple = drawn_bytes(tmp_path, CardRecipe("Ағаш күні", "Аудан", label="45 с"))
    decorated = CardRecipe(
        f"Ағаш {UNKNOWN} күні\n{UNKNOWN}", f"{UNKNOWN}Ау\u00adдан", label=f"45 с{UNKNOWN}"
    )
    assert drawn_bytes(tmp_path, decorated) == simple


@pytest.mark.parametrize("words", ["", UNKNOWN, "\u00a0"])
@pytest.mark.parametrize("look", ["post", "answer", "event", "home"])
def test_a_card_without_words_is_still_a_card(tmp_path: Path, look: str, words: str) -> None:
    fields = ("text", "note", "claim", "stamp", "number", "month", "hours", "label")
    recipe = CardRecipe(words, words, look, **dict.fromkeys(fields, words))  # type: ignore[arg-type]
    assert len(drawn_bytes(tmp_path, recipe)) > 1000


@pytest.mark.parametrize(
    "title",
    [LONG, "Қ" * 300, "example.kz/" * 30, " ".join("Ш" * n for n in range(1, 40)), "Ж " * 200],
)
@pytest.mark.parametrize("recipe", [CLIP, POST, ANSWER, EVENT, HOME])
def test_no_words_leave_their_part_of_the_card(
    tmp_path: Path, recipe: CardRecipe, title: str
) -> None:
    fields = ("title", "name", "place", "text", "claim", "note")
    longer = replace(recipe, label="", is_clip=False, **dict.fromkeys(fields, title))
    green = plain(tmp_path, "lime")
    card = draw(tmp_path, longer, green if recipe is CLIP else None, green)
    for column in {CLIP: (20, LONG_SEAM - 20), EVENT: (480, 1190)}.get(recipe, (20, 1190)):
        rows = (270 if recipe is ANSWER else 0, 595)
        strip = card.crop((column, rows[0], column + 6, rows[1]))
        ground = strip.getpixel((2, 2))
        assert isinstance(ground, tuple)
        assert far_from(strip, (ground[0], ground[1], ground[2])).getbbox() is None


def test_a_title_that_is_cut_ends_in_an_ellipsis(tmp_path: Path) -> None:
    source = plain(tmp_path, "navy")
    cut = drawn_bytes(tmp_path, replace(CLIP, title=f"{LONG} {LONG} {LONG}"), source)
    longer = drawn_bytes(tmp_path, replace(CLIP, title=f"{LONG} {LONG} {LONG} {LONG}"), source)
    assert cut == longer != drawn_bytes(tmp_path, replace(CLIP, title=LONG), source)


# To be read


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_accent_can_be_read_on_paper_and_under_white(accent: str) -> None:
    colour = solid(parse_colour(accent))
    assert contrast(colour, PAPER) >= 4.5
    assert contrast(colour, (255, 255, 255)) >= 4.5


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_day_of_an_event_is_large_on_any_accent(tmp_path: Path, accent: str) -> None:
    card = draw(tmp_path, replace(EVENT, accent=accent))
    ground = parse_colour(accent)
    assert share_of(card, ground, (4, 4, 440, 40)) > 0.99
    box = ink_box(card, ground, (0, 60, 446, 270))
    assert box is not None
    assert box[3] - box[1] > 150
    middle = card.crop((150, 100, 320, 260))
    inks = [colour for _, colour in middle.getcolors(1 << 16) or () if isinstance(colour, tuple)]
    assert max(contrast((ink[0], ink[1], ink[2]), ground) for ink in inks) >= 4.5


# Pictures and faces


def test_an_upright_frame_stands_whole_at_the_right(tmp_path: Path) -> None:
    frame = Image.new("RGB", (360, 640), "lime")
    frame.paste("red", (0, 0, 360, 60))
    frame.paste("blue", (0, 580, 360, 640))
    card = draw(tmp_path, CLIP, still(tmp_path, frame))
    assert share_of(card, (255, 0, 0), (850, 4, 1196, 50)) > 0.95
    assert share_of(card, (0, 0, 255), (930, 580, 1196, 626)) > 0.95
    assert share_of(card, PAPER, (740, 4, 836, 300)) > 0.99


@pytest.mark.parametrize(
    ("size", "seam"), [((1280, 720), 500), ((800, 800), 500), ((90, 160), 846)]
)
def test_the_play_mark_lies_on_the_seam_and_never_in_the_picture_s_middle(
    tmp_path: Path, size: tuple[int, int], seam: int
) -> None:
    source = plain(tmp_path, "lime", size)
    card, silent = (
        draw(tmp_path, recipe, source) for recipe in (CLIP, replace(CLIP, is_clip=False))
    )
    box = ImageChops.difference(card, silent).convert("L").point(lambda v: 255 * (v > 60)).getbbox()
    assert box is not None
    # Its white rim, of 7 px, does not show on the paper.
    assert abs(box[0] - (seam - 59)) < 4
    assert abs(box[2] - (seam + 66)) < 4
    assert box[2] < (seam + 1200) // 2 - 60


@pytest.mark.parametrize(
    ("recipe", "box"),
    [
        (CLIP, (80, 60, 112, 110)),
        (POST, (900, 120, 1080, 340)),
        (ANSWER, (930, 320, 1070, 480)),
        (EVENT, (530, 490, 570, 550)),
    ],
)
def test_the_deputy_is_seen_on_every_card_or_else_the_initials(
    tmp_path: Path, recipe: CardRecipe, box: tuple[int, int, int, int]
) -> None:
    source = plain(tmp_path, "navy") if recipe is CLIP else None
    red = plain(tmp_path, "red", (256, 256))
    assert share_of(draw(tmp_path, recipe, source, red), (255, 0, 0), box) > 0.97
    without = draw(tmp_path, recipe, source)
    assert share_of(without, (255, 0, 0), box) == 0
    other = draw(tmp_path, replace(recipe, name="Өзге Адам"), source)
    assert ImageChops.difference(without.crop(box), other.crop(box)).getbbox() is not None


def test_the_card_of_the_site_shows_the_portrait_from_edge_to_edge(tmp_path: Path) -> None:
    card = draw(tmp_path, HOME, plain(tmp_path, "red", (560, 630)))
    assert share_of(card, (255, 0, 0), (644, 4, 1196, 626)) > 0.99
    assert share_of(card, PAPER, (4, 4, 636, 80)) > 0.99


def test_two_portraits_at_one_path_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "portrait.png"
    for colour in ("red", "lime"):
        Image.new("RGB", (256, 256), colour).save(path)
        card = draw(tmp_path, POST, None, path)
        assert (
            share_of(
                card, parse_colour({"red": "#f00", "lime": "#0f0"}[colour]), (940, 160, 1040, 260)
            )
            > 0.97
        )


def test_a_claim_is_struck_out_and_stamped(tmp_path: Path) -> None:
    card = draw(tmp_path, ANSWER)
    struck = [row for row in range(76, 250) if share_of(card, WRONG, (90, row, 300, row + 1)) > 0.7]
    assert len(struck) >= 2
    assert share_of(card, WRONG, (780, 40, 1180, 220)) > 0.1
    unstamped = draw(tmp_path, replace(ANSWER, stamp="", claim=""))
    assert share_of(unstamped, WRONG, (90, 76, 300, 250)) == 0


def test_a_picture_with_transparency_is_taken(tmp_path: Path) -> None:
    source = still(tmp_path, Image.new("RGBA", (700, 630), (200, 30, 30, 255)))
    assert share_of(draw(tmp_path, CLIP, source), (200, 30, 30), (700, 10, 1190, 400)) > 0.99
