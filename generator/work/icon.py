"""Make the site's icons from its accent colour or logo."""

from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from generator.media.colour import WHITE, ink_on, mix, parse_colour
from generator.recipes import IconRecipe, MadeFile

# Sizes in pixels, and the share of the icon that the mark's square of 64 units takes. Platforms may
# mask all but a circle of 80 % (https://www.w3.org/TR/appmanifest/#icon-masks); the mark keeps
# within 71 %. The smallest icon is never masked, so the mark uses every pixel.
_SIZES = {180: 1.0, 192: 1.0, 512: 1.0, 32: 1.2}
_SMOOTH = 4  # pixels drawn along each side of a final pixel

# The herald's mark, as themes/default/assets/icon.svg draws it in 64 units.
_SHAPES = (
    ((12, 26), (22, 26), (42, 14), (42, 50), (22, 38), (12, 38)),
    ((16, 41), (23, 41), (27, 52), (20, 52)),
)
_SOUND = ((48, 24), (52, 28), (52, 36), (48, 40))  # a Bézier curve, 4 units wide
_CENTRE = (32.5, 33.0)  # of the mark


def make_icons(recipe: IconRecipe, source: Path | None, into: Path) -> tuple[MadeFile, ...]:
    """Make icon-180.png, -192, -512, -32 and favicon.ico in the folder `into`, all opaque.

    `source` is the user's logo; without one, or where it is blank, the herald's mark is drawn.
    """
    logo = _read_logo(source) if source else None
    icons = [
        _logo_icon(logo, size_px) if logo else _mark_icon(recipe, size_px) for size_px in _SIZES
    ]
    return (*(_save(icon, into) for icon in icons), _save_favicon(icons[-1], into))


# The herald's mark


def _mark_icon(recipe: IconRecipe, size_px: int) -> Image.Image:
    ground = parse_colour(recipe.accent)
    ink = ink_on(ground, 3)
    icon = draw_mark(size_px, _SIZES[size_px]).point(lambda value: value // 17)
    icon = Image.frombytes("P", icon.size, icon.tobytes())
    # Sixteen steps from ground to ink: half a byte a pixel, and the eye sees no more.
    icon.putpalette([part for step in range(16) for part in mix(ground, ink, step / 15)])
    return icon


def draw_mark(size_px: int, share: float) -> Image.Image:
    """A mask of the mark, whose 64 units take that share of the square."""
    large = Image.new("L", (size_px * _SMOOTH, size_px * _SMOOTH), 0)
    pen = ImageDraw.Draw(large)
    scale = large.width * share / 64

    def place(point: tuple[float, float]) -> tuple[float, float]:
        (x, y), (middle_x, middle_y) = point, _CENTRE
        half = large.width / 2
        return half + (x - middle_x) * scale, half + (y - middle_y) * scale

    for shape in _SHAPES:
        pen.polygon([place(point) for point in shape], fill=255)
    for step in range(65):
        pen.circle(place(_on_curve(step / 64)), 2 * scale, fill=255)
    return large.reduce(_SMOOTH)


def _on_curve(share: float) -> tuple[float, float]:
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    x, y = (
        sum(weight * point[axis] for weight, point in zip(weights, _SOUND, strict=True))
        for axis in (0, 1)
    )
    return x, y


# The user's logo


def _read_logo(source: Path) -> Image.Image | None:
    """The logo without its white margins; None where it is all white."""
    with Image.open(source) as still:
        flat = still.convert("RGBA")
    white = Image.new("RGBA", flat.size, "white")
    logo = Image.alpha_composite(white, flat).convert("RGB")
    distance = ImageChops.difference(logo, white.convert("RGB")).convert("L")
    # 12 levels, because a lossy still leaves faint ripples on white.
    box = distance.point(lambda value: 255 * (value > 12)).getbbox()
    return logo.crop(box) if box else None


def _logo_icon(logo: Image.Image, size_px: int) -> Image.Image:
    icon = Image.new("RGB", (size_px, size_px), WHITE)
    if size_px == 32:
        room = 30 / max(logo.size)
    else:  # its corners stay inside the circle of 80 %
        room = 0.78 * size_px / (logo.width**2 + logo.height**2) ** 0.5
    width, height = (max(1, round(length * room)) for length in logo.size)
    small = logo.resize((width, height), Image.Resampling.LANCZOS)
    icon.paste(small, ((size_px - width) // 2, (size_px - height) // 2))
    return icon.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _save(icon: Image.Image, into: Path) -> MadeFile:
    path = into / f"icon-{icon.width}.png"
    icon.save(path, "PNG", optimize=True)
    return MadeFile(path.name, path.stat().st_size, icon.width, icon.height, mime="image/png")


def _save_favicon(icon: Image.Image, into: Path) -> MadeFile:
    """The icon that browsers request at a site's root unasked."""
    path = into / "favicon.ico"
    icon.save(path, "ICO", sizes=[icon.size])
    return MadeFile(path.name, path.stat().st_size, icon.width, icon.height, mime="image/x-icon")
