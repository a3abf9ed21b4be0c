"""How loud a take is in each 10 ms, to see where somebody speaks in it. Pure.

Rumble is left out: a lorry that passes is not somebody who speaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np
import numpy.typing as npt

from studio.audio.meters.highpass import HighPass
from studio.audio.meters.kweight import Sound
from studio.units import RATE

FINE = RATE // 100
"""Sample frames of one energy: 10 ms."""
LOWEST_DB = -120.0
RUMBLE = 120
"""Hertz below which nobody's speech is told apart from rumble."""

FineEnergies = npt.NDArray[np.float64]
"""float64 (n,): mean square of the sound above RUMBLE in each 10 ms, over all channels."""


def fine_energies(blocks: Iterable[Sound], channels: int) -> FineEnergies:
    """The energies of a stream; a remainder shorter than 10 ms is one more."""
    filtering = HighPass(4, RUMBLE, channels)
    found, rest = [np.zeros(0)], np.zeros((0, channels))
    for filtered in chain((filtering.add(block) for block in blocks), (filtering.rest() for _ in (0,))):
        joined = np.concatenate([rest, filtered])
        whole = len(joined) // FINE * FINE
        found.append(np.square(joined[:whole]).reshape(-1, FINE * channels).mean(axis=1))
        rest = joined[whole:]
    if len(rest):
        found.append(np.square(rest).mean(keepdims=True).reshape(1))
    return np.concatenate(found)


def decibels(energies: FineEnergies) -> FineEnergies:
    """Energies as dBFS, never under LOWEST_DB."""
    return np.asarray(10 * np.log10(np.maximum(energies, 10 ** (LOWEST_DB / 10))))


def smoothed(energies: FineEnergies, width: int) -> FineEnergies:
    """The mean over that many pieces around each one, fewer at the ends."""
    if not len(energies):
        return energies
    kernel = np.ones(min(width, len(energies)))
    total = np.convolve(energies, kernel, "same")
    return np.asarray(total / np.convolve(np.ones(len(energies)), kernel, "same"))


def without_clicks(levels: FineEnergies, width: int) -> FineEnergies:
    """The median over that many pieces around each one: what is shorter than half of it is gone."""
    if not len(levels):
        return levels
    around = np.pad(levels, width // 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(around, 2 * (width // 2) + 1), axis=1))
