"""An accent or a logo in, the site's icons out."""

from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from generator.media.colour import WHITE, ink_on, mix, parse_colour
from generator.recipes import IconRecipe, MadeFile

# Sizes in pixels and how much of the icon the mark's own square of 64 units takes. Maskable icons
# may lose all but a circle of 80 % (https://www.w3.org/TR/appmanifest/#icon-masks); the mark is
# inside one of 71 %. The smallest is never masked: there every pixel goes to the mark.
_SIZES = {180: 1.0, 192: 1.0, 512: 1.0, 32: 1.2}
_SMOOTH = 4  # pixels drawn for each pixel kept, along one side

# The herald's mark, as themes/default/assets/icon.svg draws it in 64 units.
_SHAPES = (
    ((12, 26), (22, 26), (42, 14), (42, 50), (22, 38), (12, 38)),
    ((16, 41), (23, 41), (27, 52), (20, 52)),
)
_SOUND = ((48, 24), (52, 28), (52, 36), (48, 40))  # a Bézier curve, drawn 4 units wide
_CENTRE = (32.5, 33.0)  # of the mark


def make_icons(recipe: IconRecipe, source: Path | None, into: Path) -> tuple[MadeFile, ...]:
    """Make icon-180.png, -192, -512, -32 and favicon.ico in `into`, opaque and without metadata.

    `source` is the user's logo as a still; without one the herald's mark is drawn on the accent.
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
    # Sixteen steps from ground to ink: half a byte for each pixel, and no eye sees more.
    icon.putpalette([part for step in range(16) for part in mix(ground, ink, step / 15)])
    return icon


def draw_mark(size_px: int, share: float) -> Image.Image:
    """The mark as a mask, its 64 units taking that share of the square."""
    large = Image.new("L", (size_px * _SMOOTH, size_px * _SMOOTH), 0)
    pen = ImageDraw.Draw(large)
    scale = large.width * share / 64

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = ((at - centre) * scale for at, centre in zip(point, _CENTRE, strict=True))
        return large.width / 2 + x, large.height / 2 + y

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
    """The logo without its white edges; None for an empty one, white on white."""
    with Image.open(source) as still:
        flat = still.convert("RGBA")
    white = Image.new("RGBA", flat.size, "white")
    logo = Image.alpha_composite(white, flat).convert("RGB")
    away = ImageChops.difference(logo, white.convert("RGB")).convert("L")
    # 12 levels: a lossy still leaves faint ripples on what was white.
    box = away.point(lambda value: 255 * (value > 12)).getbbox()
    return logo.crop(box) if box else None


def _logo_icon(logo: Image.Image, size_px: int) -> Image.Image:
    icon = Image.new("RGB", (size_px, size_px), WHITE)
    if size_px == 32:
        room = 30 / max(logo.size)
    else:  # its corners, too, stay inside the circle of 80 %
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
    """What browsers ask for at a site's root, without being told of it."""
    path = into / "favicon.ico"
    icon.save(path, "ICO", sizes=[icon.size])
    return MadeFile(path.name, path.stat().st_size, icon.width, icon.height, mime="image/x-icon")
