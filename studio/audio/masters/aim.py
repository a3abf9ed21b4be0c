"""Aims: what each stretch is multiplied by, and where it is held, so that what was encoded meets its target. Pure.

Every stretch is brought to the target on its own: the whole then meets it too, and a late change moves nothing else.
What the limiter will take away is foreseen from the peaks of each 10 ms.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.audio.masters.margins import initial_margin
from studio.audio.meters.meter import Energies, integrated
from studio.audio.player.limit import DEEPEST_DB, FALL, UNIT
from studio.audio.player.metered import PEAK_STEP
from studio.audio.player.sketch import PEAKS_A_STEP, Sketch
from studio.audio.values import MasterSpec

FALL_DB = FALL * PEAK_STEP / UNIT
NEAR = 0.005
TRIES = 16
PACE = 2.0
"""Decibels that a gain is raised by at most at once while it is looked for: what a decibel yields changes with it."""
LEAST_YIELD = 0.1
"""LU that a decibel of gain has to yield: where it yields less, the limiter only lifts what lies between the peaks."""
HELD = DEEPEST_DB - 4.0
"""Decibels that a peak of a sketch may lie above the ceiling: those between the samples lie higher, and are held."""
FARTHEST = 10.0
"""Decibels that one stretch may be moved against the whole: a stretch of room tone stays room tone."""
STRIDE = 6.0
"""Decibels that an aim is corrected by at most at once."""
SPARE = 0.1
"""Decibels below the ceiling beyond what encoding is known to add."""
AGAIN = 0.3
"""The same for a stretch that passed the ceiling: an encoder does not add the same twice."""
SAFE = 0.9
"""The part of a tolerance within which nothing is moved any more."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a stretch of the mix is multiplied by, in decibels, and where it is held, in dBTP.

    free: it is brought to the target; else it is too far from it, and stays what it is beside the others. full: it is
    as loud as the limiter can make it there.
    """

    gain: float
    ceiling: float
    free: bool = True
    full: bool = False

    def off(self, level: float, spec: MasterSpec) -> float:
        """How far a stretch that came to that loudness is from where this should have brought it, LU."""
        if not self.free:
            return 0.0
        return max(level - spec.lufs, 0.0) if self.full else abs(level - spec.lufs)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a stretch is to come to below a ceiling, before it is encoded.

    lufs: its loudness; where it was made with an aim before, how much louder than that it is to become, LU.
    """

    ceiling: float
    lufs: float
    before: Aim | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """The gain, in decibels, that fulfils a wish; full: as far as the limiter can."""

    gain: float
    full: bool = False


def first_wish(spec: MasterSpec, channels: int) -> Wish:
    """What every stretch is to come to at first. channels: of what is encoded."""
    margin = initial_margin(spec, channels)
    return Wish(round(spec.dbtp - margin.peak - SPARE, 2), spec.lufs - margin.loudness)


def granted(wish: Wish, stretch: Sketch) -> Granted:
    """The gain that fulfils a wish."""
    if wish.before is None:
        return _gain(stretch, wish.lufs, wish.ceiling)
    foreseen = integrated(limited(stretch, wish.before.gain, wish.before.ceiling))
    return _gain(stretch, foreseen + wish.lufs, wish.ceiling)


def aims(wish: Wish, stretches: Sequence[Energies], gains: Sequence[Granted]) -> tuple[Aim, ...]:
    """The first aim of each stretch. gains: that fulfil the wish."""
    overall = integrated(np.concatenate(stretches))
    return tuple(
        _aim(wish, overall, integrated(energies) - overall, gain)
        for energies, gain in zip(stretches, gains, strict=True)
    )


def _aim(wish: Wish, overall: float, louder: float, found: Granted) -> Aim:
    """louder: than the whole, LU."""
    if abs(louder) <= FARTHEST:
        return Aim(round(found.gain, 2), wish.ceiling, full=found.full)
    return Aim(round(wish.lufs - overall - math.copysign(FARTHEST, louder), 2), wish.ceiling, free=False)


def misses(
    aimed: Sequence[Aim], loudness: Sequence[float], overall: float, spec: MasterSpec, *, each: bool
) -> tuple[float, ...]:
    """By how much stretches are to become louder where they came to that loudness, and the whole to that, LU.

    each: every stretch has to meet the target, too; one that meets it makes way half as far as the whole missed it.
    """
    offs = [aim.off(level, spec) for level, aim in zip(loudness, aimed, strict=True)] if each else []
    if max([abs(spec.lufs - overall), *offs]) <= spec.tolerance_lu * SAFE:
        return (0.0,) * len(aimed)
    if any(off > _near(spec) for off in offs):
        return tuple(spec.lufs - level for level in loudness)
    return ((spec.lufs - overall) / (2 if each else 1),) * len(aimed)


def corrected(aim: Aim, missed: float, dbtp: float, spec: MasterSpec, gain: Callable[[Wish], Granted]) -> Aim:
    """An aim that should meet the target after all, where its stretch is to become so much louder, and came to that
    peak.

    gain: what fulfils a wish for this stretch.
    """
    over = dbtp - spec.dbtp
    ceiling = round(aim.ceiling - (over + AGAIN if over > 0 else 0.0), 2)
    done = abs(missed) <= _near(spec) or (aim.full and missed > 0)
    if not aim.free or (done and ceiling == aim.ceiling):
        return replace(aim, ceiling=ceiling)
    found = gain(Wish(ceiling, missed, aim))
    return Aim(round(float(np.clip(found.gain, aim.gain - STRIDE, aim.gain + STRIDE)), 2), ceiling, full=found.full)


def _near(spec: MasterSpec) -> float:
    """LU that are not worth another attempt."""
    return spec.tolerance_lu / 3


def _gain(stretch: Sketch, target: float, ceiling: float) -> Granted:
    """What brings a stretch to the target below the ceiling, or as near to it as the limiter can."""
    highest = 20 * math.log10(max(float(stretch.peaks.max(initial=0.0)), 1e-9))
    most = ceiling + HELD - highest
    gain = target - integrated(stretch.energies)
    for _ in range(TRIES):
        reached = integrated(limited(stretch, gain, ceiling))
        if abs(target - reached) <= NEAR or gain > most:
            break
        yielded = integrated(limited(stretch, gain + 1, ceiling)) - reached
        if target > reached and yielded < LEAST_YIELD:
            return Granted(gain, full=True)
        gain += float(np.clip((target - reached) / min(max(yielded, LEAST_YIELD), 1.0), -PACE, PACE))
    return Granted(min(gain, most), full=gain > most)


def limited(stretch: Sketch, gain: float, ceiling: float) -> Energies:
    """The energies that a stretch should have behind the limiter."""
    louder = stretch.energies * 10 ** (gain / 10)
    over = np.maximum(20 * np.log10(np.maximum(stretch.peaks, 1e-9)) + gain - ceiling, 0.0)
    if not over.any():
        return louder
    slope = np.arange(len(over)) * FALL_DB
    falling = np.maximum.accumulate(over + slope) - slope
    count = len(louder) * PEAKS_A_STEP
    share = stretch.peaks[:count].reshape(-1, PEAKS_A_STEP) ** 2 + 1e-18
    kept = share * 10 ** (-falling[:count].reshape(-1, PEAKS_A_STEP) / 10)
    return np.asarray(louder * kept.sum(axis=1) / share.sum(axis=1))
