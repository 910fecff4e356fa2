"""Flat shapes in design units go onto a large canvas; a picture with smooth edges comes out."""

# ruff: noqa: PLR0917 (a shape takes its place and size in order, as in every drawing library)

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies that share of the way from the first to the second."""
    start, end = ImageColor.getrgb(first), ImageColor.getrgb(second)
    return "#" + "".join(
        f"{round(a + (b - a) * share):02x}" for a, b in zip(start[:3], end[:3], strict=True)
    )


def faint(colour: str, opacity: float) -> str:
    """The colour with an opacity of 0 to 1."""
    return f"{colour[:7]}{round(opacity * 255):02x}"


def ease(now: float, start: float, end: float) -> float:
    """0 before the start, 1 after the end, a gentle slope between them."""
    share = min(max((now - start) / (end - start), 0.0), 1.0)
    return share * share * (3 - 2 * share)


def curve(points: Sequence[Point], closed: bool = False, steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    ring = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    smooth: list[Point] = []
    for p0, p1, p2, p3 in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        for step in range(steps):
            t = step / steps
            smooth.append((_spline(p0, p1, p2, p3, 0, t), _spline(p0, p1, p2, p3, 1, t)))
    return smooth if closed else [*smooth, points[-1]]


def _spline(p0: Point, p1: Point, p2: Point, p3: Point, axis: int, t: float) -> float:
    a, b, c, d = p0[axis], p1[axis], p2[axis], p3[axis]
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


@lru_cache(maxsize=64)
def _ramp(width_px: int, height_px: int, sideways: bool) -> Image.Image:
    ramp = Image.linear_gradient("L")
    return (ramp.rotate(90) if sideways else ramp).resize((width_px, height_px))


@lru_cache(maxsize=64)
def _halo(width_px: int, height_px: int) -> Image.Image:
    """White in the middle, black at the rim of the inscribed ellipse."""
    falling = Image.radial_gradient("L").point(
        lambda value: round(255 * max(0.0, 1 - value / 181) ** 2)
    )
    return falling.resize((width_px, height_px))


class Canvas:
    """A drawing of a given size in design units, kept `scale` times as large while drawn."""

    def __init__(self, width: int, height: int, scale: int = 2) -> None:
        self.width, self.height, self._scale = width, height, scale
        self._image = Image.new("RGB", (width * scale, height * scale))
        self._pen = ImageDraw.Draw(self._image, "RGBA")
        self._origin: Point = (0.0, 0.0)
        self._zoom: Point = (1.0, 1.0)

    @contextmanager
    def moved(self, x: float, y: float, zoom: float = 1, mirrored: bool = False) -> Iterator[None]:
        """Inside, (0, 0) is that point and one unit is `zoom` units long."""
        origin, before = self._origin, self._zoom
        self._origin = (origin[0] + x * before[0], origin[1] + y * before[1])
        self._zoom = (before[0] * zoom * (-1 if mirrored else 1), before[1] * zoom)
        yield
        self._origin, self._zoom = origin, before

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self._pen.polygon([self._pixel(point) for point in points], fill=colour)

    def rect(
        self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0
    ) -> None:
        box = self._box(x, y, width, height)
        self._pen.rounded_rectangle(box, radius * self._unit, fill=colour)

    def ellipse(self, x: float, y: float, radius_x: float, radius_y: float, colour: str) -> None:
        box = self._box(x - radius_x, y - radius_y, 2 * radius_x, 2 * radius_y)
        self._pen.ellipse(box, fill=colour)

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        self.ellipse(x, y, radius, radius, colour)

    def line(self, points: Sequence[Point], width: float, colour: str) -> None:
        """A stroke with round joints and ends; the colour is opaque."""
        pixels = [self._pixel(point) for point in points]
        thickness = max(width * self._unit, 1.0)
        self._pen.line(pixels, fill=colour, width=round(thickness), joint="curve")
        if thickness > 3:
            for x, y in (pixels[0], pixels[-1]):
                half = thickness / 2
                self._pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def fade(
        self,
        box: Box,
        first: str,
        last: str,
        sideways: bool = False,
    ) -> None:
        """A gradient in the box x, y, width, height: downwards, or sideways to the right."""
        left, top, right, bottom = (round(edge) for edge in self._edges(*box))
        ramp = _ramp(max(right - left, 1), max(bottom - top, 1), sideways)
        start, end = _rgba(first), _rgba(last)
        paint = Image.merge("RGBA", [_between(ramp, a, b) for a, b in zip(start, end, strict=True)])
        self._image.paste(paint, (left, top), paint.getchannel("A"))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1) -> None:
        """Soft light, brightest in its middle."""
        left, top, right, bottom = (
            round(edge) for edge in self._box(x - radius, y - radius, 2 * radius, 2 * radius)
        )
        if right - left < 2:
            return
        mask = _halo(right - left, bottom - top).point(lambda value: round(value * strength))
        self._image.paste(colour[:7], (left, top, right, bottom), mask)

    def soften(self, radius: float) -> None:
        """Blur all that is drawn so far, as a lens does with what lies behind."""
        self._image = self._image.filter(ImageFilter.GaussianBlur(radius * self._scale))
        self._pen = ImageDraw.Draw(self._image, "RGBA")

    def picture(self) -> Image.Image:
        """The finished drawing at its true size."""
        return self._image.reduce(self._scale)

    @property
    def _unit(self) -> float:
        return self._zoom[1] * self._scale

    def _pixel(self, point: Point) -> Point:
        return (
            (self._origin[0] + point[0] * self._zoom[0]) * self._scale,
            (self._origin[1] + point[1] * self._zoom[1]) * self._scale,
        )

    def _edges(self, x: float, y: float, width: float, height: float) -> Box:
        first, last = self._pixel((x, y)), self._pixel((x + width, y + height))
        left, right = sorted((first[0], last[0]))
        return left, first[1], right, last[1]

    def _box(self, x: float, y: float, width: float, height: float) -> Box:
        left, top, right, bottom = self._edges(x, y, width, height)
        # Pillow paints the last pixel too; without the -1 neighbours would overlap.
        return left, top, max(right - 1, left), max(bottom - 1, top)


def _rgba(colour: str) -> tuple[int, ...]:
    return (*ImageColor.getrgb(colour), 255)[:4]


def _between(ramp: Image.Image, start: int, end: int) -> Image.Image:
    return ramp.point(lambda value: round(start + (end - start) * value / 255))
