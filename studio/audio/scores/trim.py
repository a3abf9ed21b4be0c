"""Where a take begins and ends once the silence at both ends is left out. Pure.

Judged by the take's own loudest half second and its own quiet: a soft voice in a quiet room and a loud one in a market
are both found. What lasts no longer than a click is nobody speaking.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.audio.scores.levels import FINE, FineEnergies, decibels, smoothed, without_clicks
from studio.units import Samples

CLICK = 7
"""Pieces of 10 ms: what is shorter than half of this is a click."""
LOUDEST = 50
"""The loudest half second says how loud a take is."""
APART_DB = 9.0
"""Where a take's loud and quiet lie no further apart, there is no silence to be told from it."""
BELOW_LOUDEST_DB = 25.0
ABOVE_QUIET_DB = 8.0
"""A voice is within the first of the loudest, and at least the second above the quiet."""
SOFT_DB = 40.0
ABOVE_QUIET_SOFT_DB = 5.0
"""The same for the soft beginning and end of a word."""
WORD, MOST_OF_A_WORD = 30, 12
"""In 300 ms somebody speaks for 120 ms at least."""
SOFT = 30
"""How far the soft beginning of a word may reach, in pieces."""
BEFORE, AFTER = 10, 25
"""What is left of the silence before the first word and after the last one, in pieces."""

Flags = npt.NDArray[np.bool_]


def spoken(energies: FineEnergies) -> tuple[Samples, Samples]:
    """The first sample that is kept of a take and the first after those, on 10 ms; all of it where nothing is silent.

    energies: of each 10 ms of the take.
    """
    count = len(energies)
    whole = Samples(0), Samples(count * FINE)
    levels = decibels(smoothed(energies, 3))
    steady = without_clicks(levels, CLICK)
    if not count:
        return whole
    loud = float(np.sort(steady)[-min(LOUDEST, max(count // 4, 1))])
    quiet = float(np.percentile(steady, 5))
    if loud - quiet < APART_DB:
        return whole
    voiced = _words(steady > max(loud - BELOW_LOUDEST_DB, quiet + ABOVE_QUIET_DB))
    if not voiced.any():
        return whole
    soft = steady > max(loud - SOFT_DB, quiet + ABOVE_QUIET_SOFT_DB)
    first = _outwards(soft[::-1], count - 1 - int(np.argmax(voiced)))
    last = _outwards(soft, count - 1 - int(np.argmax(voiced[::-1])))
    start, end = max(count - 1 - first - BEFORE, 0), min(last + 1 + AFTER, count)
    return Samples(start * FINE), Samples(end * FINE)


def _words(voiced: Flags) -> Flags:
    """Only what belongs to a stretch in which somebody speaks for long enough."""
    width = min(WORD, len(voiced))
    enough = np.lib.stride_tricks.sliding_window_view(voiced, width).sum(axis=1) >= min(MOST_OF_A_WORD, width)
    covered = np.convolve(enough, np.ones(width))[: len(voiced)] > 0
    return np.asarray(voiced & covered)


def _outwards(soft: Flags, edge: int) -> int:
    """How far a word reaches beyond its edge while it is still to be heard, at most SOFT."""
    beyond = soft[edge + 1 : edge + 1 + SOFT]
    return edge + (len(beyond) if beyond.all() else int(np.argmin(beyond)))
