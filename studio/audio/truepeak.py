"""True peak: the highest point of the wave between the samples. Pure.

Source: ITU-R BS.1770-5 annex 2 (4 times oversampling; the interpolation filter may be another than the one printed).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from studio.audio.kweight import Sound

OVERSAMPLING = 4
HALF = 16
"""Samples on each side that take part in interpolation."""
TAPS = 2 * HALF


def _phase(fraction: float) -> npt.NDArray[np.float32]:
    """Weights of the samples -HALF+1 … HALF around a point `fraction` of a sample after sample 0."""
    distance = np.arange(-HALF + 1, HALF + 1) - fraction
    window = np.i0(8.0 * np.sqrt(np.clip(1 - (distance / (HALF + 0.5)) ** 2, 0, 1))) / np.i0(8.0)
    weights = np.sinc(distance) * window
    return np.asarray(weights / weights.sum(), np.float32)


PHASES = tuple(_phase(step / OVERSAMPLING) for step in range(1, OVERSAMPLING))
GROWTH = float(max(np.abs(phase).sum() for phase in PHASES))
"""No point between samples is higher than the highest sample around it times this."""

SPAN = 1024
"""Sample frames that are looked at or passed over together."""


def between(signal: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The highest absolute value between each sample and the next, interpolation only.

    signal: float32 (n,). Returns float32 (n - TAPS + 1,): entry i lies between the samples i + HALF - 1 and i + HALF.
    """
    peaks = np.abs(np.convolve(signal, PHASES[0][::-1], mode="valid"))
    for phase in PHASES[1:]:
        np.maximum(peaks, np.abs(np.convolve(signal, phase[::-1], mode="valid")), out=peaks)
    return peaks


class PeakMeter:
    """The true peak of a stream in pieces of any size.

    Stretches that cannot hold a new maximum are not interpolated: the result is the same and comes sooner.
    """

    def __init__(self, channels: int) -> None:
        self._tail: Sound = np.zeros((TAPS, channels), np.float32)
        self._peak = 0.0

    def add(self, block: Sound) -> None:
        """Take more of the stream."""
        joined = np.concatenate([self._tail, block])
        self._tail = joined[-TAPS:]
        self._look(joined)

    def peak(self) -> float:
        """The highest absolute value so far, full scale 1.0, as if silence followed."""
        self._look(np.concatenate([self._tail, np.zeros_like(self._tail)]))
        return self._peak

    def _look(self, joined: Sound) -> None:
        if not len(joined):
            return
        starts = np.arange(0, len(joined), SPAN)
        highest = np.maximum.reduceat(np.abs(joined), starts, axis=0)
        self._peak = max(self._peak, float(highest.max()))
        for channel in range(joined.shape[1]):
            for index in np.argsort(-highest[:, channel], kind="stable"):
                begin = max(int(starts[index]) - TAPS, 0)
                around = joined[begin : int(starts[index]) + SPAN + TAPS, channel]
                if float(np.abs(around).max()) * GROWTH <= self._peak or len(around) < TAPS:
                    continue
                self._peak = max(self._peak, float(between(np.ascontiguousarray(around)).max()))


def decibels(value: float) -> float:
    """An amplitude in decibels relative to full scale; minus infinity for 0."""
    return 20 * math.log10(value) if value > 0 else -math.inf
