"""K-weighting as a finite filter: what the ear makes of a sound before its loudness is added up. Pure.

Source: ITU-R BS.1770-5 annex 1, tables 1 and 2 (the coefficients at 48 kHz).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.units import RATE

Sound = npt.NDArray[np.float32]
"""float32 (n, channels), 48 kHz, full scale ±1.0."""

Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]

SHELF: Biquad = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
HIGH_PASS: Biquad = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))

STEP = RATE // 10
"""Sample frames of one energy: 100 ms."""
HOP = 6 * STEP
SIZE = 1 << 15
TAPS = SIZE - HOP + 1
TOGETHER = 8
"""Hops that are transformed in one call."""


def impulse_response(length: int, sections: tuple[Biquad, ...] = (SHELF, HIGH_PASS)) -> npt.NDArray[np.float64]:
    """The first samples of the response of biquads in a row to a single 1.0."""
    signal = [1.0] + [0.0] * (length - 1)
    for (b0, b1, b2), (_, a1, a2) in sections:
        out = []
        x1 = x2 = y1 = y2 = 0.0
        for x in signal:
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x2, x1, y2, y1 = x1, x, y1, y
            out.append(y)
        signal = out
    return np.array(signal)


SPECTRUM = np.fft.rfft(impulse_response(TAPS), SIZE).astype(np.complex64)


class KWeighting:
    """K-weights a stream in pieces of any size; the result does not depend on how the stream was cut.

    The response is cut where it has fallen below -140 dB (80 ms), so that a sample depends on its neighbourhood only.
    """

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._waiting: list[Sound] = [np.zeros((TAPS - 1, channels), np.float32)]
        self._count = 0

    def add(self, block: Sound) -> list[Sound]:
        """Take more of the stream; the weighted pieces that are complete, each a whole number of hops."""
        self._waiting.append(block)
        self._count += len(block)
        if self._count < HOP * TOGETHER:
            return []
        joined = np.concatenate(self._waiting)
        whole = self._count // HOP * HOP
        self._waiting, self._count = [joined[whole:]], self._count - whole
        return [_filtered(joined[at : at + HOP * TOGETHER + TAPS - 1]) for at in range(0, whole, HOP * TOGETHER)]

    def rest(self) -> Sound:
        """The weighted remainder of the stream; the stream can go on after it."""
        missing = -self._count % HOP
        joined = np.concatenate([*self._waiting, np.zeros((missing, self._channels), np.float32)])
        return _filtered(joined)[: self._count] if self._count else joined[:0]


def _filtered(joined: Sound) -> Sound:
    """K-weighted sound of whole hops; joined: TAPS - 1 frames of what was before, then the hops."""
    hops = (len(joined) - TAPS + 1) // HOP
    columns = np.ascontiguousarray(joined[: hops * HOP + TAPS - 1].T)
    windows = np.lib.stride_tricks.sliding_window_view(columns, SIZE, axis=1)[:, ::HOP]
    filtered = np.fft.irfft(np.fft.rfft(windows, SIZE) * SPECTRUM, SIZE)[:, :, TAPS - 1 :]
    return filtered.reshape(len(columns), -1).T.astype(np.float32, copy=False)
