"""Sounds one after another and again, crossfaded, until a stretch of the show is exactly full. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle

from studio.audio.values import AT_ONCE, Cue, Duck, Lane, Part
from studio.units import Ms, Samples, samples

CROSSFADE = samples(Ms(1000))
"""The longest crossfade between a sound and the next; short sounds have a quarter of themselves."""


def filled(
    lane: Lane,
    parts: Sequence[Part],
    start: Samples,
    end: Samples,
    fades: tuple[Samples, Samples],
    duck: Duck | None = None,
) -> Iterator[Cue]:
    """The cues that fill the show from start to end; fades: at the two ends of that, cut to what there is."""
    at, overlap = start, AT_ONCE
    for part in cycle(parts):
        length = Samples(min(part.samples, end - at))
        last = at + length >= end
        cross = Samples(min(CROSSFADE, part.samples // 4))
        if last and at == start:
            rise, fall = shared(fades, length)
        else:
            rise = Samples(min(fades[0], length - cross) if at == start else min(overlap, length))
            fall = Samples(min(fades[1], length // 2)) if last else cross
        out = Samples(part.in_ + length)
        yield Cue(lane, part.label, at, part.in_, out, part.gain_db, rise, fall, part.target, duck, part.cleaning)
        if last:
            return
        at, overlap = Samples(at + length - cross), cross


def shared(fades: tuple[Samples, Samples], length: Samples) -> tuple[Samples, Samples]:
    """Two fades as they are, or in proportion where together they are longer than what there is."""
    both = sum(fades)
    if both <= length:
        return fades
    first = Samples(length * fades[0] // both)
    return first, Samples(length - first)
