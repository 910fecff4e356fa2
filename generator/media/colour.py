"""An accent in, the colours that can be read on it out."""

Colour = tuple[int, int, int]

ACCENT = "#0b6a83"
"""Of the default theme, and of its icon."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


def parse_colour(accent: str) -> Colour:
    """The red, green and blue of "#0b6a83" or "#fff"; of the default accent for ""."""
    digits = (accent or ACCENT).removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """From 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(ground: Colour, least: float) -> Colour:
    """White where it reaches that contrast, else black: one of them reaches 4.58 on any ground."""
    return WHITE if contrast(WHITE, ground) >= least else BLACK


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The first colour with that share of the other in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
