"""Parse and mix sRGB colours, and choose legible text colours. Pure."""

Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""

ACCENT = "#0b6a83"
"""The accent of the default theme and its icon."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


def parse_colour(accent: str) -> Colour:
    """The colour written as "#0b6a83" or "#fff"; ACCENT for "". Raises ValueError on others."""
    digits = (accent or ACCENT).removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def contrast(first: Colour, second: Colour) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(ground: Colour, least: float) -> Colour:
    """White where its contrast is at least `least`, else black.

    On any ground one of the two reaches 4.58, the square root of 21.
    """
    return WHITE if contrast(WHITE, ground) >= least else BLACK


def mix(base: Colour, other: Colour, share: float) -> Colour:
    """`base` with a share of `other`, from 0 to 1, mixed by channel in sRGB."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(base, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    # Relative luminance, as WCAG 2.2 defines it.
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
