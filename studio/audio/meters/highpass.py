"""A Butterworth high-pass as products of small matrices: rows of samples at once, and states from row to row. Pure.

It stands here and not in scipy because loading that library's filters takes longer than filtering an hour of speech.
Source: R. Bristow-Johnson's cookbook formulae for biquads (the bilinear transform, warped to the corner frequency).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import Biquad, state_space
from studio.units import RATE

ROW, ROWS = 64, 32
PIECE = ROW * ROWS
"""Sample frames that are filtered at once: products of one shape give the same bits wherever a stream was cut."""

Exact = npt.NDArray[np.float64]


def sections(order: int, hertz: float) -> list[Biquad]:
    """The biquads of a Butterworth high-pass of an even order."""
    return [_section(1 / (2 * math.cos(math.pi * (2 * at + 1) / (2 * order))), hertz) for at in range(order // 2)]


def _section(quality: float, hertz: float) -> Biquad:
    turn = 2 * math.pi * hertz / RATE
    cosine, alpha = math.cos(turn), math.sin(turn) / (2 * quality)
    half = (1 + cosine) / 2 / (1 + alpha)
    return (half, -2 * half, half), (1.0, -2 * cosine / (1 + alpha), (1 - alpha) / (1 + alpha))


class HighPass:
    """Filters a stream in pieces of any size; the result does not depend on how the stream was cut.

    order: even; 12 dB an octave for each two. hertz: the corner, 3 dB down.
    """

    def __init__(self, order: int, hertz: float, channels: int) -> None:
        self._biquads = [_Rows(one, channels) for one in sections(order, hertz)]
        self._waiting: Exact = np.zeros((0, channels))

    def add(self, block: npt.NDArray[np.floating]) -> Exact:
        """Take more, (n, channels); what is ready, fewer than PIECE sample frames behind."""
        joined = np.concatenate([self._waiting, block.astype(np.float64)])
        whole = len(joined) // PIECE * PIECE
        self._waiting = joined[whole:]
        return self._filtered(joined[:whole])

    def rest(self) -> Exact:
        """What is left of the stream, which ends here."""
        left = len(self._waiting)
        return self._filtered(np.pad(self._waiting, ((0, -left % PIECE), (0, 0))))[:left]

    def _filtered(self, whole: Exact) -> Exact:
        done = [whole[:0]]
        for at in range(0, len(whole), PIECE):
            piece = np.ascontiguousarray(whole[at : at + PIECE].T)
            for biquad in self._biquads:
                piece = biquad.filtered(piece)
            done.append(piece.T)
        return np.concatenate(done)


class _Rows:
    """One biquad over pieces, float64 (channels, PIECE)."""

    def __init__(self, biquad: Biquad, channels: int) -> None:
        space = state_space(biquad)
        powers = space.powers(ROW)
        response = np.array([space.d, *(space.c @ power @ space.b for power in powers[: ROW - 1])])
        self._own = np.array([np.concatenate([np.zeros(at), response[: ROW - at]]) for at in range(ROW)])
        self._led_in = np.array([space.c @ power for power in powers[:ROW]]).T
        self._left = np.array([powers[ROW - 1 - at] @ space.b for at in range(ROW)])
        self._on = powers[ROW].T
        self._states = np.zeros((channels, 2))

    def filtered(self, piece: Exact) -> Exact:
        found = np.empty_like(piece)
        for channel, samples in enumerate(piece):
            rows = samples.reshape(ROWS, ROW)
            leaves = rows @ self._left
            before = np.empty_like(leaves)
            state = self._states[channel]
            for at in range(ROWS):
                before[at] = state
                state = state @ self._on + leaves[at]
            self._states[channel] = state
            found[channel] = (rows @ self._own + before @ self._led_in).reshape(-1)
        return found
