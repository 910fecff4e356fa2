"""The demo's photos: names go in, drawings of 1600 by 1200 (the portrait 800 by 800) come out."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from PIL import Image

from roadworks import roller, side_road
from scenery import (
    BRICK,
    CREAM,
    EARTH,
    HAZE,
    LEAF,
    NAVY,
    NIGHT,
    OCHRE,
    PINE,
    RUST,
    SKINS,
    SLATE,
    STRAW,
    WHEAT,
    WHITE,
    Look,
    birch,
    cloud,
    hills,
    house,
    lamp,
    meadow,
    person,
    poplar,
    round_tree,
    sapling,
    sky,
    spade,
    sun,
    watering_can,
)
from school import Repair, school, yard
from sketch import Canvas, curve, faint, mix

AMBER, GOLD, TEAL = "#e2953a", "#ecc14e", "#2f7f86"
OLDER = Look(
    coat="#7b4a63", legs="#4a3340", dress="#5b3a52", skin=SKINS[1], hair=CREAM, scarf=CREAM
)
WORKER = Look(coat="#e9873c", legs=NAVY, helmet=WHEAT, vest=True)
BOY = Look(coat="#3f7fae", legs=NAVY, hat=BRICK, head=1.22, bag=WHEAT)
GIRL = Look(
    coat="#d56a4a", legs="#513a4c", dress="#8e4a5c", skin=SKINS[2], scarf=CREAM, head=1.22, bag=TEAL
)
MAN = Look(coat=PINE, legs="#3d4654", skin=SKINS[1], hat=NAVY)
WOMAN = Look(coat=BRICK, legs="#3b3550", dress="#4a4163", skin=SKINS[2], hair="#4a2d20", scarf=GOLD)


def _school_before(canvas: Canvas) -> None:
    sky(canvas, 760, "#93aebb", "#ddd9cd")
    for x, y, zoom in ((260, 190, 2.0), (820, 130, 1.6), (1390, 220, 2.2)):
        cloud(canvas, x, y, zoom, "#dfe1df")
    hills(canvas, 720, 26, "#a9b3a4", 4, 90)
    for x, height in ((60, 330), (150, 280), (1480, 340), (1560, 270)):
        poplar(canvas, x, 800, height, mix(PINE, SLATE, 0.35))
    meadow(canvas, 790, "#c6a968", "#94764a")
    school(canvas, 800, 890, 1.72, Repair())
    canvas.fade((690, 900, 220, 300), "#a58a62", "#8b7150")
    yard(canvas, 330, 1050, 1.5)
    person(canvas, 1190, 1100, 250, WORKER, ((-24, -52), (22, -56)))
    person(canvas, 1330, 1112, 244, OLDER, ((-14, -52), (30, -78)), mirrored=True)


def _school_after(canvas: Canvas) -> None:
    sky(canvas, 800)
    sun(canvas, 1370, 190, 70)
    for x, y, zoom in ((280, 200, 1.7), (960, 120, 1.1)):
        cloud(canvas, x, y, zoom)
    hills(canvas, 720, 26, "#a8c07f", 4, 90)
    for x, height in ((60, 360), (150, 310), (1480, 370), (1560, 300)):
        poplar(canvas, x, 800, height, PINE)
    meadow(canvas, 790, "#bcc46d", "#7d9a4c")
    school(canvas, 800, 890, 1.72, Repair(1, 1, 1, 0.25))
    canvas.polygon([(690, 905), (910, 905), (1060, 1200), (540, 1200)], mix(CREAM, OCHRE, 0.25))
    for row, y in enumerate((945, 1010, 1095)):
        spread = 122 + row * 34
        canvas.line([(800 - spread, y), (800 + spread, y)], 3, mix(OCHRE, EARTH, 0.2))
    for x in (*range(90, 640, 74), *range(990, 1560, 74)):
        canvas.ellipse(x, 912, 40, 22, PINE)
        for petal, tone in ((-18, BRICK), (2, WHEAT), (20, WHITE)):
            canvas.circle(x + petal, 902 - abs(petal) * 0.2, 7, tone)
    round_tree(canvas, 185, 1060, 420, LEAF, 5)
    round_tree(canvas, 1450, 1040, 380, AMBER, 9)
    person(canvas, 640, 1110, 210, BOY, ((-16, -46), (34, -88)), 0.7)
    person(canvas, 790, 1060, 190, GIRL, ((-18, -48), (16, -48)), 0.6)
    person(canvas, 980, 1130, 214, GIRL, ((-30, -86), (17, -46)), 0.5, mirrored=True)


def _road(canvas: Canvas) -> None:
    sky(canvas, 780)
    sun(canvas, 300, 250, 66)
    for x, y, zoom in ((720, 170, 1.5), (1330, 260, 1.9)):
        cloud(canvas, x, y, zoom)
    hills(canvas, 660, 60, "#9fbccb", 2, 0)
    hills(canvas, 725, 30, "#c3c188", 8, 200)
    canvas.fade((0, 740, 1600, 460), "#f3d98a", STRAW)
    for x, width, roof in ((150, 170, BRICK), (390, 140, SLATE), (1380, 180, RUST)):
        house(canvas, x, 800, width, CREAM, roof)
    for x, height in ((40, 210), (275, 240), (500, 200), (1240, 220), (1520, 250)):
        poplar(canvas, x, 806, height, PINE)
    for x in range(90, 1600, 355):
        lamp(canvas, x, 868, 500, 1)
    side_road(canvas, 870)
    roller(canvas, 960, 1040, 1.45)
    person(canvas, 1360, 1060, 260, WORKER, ((-34, -82), (20, -50)))
    person(canvas, 330, 1060, 256, WORKER, ((-18, -52), (22, -56)), 0.5)


def _planting(canvas: Canvas) -> None:
    _park(canvas, 700)
    for x, height, leaf, seed in ((130, 520, AMBER, 3), (1420, 600, GOLD, 4), (1130, 380, LEAF, 6)):
        round_tree(canvas, x, 830, height, leaf, seed)
    for x in (330, 560, 900, 1250):
        sapling(canvas, x, 880, 190, GOLD)
    sapling(canvas, 800, 1090, 400, GOLD)
    spade(canvas, 560, 1096, 270, 20)
    person(canvas, 500, 1080, 420, MAN, ((-6, -58), (22, -70)))
    person(canvas, 1075, 1090, 400, WOMAN, ((-24, -50), (40, -64)), mirrored=True)
    watering_can(canvas, 1290, 1120, 110, TEAL)
    person(canvas, 255, 1075, 270, BOY, ((-16, -46), (30, -60)), 0.4)


def _young_tree(canvas: Canvas) -> None:
    sky(canvas, 860, "#79bfe0", HAZE)
    sun(canvas, 1250, 250, 90)
    hills(canvas, 830, 22, mix(LEAF, HAZE, 0.5), 4, 0)
    for x, height, leaf in (
        (90, 620, AMBER),
        (400, 470, GOLD),
        (1180, 460, LEAF),
        (1490, 640, AMBER),
    ):
        round_tree(canvas, x, 900, height, mix(leaf, HAZE, 0.2), x % 7)
    meadow(canvas, 870, "#cbc26b", "#8f8d47")
    canvas.soften(7)
    canvas.ellipse(800, 1085, 440, 74, mix(EARTH, NIGHT, 0.3))
    for rise, width, tone in ((0, 400, EARTH), (26, 300, mix(EARTH, OCHRE, 0.16))):
        heap = [(-1.0, 0), (-0.7, -50), (-0.2, -84), (0.25, -80), (0.7, -46), (1.0, 0), (0.5, 34)]
        heap = [(800 + x * width, 1085 - rise + y) for x, y in (*heap, (-0.5, 34))]
        canvas.polygon(curve(heap, closed=True), tone)
    canvas.line([(800, 1000), (806, 700), (796, 300)], 17, mix(EARTH, RUST, 0.2))
    canvas.line([(870, 1010), (870, 560)], 24, mix(OCHRE, CREAM, 0.35))
    canvas.line([(803, 660), (870, 660)], 14, BRICK)
    for step in range(13):
        _twig(canvas, step)
    spade(canvas, 500, 1110, 700, -24)
    canvas.ellipse(1330, 1150, 150, 16, faint(NIGHT, 0.2))
    watering_can(canvas, 1310, 1150, 270, TEAL)


def _twig(canvas: Canvas, step: int) -> None:
    side = 1 if step % 2 else -1
    base, reach = 640 - step * 28.0, side * (210.0 - step * 13)
    tip = (800 + reach, base - 90)
    canvas.line(curve([(800, base), (800 + reach * 0.5, base - 30), tip]), 6, EARTH)
    for leaf in range(4):
        share = 0.35 + leaf * 0.22
        x, y = 800 + reach * share, base - 92 * share**1.2
        tone = (GOLD, AMBER, LEAF, WHEAT)[(step + leaf) % 4]
        drop = 38 if leaf % 2 else -34
        outline = ((0.0, 0.0), (20.0, 0.3), (22.0, 1.3), (-6.0, 0.8))
        shape = [(x + side * at_x, y + drop * at_y) for at_x, at_y in outline]
        canvas.polygon(curve(shape, closed=True), tone)
        canvas.line([(x, y), (x + side * 17, y + drop)], 2, mix(tone, EARTH, 0.4))


def _avenue(canvas: Canvas) -> None:
    _park(canvas, 560)
    for x, height, leaf, seed in ((660, 130, AMBER, 1), (950, 150, GOLD, 2), (560, 150, LEAF, 7)):
        round_tree(canvas, x, 580, height, leaf, seed)
    path = [(770, 565), (830, 565), (1280, 1200), (320, 1200)]
    canvas.polygon(path, mix(CREAM, OCHRE, 0.3))
    canvas.polygon([(815, 565), (830, 565), (1280, 1200), (1130, 1200)], faint(EARTH, 0.12))
    for number in range(5, -1, -1):
        depth = 1 / (1 + number * 0.85)
        y = 562 + 560 * depth
        for side in (-1, 1):
            sapling(canvas, 800 + side * 640 * depth, y, 620 * depth, GOLD if side > 0 else AMBER)
    person(canvas, 730, 900, 250, OLDER, ((-14, -44), (18, -46)), 0.4)
    person(canvas, 850, 905, 178, BOY, ((-30, -66), (16, -46)), 0.6)
    person(canvas, 800, 668, 90, WOMAN)


def _neighbours(canvas: Canvas) -> None:
    _park(canvas, 640)
    for x, height, seed in ((120, 760, 2), (1440, 820, 3), (1200, 600, 8), (420, 560, 5)):
        birch(canvas, x, 860, height, GOLD if seed % 2 else AMBER, seed)
    for x, tone in (
        (220, AMBER),
        (520, GOLD),
        (900, BRICK),
        (1250, GOLD),
        (1490, AMBER),
        (680, OCHRE),
    ):
        for leaf in range(5):
            canvas.ellipse(x + leaf * 37 - 70, 1150 - (leaf * 53) % 90, 12, 6, tone)
    row = (
        (300, 420, WOMAN, ((-17, -42), (30, -78))),
        (520, 440, MAN, ((-18, -46), (26, -62))),
        (745, 290, GIRL, ((-17, -46), (17, -46))),
        (950, 404, OLDER, ((-17, -44), (16, -44))),
        (1165, 300, BOY, ((-28, -92), (17, -46))),
        (1360, 432, WORKER, ((-26, -62), (17, -46))),
    )
    for x, height, look, hands in row:
        person(canvas, x, 1070 + (x % 3) * 8, height, look, hands)
    spade(canvas, 640, 1086, 290, 0)
    spade(canvas, 1240, 1090, 290, 0)


def _park(canvas: Canvas, horizon: float) -> None:
    sky(canvas, horizon + 60, "#6bb8dc", HAZE)
    sun(canvas, 1240, 200, 62)
    for x, y, zoom in ((300, 170, 1.6), (820, 110, 1.0)):
        cloud(canvas, x, y, zoom)
    hills(canvas, horizon - 20, 22, "#b7c08d", 4, 0)
    for x in range(-20, 1640, 92):
        poplar(canvas, x, horizon + 24, 150 + (x * 7) % 60, mix(PINE, AMBER, (x % 5) * 0.12))
    meadow(canvas, horizon, "#d9c56d", "#9c9a4a")


def _portrait(canvas: Canvas) -> None:
    """Nobody in particular: a figure in one tone before the steppe."""
    sky(canvas, 640)
    sun(canvas, 620, 210, 58)
    hills(canvas, 560, 34, "#9fbccb", 6, 80)
    hills(canvas, 620, 22, WHEAT, 4, 60)
    hills(canvas, 690, 16, STRAW, 9, 10)
    canvas.soften(3)
    for shift, tone in ((7, "#ffe3a0"), (0, NAVY)):  # a rim of sunlight, then the figure
        with canvas.moved(400 + shift, -shift):
            half = [(64, 574), (68, 530), (72, 486), (100, 446), (113, 396), (126, 372), (128, 340)]
            head = [*half, (114, 328), (110, 282), (90, 232), (46, 205)]
            canvas.polygon(curve([*head, *((-x, y) for x, y in head[::-1])], closed=True), tone)
            slope = [(0, 545), (66, 550), (104, 572), (214, 612), (284, 682), (312, 840)]
            canvas.polygon(curve([*((-x, y) for x, y in slope[:0:-1]), *slope]), tone)
    canvas.polygon([(348, 560), (452, 560), (400, 700)], mix(CREAM, SLATE, 0.2))
    canvas.polygon(curve([(340, 530), (352, 566), (400, 596), (448, 566), (460, 530)]), NAVY)
    lapel = ((56, 545), (112, 600), (84, 646), (104, 670), (0, 840), (0, 690))
    for side, tone in ((-1, mix(NAVY, SLATE, 0.45)), (1, mix(NAVY, SLATE, 0.3))):
        canvas.polygon([(400 + side * x, y) for x, y in lapel], tone)


PHOTOS: Mapping[str, Callable[[Canvas], None]] = {
    "2026-11-18 Мектеп жөндеу/IMG_0102.jpg": _school_before,
    "2026-11-18 Мектеп жөндеу/IMG_0103.jpg": _school_after,
    "12.11.2026 Жаңа жол/IMG-20261112-WA0005.jpg": _road,
    "2026-11-05 Ағаш отырғызу/1.jpg": _planting,
    "2026-11-05 Ағаш отырғызу/2.jpg": _young_tree,
    "2026-11-05 Ағаш отырғызу/3.jpg": _avenue,
    "2026-11-05 Ағаш отырғызу/4.jpg": _neighbours,
    "portrait.jpg": _portrait,
}


def draw_photo(name: str) -> Image.Image:
    square = PurePosixPath(name).name == "portrait.jpg"
    canvas = Canvas(800, 800, 3) if square else Canvas(1600, 1200, 2)
    PHOTOS[name](canvas)
    return canvas.picture()
