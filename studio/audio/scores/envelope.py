"""How loud each cue is at each moment: fades and ducking, from the cue times alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from studio.audio.values import Cue, Duck

Span = tuple[int, int]
Spans = Mapping[Duck, Sequence[Span]]
"""Where voices speak, by what a bed makes of pauses."""
Gain = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]
ONE: Gain = np.ones(1, np.float32)


def speech(cues: Sequence[Cue], duck: Duck) -> tuple[Span, ...]:
    """Where voices speak, start and end in samples; pauses too short for a bed to come up again are part of it."""
    spans: list[Span] = []
    for start, end in sorted((cue.start, cue.end) for cue in cues if cue.lane == "voice"):
        if spans and start - spans[-1][1] < duck.attack + duck.hold + duck.release:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)


def spoken(cues: Sequence[Cue]) -> Spans:
    """Where voices speak, for every way of giving way to them that some cue has."""
    return {duck: speech(cues, duck) for duck in {cue.duck for cue in cues} if duck is not None}


def gain(cue: Cue, spans: Sequence[Span], at: Positions) -> Gain:
    """The gain of a cue's fades and ducking at samples of the show inside it, linear; one value where it is the same.

    spans: where voices speak, for a cue that gives way. at: in order.
    """
    faded = fades(cue, at)
    if cue.duck is None:
        return faded
    return np.asarray(faded * ducked(spans, at, cue.duck), np.float32)


def ducked(spans: Sequence[Span], at: Positions, duck: Duck) -> Gain:
    """The gain of a bed at samples of the show; one value where it is the same at all of them."""
    if not duck.depth_db or not spans:
        return ONE
    times = [edge for s, e in spans for edge in (s - duck.attack, s, e + duck.hold, e + duck.hold + duck.release)]
    levels = [0.0, duck.depth_db, duck.depth_db, 0.0] * len(spans)
    first, last = np.searchsorted(times, (at[0], at[-1]), "right")
    steady = first == last and levels[max(first - 1, 0)] == levels[min(first, len(times) - 1)]
    return np.asarray(10 ** (np.interp(at[:1] if steady else at, times, levels) / 20), np.float32)


def fades(cue: Cue, at: Positions) -> Gain:
    """The gain of a cue's fades at samples of the show inside it; one value where there are none."""
    rising = cue.fade_in > at[0] - cue.start
    falling = cue.fade_out > cue.end - 1 - at[-1]
    if not rising and not falling:
        return ONE
    gain = np.ones(len(at), np.float32)
    if rising:
        gain *= _quarter((at - cue.start + 0.5) / cue.fade_in)
    if falling:
        gain *= _quarter((cue.end - at - 0.5) / cue.fade_out)
    return gain


def _quarter(share: npt.NDArray[np.float64]) -> Gain:
    """Equal power: a quarter of a sine wave."""
    return np.asarray(np.sin(np.clip(share, 0, 1) * (np.pi / 2)), np.float32)
