"""How loud each cue is at each moment: fades and ducking, from the cue times alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from studio.audio.values import Cue, Duck

Span = tuple[int, int]
Gain = npt.NDArray[np.float32]


def speech(cues: Sequence[Cue], duck: Duck) -> tuple[Span, ...]:
    """Where voices speak, start and end in samples; pauses too short for a bed to come up again are part of it."""
    spans: list[Span] = []
    for start, end in sorted((cue.start, cue.end) for cue in cues if cue.lane == "voice"):
        if spans and start - spans[-1][1] < duck.attack + duck.hold + duck.release:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)


def ducked(spans: Sequence[Span], start: int, end: int, duck: Duck) -> Gain:
    """The gain of a bed at each sample of the show from start to end, linear."""
    if not duck.depth_db or not spans:
        return np.ones(end - start, np.float32)
    times = [edge for s, e in spans for edge in (s - duck.attack, s, e + duck.hold, e + duck.hold + duck.release)]
    depth = np.interp(np.arange(start, end), times, [0.0, duck.depth_db, duck.depth_db, 0.0] * len(spans))
    return np.asarray(10 ** (depth / 20), np.float32)


def faded(cue: Cue, start: int, end: int) -> Gain:
    """The gain of a cue's fades at each sample of the show from start to end, which lie inside the cue."""
    gain = np.ones(end - start, np.float32)
    position = np.arange(start - cue.start, end - cue.start)
    if cue.fade_in > position[0]:
        gain *= _quarter((position + 0.5) / cue.fade_in)
    if cue.fade_out > cue.length - 1 - position[-1]:
        gain *= _quarter((cue.length - position - 0.5) / cue.fade_out)
    return gain


def _quarter(share: npt.NDArray[np.float64]) -> Gain:
    """Equal power: a quarter of a sine wave."""
    return np.asarray(np.sin(np.clip(share, 0, 1) * (np.pi / 2)), np.float32)
