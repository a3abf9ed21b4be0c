"""Chunks: the pieces of a show that are made on their own, and what exactly is heard in one. Pure.

A chunk lies within one stretch and begins a whole number of frames after it, so that what was made of a stretch stays
good when another one is pulled, replaced or moved.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter

from studio.audio.scores.envelope import Span, Spans, spoken
from studio.audio.values import AT_ONCE, FRAME, Cue, CueSheet, Duck, Stretch
from studio.units import Samples

FRAMES = 1250
"""Frames of a chunk: 30 seconds."""
FEWEST = FRAMES // 4
"""What is left at the end of a stretch and shorter than this goes with the chunk before."""
EDGE = 12
"""The chunk at each end of a long stretch is this part of another one."""


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


def inner(region: Stretch) -> Stretch:
    """A region of more than two chunks without its edges, where a neighbour may be heard, too; a shorter one whole."""
    edge, length = FRAMES // EDGE * FRAME, (region.end - region.start) // FRAME * FRAME
    if not edge or length <= 2 * FRAMES * FRAME:
        return region
    return Stretch(region.key, Samples(region.start + edge), Samples(region.start + length - edge))


def _cut(number: int, region: Stretch) -> Iterator[Chunk]:
    within = inner(region)
    edges = list(range(within.start, within.end, FRAMES * FRAME))
    if len(edges) > 1 and within.end - edges[-1] < FEWEST * FRAME:
        edges.pop()
    for start, end in pairwise(sorted({region.start, *edges, within.end, region.end})):
        yield Chunk(number, Samples(start), Samples(end))


class Heard:
    """What is heard in any window of a score.

    levels: decibels a cue. identities: what names the sound of each source that is played.
    """

    def __init__(self, sheet: CueSheet, levels: Sequence[float], identities: Mapping[str, str]) -> None:
        self._cues, self._levels, self._identities = sheet.cues, levels, identities
        self._spans = spoken(sheet.cues)
        self._latest = list(accumulate((cue.end for cue in sheet.cues), max))
        self._earliest = list(accumulate((cue.start for cue in reversed(sheet.cues)), min))[::-1]

    def played(self, begin: int, end: int) -> frozenset[str]:
        """What is played in a window."""
        return frozenset(cue.played for cue, _ in self._within(begin, end))

    def told(self, begin: int, end: int) -> list[object]:
        """Everything that decides how a window sounds, told from its beginning: plain values.

        Two windows with equal values sound the same to the last bit, wherever in a show they stand.
        """
        cues = [
            _told(cue, level, self._identities[cue.played], self._spans, begin, end)
            for cue, level in self._within(begin, end)
        ]
        return [end - begin, cues]

    def _within(self, begin: int, end: int) -> Iterator[tuple[Cue, float]]:
        """Cues in a window with their levels, in the order of the sheet; only what may be in it is looked at."""
        for index in range(bisect_right(self._latest, begin), bisect_left(self._earliest, end)):
            cue = self._cues[index]
            if cue.start < end and cue.end > begin:
                yield cue, self._levels[index]


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
    first = bisect_right(spans, begin - duck.hold - duck.release, key=itemgetter(1))
    last = bisect_left(spans, end + duck.attack, key=itemgetter(0))
    near = [[max(start - begin, 0), min(stop, end) - begin] for start, stop in spans[first:last]]
    return [duck.depth_db, duck.attack, duck.hold, duck.release, near] if near else []
