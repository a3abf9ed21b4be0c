"""The sketch of a mix: how loud it will be and how high it will reach, from what is known of its sources. Pure.

No sound is played for it: sounds that have nothing to do with one another add up by their powers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import STEP
from studio.audio.meters.meter import Energies
from studio.audio.player.metered import PEAK_STEP, Peaks
from studio.audio.scores.envelope import gain, spoken
from studio.audio.values import Cue, CueSheet, Stretch

PEAKS_A_STEP = STEP // PEAK_STEP


@dataclass(frozen=True, slots=True)
class Sketch:
    """A mix before its master: mean squares of each whole 100 ms, K-weighted, and the peak of each 10 ms."""

    energies: Energies
    peaks: npt.NDArray[np.float64]


def sketch(
    sheet: CueSheet,
    region: Stretch,
    levels: Sequence[float],
    energies: Mapping[str, Energies],
    peaks: Mapping[str, Peaks],
) -> Sketch:
    """A stretch of a score. levels: decibels a cue. energies, peaks: of what is played, as wide as the mix."""
    steps = -(-(region.end - region.start) // STEP)
    powers, squares = np.zeros(steps * PEAKS_A_STEP), np.zeros(steps * PEAKS_A_STEP)
    spans = spoken(sheet.cues)
    fine = {name: spread(energies[name], peaks[name]) for name in energies}
    for cue, level in zip(sheet.cues, levels, strict=True):
        at = _middles(cue, region)
        if len(at):
            first = (at[0] - region.start) // PEAK_STEP
            rows = slice(first, first + len(at))
            shape = 10 ** (level / 10) * gain(cue, spans[cue.duck] if cue.duck else (), at).astype(np.float64) ** 2
            of = (at + cue.in_ - cue.start) // PEAK_STEP
            powers[rows] += shape * _at(fine[cue.played], of)
            squares[rows] += shape * _at(peaks[cue.played], of) ** 2
    whole = (region.end - region.start) // STEP
    return Sketch(powers.reshape(steps, -1).mean(axis=1)[:whole], np.sqrt(squares))


def spread(energies: Energies, peaks: Peaks) -> Energies:
    """The energies of each 10 ms of a source from those of each 100 ms, shared out as its peaks are.

    A cue begins anywhere in the 100 ms of its source: what the limiter takes for a peak it takes from that peak's own.
    """
    count = min(len(energies), len(peaks) // PEAKS_A_STEP)
    shares = peaks[: count * PEAKS_A_STEP].astype(np.float64).reshape(count, PEAKS_A_STEP) ** 2 + 1e-18
    return np.asarray((energies[:count, np.newaxis] * shares / shares.mean(axis=1, keepdims=True)).reshape(-1))


def _middles(cue: Cue, region: Stretch) -> npt.NDArray[np.int64]:
    """The middle of each 10 ms of a region in which a cue is heard."""
    first, last = max(cue.start, region.start), min(cue.end, region.end)
    begin = region.start + PEAK_STEP // 2
    return np.arange(begin - (begin - first) // PEAK_STEP * PEAK_STEP, last, PEAK_STEP)


def _at(values: npt.NDArray[np.floating], index: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Values by index; the last one stands for what is behind it."""
    if not len(values):
        return np.zeros(len(index))
    return values[np.clip(index, 0, len(values) - 1)].astype(np.float64)
