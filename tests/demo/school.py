"""The village school: how far its repair has come goes in, its drawing comes out."""

# ruff: noqa: PLR0917 (a shape takes its place and size in order, as in every drawing library)

from dataclasses import dataclass
from math import pi, sin

from scenery import (
    BRICK,
    CREAM,
    EARTH,
    NAVY,
    NIGHT,
    OCHRE,
    RUST,
    SKY,
    SLATE,
    STEEL,
    WHEAT,
    WHITE,
    Look,
    lamp,
    person,
)
from sketch import Canvas, faint, mix

HALF, WALL_TOP, RIDGE = 370, -252, -330
OLD_WALL, OLD_ROOF, NEW_ROOF = "#cdbb9c", "#8b8378", "#2f5f86"
COLUMNS = (-318, -238, -158, 158, 238, 318)
ROWS = (-214, -106)


@dataclass(frozen=True, slots=True)
class Repair:
    """What is done, from 0 to 1 each, and how strongly the windows are lit."""

    roof: float = 0
    windows: float = 0
    paint: float = 0
    glow: float = 0


def school(canvas: Canvas, x: float, y: float, zoom: float, repair: Repair) -> None:
    with canvas.moved(x, y, zoom):
        canvas.ellipse(30, 6, 440, 16, faint(NIGHT, 0.18))
        _walls(canvas, repair.paint)
        _roof(canvas, repair.roof)
        for number, (column, row) in enumerate((c, r) for c in COLUMNS for r in ROWS):
            fitted = min(max(repair.windows * 14 - number, 0), 1)
            _window(canvas, column, row, fitted, repair.glow, number)
        _entrance(canvas, repair)


def paint_edge(repair: Repair) -> float:
    """How far along the wall the fresh paint reaches, in the school's own units."""
    return -HALF + 2 * HALF * repair.paint


def _walls(canvas: Canvas, paint: float) -> None:
    width, height = 2 * HALF, -WALL_TOP
    canvas.rect(-HALF, WALL_TOP, width, height, OLD_WALL)
    stains = ((-330, -60, 60, 34), (-200, -190, 46, 26), (205, -38, 70, 30), (330, -170, 40, 44))
    for at_x, at_y, radius_x, radius_y in stains:
        canvas.ellipse(at_x, at_y, radius_x * 0.6, radius_y, faint(EARTH, 0.2))
    for at_x, at_y in ((-282, -146), (196, -148), (284, -50), (-120, -40)):
        for brick in range(5):
            step = (brick % 2) * 9
            canvas.rect(at_x - 14 + step, at_y + brick * 7, 26 - step, 5.6, faint(RUST, 0.75), 1)
    for at_x, at_y in ((-198, -246), (120, -244), (278, -244), (-352, -140)):
        crack = [(at_x, at_y), (at_x + 8, at_y + 26), (at_x + 2, at_y + 44), (at_x + 11, at_y + 70)]
        canvas.line(crack, 1.8, "#8a7a62")
    fresh = width * paint
    if fresh > 0:
        canvas.rect(-HALF, WALL_TOP, fresh, height, BRICK)
        for row in range(17):
            for at_x in range(-HALF + 6 + (row * 37) % 52, int(-HALF + fresh) - 18, 104):
                canvas.rect(at_x, -240 + row * 14, 17, 6, faint("#dd8057", 0.6), 1)
        for band in (WALL_TOP, -134):
            canvas.rect(-HALF, band, fresh, 12, CREAM)
        canvas.rect(-HALF, WALL_TOP, min(14, fresh), height, CREAM)
    if paint >= 1:
        canvas.rect(HALF - 14, WALL_TOP, 14, height, CREAM)
    canvas.fade((-HALF, WALL_TOP, width, 34), faint(NIGHT, 0.32), faint(NIGHT, 0))
    canvas.rect(-HALF - 5, -20, width + 10, 20, mix(SLATE, EARTH, 0.3 if paint else 0.6))


def _roof(canvas: Canvas, done: float) -> None:
    eaves, slope = HALF + 20, 46
    canvas.rect(-300, RIDGE - 34, 28, 60, mix(RUST, EARTH, 0.3))
    canvas.rect(250, RIDGE - 34, 28, 60, mix(RUST, EARTH, 0.3))

    def strip(start: float, end: float, colour: str) -> None:
        def top(at: float) -> float:
            return max(min(at, eaves - slope), slope - eaves)

        corners = [(start, WALL_TOP + 2), (end, WALL_TOP + 2), (top(end), RIDGE)]
        canvas.polygon([*corners, (top(start), RIDGE)], colour)

    sheets = 26
    each = 2 * eaves / sheets
    for sheet in range(sheets):
        start = -eaves + sheet * each
        laid = done * sheets > sheet
        missing = sheet in (4, 5, 11, 19, 20, 21)
        old = mix(EARTH, NIGHT, 0.45) if missing else mix(OLD_ROOF, EARTH, 0.12 * (sheet % 3))
        strip(start, start + each + 0.5, mix(NEW_ROOF, SKY, 0.1 * (sheet % 2)) if laid else old)
        if missing and not laid:
            for lath in range(4):
                at_y = WALL_TOP - 10 - lath * 17
                canvas.rect(start, at_y, each, 4, mix(OCHRE, EARTH, 0.35))
    canvas.fade(
        (-eaves + slope, RIDGE, 2 * (eaves - slope), 40), faint(WHITE, 0.2), faint(WHITE, 0)
    )
    canvas.rect(
        -eaves - 3,
        WALL_TOP - 3,
        2 * eaves + 6,
        9,
        mix(NAVY, SLATE, 0.3) if done > 0.5 else mix(EARTH, SLATE, 0.5),
        4,
    )


def _window(
    canvas: Canvas, x: float, y: float, fitted: float, glow: float, number: int, half: float = 24
) -> None:
    high = 66
    canvas.rect(x - half - 4, y - 4, 2 * half + 8, high + 8, "#7d6c55")
    canvas.rect(x - half, y, 2 * half, high, mix(NAVY, NIGHT, 0.5))
    if fitted < 1:
        if number % 3 != 1:
            for slope, at_y in (
                (7, 10 + number % 4 * 3),
                (-6 + number % 5 * 3, 34 + number % 2 * 5),
            ):
                board = [(x - half - 3, y + at_y), (x + half + 3, y + at_y + slope)]
                lower = [(px, py + 11) for px, py in reversed(board)]
                canvas.polygon([*board, *lower], mix(OCHRE, EARTH, 0.35))
        else:
            shards = ((-half, 18), (-15, 33), (-9, 27), (-3, 50), (8, 41), (12, 22), (half, 10))
            broken = [(x + at_x, y + at_y) for at_x, at_y in shards]
            canvas.polygon([(x - half, y + high), *broken, (x + half, y + high)], "#7d93a0")
            canvas.line([(x, y), (x, y + high)], 3, "#7d6c55")
    if fitted > 0:
        # A new window drops into place from a little above.
        with canvas.moved(x, y - 16 * (1 - fitted), 0.8 + 0.2 * fitted):
            _new_window(canvas, half, high, glow * (0.9 + 0.1 * sin(number * 2.2)))


def _new_window(canvas: Canvas, half: float, high: float, glow: float) -> None:
    canvas.rect(-half - 5, -5, 2 * half + 10, high + 10, WHITE, 2)
    glass = (-half, 0, 2 * half, high)
    canvas.fade(glass, mix("#8fcbe8", "#ffd778", glow), mix("#3f86b3", "#f5b04a", glow))
    shine = [(-half + 6, high), (-half + 34, 0), (-half + 44, 0), (-half + 16, high)]
    canvas.polygon(shine, faint(WHITE, 0.3))
    canvas.rect(-2, 0, 4, high, WHITE)
    canvas.rect(-half, high * 0.34, 2 * half, 3.4, WHITE)
    canvas.rect(-half - 9, high + 5, 2 * half + 18, 6, mix(CREAM, OCHRE, 0.25), 2)


def _entrance(canvas: Canvas, repair: Repair) -> None:
    fresh = repair.paint > 0.5
    wall = CREAM if fresh else mix(OLD_WALL, WHITE, 0.12)
    canvas.rect(-92, WALL_TOP - 34, 184, -WALL_TOP + 34, wall)
    canvas.rect(60, WALL_TOP - 34, 32, -WALL_TOP + 34, faint(EARTH, 0.12))
    roof = NEW_ROOF if repair.roof > 0.5 else mix(OLD_ROOF, EARTH, 0.2)
    canvas.polygon([(-112, WALL_TOP - 30), (112, WALL_TOP - 30), (0, WALL_TOP - 112)], roof)
    canvas.polygon([(-80, WALL_TOP - 38), (80, WALL_TOP - 38), (0, WALL_TOP - 96)], wall)
    canvas.rect(-114, WALL_TOP - 34, 228, 9, mix(roof, NIGHT, 0.3), 4)
    canvas.circle(0, WALL_TOP - 56, 17, BRICK if fresh else OLD_ROOF)
    canvas.circle(0, WALL_TOP - 56, 13, WHITE)
    canvas.line([(0, WALL_TOP - 65), (0, WALL_TOP - 56), (7, WALL_TOP - 53)], 2, NAVY)
    for number, column in enumerate((-44, 44), start=12):
        fitted = min(max(repair.windows * 14 - number, 0), 1)
        _window(canvas, column, ROWS[0], fitted, repair.glow, number)
    canvas.rect(-66, -118, 132, 11, mix(roof, NIGHT, 0.15), 4)
    door = NEW_ROOF if fresh else "#7a6a58"
    canvas.rect(-44, -104, 88, 92, WHITE if fresh else "#a59576")
    for side in (-1, 1):
        canvas.rect(side * 20 - 18, -99, 36, 86, door)
        glass = mix("#6fb0d2", "#ffd778", repair.glow)
        canvas.rect(side * 20 - 12, -92, 24, 40, glass if fresh else mix(NAVY, NIGHT, 0.4))
        canvas.circle(side * 5, -44, 2.4, WHEAT)
    for step in range(3):
        canvas.rect(-62 - step * 11, -13 + step * 6, 124 + step * 22, 7, mix(STEEL, CREAM, 0.5), 1)


def lift(canvas: Canvas, x: float, y: float, height: float, turn: float) -> None:
    """A scissor lift with a painter whose roller goes up and down as `turn` grows."""
    with canvas.moved(x, y):
        canvas.ellipse(8, 3, 62, 7, faint(NIGHT, 0.25))
        storeys, low = 3, -26
        each = (height + low - 4) / storeys
        for storey in range(storeys):
            at_y = low - storey * each
            canvas.line([(-34, at_y), (34, at_y - each)], 5, OCHRE)
            canvas.line([(34, at_y), (-34, at_y - each)], 5, WHEAT)
        canvas.rect(-46, -30, 92, 18, WHEAT, 4)
        canvas.rect(-46, -18, 92, 6, OCHRE)
        for wheel in (-32, 32):
            canvas.circle(wheel, -10, 10, NIGHT)
            canvas.circle(wheel, -10, 4, STEEL)
        reach = -66 + 20 * sin(turn * 2 * pi)
        painter = Look(coat="#e9873c", legs=NAVY, helmet=WHEAT, vest=True)
        with canvas.moved(4, -height):
            person(canvas, 0, 0, 84, painter, ((-20, -52), (-32, reach)), mirrored=False)
            canvas.line([(-27, reach * 0.84), (-38, reach * 0.84 - 16)], 3, SLATE)
            canvas.rect(-50, reach * 0.84 - 28, 24, 12, CREAM, 5)
        for rail in (-2, -18, -34):
            canvas.rect(-44, -height + rail - 2, 88, 3, OCHRE)
        for post in (-44, 0, 42):
            canvas.rect(post, -height - 36, 3, 38, OCHRE)
        canvas.rect(-46, -height - 4, 92, 8, mix(OCHRE, EARTH, 0.3), 2)


def crane(canvas: Canvas, x: float, y: float, swing: float, drop: float) -> None:
    """A truck crane; the load swings by `swing` units and hangs `drop` units below the tip."""
    body, tip = "#e8a62f", (232.0, -408.0)
    with canvas.moved(x, y):
        canvas.ellipse(0, 4, 150, 10, faint(NIGHT, 0.22))
        canvas.line([(-30, -78), tip], 14, mix(body, RUST, 0.35))
        canvas.line([(-30, -80), (150, -305)], 20, body)
        canvas.line([tip, (tip[0] + swing, tip[1] + drop)], 2, NIGHT)
        canvas.rect(-130, -58, 250, 24, SLATE, 5)
        canvas.rect(56, -108, 72, 64, BRICK, 10)
        canvas.rect(82, -98, 38, 28, "#a9d6ea", 5)
        canvas.rect(-72, -104, 78, 50, body, 8)
        canvas.rect(-62, -97, 30, 26, "#a9d6ea", 4)
        for wheel in (-98, -50, 86):
            canvas.circle(wheel, -24, 24, NIGHT)
            canvas.circle(wheel, -24, 10, STEEL)
        with canvas.moved(tip[0] + swing, tip[1] + drop):
            canvas.line([(-22, 24), (0, 0), (22, 24)], 2, NIGHT)
            with canvas.moved(0, 30, 0.9):
                _new_window(canvas, 24, 66, 0)


def yard(canvas: Canvas, x: float, y: float, zoom: float) -> None:
    """What lies about during the repair: bricks, boards, a barrow."""
    with canvas.moved(x, y, zoom):
        canvas.ellipse(20, 4, 130, 9, faint(NIGHT, 0.2))
        for row in range(4):
            for brick in range(6 - row):
                canvas.rect(-90 + brick * 19 + row * 9, -11 - row * 10, 18, 9, BRICK, 1)
        for board in range(4):
            canvas.rect(48 - board * 3, -8 - board * 8, 96, 6, mix(OCHRE, CREAM, 0.15 * board), 2)


def yard_lamps(canvas: Canvas, y: float, lit: float) -> None:
    for x, arm in ((0.135, 1), (0.865, -1)):
        lamp(canvas, canvas.width * x, y, canvas.height * 0.3, arm, lit)
