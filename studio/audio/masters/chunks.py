"""Chunks: the pieces of a show that are made on their own, and what exactly is heard in one. Pure.

A chunk lies within one stretch and begins a whole number of frames after it, so that what was made of a stretch stays
good when another one is pulled, replaced or moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.audio.scores.envelope import Span, Spans, spoken
from studio.audio.values import AT_ONCE, FRAME, Cue, CueSheet, Duck, Stretch
from studio.units import Samples

FRAMES = 1250
"""Frames of a chunk: 30 seconds."""
FEWEST = FRAMES // 4
"""What is left at the end of a stretch and shorter than this goes with the chunk before."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a show. region: the number of its region; start, end: in the show, on the grid but for the last."""

    region: int
    start: Samples
    end: Samples


def regions(sheet: CueSheet) -> tuple[Stretch, ...]:
    """The show without a gap: from each stretch to the next, the first from the beginning, the last to the end."""
    starts = {Samples(one.start // FRAME * FRAME): one.key for one in reversed(sheet.stretches)} or {AT_ONCE: ""}
    edges = sorted(start for start in starts if start < sheet.length)
    named = [starts[edge] for edge in edges]
    ends = [*edges[1:], sheet.length]
    return tuple(Stretch(key, start, end) for key, start, end in zip(named, [AT_ONCE, *edges[1:]], ends, strict=True))


def chunks(sheet: CueSheet) -> tuple[Chunk, ...]:
    """A show cut into chunks, in order and without a gap."""
    return tuple(chunk for number, region in enumerate(regions(sheet)) for chunk in _cut(number, region))


def _cut(number: int, region: Stretch) -> Iterator[Chunk]:
    edges = list(range(region.start, region.end, FRAMES * FRAME))
    if len(edges) > 1 and region.end - edges[-1] < FEWEST * FRAME:
        edges.pop()
    for start, end in pairwise([*edges, region.end]):
        yield Chunk(number, Samples(start), Samples(end))


def heard(
    sheet: CueSheet, levels: Sequence[float], identities: Mapping[str, str], begin: int, end: int
) -> list[object]:
    """Everything that decides how a window of the show sounds, told from its beginning: plain values.

    levels: decibels a cue. identities: what names the sound of each source that is played. Two windows with equal
    values sound the same to the last bit, wherever in a show they stand.
    """
    spans = spoken(sheet.cues)
    return [
        end - begin,
        [
            _told(cue, level, identities[cue.played], spans, begin, end)
            for cue, level in zip(sheet.cues, levels, strict=True)
            if cue.start < end and cue.end > begin
        ],
    ]


def _told(cue: Cue, level: float, identity: str, spans: Spans, begin: int, end: int) -> list[object]:
    return [
        identity,
        level,
        cue.in_ + begin - cue.start,
        max(cue.start - begin, 0),
        min(cue.end, end) - begin,
        [cue.start - begin, cue.fade_in] if cue.start + cue.fade_in > begin and cue.fade_in else [],
        [cue.end - begin, cue.fade_out] if cue.end - cue.fade_out < end and cue.fade_out else [],
        [] if cue.duck is None else _ducking(cue.duck, spans[cue.duck], begin, end),
    ]


def _ducking(duck: Duck, spans: Sequence[Span], begin: int, end: int) -> list[object]:
    near = [
        [max(start - begin, 0), min(stop, end) - begin]
        for start, stop in spans
        if start - duck.attack < end and stop + duck.hold + duck.release > begin
    ]
    return [duck.depth_db, duck.attack, duck.hold, duck.release, near] if near else []
