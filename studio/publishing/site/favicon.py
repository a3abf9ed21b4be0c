"""The sign of the site as browsers ask for it unasked, /favicon.ico: the same drawing as icon.svg, in pixels. Pure."""

from __future__ import annotations

import struct
from functools import cache

SIDE = 32
"""Pixels, and units of the drawing."""

FINE = 4
"""Points of a pixel, in each direction, that are looked at."""

CLAY, PAPER = (0xA8, 0x43, 0x2A), (0xFB, 0xF3, 0xE6)
CORNER, HALF = 6.0, 1.5
BARS = ((6, 13, 19), (11, 9, 23), (16, 5, 27), (21, 9, 23), (26, 13, 19))
"""x, top and bottom of the line in the middle of each bar."""


@cache
def favicon() -> bytes:
    """An icon of one picture, 32 pixels square, 32 bits each, as a bitmap: no packing, so the same bytes everywhere.

    Source: Microsoft, ICO format (ICONDIR, ICONDIRENTRY) and BITMAPINFOHEADER, whose height counts the mask too.
    """
    rows = [b"".join(_pixel(x, y) for x in range(SIDE)) for y in reversed(range(SIDE))]
    mask = bytes(SIDE * SIDE // 8)
    bitmap = struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE * 2, 1, 32, 0, 0, 0, 0, 0, 0) + b"".join(rows) + mask
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, SIDE, SIDE, 0, 0, 1, 32, len(bitmap), 22) + bitmap


def _pixel(x: int, y: int) -> bytes:
    """Blue, green, red and how much of it is there."""
    points = [(x + (i + 0.5) / FINE, y + (j + 0.5) / FINE) for i in range(FINE) for j in range(FINE)]
    ground = sum(_on_ground(*point) for point in points)
    light = sum(_on_bar(*point) for point in points)
    mixed = [(a * (len(points) - light) + b * light) // len(points) for a, b in zip(CLAY, PAPER, strict=True)]
    return bytes((*reversed(mixed), ground * 255 // len(points)))


def _on_ground(x: float, y: float) -> bool:
    """Whether a point lies on the square with round corners."""
    across = max(CORNER - x, x - (SIDE - CORNER), 0.0)
    down = max(CORNER - y, y - (SIDE - CORNER), 0.0)
    return across * across + down * down <= CORNER * CORNER


def _on_bar(x: float, y: float) -> bool:
    """Whether a point lies on one of the bars, which end round."""
    return any((x - at) ** 2 + max(top - y, y - bottom, 0.0) ** 2 <= HALF * HALF for at, top, bottom in BARS)
