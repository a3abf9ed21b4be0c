"""Aims: what each stretch is multiplied by, and where it is held, so that what was encoded meets its target. Pure.

Every stretch is brought to the target on its own: the whole then meets it too, and a late change moves nothing else.
What the limiter will take away is foreseen from the peaks of each millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from studio.audio.masters.margins import initial_margin
from studio.audio.meters.meter import Energies, integrated
from studio.audio.player.limit import DEEPEST_DB, FALL, UNIT
from studio.audio.player.metered import PEAK_STEP
from studio.audio.player.sketch import Sketch
from studio.audio.values import MasterSpec

PEAKS_AN_ENERGY = 100
FALL_DB = FALL * PEAK_STEP / UNIT
AHEAD = 6
"""Milliseconds over which the limiter takes hold before a peak."""
NEAR = 0.005
TRIES = 12
LEAST_YIELD = 0.2
"""Loudness that a decibel of gain is taken to yield at least, however hard the limiter works."""
FARTHEST = 10.0
"""Decibels that one stretch may be moved against the whole: a stretch of room tone stays room tone."""
STRIDE = 6.0
"""Decibels that an aim is corrected by at most at once."""
SPARE = 0.1
"""Decibels below the ceiling beyond what encoding is known to add."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a stretch of the mix is multiplied by, in decibels, and where it is held, in dBTP.

    free: it is brought to the target; else it is too far from it, and stays what it is beside the others.
    """

    gain: float
    ceiling: float
    free: bool = True


def aims(stretches: Sequence[Sketch], spec: MasterSpec, channels: int) -> tuple[Aim, ...]:
    """The aim of each stretch. channels: of what is encoded."""
    margin = initial_margin(spec, channels)
    ceiling = round(spec.dbtp - margin.peak - SPARE, 2)
    target = spec.lufs - margin.loudness
    overall = _gain(stretches, target, ceiling)
    return tuple(_aim(_gain([one], target, ceiling), overall, ceiling) for one in stretches)


def _aim(gain: float, overall: float, ceiling: float) -> Aim:
    held = float(np.clip(gain, overall - FARTHEST, overall + FARTHEST))
    return Aim(round(held, 2), ceiling, held == gain)


def corrected(
    before: Sequence[Aim],
    stretches: Sequence[Sketch],
    loudness: Sequence[float],
    peaks: Sequence[float],
    spec: MasterSpec,
) -> tuple[Aim, ...]:
    """Aims that should meet the target after all, where each stretch came to that loudness and that peak."""
    return tuple(
        _corrected(aim, stretch, spec.lufs - heard, peak - spec.dbtp, spec.tolerance_lu / 3)
        for aim, stretch, heard, peak in zip(before, stretches, loudness, peaks, strict=True)
    )


def _corrected(aim: Aim, stretch: Sketch, missed: float, over: float, near: float) -> Aim:
    ceiling = round(aim.ceiling - (over + 0.1 if over > 0 else 0.0), 2)
    if not aim.free or (abs(missed) <= near and ceiling == aim.ceiling):
        return replace(aim, ceiling=ceiling)
    foreseen = float(integrated(limited(stretch, aim.gain, aim.ceiling)))
    gain = _gain([stretch], foreseen + missed, ceiling)
    return Aim(round(float(np.clip(gain, aim.gain - STRIDE, aim.gain + STRIDE)), 2), ceiling)


def _gain(stretches: Sequence[Sketch], target: float, ceiling: float) -> float:
    """What brings stretches together to the target; one after another, so that a long show needs no more memory."""
    gain = plain = target - integrated(np.concatenate([one.energies for one in stretches]))
    before: tuple[float, float] | None = None
    for _ in range(TRIES):
        reached = integrated(np.concatenate([limited(one, gain, ceiling) for one in stretches]))
        if abs(target - reached) <= NEAR:
            break
        yielded = 1.0 if before is None or gain == before[0] else (reached - before[1]) / (gain - before[0])
        before = gain, reached
        gain = min(gain + (target - reached) / min(max(yielded, LEAST_YIELD), 1.0), plain + DEEPEST_DB)
    return gain


def limited(stretch: Sketch, gain: float, ceiling: float) -> Energies:
    """The energies that a stretch should have behind the limiter."""
    louder = stretch.energies * 10 ** (gain / 10)
    over = np.maximum(20 * np.log10(np.maximum(stretch.peaks, 1e-9)) + gain - ceiling, 0.0)
    if not over.any():
        return louder
    slope = np.arange(len(over)) * FALL_DB
    falling = np.maximum.accumulate(over + slope) - slope
    held = np.lib.stride_tricks.sliding_window_view(np.pad(falling, (0, AHEAD)), AHEAD + 1).max(axis=1)
    count = len(louder) * PEAKS_AN_ENERGY
    share = _row(stretch.peaks.astype(np.float64) ** 2 + 1e-18, count)
    kept = share * 10 ** (-_row(held, count) / 10)
    return np.asarray(louder * kept.sum(axis=1) / share.sum(axis=1))


def _row(values: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """Milliseconds as rows of 100."""
    return np.pad(values[:count], (0, max(count - len(values), 0)), mode="edge").reshape(-1, PEAKS_AN_ENERGY)
