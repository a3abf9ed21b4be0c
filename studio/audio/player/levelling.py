"""Uneven speakers brought together: a slow hand on the fader that knows what comes. Pure.

A speaker is judged by the louder quarter of 3 s of speech around each moment: the hand moves when the speaker changes,
and not for a word that is stressed or swallowed. Pauses are never raised.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import STEP, Sound
from studio.audio.meters.meter import MOMENTARY_STEPS, Energies, integrated, levels

MOST_DB = 9.0
AROUND = 15
"""Steps of 100 ms before and after a moment by which its speaker is judged."""
LOUDER = 0.75
CLOSED = 3
"""A pause no longer than so many steps belongs to what is said."""
HAND = 3
"""Steps before and after over which the fader moves."""
BELOW_WHOLE_LU, ABOVE_QUIET_LU = 24.0, 8.0
"""Speech is no further below the loudness of the whole, and as far above the quiet of the take."""
APART_LU = 12.0
"""Where a take's quiet is no further below the whole, its speech cannot be told from it."""
SILENT = -75.0
"""What is quieter than this is silence, LUFS."""

Ride = npt.NDArray[np.float64]
"""float64 (n,): decibels in the middle of each 100 ms."""


def ride(energies: Energies) -> Ride:
    """Where the fader stands in each 100 ms of a take, at most MOST_DB up or down. energies: of each 100 ms."""
    own = np.maximum(levels(energies), SILENT)
    still = np.zeros(len(own))
    whole = integrated(energies)
    quiet = float(np.percentile(own, 10)) if len(own) else whole
    if whole <= SILENT or quiet > whole - APART_LU:
        return still
    spoken = _closed(own > max(whole - BELOW_WHOLE_LU, quiet + ABOVE_QUIET_LU))
    where = np.flatnonzero(spoken)
    if not len(where):
        return still
    speaker = _louder(np.where(spoken, _around(energies), np.nan))[where]
    wanted = np.clip(speaker.mean() - speaker, -MOST_DB, MOST_DB)
    held = np.interp(np.arange(len(own)), where, wanted)
    return _moved(np.where(spoken, held, np.minimum(held, 0.0)))


def ridden(block: Sound, at: int, fader: Ride) -> Sound:
    """A block of the take that begins at that sample, with the fader where it stands."""
    steps = np.arange(at, at + len(block)) / STEP - 0.5
    decibels = np.interp(steps, np.arange(len(fader)), fader) if len(fader) else np.zeros(len(block))
    if not decibels.any():
        return block
    return np.asarray(block * (10 ** (decibels / 20)).astype(np.float32)[:, np.newaxis])


def _closed(spoken: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Speech with its short pauses."""
    closed = spoken.copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[True], spoken, [True]]).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start > 0 and end < len(spoken) and end - start <= CLOSED:
            closed[start:end] = True
    return closed


def _around(energies: Energies) -> Ride:
    """Loudness over 400 ms around each step, LUFS."""
    before = MOMENTARY_STEPS // 2
    padded = np.pad(energies, (before, MOMENTARY_STEPS - before - 1), mode="edge")
    return levels(np.lib.stride_tricks.sliding_window_view(padded, MOMENTARY_STEPS).mean(axis=1))


def _louder(heard: Ride) -> Ride:
    """The loudness that is reached by the louder quarter of what is heard around each step; 0 where nothing is."""
    padded = np.pad(heard, AROUND, constant_values=np.nan)
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND + 1), axis=1)
    count = (~np.isnan(windows)).sum(axis=1)
    place = np.minimum(count * LOUDER, np.maximum(count - 1, 0)).astype(int)
    return np.where(count > 0, windows[np.arange(len(heard)), place], 0.0)


def _moved(wanted: Ride) -> Ride:
    """The fader moves: a triangle over HAND steps on both sides."""
    kernel = np.concatenate([np.arange(1, HAND + 2), np.arange(HAND, 0, -1)]) / (HAND + 1) ** 2
    return np.asarray(np.convolve(np.pad(wanted, HAND, mode="edge"), kernel, "valid"))
