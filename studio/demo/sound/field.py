"""A participant's voice as a telephone or a small recorder takes it, where the person lives and works."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import oaconvolve

from studio.demo.sound.levels import Sound, at_level, band, ratio
from studio.demo.sound.noise import AMBIENCES, around, reflections, seed_of
from studio.units import Ms, samples

CEILING = 0.97
SHARE = 32
"""One recording in so many is overdriven, and one in so many begins long before the voice does."""

CLIPPED_BY = 4.0
"""Decibels of the peaks that an overdriven recording cuts off."""

LONG_START = Ms(6500)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and how a voice was recorded.

    ambience: a name of AMBIENCES. level: speech in dBFS. quiet: decibels of the surroundings under the speech.
    start: before the voice. low, high: what the microphone passes, in hertz. echo: seconds. clipped: overdriven.
    """

    ambience: str
    level: float
    quiet: float
    start: Ms
    low: float
    high: float
    echo: float
    clipped: bool


def scene_of(source: str, extension: str) -> Scene:
    """The scene of a participant's recording, always the same for the same code; amr is a telephone's."""
    seed = seed_of("scene", source)
    names = sorted(AMBIENCES)
    lot = seed // 7 % SHARE
    phone = extension == "amr"
    return Scene(
        ambience=names[seed % len(names)],
        level=-31.0 + seed // 11 % 27 / 2,
        quiet=21.0 + seed // 13 % 13,
        start=LONG_START if lot == 1 else Ms(400 + 100 * (seed // 17 % 9)),
        low=280.0 if phone else 90.0,
        high=3500.0 if phone else (7500.0, 9000.0, 10_500.0)[seed // 19 % 3],
        echo=0.35 if names[seed % len(names)] == "room" else 0.12,
        clipped=lot == 0,
    )


def _overdriven(sound: Sound) -> Sound:
    limit = np.abs(sound).max() * ratio(-CLIPPED_BY)
    return np.asarray(np.clip(sound, -limit, limit) * (CEILING / limit))


def in_field(speech: Sound, source: str, scene: Scene, grid: int) -> Sound:
    """A field recording of a spoken text: float64 (n,), n a multiple of grid samples, full scale ±1.0."""
    seed = seed_of("field", source)
    start = samples(scene.start)
    wanted = -(-(start + len(speech)) // grid) * grid
    padded = np.zeros(wanted)
    padded[start : start + len(speech)] = at_level(speech, scene.level)
    echo = oaconvolve(padded, reflections(seed, scene.echo))[:wanted]
    behind = ratio(scene.level - scene.quiet) * around(scene.ambience, wanted, seed)
    heard = band(padded + ratio(-13) * echo + behind, scene.low, scene.high)
    if scene.clipped:
        return _overdriven(heard)
    return np.asarray(np.clip(heard, -CEILING, CEILING))
