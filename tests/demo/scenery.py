"""The things of the demo's village, each drawn at a place: sky, hills, trees, people, machines."""

# ruff: noqa: PLR0917 (a shape takes its place and size in order, as in every drawing library)

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from random import Random

from sketch import Canvas, Point, curve, faint, mix

SKY, HAZE, CREAM, WHITE = "#5fb0da", "#fbeccb", "#f8ecd2", "#fffaf0"
WHEAT, STRAW, OCHRE, EARTH = "#efc85f", "#e3b04b", "#c88f35", "#7b5a3c"
BRICK, RUST, LEAF, PINE = "#c4603f", "#9b432d", "#8fa650", "#4f7448"
NAVY, SLATE, STEEL, NIGHT = "#24425c", "#46627a", "#9fb3bf", "#16283c"
SKINS = ("#e0a878", "#d49a6a", "#eab88a")


def sky(
    canvas: Canvas, horizon: float, top: str = SKY, bottom: str = HAZE, air: str = WHITE
) -> None:
    # Through the colour of the air: straight from blue to cream the middle would turn grey.
    middle = mix(mix(top, bottom, 0.5), air, 0.55)
    canvas.fade((0, 0, canvas.width, horizon * 0.62), top, middle)
    canvas.fade((0, horizon * 0.62 - 1, canvas.width, horizon * 0.38 + 3), middle, bottom)


def sun(canvas: Canvas, x: float, y: float, radius: float, colour: str = "#fff0bd") -> None:
    canvas.glow(x, y, radius * 6, "#fff3cf", 0.9)
    canvas.circle(x, y, radius, colour)


def cloud(canvas: Canvas, x: float, y: float, zoom: float, colour: str = WHITE) -> None:
    shade = mix(colour, SLATE, 0.16)
    puffs = ((-62, -14, 24), (-28, -32, 34), (16, -40, 44), (58, -20, 28))
    with canvas.moved(x, y, zoom):
        canvas.rect(-100, -18, 200, 24, shade, 12)
        for tint, drop in ((shade, 4), (colour, -4)):
            for puff_x, puff_y, radius in puffs:
                canvas.circle(puff_x, puff_y + drop, radius, tint)
        canvas.rect(-90, -24, 176, 20, colour, 10)


def hills(canvas: Canvas, y: float, height: float, colour: str, seed: int, shift: float) -> None:
    """Rolling ground from y down to the lower edge; `shift` moves it sideways."""
    waves = Random(seed)
    turns = [(waves.uniform(0.0025, 0.005) * n, waves.uniform(0, 6.3)) for n in (1, 2, 3)]
    ridge = [
        (x, y - height * sum(sin((x + shift) * f + p) / n for n, (f, p) in enumerate(turns, 1)))
        for x in range(-20, canvas.width + 40, 16)
    ]
    canvas.polygon([(-20, canvas.height), *ridge, (canvas.width + 20, canvas.height)], colour)


def meadow(canvas: Canvas, y: float, top: str = WHEAT, bottom: str = OCHRE) -> None:
    """Flat ground from y down, with dry grass that grows larger towards the viewer."""
    depth = canvas.height - y
    canvas.fade((0, y, canvas.width, depth), top, bottom)
    for x, share, lean in _tufts(canvas.width):
        tuft_y = y + 8 + depth * share
        tone = mix(mix(top, bottom, share), EARTH, 0.22)
        with canvas.moved(x, tuft_y, 0.4 + 1.6 * share):
            for blade in (-1, 0, 1):
                tip = (blade * 5 + lean, -11 + abs(blade) * 3)
                canvas.line([(blade * 1.5, 0), tip], 1.4, tone)


@lru_cache(maxsize=8)
def _tufts(width: int) -> list[tuple[float, float, float]]:
    chance = Random(7)
    tufts = [
        (chance.uniform(0, width), chance.random() ** 1.3, chance.uniform(-3, 3))
        for _ in range(width // 9)
    ]
    return sorted(tufts, key=lambda tuft: tuft[1])


def shadow(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.ellipse(x + radius * 0.3, y, radius, radius * 0.16, faint(NIGHT, 0.2))


def poplar(canvas: Canvas, x: float, y: float, height: float, leaf: str, sway: float = 0) -> None:
    with canvas.moved(x, y, height / 100):
        canvas.rect(-2, -16, 4, 16, EARTH)
        body = [(0, -6), (11, -20), (12, -48), (6 + sway, -82), (sway * 2, -100)]
        left = [(-px + sway * 2 * (py < -60), py) for px, py in body[-2::-1]]
        canvas.polygon(curve([*body, *left], closed=True), leaf)
        lit = [(-1, -10), (-9, -24), (-10, -48), (-5 + sway, -80), (-1 + sway, -90), (-2, -50)]
        canvas.polygon(curve(lit, closed=True), mix(leaf, WHEAT, 0.35))


def round_tree(canvas: Canvas, x: float, y: float, height: float, leaf: str, seed: int = 1) -> None:
    with canvas.moved(x, y, height / 100):
        shadow(canvas, 0, 0, 26)
        canvas.polygon([(-4, 0), (-2, -50), (2, -50), (4, 0)], EARTH)
        canvas.line([(0, -30), (13, -50)], 2, EARTH)
        canvas.line([(0, -36), (-11, -54)], 2, EARTH)
        _crown(canvas, leaf, seed, 30, -66)


def birch(canvas: Canvas, x: float, y: float, height: float, leaf: str, seed: int = 1) -> None:
    with canvas.moved(x, y, height / 100):
        shadow(canvas, 0, 0, 22)
        canvas.polygon([(-3.4, 0), (-1.6, -80), (1.6, -80), (3.4, 0)], CREAM)
        canvas.polygon([(1, 0), (0.5, -80), (1.6, -80), (3.4, 0)], mix(CREAM, SLATE, 0.25))
        for mark in range(9):
            side = 1 if mark % 2 else -1
            canvas.line([(side * 2.2, -5 - mark * 6), (side * 0.6, -5.4 - mark * 6)], 1, NAVY)
        canvas.line([(0, -40), (10, -56)], 1.4, CREAM)
        _crown(canvas, leaf, seed, 24, -70)


def _crown(canvas: Canvas, leaf: str, seed: int, radius: float, y: float) -> None:
    chance = Random(seed)
    spots = [(chance.uniform(0, 2 * pi), chance.uniform(0.35, 0.75)) for _ in range(11)]
    layers = ((0, 2.5, 1.0, mix(leaf, RUST, 0.35)), (-1, 0, 0.92, leaf))
    for shift_x, shift_y, grow, tone in layers:
        for turn, reach in spots:
            at_x, at_y = cos(turn) * radius * reach, sin(turn) * radius * reach
            canvas.circle(at_x + shift_x, y + at_y + shift_y, radius * 0.5 * grow, tone)
    for turn, reach in spots:
        at_x, at_y = cos(turn) * radius * reach - 3, sin(turn) * radius * reach - 3
        if at_x + at_y < 0:
            canvas.circle(at_x, y + at_y, radius * 0.3, mix(leaf, "#ffe9a0", 0.3))


def sapling(canvas: Canvas, x: float, y: float, height: float, leaf: str = WHEAT) -> None:
    with canvas.moved(x, y, height / 100):
        canvas.ellipse(0, 0, 24, 6, mix(EARTH, NIGHT, 0.15))
        canvas.ellipse(-1, -2.5, 19, 4.5, mix(EARTH, OCHRE, 0.3))
        canvas.line([(9, 0), (9, -52)], 2.6, mix(OCHRE, CREAM, 0.3))
        canvas.line([(0, -1), (1, -40), (0, -92)], 2.4, EARTH)
        canvas.line([(0, -44), (9, -44)], 2, BRICK)
        for step in range(11):
            side = 1 if step % 2 else -1
            base, reach = -46 - step * 4.2, side * (22 - step * 1.4)
            canvas.line([(0, base), (reach, base - 13)], 1.1, EARTH)
            for spot in range(4):
                share = 0.4 + spot * 0.22
                tone = mix(leaf, (BRICK, WHITE, LEAF)[(step + spot) % 3], 0.3)
                drop = 3 if spot % 2 else -3.5
                canvas.ellipse(reach * share, base - 13 * share + drop, 2.7, 3.7, tone)
        canvas.ellipse(0, -94, 2.6, 4.4, leaf)


@dataclass(frozen=True, slots=True)
class Look:
    """How a person is dressed; the head is `head` times as large as an adult's."""

    coat: str = BRICK
    legs: str = NAVY
    skin: str = SKINS[0]
    hair: str = "#33251f"
    hat: str = ""
    helmet: str = ""
    scarf: str = ""
    vest: bool = False
    bag: str = ""
    dress: str = ""
    head: float = 1.0


Hands = tuple[Point, Point]
AT_REST: Hands = ((-15, -42), (15, -42))


def person(
    canvas: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    hands: Hands = AT_REST,
    stride: float = 0,
    mirrored: bool = False,
) -> None:
    """A figure without a face; hands are given in a body of 100 units, feet at (0, 0)."""
    with canvas.moved(x, y, height / 100, mirrored):
        shadow(canvas, 0, 0, 18)
        for side in (-1, 1):
            foot = side * (5.5 + 1.0) * (1 - abs(stride)) + side * stride * 13
            canvas.line([(side * 4.5, -44), (foot * 0.7, -22), (foot, -3)], 9, look.legs)
            canvas.rect(foot - 4.5, -6, 13, 6, mix(look.legs, NIGHT, 0.7), 3)
        _arm(canvas, -1, hands[0], mix(look.coat, NIGHT, 0.2), look.skin)
        if look.bag:
            canvas.rect(-19, -76, 16, 30, look.bag, 6)
        if look.dress:
            canvas.polygon([(-10, -52), (10, -52), (16.5, -21), (-16.5, -21)], look.dress)
        body = [(-5, -80), (5, -80), (12, -77), (13.4, -70), (12, -54), (13.6, -37)]
        canvas.polygon(
            curve([*body, *((-px, py) for px, py in body[::-1])], closed=True), look.coat
        )
        canvas.polygon(curve([(2, -79), (12, -76), (12.6, -38), (6, -37)]), faint(NIGHT, 0.1))
        if look.vest:
            canvas.rect(-13, -56, 26, 4, "#fff1b0")
            canvas.rect(-9, -78, 4, 36, "#fff1b0")
            canvas.rect(5, -78, 4, 36, "#fff1b0")
        canvas.rect(-3.5, -84, 7, 8, mix(look.skin, EARTH, 0.2))
        if look.scarf:
            canvas.rect(-8, -82, 16, 7, look.scarf, 3)
        with canvas.moved(0, -80, look.head):
            _head(canvas, look)
        _arm(canvas, 1, hands[1], mix(look.coat, WHITE, 0.08), look.skin)


def _arm(canvas: Canvas, side: int, hand: Point, sleeve: str, skin: str) -> None:
    shoulder = (side * 11.0, -73.0)
    middle = (shoulder[0] + hand[0]) / 2 + side * 3, (shoulder[1] + hand[1]) / 2 + 4
    canvas.line([shoulder, middle, hand], 7, sleeve)
    canvas.circle(hand[0], hand[1], 3.6, skin)


def _head(canvas: Canvas, look: Look) -> None:
    if look.dress:
        canvas.rect(-10.4, -12, 14, 20, look.hair, 6)
    canvas.circle(-1, -9.5, 9.2, look.hair)
    canvas.ellipse(1.2, -7.5, 8.2, 8.8, look.skin)
    canvas.polygon(
        curve([(-10, -9), (-7, -18), (2, -20), (9, -15), (9.4, -10), (0, -13)], closed=True),
        look.hair,
    )
    if look.hat:
        canvas.rect(-10.5, -23, 20.5, 11, look.hat, 5)
        canvas.rect(-11, -16.5, 22, 5, mix(look.hat, WHITE, 0.3), 2.5)
    if look.helmet:
        dome = [(-10.5, -14), (-9, -21), (0, -25), (9, -21), (10.5, -14)]
        canvas.polygon(curve(dome), look.helmet)
        canvas.rect(-11.5, -16, 25, 3.6, mix(look.helmet, OCHRE, 0.3), 1.6)


def spade(canvas: Canvas, x: float, y: float, height: float, lean: float = 0) -> None:
    """A spade with its tip at (x, y)."""
    with canvas.moved(x, y, height / 100):
        canvas.line([(lean * 0.3, -24), (lean, -96)], 4, mix(OCHRE, CREAM, 0.25))
        canvas.line([(lean - 8, -98), (lean + 8, -98)], 5, EARTH)
        canvas.polygon([(-11, -30), (11, -30), (9, -6), (0, 0), (-9, -6)], SLATE)
        canvas.polygon([(-11, -30), (-2, -30), (-2, -2), (-9, -6)], STEEL)


def watering_can(canvas: Canvas, x: float, y: float, height: float, colour: str) -> None:
    """A can that stands at (x, y), its spout to the right."""
    with canvas.moved(x, y, height / 100):
        ring = [(-44 + 30 * cos(a * 0.4), -48 + 34 * sin(a * 0.4)) for a in range(5, 13)]
        canvas.line(ring, 7, mix(colour, NIGHT, 0.3))
        canvas.polygon([(30, -20), (66, -84), (76, -78), (34, -2)], mix(colour, NIGHT, 0.2))
        canvas.polygon([(60, -94), (86, -78), (82, -70), (56, -86)], mix(colour, WHITE, 0.25))
        canvas.rect(-40, -74, 76, 74, colour, 8)
        canvas.rect(-40, -74, 22, 74, mix(colour, WHITE, 0.28), 8)
        canvas.rect(-44, -78, 84, 10, mix(colour, NIGHT, 0.25), 5)


def lamp(canvas: Canvas, x: float, y: float, height: float, arm: float, lit: float = 0) -> None:
    """A street lamp whose arm reaches to the left (-1) or right (1); lit is 0 to 1."""
    with canvas.moved(x, y, height / 100):
        if lit > 0:
            canvas.glow(arm * 17, -96, 26, "#ffdf8a", 0.75 * lit)
        canvas.rect(-2, -5, 4, 5, NAVY)
        bend = [(0.0, -84.0), (arm * 1.2, -92.0), (arm * 5.0, -97.5), (arm * 12.0, -99.0)]
        canvas.line([(0, 0), *curve(bend)], 1.9, NAVY)
        canvas.line([(arm * 11, -99), (arm * 20, -99)], 3, NAVY)
        canvas.ellipse(arm * 16, -96.8, 4.6, 1.9, mix(STEEL, "#fff2c0", lit))


def house(canvas: Canvas, x: float, y: float, width: float, wall: str, roof: str) -> None:
    with canvas.moved(x, y, width / 100):
        canvas.rect(-50, -48, 100, 48, wall)
        canvas.rect(10, -48, 40, 48, faint(NIGHT, 0.08))
        canvas.polygon([(-60, -46), (60, -46), (36, -84), (-36, -84)], roof)
        canvas.rect(18, -98, 11, 26, mix(roof, NIGHT, 0.3))
        for window in (-34, 14):
            canvas.rect(window, -36, 22, 22, WHITE)
            canvas.rect(window + 3, -33, 16, 16, mix(SKY, NAVY, 0.35))
        canvas.rect(-8, -34, 16, 34, mix(roof, EARTH, 0.6))
