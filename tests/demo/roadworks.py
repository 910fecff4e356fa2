"""The new road seen from behind a roller, and the roller from its side."""

# ruff: noqa: PLR0917 (a shape takes its place and size in order, as in every drawing library)

from math import cos, pi, sin
from random import Random

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
    SLATE,
    STEEL,
    STRAW,
    WHEAT,
    WHITE,
    Look,
    cloud,
    hills,
    house,
    lamp,
    meadow,
    person,
    poplar,
    sky,
    sun,
)
from sketch import Canvas, Point, ease, faint, mix

ASPHALT, GRAVEL, BODY = "#39465a", "#d9bd8a", "#f0b32e"
FOCAL, EYE_M = 700.0, 2.6  # design units per metre at one metre; the eye's height above the road
ROLLER_M, SPEED_M = 9.5, 6.0


def road_frame(canvas: Canvas, seconds: float, length: float) -> None:
    """The view at that moment of a clip of that length; day turns into evening."""
    dusk = ease(seconds, length * 0.3, length * 0.95)
    lit = ease(seconds, length * 0.55, length * 0.72)
    horizon = canvas.height * 0.56
    _distance(canvas, horizon, seconds, dusk)
    _ground(canvas, horizon, seconds, dusk)
    _roadside(canvas, horizon, seconds, dusk, lit, far=True)
    sway = sin(seconds * 1.1) * 0.25
    x, y, unit = _seen(canvas, horizon, 0.95 + sway * 0.6, ROLLER_M)
    _roller_behind(canvas, x, y, unit * 2.2 / 100, seconds, lit)
    _roadside(canvas, horizon, seconds, dusk, lit, far=False)


def _seen(canvas: Canvas, horizon: float, x_m: float, z_m: float) -> tuple[float, float, float]:
    """Where a point of the ground appears, and how long a metre is there."""
    unit = FOCAL / z_m
    return canvas.width / 2 + (x_m - 0.25) * unit, horizon + EYE_M * unit, unit


def _distance(canvas: Canvas, horizon: float, seconds: float, dusk: float) -> None:
    top, bottom = mix("#58acd8", "#2b4470", dusk), mix("#fbeccb", "#f6a765", dusk)
    sky(canvas, horizon, top, bottom, mix(WHITE, "#d9808a", dusk))
    sun(canvas, 500, horizon - 330 + 270 * dusk, 56, mix("#fff0bd", "#ffcf7a", dusk))
    white = mix(WHITE, "#f2b08a", dusk)
    for x, y, zoom in ((130, 190, 1.0), (540, 110, 0.7), (300, 380, 0.6)):
        cloud(canvas, x + seconds * 6 * zoom, y, zoom, white)
    for rise, seed, tone in ((46, 3, "#8fb2c4"), (24, 8, "#b9b98a"), (10, 5, "#cfae62")):
        hills(canvas, horizon - rise, rise * 0.42, mix(tone, "#4b4a6c", dusk * 0.7), seed, 40)
    for x, width, roof in ((70, 58, BRICK), (150, 46, SLATE), (545, 50, BRICK), (640, 62, SLATE)):
        wall, tile = mix(CREAM, "#6b6080", dusk * 0.75), mix(roof, "#2b3358", dusk * 0.6)
        house(canvas, x, horizon + 8, width, wall, tile)
    for x, height in ((24, 74), (110, 88), (196, 66), (505, 70), (598, 92), (694, 78)):
        poplar(canvas, x, horizon + 8, height, mix(PINE, "#2c3856", dusk * 0.7))


def _ground(canvas: Canvas, horizon: float, seconds: float, dusk: float) -> None:
    depth = canvas.height - horizon
    near, away = mix(OCHRE, "#6d5560", dusk), mix("#f0d27c", "#b58a6a", dusk)
    canvas.fade((0, horizon, canvas.width, depth), away, near)
    first = 4.0 - (seconds * SPEED_M) % 4.0
    for number in range(16, -1, -1):  # pale strips of stubble give the speed
        z = first + 1.0 + number * 4.0
        y, low = horizon + EYE_M * FOCAL / z, horizon + EYE_M * FOCAL / (z - 1.6 if z > 2.6 else 1)
        canvas.rect(0, y, canvas.width, max(low - y, 1), faint(mix(WHEAT, "#8a6a66", dusk), 0.28))
    for half, tone in ((3.9, mix("#b9965f", "#5d4c58", dusk)), (3.3, mix(GRAVEL, "#7c6a70", dusk))):
        canvas.polygon(_band(canvas, horizon, -half, half, 1.2, 400), tone)
    fresh = mix(ASPHALT, "#222c44", dusk)
    canvas.polygon(_band(canvas, horizon, -2.9, 2.9, 1.2, ROLLER_M), fresh)
    for left in (-2.2, -0.9, 0.5, 1.7):  # where wheels and drum have polished it
        lane = _band(canvas, horizon, left, left + 0.5, 1.2, ROLLER_M)
        canvas.polygon(lane, faint(STEEL, 0.07))
    for side in (-2.7, 2.58):
        canvas.polygon(_band(canvas, horizon, side, side + 0.12, 1.2, ROLLER_M), _line(dusk))
    start = 6.0 - (seconds * SPEED_M) % 6.0
    for number in range(-1, 3):
        z = start + number * 6.0
        z_near, z_far = max(z, 1.2), min(z + 2.8, ROLLER_M)
        if z_far > z_near:
            canvas.polygon(_band(canvas, horizon, -0.09, 0.09, z_near, z_far), _line(dusk))


def _line(dusk: float) -> str:
    return mix("#fff6e0", "#d9c9b8", dusk)


def _band(
    canvas: Canvas, horizon: float, left_m: float, right_m: float, near_m: float, far_m: float
) -> list[Point]:
    corners = ((left_m, near_m), (right_m, near_m), (right_m, far_m), (left_m, far_m))
    return [_seen(canvas, horizon, x, z)[:2] for x, z in corners]


def _roadside(
    canvas: Canvas, horizon: float, seconds: float, dusk: float, lit: float, far: bool
) -> None:
    """Lamps and bushes that come closer, those behind the roller or those before it."""
    chance = Random(11)
    things: list[tuple[float, float, str]] = []
    lap = 78.0
    for number in range(6):
        for side in (-1, 1):
            z = (number * 13.0 + (6.5 if side > 0 else 0) - seconds * SPEED_M) % lap
            things.append((z, side * 4.3, "lamp"))
    for _ in range(46):
        z = (chance.uniform(0, lap) - seconds * SPEED_M) % lap
        things.append((z, chance.choice((-1, 1)) * chance.uniform(5.2, 20), "bush"))
    for z, x_m, thing in sorted(things, reverse=True):
        if z < 2.2 or (z > ROLLER_M) is not far:
            continue
        x, y, unit = _seen(canvas, horizon, x_m, z)
        if thing == "lamp":
            lamp(canvas, x, y, unit * 7.0, -1 if x_m > 0 else 1, lit)
        else:
            tone = mix(mix(LEAF, STRAW, abs(x_m) % 1), "#4a4458", dusk * 0.8)
            for part in (-0.4, 0.05, 0.4):
                canvas.ellipse(x + part * unit, y - 0.2 * unit, unit * 0.36, unit * 0.42, tone)


def _roller_behind(
    canvas: Canvas, x: float, y: float, zoom: float, seconds: float, lit: float
) -> None:
    """A road roller from behind, 100 units wide."""
    shake = sin(seconds * 40) * 0.35
    with canvas.moved(x, y, zoom):
        canvas.ellipse(0, 1, 64, 7, faint(NIGHT, 0.4))
        for puff in range(4):
            age = (seconds * 0.7 + puff / 4) % 1
            at_x = -30 + puff * 22 + sin(seconds + puff) * 5
            canvas.circle(at_x, -8 - age * 46, 7 + age * 15, faint(WHITE, 0.16 * (1 - age)))
        canvas.rect(-50, -42, 100, 42, mix(NIGHT, SLATE, 0.35), 8)
        for rib in range(6):  # light on the drum that rolls by
            at_y = -40 + ((rib * 7 + seconds * 30) % 40)
            canvas.rect(-46, at_y, 92, 1.4, faint(STEEL, 0.2))
        canvas.fade((-46, -40, 92, 16), faint(WHITE, 0.2), faint(WHITE, 0))
        with canvas.moved(0, shake):
            _cab(canvas, seconds, lit)


def _cab(canvas: Canvas, seconds: float, lit: float) -> None:
    canvas.rect(-56, -58, 8, 40, mix(BODY, NIGHT, 0.4), 3)
    canvas.rect(48, -58, 8, 40, mix(BODY, NIGHT, 0.4), 3)
    canvas.rect(-40, -156, 80, 92, mix("#bfe2ef", "#5d7a96", lit), 4)
    person(
        canvas, 0, -40, 106, Look(coat="#e9873c", helmet=WHITE, vest=True), ((-22, -44), (22, -44))
    )
    for post in (-42, 36):
        canvas.rect(post, -158, 6, 96, NAVY)
    canvas.rect(-50, -168, 100, 13, BODY, 5)
    canvas.rect(-50, -159, 100, 4, mix(BODY, EARTH, 0.35))
    canvas.rect(-54, -84, 108, 46, BODY, 8)
    canvas.rect(-54, -52, 108, 14, mix(BODY, EARTH, 0.3), 6)
    for stripe in range(6):
        left = -46 + stripe * 16
        canvas.polygon([(left, -50), (left + 8, -50), (left + 4, -40), (left - 4, -40)], NIGHT)
    for side in (-1, 1):
        canvas.rect(side * 40 - 7, -78, 14, 9, mix("#b53a2b", "#ff6a4a", lit), 3)
        if lit > 0:
            canvas.glow(side * 40, -74, 16, "#ff7a55", 0.6 * lit)
    beat = max(0.0, sin(seconds * 2 * pi * 1.3))
    canvas.glow(0, -174, 26, "#ffb04a", 0.85 * beat)
    canvas.rect(-6, -179, 12, 12, mix("#e8762c", "#ffe08a", beat), 4)


def roller(canvas: Canvas, x: float, y: float, zoom: float) -> None:
    """A road roller from its side, 300 units long, heading right."""
    steel = mix(NIGHT, SLATE, 0.5)
    with canvas.moved(x, y, zoom):
        canvas.ellipse(10, 3, 176, 12, faint(NIGHT, 0.3))
        canvas.rect(-20, -86, 60, 20, NAVY, 6)
        canvas.polygon([(-150, -150), (-20, -150), (10, -66), (-150, -66)], BODY)
        canvas.polygon([(-150, -92), (0, -92), (10, -66), (-150, -66)], mix(BODY, EARTH, 0.25))
        for slat in range(4):
            canvas.rect(-136, -138 + slat * 10, 44, 5, mix(BODY, EARTH, 0.5), 2)
        canvas.rect(-66, -226, 96, 78, "#bfe2ef", 4)
        operator = Look(coat="#e9873c", helmet=WHITE, vest=True)
        person(canvas, -24, -96, 112, operator, ((10, -56), (34, -52)))
        canvas.rect(-72, -160, 108, 66, BODY, 6)
        canvas.rect(-72, -112, 108, 18, mix(BODY, EARTH, 0.25), 4)
        for post in (-70, 26):
            canvas.rect(post, -228, 7, 82, NAVY)
        canvas.rect(-84, -240, 132, 15, BODY, 6)
        canvas.rect(-28, -254, 16, 15, "#e8762c", 5)
        canvas.polygon([(20, -112), (150, -100), (158, -70), (20, -70)], mix(BODY, OCHRE, 0.5))
        for wheel, radius in ((-98, 62), (112, 66)):
            canvas.circle(wheel, -radius, radius, steel)
            canvas.circle(wheel, -radius, radius - 8, mix(steel, STEEL, 0.45))
            canvas.circle(wheel, -radius, radius - 20, mix(steel, STEEL, 0.15))
            for bolt in range(8):
                turn = bolt * pi / 4 + 0.3
                canvas.circle(wheel + 30 * cos(turn), -radius + 30 * sin(turn), 3.4, STEEL)
            canvas.circle(wheel, -radius, 13, BODY)
        canvas.rect(92, -150, 40, 22, BODY, 6)
        canvas.polygon([(96, -130), (128, -130), (118, -66), (106, -66)], BODY)


def side_road(canvas: Canvas, y: float) -> None:
    """The road across the picture: fresh asphalt to the left, gravel to the right."""
    wide, depth = canvas.width, canvas.height - y
    canvas.rect(0, y - 14, wide, depth, mix("#b9965f", OCHRE, 0.3))
    canvas.fade((0, y, wide, depth * 0.66), "#cfb081", GRAVEL)
    canvas.fade((0, y, wide * 0.62, depth * 0.66), mix(ASPHALT, STEEL, 0.2), ASPHALT)
    for x in range(-60, int(wide * 0.5), 190):
        slant = [(x, y + depth * 0.3), (x + 110, y + depth * 0.3)]
        canvas.polygon([*slant, (x + 104, y + depth * 0.34), (x - 8, y + depth * 0.34)], "#fff6e0")
    stones = Random(5)
    for _ in range(240):
        at_x, share = stones.uniform(wide * 0.625, wide), stones.random()
        at_y = y + 6 + depth * 0.62 * share
        canvas.ellipse(
            at_x, at_y, 2 + 4 * share, 1 + 2 * share, mix("#b08f5e", HAZE, stones.random())
        )
    meadow(canvas, y + depth * 0.66, mix(WHEAT, OCHRE, 0.5), OCHRE)
