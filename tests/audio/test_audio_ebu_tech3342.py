"""The minimum requirements of EBU Tech 3342, loudness range, each signal synthesised from its description.

Signals 5 and 6 are the recordings of programmes that Tech 3341 calls 7 and 8: see test_audio_ebu_tech3341.py.

Source: EBU Tech 3342 (version 4, 2023), table 1, signals 1 to 4.
"""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.meters.meter import Meter

RATE = 48_000
LU = 1.0
RANGES = {
    1: ([-20.0, -30.0], 10.0),
    2: ([-20.0, -15.0], 5.0),
    3: ([-40.0, -20.0], 20.0),
    4: ([-50.0, -35.0, -20.0, -35.0, -50.0], 15.0),
}


@pytest.mark.parametrize("signal", RANGES)
def test_tones_of_20_s_have_their_loudness_range(signal):
    levels, wanted = RANGES[signal]
    gain = np.repeat(10 ** (np.array(levels) / 20), 20 * RATE)
    tone = (gain * np.sin(2 * np.pi * 1000 * np.arange(len(gain)) / RATE)).astype(np.float32)
    meter = Meter(2, peaks=False)
    for at in range(0, len(tone), RATE):
        meter.add(np.repeat(tone[at : at + RATE, np.newaxis], 2, axis=1))
    assert meter.loudness().range == pytest.approx(wanted, abs=LU)
