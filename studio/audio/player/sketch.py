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
from studio.audio.player.metered import PEAK_STEP, Metered
from studio.audio.scores.envelope import gain, spoken
from studio.audio.values import Cue, CueSheet, Stretch

PEAKS_A_STEP = STEP // PEAK_STEP


@dataclass(frozen=True, slots=True)
class Sketch:
    """A mix before its master: mean squares of each 100 ms, K-weighted, and the peak of each millisecond."""

    energies: Energies
    peaks: npt.NDArray[np.float64]


def sketch(
    sheet: CueSheet, region: Stretch, levels: Sequence[float], metered: Mapping[str, Metered], channels: int
) -> Sketch:
    """A stretch of a score as it sounds on that many channels. levels: decibels a cue."""
    steps = -(-(region.end - region.start) // STEP)
    energies, powers = np.zeros(steps), np.zeros(steps * PEAKS_A_STEP)
    spans = spoken(sheet.cues)
    for cue, level in zip(sheet.cues, levels, strict=True):
        if cue.start >= region.end or cue.end <= region.start:
            continue
        source = metered[cue.played]
        at = _centres(cue, region)
        if not len(at):
            continue
        shape = np.zeros(steps * PEAKS_A_STEP)
        rows = (at - region.start) // PEAK_STEP
        shape[rows] = 10 ** (level / 10) * gain(cue, spans[cue.duck] if cue.duck else (), at).astype(np.float64) ** 2
        inside = at - cue.start + cue.in_
        powers[rows] += shape[rows] * _at(source.peaks(channels).astype(np.float64) ** 2, inside // PEAK_STEP)
        own = source.energies(channels)
        energies += (shape.reshape(steps, -1) * _steps(own, cue, region, steps)[:, np.newaxis]).mean(axis=1)
    return Sketch(energies, np.sqrt(powers))


def _centres(cue: Cue, region: Stretch) -> npt.NDArray[np.int64]:
    """The middle of each millisecond of a region in which a cue is heard."""
    first, last = max(cue.start, region.start), min(cue.end, region.end)
    begin = region.start + (first - region.start) // PEAK_STEP * PEAK_STEP + PEAK_STEP // 2
    at = np.arange(begin, last, PEAK_STEP)
    return at[at >= first]


def _steps(energies: Energies, cue: Cue, region: Stretch, steps: int) -> Energies:
    """The energies of a source that fall into each 100 ms of a region, the nearest ones."""
    middle = region.start + np.arange(steps) * STEP + STEP // 2
    return _at(energies, (middle - cue.start + cue.in_) // STEP)


def _at(values: npt.NDArray[np.float64], index: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Values by index; the last one stands for what is behind it."""
    return values[np.clip(index, 0, len(values) - 1)] if len(values) else np.zeros(len(index))
