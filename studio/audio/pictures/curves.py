"""What a master sounds like, drawn: its waveform, and its loudness on the scale of the EBU. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import STEP
from studio.audio.meters.loudness import LoudnessReport
from studio.audio.meters.meter import Energies, momentary, short_term
from studio.audio.pictures.lanes import INK, Row
from studio.audio.values import MasterSpec
from studio.drawing.scene import Area, Box, Line, Part, Words
from studio.units import RATE

Floats = npt.NDArray[np.float32]

GRAIN = RATE // 100
"""Sample frames that one value of an outline stands for: 10 ms."""
WAVE_HEIGHT, LOUDNESS_HEIGHT = 56.0, 104.0
OVER, UNDER = 9.0, 18.0
"""LU above and below the target that are shown. Source: EBU Tech 3341, 2.6, the EBU +9 scale."""
TICKS = (6, 0, -6, -12)
WAVE, BODY, MOMENTARY, CURVE, GOAL, LOW, GRID = (
    "#a9c3dd",
    "#5f8dbb",
    "#f0cdb4",
    "#c2410c",
    "#15803d",
    "#8a949e",
    "#e3e8ec",
)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a sound looks like: the highest sample and the root mean square of each 10 ms, full scale 1.0."""

    peaks: Floats
    body: Floats


@dataclass(frozen=True, slots=True)
class Played:
    """A master that can be drawn: what it had to be, its outline, its energies, and its report."""

    spec: MasterSpec
    outline: Outline
    energies: Energies
    report: LoudnessReport


def wave(outline: Outline, row: Row, top: float) -> list[Part]:
    """The waveform of a row around its middle, half as high at 12 dB less: peaks, root mean squares within them."""
    middle, half = top + WAVE_HEIGHT / 2, WAVE_HEIGHT / 2 - 1
    parts: list[Part] = [Line(((row.left, middle), (row.left + row.width, middle)), GRID)]
    for values, colour in ((outline.peaks, WAVE), (outline.body, BODY)):
        columns = _columns(values, row)
        if len(columns):
            above = [(x, middle - max(math.sqrt(value), 0.01) * half) for x, value in columns]
            below = [(x, 2 * middle - y) for x, y in reversed(above)]
            parts.append(Area((*above, *below), colour))
    return parts


def _columns(values: Floats, row: Row) -> list[tuple[float, float]]:
    """The highest of the values in each pixel of a row, with its middle; a pixel with none shows the one it is in."""
    edges = row.start / GRAIN + np.arange(round(row.width) + 1) * (row.end - row.start) / GRAIN / round(row.width)
    first = np.floor(edges[:-1]).astype(np.int64)
    last = np.maximum(np.ceil(edges[1:]).astype(np.int64), first + 1)
    scale = row.width / round(row.width)
    return [
        (row.left + (at + 0.5) * scale, float(min(values[begin:end].max(), 1.0)))
        for at, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True))
        if begin < len(values)
    ]


def loudness(played: Played, row: Row, top: float) -> list[Part]:
    """Momentary and short-term loudness of a row, each segment's own, and the target with its tolerance."""
    spec = played.spec

    def y(level: float) -> float:
        share = (spec.lufs + OVER - level) / (OVER + UNDER)
        return top + min(max(share, 0.0), 1.0) * LOUDNESS_HEIGHT

    right = row.left + row.width
    parts: list[Part] = [Box(row.left, top, row.width, LOUDNESS_HEIGHT, "#f6f8f9")]
    for tick in TICKS:
        at = y(spec.lufs + tick)
        parts.append(Line(((row.left, at), (right, at)), GRID))
        text = f"{spec.lufs + tick:g}".replace("-", "−")
        parts.append(Words(row.left - 6, at + 3.5, text, GOAL if not tick else LOW, 10, "end", not tick))
    band = y(spec.lufs - spec.tolerance_lu) - y(spec.lufs + spec.tolerance_lu)
    parts.append(Box(row.left, y(spec.lufs + spec.tolerance_lu), row.width, band, GOAL, 0.25))
    parts.append(Line(((row.left, y(spec.lufs)), (right, y(spec.lufs))), GOAL))
    for levels, steps, colour, width in (
        (momentary(played.energies), 4, MOMENTARY, 0.7),
        (short_term(played.energies), 30, CURVE, 1.6),
    ):
        points = tuple((row.x(at), y(level)) for at, level in _curve(levels, steps, row))
        if len(points) > 1:
            parts.append(Line(points, colour, width))
    return parts + _segments(played, row, y(spec.lufs + OVER) + 11)


def _curve(levels: Energies, steps: int, row: Row) -> list[tuple[float, float]]:
    """The middle of each window that lies in a row, in samples, and its level; at most one a pixel, the highest."""
    middles = (np.arange(len(levels)) + steps / 2) * STEP
    inside = (middles >= row.start) & (middles <= row.end)
    chosen, where = levels[inside], middles[inside]
    group = max(1, int((row.end - row.start) / STEP // row.width))
    starts = np.arange(0, len(chosen), group)
    if not len(starts):
        return []
    return list(zip(where[starts].tolist(), np.maximum.reduceat(chosen, starts).tolist(), strict=True))


def _segments(played: Played, row: Row, y: float) -> list[Part]:
    """The loudness of each titled segment that begins in a row, where there is room for it."""
    parts: list[Part] = []
    for one in played.report.segments:
        if one.title and row.start <= one.start < row.end and row.x(min(one.end, row.end)) - row.x(one.start) > 34:
            parts.append(Words(row.x(one.start) + 4, y, f"{one.lufs:.1f}".replace("-", "−"), INK, 10))
    return parts
