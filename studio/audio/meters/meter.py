"""Loudness of a stream: integrated, momentary, short-term, range, true peak.

The energies of 100 ms pieces are kept, 80 bytes a second, so that any part can be measured later without its sound.
Source: ITU-R BS.1770-5 annex 1 (gating), EBU Tech 3341 (time scales), EBU Tech 3342 (range).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import STEP, KWeighting, Sound
from studio.audio.meters.truepeak import PeakMeter, decibels
from studio.audio.values import QUIETEST
from studio.units import Dbtp, Lufs, Samples

Energies = npt.NDArray[np.float64]
"""float64 (n,): mean square of the K-weighted sound in each 100 ms, channels added with their weights."""

OFFSET = -0.691
FINE = STEP // 10
"""Sample frames by which the windows move when the highest momentary and short-term loudness are looked for: 10 ms."""
MOMENTARY_STEPS = 4
SHORT_TERM_STEPS = 30
SEVERAL = 24
"""Pieces of the stream in which the highest loudness is looked for together."""
ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0
RANGE_GATE = -20.0
SURROUND = 1.41
WEIGHTS = {1: (1.0,), 2: (1.0, 1.0), 3: (1.0, 1.0, 1.0), 5: (1.0, 1.0, 1.0, SURROUND, SURROUND)}
"""Channel weights by number of channels, in the order L R C Ls Rs. Source: BS.1770-5 annex 1, table 3."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a stretch of sound measures; levels never under QUIETEST.

    integrated: LUFS. short_term: the highest, LUFS. momentary: the highest, LUFS. range: LU. peak: dBTP.
    """

    integrated: Lufs
    momentary: Lufs
    short_term: Lufs
    range: float
    peak: Dbtp


@dataclass(frozen=True, slots=True)
class Highest:
    """The highest energy over 400 ms and over 3 s so far, in steps of 10 ms, and the last energies of 10 ms."""

    momentary: float = 0.0
    short_term: float = 0.0
    last: Energies = field(default_factory=lambda: np.zeros(0))

    def after(self, fine: Energies) -> Highest:
        """The same with more energies of 10 ms; windows lie in the stream as a whole."""
        joined = np.concatenate([self.last, fine])
        steps = sliding(joined, STEP // FINE)
        found = (_spread(steps, count) for count in (MOMENTARY_STEPS, SHORT_TERM_STEPS))
        momentary, short_term = (float(energies.max(initial=0.0)) for energies in found)
        last = joined[1 - SHORT_TERM_STEPS * (STEP // FINE) :]
        return Highest(max(self.momentary, momentary), max(self.short_term, short_term), last)


class Powers:
    """The energies of a stream in pieces of any size, one for each `grain` sample frames, a whole part of a step."""

    def __init__(self, channels: int, grain: int = STEP) -> None:
        self._weights = np.array(WEIGHTS[channels])
        self._weighting = KWeighting(channels)
        self._grain = grain

    def add(self, block: Sound) -> list[Energies]:
        """Take more of the stream: float32 (n, channels), 48 kHz; the energies that are ready."""
        return [self._energies(weighted) for weighted in self._weighting.add(block)]

    def rest(self) -> Energies:
        """The energies that were not given yet, as far as they are whole; the stream can go on after it."""
        return self._energies(self._weighting.rest())

    def _energies(self, weighted: Sound) -> Energies:
        whole = weighted.shape[1] // self._grain * self._grain
        rows = weighted[:, :whole].reshape(len(weighted), -1, self._grain)
        found: Energies = self._weights @ np.einsum("cij,cij->ci", rows, rows).astype(np.float64) / self._grain
        return found


class Meter:
    """Measures a stream in pieces of any size; the result does not depend on how the stream was cut."""

    def __init__(self, channels: int, *, peaks: bool = True) -> None:
        self._powers = Powers(channels, FINE)
        self._energies: list[Energies] = []
        self._recent: list[Energies] = []
        self._highest = Highest()
        self._peaks = PeakMeter(channels) if peaks else None

    def add(self, block: Sound) -> None:
        """Take more of the stream: float32 (n, channels), 48 kHz."""
        if self._peaks is not None:
            self._peaks.add(block)
        for fine in self._powers.add(block):
            self._recent.append(fine)
            self._energies.append(coarse(fine))
        if len(self._recent) > SEVERAL:
            self._highest, self._recent = self._highest.after(np.concatenate(self._recent)), []

    def energies(self) -> Energies:
        """The energies of the whole 100 ms pieces so far; a shorter remainder is left out."""
        return np.concatenate([np.zeros(0), *self._energies, coarse(self._powers.rest())])

    def peak(self) -> Dbtp:
        """The true peak so far, never under QUIETEST."""
        return Dbtp(max(decibels(self._peaks.peak()), QUIETEST) if self._peaks is not None else QUIETEST)

    def loudness(self) -> Loudness:
        """What the stream measures so far; the highest momentary and short-term loudness in steps of 10 ms."""
        energies = self.energies()
        highest = self._highest.after(np.concatenate([*self._recent, self._powers.rest()]))
        return Loudness(
            integrated(energies),
            Lufs(float(levels(np.array(highest.momentary)))),
            Lufs(float(levels(np.array(highest.short_term)))),
            loudness_range(energies),
            self.peak(),
        )


def coarse(energies: Energies, grain: int = FINE) -> Energies:
    """The energies of whole 100 ms from those of each `grain` sample frames."""
    count = STEP // grain
    return np.asarray(energies[: len(energies) // count * count].reshape(-1, count).mean(axis=1))


def _spread(steps: Energies, count: int) -> Energies:
    """The mean of that many steps in a row, wherever it begins in those that begin every 10 ms."""
    reach = (count - 1) * (STEP // FINE) + 1
    if len(steps) < reach:
        return np.zeros(0)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(steps, reach)[:, :: STEP // FINE].mean(axis=1))


def squares(sound: Iterable[Sound]) -> Energies:
    """The mean square of each whole 100 ms of a stream without weighting, channels added."""
    found: list[Energies] = []
    rest: list[Sound] = []
    for block in sound:
        joined = np.concatenate([*rest, block])
        whole = len(joined) // STEP * STEP
        pieces = joined[:whole].reshape(-1, STEP * joined.shape[1])
        found.append(np.einsum("ij,ij->i", pieces, pieces, dtype=np.float64) / STEP)
        rest = [joined[whole:]]
    return np.concatenate([np.zeros(0), *found])


def levels(energies: Energies) -> npt.NDArray[np.float64]:
    """Energies as LUFS, never under QUIETEST. Source: BS.1770-5 annex 1, equation 2."""
    floor = 10 ** ((QUIETEST - OFFSET) / 10)
    return np.asarray(OFFSET + 10 * np.log10(np.maximum(energies, floor)))


def sliding(energies: Energies, steps: int) -> Energies:
    """The mean over every window of that many steps; empty where there are fewer."""
    if len(energies) < steps:
        return np.zeros(0)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(energies, steps).mean(axis=1))


def momentary(energies: Energies) -> npt.NDArray[np.float64]:
    """Loudness over 400 ms, one value each 100 ms, LUFS. Source: EBU Tech 3341, 2.2."""
    return levels(sliding(energies, MOMENTARY_STEPS))


def short_term(energies: Energies) -> npt.NDArray[np.float64]:
    """Loudness over 3 s, one value each 100 ms, LUFS. Source: EBU Tech 3341, 2.2."""
    return levels(sliding(energies, SHORT_TERM_STEPS))


def integrated(energies: Energies) -> Lufs:
    """Programme loudness with both gates; what is shorter than 400 ms is one block; QUIETEST where all is gated.

    Source: BS.1770-5 annex 1, equations 3 to 7.
    """
    blocks = sliding(energies, min(MOMENTARY_STEPS, max(len(energies), 1)))
    blocks = blocks[levels(blocks) > ABSOLUTE_GATE]
    if not len(blocks):
        return Lufs(QUIETEST)
    gate = float(levels(blocks.mean(keepdims=True))[0]) + RELATIVE_GATE
    return Lufs(float(levels(blocks[levels(blocks) > gate].mean(keepdims=True))[0]))


def loudness_range(energies: Energies) -> float:
    """How far quiet and loud passages lie apart, LU. Source: EBU Tech 3342, 3."""
    windows = sliding(energies, SHORT_TERM_STEPS)
    windows = windows[levels(windows) > ABSOLUTE_GATE]
    if not len(windows):
        return 0.0
    gate = float(levels(windows.mean(keepdims=True))[0]) + RANGE_GATE
    found = levels(windows)
    kept = np.sort(found[found > gate])
    low, high = np.interp(np.array([0.10, 0.95]) * (len(kept) - 1), np.arange(len(kept)), kept)
    return float(high - low)


def stretch(energies: Energies, start: Samples, end: Samples) -> Energies:
    """The energies of the 100 ms pieces that lie in a stretch of the stream, its borders rounded to the nearest."""
    return energies[round(start / STEP) : round(end / STEP)]
