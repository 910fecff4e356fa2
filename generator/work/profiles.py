"""A picture without a colour profile in, the profile that its numbers were meant for out.

Phones write a profile into their photos. Other programs name a standard by its number (CICP: the
chunk cICP of a PNG, the box nclx of HEIC and AVIF), and print shops leave inks unexplained.
"""

import struct
from collections.abc import Callable
from functools import lru_cache
from itertools import product
from math import exp
from typing import IO

from PIL import Image

_LOOKED_AT_BYTES = 256 * 1024  # both stand before the pixels


def assumed_profile(picture: Image.Image, stream: IO[bytes]) -> bytes | None:
    """Of the picture read from the stream; None where it is sRGB, or nothing is said."""
    if picture.mode == "CMYK":
        return printed_profile()
    code = _code(stream)
    return coded_profile(*code) if code else None


def _code(stream: IO[bytes]) -> tuple[int, int] | None:
    """The numbers of primaries and transfer (ITU-T H.273) that the file names."""
    place = stream.tell()
    stream.seek(0)
    start = stream.read(_LOOKED_AT_BYTES)
    stream.seek(place)
    for mark, form in ((b"\0\0\0\4cICP", ">BB"), (b"colrnclx", ">HH")):
        at = start.find(mark) + len(mark)
        if at >= len(mark) and len(start) >= at + struct.calcsize(form):
            primaries, transfer = struct.unpack_from(form, start, at)
            return primaries, transfer
    return None


# Lights: red, green and blue of a screen

# XYZ of the primaries, adapted to D50 as a profile has them.
_PRIMARIES = {
    1: ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)),  # sRGB
    9: ((0.6735, 0.2790, -0.0019), (0.1656, 0.6753, 0.0300), (0.1251, 0.0457, 0.7969)),  # BT.2020
    12: ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)),  # P3
}
_D50 = (0.9642, 1.0, 0.8249)
_WHITE_NITS = 203.0  # of paper in HDR (ITU-R BT.2408)
_STEPS = 1024


def _srgb(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def _pq(level: float) -> float:
    root = level ** (1 / 78.84375)
    light = max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
    return _dimmed(light ** (1 / 0.1593017578125) * 10_000 / _WHITE_NITS)


def _hlg(level: float) -> float:
    scene = (
        level * level / 3
        if level <= 0.5
        else (exp((level - 0.55991073) / 0.17883277) + 0.28466892) / 12
    )
    return _dimmed(scene**1.2 * 1000 / _WHITE_NITS)


def _dimmed(light: float, knee: float = 0.6) -> float:
    """What is brighter than paper, laid into the little that a screen has left above it."""
    return light if light <= knee else 1 - (1 - knee) * exp((knee - light) / (1 - knee))


# BT.709 and its like are shown on screens as sRGB is.
_CURVES: dict[int, Callable[[float], float]] = {
    **dict.fromkeys((1, 2, 6, 13, 14, 15), _srgb),
    4: lambda level: level**2.2,
    5: lambda level: level**2.8,
    8: lambda level: level,
    16: _pq,
    18: _hlg,
}


@lru_cache
def coded_profile(primaries: int, transfer: int) -> bytes | None:
    """The profile of that standard; None where it is as good as sRGB, or unknown."""
    xyz, curve = _PRIMARIES.get(primaries, _PRIMARIES[1]), _CURVES.get(transfer)
    if curve is None or (xyz is _PRIMARIES[1] and curve is _srgb):
        return None
    levels = [round(65535 * min(max(curve(at / (_STEPS - 1)), 0), 1)) for at in range(_STEPS)]
    table = b"curv" + struct.pack(f">II{_STEPS}H", 0, _STEPS, *levels)
    tags = {b"wtpt": _xyz_tag(_D50)}
    for letter, one in zip((b"r", b"g", b"b"), xyz, strict=True):
        tags[letter + b"XYZ"], tags[letter + b"TRC"] = _xyz_tag(one), table
    return _profile(b"RGB ", b"XYZ ", tags)


def _xyz_tag(xyz: tuple[float, float, float]) -> bytes:
    return b"XYZ " + struct.pack(">Iiii", 0, *(round(one * 65536) for one in xyz))


# Inks: cyan, magenta, yellow and black on paper

# Lab of paper and full inks, each alone and over each other, as ISO 12647-2 wants them printed on
# coated paper; with black below they all look black.
Lab = tuple[int, int, int]

_INKS: dict[tuple[int, int, int], Lab] = {
    (0, 0, 0): (95, 0, -2),
    (1, 0, 0): (55, -37, -50),
    (0, 1, 0): (48, 74, -3),
    (0, 0, 1): (89, -5, 93),
    (0, 1, 1): (47, 68, 48),
    (1, 0, 1): (50, -68, 25),
    (1, 1, 0): (24, 22, -46),
    (1, 1, 1): (23, 0, 0),
}
_BLACK = (16, 0, 0)
_BLACK_ON_INKS = (8, 0, 0)
_GAIN = 0.14  # how much more than half of the paper a dot of half of it covers
_SPREAD = 1.4  # Yule and Nielsen's n: light strays under the dots
_GRID = 5  # points of the table along each ink


@lru_cache
def printed_profile() -> bytes:
    """Inks on coated paper, as Neugebauer mixes them.

    Of 900 mixtures half are within ΔE 4.2 of what libvips' profile of a press makes of them; of
    the arithmetic that Pillow does without a profile, 18.6.
    """
    lab: dict[tuple[int, ...], Lab] = {(*inks, 0): one for inks, one in _INKS.items()}
    lab |= {(*inks, 1): _BLACK_ON_INKS if any(inks) else _BLACK for inks in _INKS}
    paper = _to_xyz(lab[0, 0, 0, 0])
    # Paper becomes white. Powers of 1/n, in which dots and paper add up.
    mixed = {
        inks: [
            (one / white) ** (1 / _SPREAD) for one, white in zip(_to_xyz(seen), paper, strict=True)
        ]
        for inks, seen in lab.items()
    }
    nodes = [at / (_GRID - 1) for at in range(_GRID)]
    table = b"".join(_node(mixed, cover) for cover in product(nodes, repeat=4))
    gain = bytes(
        round(255 * (a + 4 * _GAIN * a * (1 - a))) for a in (at / 255 for at in range(256))
    )
    identity = struct.pack(">9i", *(65536 * (at in (0, 4, 8)) for at in range(9)))
    head = b"mft1" + struct.pack(">IBBBx", 0, 4, 3, _GRID) + identity
    return _profile(b"CMYK", b"Lab ", {
        b"wtpt": _xyz_tag(_D50), b"A2B0": head + gain * 4 + table + bytes(range(256)) * 3,
    })  # fmt: skip


def _node(mixed: dict[tuple[int, ...], list[float]], cover: tuple[float, ...]) -> bytes:
    """Lab, in a byte each, of inks that cover those shares of the paper."""
    sums = [0.0, 0.0, 0.0]
    for inks, levels in mixed.items():
        share = 1.0
        for has_ink, one in zip(inks, cover, strict=True):
            share *= one if has_ink else 1 - one
        if share:
            sums = [total + share * level for total, level in zip(sums, levels, strict=True)]
    red, light, blue = (_cube_root(one**_SPREAD) for one in sums)
    lab = (116 * light - 16) * 2.55, 500 * (red - light) + 128, 200 * (light - blue) + 128
    return bytes(min(max(round(one), 0), 255) for one in lab)


def _cube_root(share: float) -> float:
    return share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116


def _to_xyz(lab: Lab) -> list[float]:
    """As shares of white."""
    light = (lab[0] + 16) / 116
    roots = light + lab[1] / 500, light, light - lab[2] / 200
    return [one**3 if one > 0.2069 else (one - 16 / 116) / 7.787 for one in roots]


def _profile(space: bytes, between: bytes, tags: dict[bytes, bytes]) -> bytes:
    """An ICC profile of version 2 with those tags."""
    at, places, bodies = 132 + 12 * len(tags), b"", b""
    for name, tag in tags.items():
        body = tag + bytes(-len(tag) % 4)
        places += struct.pack(">4sII", name, at + len(bodies), len(tag))
        bodies += body
    size = at + len(bodies)
    kind = b"prtr" if space == b"CMYK" else b"mntr"
    head = struct.pack(
        ">I4sI4s4s4s12x4s", size, bytes(4), 0x02400000, kind, space, between, b"acsp"
    )
    head += bytes(28) + struct.pack(">3i", *(round(one * 65536) for one in _D50))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + places + bodies
