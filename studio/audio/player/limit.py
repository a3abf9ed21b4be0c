"""A true-peak limiter that looks ahead and forgets: its output at a sample depends on the neighbourhood only. Pure.

Reductions are whole numbers (1/65536 dB), so that the same neighbourhood gives the same gain to the last bit, however
the stream was cut. Every reduction is at full depth when its peak comes, having grown over LOOK_AHEAD, and falls by
40 dB a second after it.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import Sound
from studio.audio.meters.truepeak import HALF, Floats, between
from studio.units import RATE

UNIT = 1 << 16
FALL = UNIT * 40 // RATE
DEEPEST_DB = 30
"""A peak further above the ceiling than this is not held; no mix that was brought to its loudness has one."""
DEEPEST = DEEPEST_DB * UNIT
BOX = 121
LOOK_AHEAD = 2 * (BOX - 1)
MEMORY = DEEPEST // FALL + 2 * LOOK_AHEAD + HALF
"""Sample frames before a sample that can have a say in its gain."""
FORESIGHT = LOOK_AHEAD + HALF
"""Sample frames after a sample that can have a say in its gain."""

Reductions = npt.NDArray[np.int32]
"""int32 (n,): units of 1/65536 dB."""


class Limiter:
    """Limits a stream in pieces of any size; the result does not depend on how the stream was cut.

    ceiling: dBTP. gain: decibels, applied first.
    """

    def __init__(self, channels: int, ceiling: float, gain: float = 0.0) -> None:
        self._ceiling = 10 ** (ceiling / 20)
        self._gain = np.float32(10 ** (gain / 20))
        self._around: Sound = np.zeros((HALF, channels), np.float32)
        self._delayed: Sound = np.zeros((0, channels), np.float32)
        self._falling: Reductions = np.zeros(LOOK_AHEAD, np.int32)
        self.deepest = 0.0

    def add(self, block: Sound) -> Sound:
        """Take more of the stream; what is ready, FORESIGHT frames behind."""
        louder = block * self._gain
        self._around = np.concatenate([self._around, louder])
        self._delayed = np.concatenate([self._delayed, louder])
        wanted = self._wanted()
        self._around = self._around[len(wanted) :]
        if len(wanted):
            self._falling = np.concatenate([self._falling, fallen(wanted, int(self._falling[-1]))])
        ready = len(self._falling) - 2 * LOOK_AHEAD
        if ready <= 0:
            return self._delayed[:0]
        depth = risen(self._falling)
        self._falling = self._falling[ready:]
        out, self._delayed = self._delayed[:ready], self._delayed[ready:]
        return self._reduced(out, depth)

    def finish(self) -> Sound:
        """The rest of the stream, as if silence followed."""
        rest = len(self._delayed)
        silence = np.zeros((FORESIGHT, self._around.shape[1]), np.float32)
        return self.add(silence)[:rest]

    def _wanted(self) -> Reductions:
        """The reduction that each sample needs, for all but the HALF frames at both ends of what is around."""
        around = self._around
        wanted = np.zeros(max(len(around) - 2 * HALF, 0), np.int32)
        if not len(wanted):
            return wanted
        highest = np.max([_neighbourhood(side, self._ceiling) for side in np.ascontiguousarray(around.T)], axis=0)
        high = np.flatnonzero(highest >= self._ceiling)
        over = np.log10(np.maximum(highest[high].astype(np.float64), self._ceiling) / self._ceiling)
        wanted[high] = np.minimum(np.ceil(over * (20 * UNIT)), DEEPEST)
        return wanted

    def _reduced(self, block: Sound, depth: npt.NDArray[np.float64]) -> Sound:
        held = np.flatnonzero(depth)
        if not len(held):
            return block
        self.deepest = max(self.deepest, float(depth.max()) / UNIT)
        out = block.copy()
        out[held] *= np.exp(depth[held] * (-math.log(10) / (20 * UNIT))).astype(np.float32)[:, np.newaxis]
        return out


def _neighbourhood(signal: Floats, floor: float) -> Floats:
    """The highest absolute value at each sample and halfway to both neighbours, without HALF frames at both ends.

    What lies between samples counts where it is higher than the floor.
    """
    gaps = between(signal, floor)
    inner = np.abs(signal[HALF : len(signal) - HALF])
    return np.maximum(inner, np.maximum(gaps[:-1], gaps[1:]))


def fallen(wanted: Reductions, before: int) -> Reductions:
    """Reductions that fall by FALL a sample from every one that was reached.

    before: the last one of the stretch before.
    """
    if not before and not wanted.any():
        return wanted
    slope = np.arange(1, len(wanted) + 1, dtype=np.int64) * FALL
    highest = np.maximum.accumulate(np.concatenate([[np.int64(before)], wanted + slope]))[1:]
    return np.maximum(highest - slope, 0).astype(np.int32)


def risen(falling: Reductions) -> npt.NDArray[np.float64]:
    """Reductions that grow over LOOK_AHEAD towards every one that comes; 2 * LOOK_AHEAD fewer than were given."""
    if not falling.any():
        return np.zeros(len(falling) - 2 * LOOK_AHEAD)
    coming = falling
    width = 1
    while width * 2 <= LOOK_AHEAD + 1:
        coming = np.maximum(coming[:-width], coming[width:])
        width *= 2
    rest = LOOK_AHEAD + 1 - width
    coming = np.maximum(coming[: len(coming) - rest], coming[rest:])
    return np.asarray(_box(_box(coming, np.int32), np.int64) / (BOX * BOX))


def _box(values: npt.NDArray[np.integer], kind: type[np.integer]) -> npt.NDArray[np.integer]:
    """The sum of BOX values, wherever it begins; what the running sum overflows by leaves their difference as it is."""
    sums = np.concatenate([np.zeros(1, kind), np.cumsum(values, dtype=kind)])
    return np.asarray(sums[BOX:] - sums[:-BOX])
