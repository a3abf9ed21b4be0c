"""A presenter's voice as it comes out of a small studio."""

from __future__ import annotations

import numpy as np
from scipy.signal import oaconvolve

from studio.demo.sound.levels import Sound, at_level, band, compressed, lifted, ratio, rounded
from studio.demo.sound.noise import around, reflections, seed_of

LEVEL = -20.0
"""Speech level of a take in dBFS."""

ROOM_TONE = -64.0
"""Level of the studio's own quiet in dBFS."""

ECHO_SECONDS = 0.16
CEILING = -3.0


def in_booth(speech: Sound, key: str) -> Sound:
    """A presenter's take of a spoken text, as long as that: float64 (n,), at LEVEL, on room tone, under CEILING."""
    seed = seed_of("booth", key)
    warm = lifted(band(speech, 75, 10_500), 120, 260, 2.0)
    clear = lifted(warm, 2600, 4800, 2.5)
    even = compressed(at_level(clear, LEVEL), LEVEL - 2, 0.35)
    echo = np.asarray(oaconvolve(even, reflections(seed_of("booth"), ECHO_SECONDS))[: len(even)])
    drift = (seed % 13 - 6) / 8
    voice = at_level(even + ratio(-17) * echo, LEVEL + drift)
    return rounded(voice + ratio(ROOM_TONE) * around("room", len(voice), seed), CEILING)
