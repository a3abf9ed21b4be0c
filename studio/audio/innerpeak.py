"""The true peak of a piece of a stream whose neighbours are known. Pure."""

from __future__ import annotations

import numpy as np

from studio.audio.kweight import Sound
from studio.audio.truepeak import GROWTH, HALF, SPAN, between


def inner_peak(sound: Sound) -> float:
    """The highest absolute value of a sound but for the HALF frames at both ends, between its samples too.

    Stretches that cannot hold a new maximum are not interpolated.
    """
    count = len(sound) - 2 * HALF
    highest = float(np.abs(sound[HALF : HALF + count]).max(initial=0.0))
    spans = -(-max(count, 0) // SPAN)
    for channel in np.ascontiguousarray(sound.T):
        tallest = np.abs(np.pad(channel, (0, (spans + 1) * SPAN - len(channel)))).reshape(-1, SPAN).max(axis=1)
        near = np.maximum(tallest[:-1], tallest[1:])
        for index in np.argsort(-near, kind="stable").tolist():
            if near[index] * GROWTH <= highest:
                break
            begin = index * SPAN
            highest = max(highest, float(between(channel[begin : min(begin + SPAN, count) + 2 * HALF]).max()))
    return highest
