from itertools import product
from math import dist
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, UnidentifiedImageError

from generator.media.colour import WHITE, Colour, contrast, ink_on, mix, parse_colour
from generator.recipes import IconRecipe, MadeFile
from generator.work.icon import make_icons

SIZES = (180, 192, 512, 32)
ACCENTS = ("", "#0b6a83", "#ffd400", "#ffffff", "#000000", "#a81f14", "#949494", "#fff")


def draw(tmp_path: Path, accent: str = "", source: Path | None = None) -> list[Image.Image]:
    icons = []
    for made in make_icons(IconRecipe(accent), source, tmp_path):
        with Image.open(tmp_path / made.name) as icon:
            icons.append(icon.convert("RGB"))
    return icons


def logo(tmp_path: Path, picture: Image.Image) -> Path:
    picture.save(tmp_path / "logo.png")
    return tmp_path / "logo.png"


def colour_at(icon: Image.Image, at: tuple[int, int]) -> Colour:
    found = icon.getpixel(at)
    assert isinstance(found, tuple)
    return int(found[0]), int(found[1]), int(found[2])


def reach(icon: Image.Image) -> float:
    """How far from the centre something is drawn, as a share of the icon's side."""
    ground = Image.new("RGB", icon.size, colour_at(icon, (0, 0)))
    away = ImageChops.difference(icon, ground).convert("L").tobytes()
    middle = (icon.width - 1) / 2
    places = (divmod(number, icon.width) for number, value in enumerate(away) if value > 12)
    return max(dist(place, (middle, middle)) for place in places) / icon.width


def test_icons_have_the_sizes_that_systems_ask_for(tmp_path: Path) -> None:
    made = make_icons(IconRecipe(), None, tmp_path)
    *pngs, favicon = made
    assert pngs == [
        MadeFile(
            f"icon-{size}.png",
            (tmp_path / f"icon-{size}.png").stat().st_size,
            size,
            size,
            mime="image/png",
        )
        for size in SIZES
    ]
    assert (favicon.name, favicon.width_px, favicon.mime) == ("favicon.ico", 32, "image/x-icon")
    with Image.open(tmp_path / "favicon.ico") as icon, Image.open(tmp_path / "icon-32.png") as png:
        assert icon.format == "ICO"
        assert icon.convert("RGB").tobytes() == png.convert("RGB").tobytes()
    assert sum(file.size_bytes for file in made) < 8_000


def test_icons_are_opaque_and_say_nothing_of_themselves(tmp_path: Path) -> None:
    made = make_icons(IconRecipe(), None, tmp_path)
    made += make_icons(IconRecipe(), logo(tmp_path, Image.new("RGBA", (90, 60), "red")), tmp_path)
    for file in made:
        with Image.open(tmp_path / file.name) as icon:
            icon.load()
            assert not icon.has_transparency_data
            assert set(icon.info) <= {"sizes"}  # of an ICO


def test_same_accent_gives_same_bytes(tmp_path: Path) -> None:
    def written(accent: str) -> list[bytes]:
        made = make_icons(IconRecipe(accent), None, tmp_path)
        return [(tmp_path / file.name).read_bytes() for file in made]

    assert written("#a81f14") == written("#a81f14") != written("#a81f15")
    assert written("") == written("#0b6a83")


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_mark_stands_out_from_the_accent(tmp_path: Path, accent: str) -> None:
    for icon in draw(tmp_path, accent):
        edge = icon.width - 1
        corners = {colour_at(icon, at) for at in product((0, edge), (0, edge))}
        assert corners == {parse_colour(accent)}  # to the very edge: no rounded corners
        middle = colour_at(icon, (icon.width // 2, icon.width // 2))
        assert contrast(middle, parse_colour(accent)) >= 3


def test_the_mark_is_white_wherever_white_can_be_seen() -> None:
    assert ink_on(parse_colour("#0b6a83"), 3) == ink_on(parse_colour("#a81f14"), 3) == WHITE
    assert ink_on(parse_colour("#ffd400"), 3) == (0, 0, 0)


def test_the_mark_stays_inside_the_circle_that_masks_keep(tmp_path: Path) -> None:
    for icon in draw(tmp_path):
        if icon.width != 32:
            assert 0.3 < reach(icon) <= 0.4


def test_the_mark_is_the_herald_s(tmp_path: Path) -> None:
    icon = draw(tmp_path)[2]
    shift = icon.width / 64  # of one unit of themes/default/assets/icon.svg
    inside = [(14, 32), (38, 32), (40, 18), (22, 48), (51, 32)]
    outside = [(14, 22), (46, 32), (30, 14), (22, 39.5), (32, 50), (56, 32)]
    for points, wanted in ((inside, WHITE), (outside, parse_colour(""))):
        for x, y in points:
            at = (round((x - 0.5) * shift), round((y - 1) * shift))
            assert colour_at(icon, at) == wanted, (x, y)


@pytest.mark.parametrize("size", [(400, 300), (40, 300), (900, 60), (12, 12)])
def test_a_logo_stands_whole_on_white(tmp_path: Path, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "#a81f14")
    for icon in draw(tmp_path, "#ffd400", logo(tmp_path, picture)):
        centre = icon.width // 2
        assert colour_at(icon, (0, 0)) == WHITE
        assert contrast(colour_at(icon, (centre, centre)), WHITE) > 4.5
        if icon.width != 32:
            assert reach(icon) <= 0.4


def test_white_around_a_logo_is_not_part_of_it(tmp_path: Path) -> None:
    picture = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(picture).rectangle((10, 10, 60, 60), "#003366")
    with_edges = draw(tmp_path, "", logo(tmp_path, picture))
    alone = draw(tmp_path, "", logo(tmp_path, Image.new("RGB", (51, 51), "#003366")))
    assert [icon.tobytes() for icon in with_edges] == [icon.tobytes() for icon in alone]


def test_a_transparent_logo_is_laid_on_white(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((20, 20, 180, 180), "#003366")
    icon = draw(tmp_path, "", logo(tmp_path, picture))[2]
    assert colour_at(icon, (256, 256)) == (0, 0x33, 0x66)
    assert reach(icon) < 0.3  # a square would reach 0.39, its round does not


def test_a_logo_that_white_swallows_gives_way_to_the_mark(tmp_path: Path) -> None:
    with_logo = draw(tmp_path, "#a81f14", logo(tmp_path, Image.new("RGBA", (90, 90), "white")))
    without = draw(tmp_path, "#a81f14")
    assert [icon.tobytes() for icon in with_logo] == [icon.tobytes() for icon in without]


def test_a_logo_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"not a picture")
    with pytest.raises(UnidentifiedImageError):
        make_icons(IconRecipe(), tmp_path / "logo.png", tmp_path)


# Colours


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#fff", "#fff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(parse_colour(one), parse_colour(other)) == pytest.approx(ratio, abs=0.01)
    assert contrast(parse_colour(other), parse_colour(one)) == pytest.approx(ratio, abs=0.01)


def test_some_ink_is_readable_on_every_grey() -> None:
    for value in range(256):
        ground = (value, value, value)
        assert contrast(ink_on(ground, 4.5), ground) >= 4.5


def test_mixing_ends_at_either_colour() -> None:
    assert mix((0, 10, 20), (255, 0, 40), 0) == (0, 10, 20)
    assert mix((0, 10, 20), (255, 0, 40), 1) == (255, 0, 40)
