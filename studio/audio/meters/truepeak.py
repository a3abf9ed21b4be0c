"""True peak: the highest point of the wave between the samples. Pure.

Samples are counted in GRAIN and weights in FINENESS, so that every sum is exact in 64 bits: the same neighbourhood
gives the same result to the last bit, however the stream was cut and whatever adds it up.

Source: ITU-R BS.1770-5 annex 2 (4 times oversampling; the interpolation filter may be another than the one printed).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import Sound

OVERSAMPLING = 4
HALF = 16
"""Samples on each side that take part in interpolation."""
TAPS = 2 * HALF

GRAIN, FINENESS = 2.0**-24, 2.0**-20
LOUDEST = 64.0
"""What is further from zero counts as this, +36 dBFS: 30 bits of a sample and 22 of the weights fill 52."""

Floats = npt.NDArray[np.float32]
Exact = npt.NDArray[np.float64]
"""Whole numbers of GRAIN."""


def _phase(fraction: float) -> Exact:
    """Weights of the samples -HALF+1 … HALF around a point `fraction` of a sample after sample 0, in FINENESS."""
    distance = np.arange(-HALF + 1, HALF + 1) - fraction
    window = np.i0(8.0 * np.sqrt(np.clip(1 - (distance / (HALF + 0.5)) ** 2, 0, 1))) / np.i0(8.0)
    weights = np.sinc(distance) * window
    return np.asarray(np.rint(weights / weights.sum() / FINENESS))


PHASES = tuple(_phase(step / OVERSAMPLING) for step in range(1, OVERSAMPLING))
GROWTH = float(max(np.abs(phase).sum() for phase in PHASES)) * FINENESS
"""No point between samples is higher than the highest sample around it times this."""

ROW = 20
"""Gaps between samples that are looked into with one row of a product of matrices."""
REACH = ROW + TAPS - 1
ROWS = 52
"""Rows of one product: 52 × 51 × 20 stays below what is done in threads."""
TOGETHER = ROWS * 16
"""Rows that are looked into before the next are taken: what this needs stays near the processor."""


def _row(phase: Exact) -> Exact:
    """(REACH, ROW): the samples around ROW gaps to the points in those gaps."""
    made = np.zeros((REACH, ROW))
    for gap in range(ROW):
        made[gap : gap + TAPS, gap] = phase
    return made


POINTS = tuple(_row(phase) for phase in PHASES)
ROUGH = np.ascontiguousarray(np.concatenate(POINTS, axis=1) * FINENESS, np.float32)
"""(REACH, 3 · ROW): the same in full scale, to look first and quickly; each weight fits a float32."""
ROUGHNESS = 2.0**-16
"""How far a rough look may err, as a part of the highest sample in the row; 2 · 32 roundings stay far below it."""


def between(signal: Floats, floor: float = 0.0) -> Floats:
    """The highest absolute value between each sample and the next, interpolation only.

    signal: float32 (n,). Returns float32 (n - TAPS + 1,): entry i lies between the samples i + HALF - 1 and i + HALF.
    Rows in which nothing is higher than `floor` are left at 0.
    """
    count = len(signal) - TAPS + 1
    rows = -(-count // ROW)
    padded = np.zeros((rows + 3) * ROW, np.float32)
    padded[: len(signal)] = signal
    windows = np.lib.stride_tricks.sliding_window_view(padded, REACH)[: rows * ROW : ROW]
    peaks = np.zeros((rows, ROW), np.float32)
    tallest = np.abs(padded).reshape(-1, ROW).max(axis=1)
    around = np.maximum(np.maximum(tallest[:rows], tallest[1 : rows + 1]), tallest[2 : rows + 2])
    left = np.flatnonzero(around * GROWTH > floor) if floor else np.arange(rows)
    for at in range(0, len(left), TOGETHER):
        some = left[at : at + TOGETHER]
        if floor:
            some = some[rough(windows[some]) > floor - ROUGHNESS * around[some]]
        peaks[some] = highest(windows[some])
    return peaks.reshape(-1)[:count]


def counted(signal: Floats) -> Exact:
    """A signal in whole numbers of GRAIN."""
    exact = np.multiply(signal, 1 / GRAIN, dtype=np.float64)
    np.minimum(np.maximum(exact, -LOUDEST / GRAIN, out=exact), LOUDEST / GRAIN, out=exact)
    return np.asarray(np.rint(exact, out=exact))


def highest(windows: Floats) -> Floats:
    """The highest absolute value in each gap of some rows, float32 (rows, ROW), full scale 1.0.

    windows: float32 (rows, REACH), the samples around them.
    """
    around = counted(_stacked(windows))
    found = np.abs(around @ POINTS[0])
    for points in POINTS[1:]:
        other = around @ points
        np.maximum(found, np.abs(other, out=other), out=found)
    found *= GRAIN * FINENESS
    return found.astype(np.float32).reshape(-1, ROW)[: len(windows)]


def rough(windows: Floats) -> Floats:
    """The highest absolute value in the gaps of each row, float32 (rows,), but for ROUGHNESS."""
    made = _stacked(windows) @ ROUGH
    return np.asarray(np.abs(made, out=made).max(axis=2)).reshape(-1)[: len(windows)]


def _stacked(windows: Floats) -> Floats:
    """Rows as products of ROWS each, filled up with silence."""
    missing = -len(windows) % ROWS
    filled = np.concatenate([windows, np.zeros((missing, REACH), np.float32)]) if missing else windows
    return np.minimum(np.maximum(filled, -LOUDEST), LOUDEST, dtype=np.float32).reshape(-1, ROWS, REACH)


def inner_peak(sound: Sound, known: float = 0.0) -> float:
    """The highest absolute value of a sound but for the HALF frames at both ends, between its samples too.

    known: what is returned where nothing is higher. Rows that cannot hold a new maximum are not interpolated.
    """
    for channel in np.ascontiguousarray(sound.T):
        magnitude = np.abs(channel)
        known = max(known, float(magnitude[HALF : len(channel) - HALF].max(initial=0.0)))
        if float(magnitude.max(initial=0.0)) * GROWTH <= known:
            continue
        if len(channel) >= REACH:
            known = _between_rows(channel, magnitude, known)
        elif len(channel) >= TAPS:
            known = max(known, float(between(channel).max()))
    return known


def _between_rows(channel: Floats, magnitude: Floats, known: float) -> float:
    """Look into the gaps of a channel: those with the highest samples around them, then what may be higher still."""
    starts = np.append(np.arange(0, len(channel) - REACH, ROW), len(channel) - REACH)
    around = _around(magnitude)[: len(starts)]
    windows = np.lib.stride_tricks.sliding_window_view(channel, REACH)
    first = np.argpartition(-around, ROWS)[:ROWS] if len(around) > ROWS else np.arange(len(around))
    known = _higher(windows[starts[first]], known)
    around[first] = 0.0
    left = starts[around * GROWTH > known]
    for at in range(0, len(left), TOGETHER):
        known = _higher(windows[left[at : at + TOGETHER]], known)
    return known


def _around(magnitude: Floats) -> Floats:
    """The highest sample that each row can reach, or a little more: a row reaches into the three around it."""
    rows = np.pad(np.maximum.reduceat(magnitude, np.arange(0, len(magnitude), ROW)), (1, 2))
    pairs = np.maximum(rows[:-1], rows[1:])
    return np.asarray(np.maximum(pairs[:-2], pairs[2:]))


def _higher(windows: Floats, known: float) -> float:
    """The highest absolute value in the gaps of any number of rows, where it is higher than what is known."""
    found = rough(windows)
    least = max(known, float(found.max(initial=0.0))) - 2 * ROUGHNESS * float(np.abs(windows).max(initial=0.0))
    some = windows[found > least]
    return max(known, float(highest(some).max())) if len(some) else known


class PeakMeter:
    """The true peak of a stream in pieces of any size; the result does not depend on how the stream was cut."""

    def __init__(self, channels: int) -> None:
        self._tail: Sound = np.zeros((TAPS, channels), np.float32)
        self._peak = 0.0

    def add(self, block: Sound) -> None:
        """Take more of the stream."""
        joined = np.concatenate([self._tail, block])
        self._tail = joined[-TAPS:]
        self._peak = inner_peak(joined, self._peak)

    def peak(self) -> float:
        """The highest absolute value so far, full scale 1.0, as if silence followed."""
        return inner_peak(np.concatenate([self._tail, np.zeros_like(self._tail)]), self._peak)


def decibels(value: float) -> float:
    """An amplitude in decibels relative to full scale; minus infinity for 0."""
    return 20 * math.log10(value) if value > 0 else -math.inf
