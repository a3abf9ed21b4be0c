"""Room tone: a place's own quiet, found in a take and laid under its cuts and the pauses around it. Pure.

Nobody hears that a sentence was cut where the place goes on; a pause without any sound is a hole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from studio.audio.scores.levels import FINE, FineEnergies, decibels, smoothed
from studio.audio.scores.loop import filled, shared
from studio.audio.values import Cue, Part
from studio.units import Ms, Samples, samples

LENGTHS = (200, 150, 100, 70, 50, 30)
"""How long a stretch of room tone may be, in pieces of 10 ms; the longest that is steady is taken."""
STEADY_DB = 5.0
"""How far the loudest and the quietest 50 ms of room tone lie apart at most."""
NEAR_DB = 4.0
"""How far above the quietest of its take room tone may lie."""
BELOW_SPEECH_DB = 15.0
SILENT_DB = -85.0
"""What is quieter than this is no room: a machine was off."""
AROUND = samples(Ms(240))
"""How far room tone reaches to both sides of a cut."""
EDGE = samples(Ms(100))
"""How far it reaches from a pause into the sound beside it."""

Span = tuple[Samples, Samples]


def room_tone(energies: FineEnergies, without: Sequence[Span] = ()) -> Span | None:
    """The quietest steady stretch of a take, 0.3 to 2 s, its first sample and the first after it; None where none is.

    energies: of each 10 ms. without: stretches of it that must not be heard again.
    """
    levels = decibels(smoothed(energies, 5))
    allowed = np.ones(len(levels), bool)
    for start, end in without:
        allowed[max(start // FINE - 2, 0) : -(-end // FINE) + 2] = False
    audible = levels[allowed & (levels > SILENT_DB)]
    if len(audible) < LENGTHS[-1]:
        return None
    floor, loud = float(np.percentile(audible, 5)), float(np.percentile(audible, 95))
    ceiling = min(floor + NEAR_DB, loud - BELOW_SPEECH_DB)
    for length in LENGTHS:
        found = _quietest(levels, allowed, length, ceiling)
        if found is not None:
            return Samples(found * FINE), Samples((found + length) * FINE)
    return None


def _quietest(
    levels: FineEnergies, allowed: np.ndarray[tuple[int], np.dtype[np.bool_]], length: int, ceiling: float
) -> int | None:
    """Where the quietest steady stretch of that many pieces begins."""
    if len(levels) < length:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(levels, length)
    lowest, highest = windows.min(axis=1), windows.max(axis=1)
    whole = np.lib.stride_tricks.sliding_window_view(allowed, length).all(axis=1)
    fit = whole & (lowest > SILENT_DB) & (highest - lowest <= STEADY_DB) & (windows.mean(axis=1) <= ceiling)
    if not fit.any():
        return None
    return int(np.argmin(np.where(fit, windows.mean(axis=1), np.inf)))


def laid(parts: Sequence[Part], voices: Sequence[Cue]) -> Iterator[Cue]:
    """Room tone for parts that want it, where they are cut and in the pauses between them; voices: a cue for each."""
    for (part, voice), (after, following) in pairwise(zip(parts, voices, strict=True)):
        gap = Samples(following.start - voice.end)
        if gap < 0 and part.label == after.label and part.room:
            start = Samples(max(following.start - AROUND, voice.start))
            end = Samples(min(voice.end + AROUND, following.end))
            yield from _looped(part, start, end, (AROUND, AROUND))
        elif gap > 0:
            edge = Samples(min(EDGE, voice.length)), Samples(min(EDGE, following.length))
            if part.room:
                yield from _looped(part, Samples(voice.end - edge[0]), following.start, (edge[0], gap))
            if after.room:
                yield from _looped(after, voice.end, Samples(following.start + edge[1]), (gap, edge[1]))


def _looped(part: Part, start: Samples, end: Samples, fades: Span) -> Iterator[Cue]:
    assert part.room is not None
    first, last = part.room
    tone = Part(part.label, Samples(last - first), part.target, first, part.gain_db, cleaning=part.cleaning)
    yield from filled("room", [tone], start, end, shared(fades, Samples(end - start)))
