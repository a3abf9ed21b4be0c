"""An edition without some of its entries: its score and its rundown closed up, and nothing else changed. Pure.

Passages begin on the grid of MP3 frames, so what stays is what was finished already, only earlier.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from studio.audio.values import Cue, CueSheet
from studio.scheduling.values import Rundown
from studio.units import SAMPLES_PER_MS, Ms, Samples

STING = "/sting"
"""What ends the key of the sting behind an entry."""


def shorter(sheet: CueSheet, gone: Collection[str]) -> CueSheet:
    """The score without the stretches of some entries and their stings; what follows moves up.

    A cue belongs to the stretch in which it begins.
    """
    cuts = cuts_of(sheet, gone)
    starts = [one.start for one in sheet.stretches]
    length = Samples(sheet.length - sum(end - start for start, end in cuts))
    cues = [
        replace(cue, start=Samples(cue.start - before(cuts, cue.start)))
        for cue in sheet.cues
        if not within(cuts, starts[max(bisect_right(starts, cue.start) - 1, 0)])
    ]
    return replace(
        sheet,
        length=length,
        cues=tuple(ended(cue, length) for cue in cues),
        marks=tuple(
            replace(one, start=Samples(one.start - before(cuts, one.start)))
            for one in sheet.marks
            if not within(cuts, one.start)
        ),
        stretches=tuple(
            replace(
                one,
                start=Samples(one.start - before(cuts, one.start)),
                end=Samples(one.end - before(cuts, one.start)),
            )
            for one in sheet.stretches
            if not within(cuts, one.start)
        ),
    )


def shorter_rundown(rundown: Rundown, sheet: CueSheet, gone: Collection[str]) -> Rundown:
    """The rundown of that score: the entries that stay, each as much earlier as its sound."""
    cuts = cuts_of(sheet, gone)
    begun = {one.key: one.start for one in sheet.stretches}
    kept = [one for one in rundown.entries if one.key not in gone]
    entries = [
        replace(one, index=index, start=Ms(one.start - before(cuts, begun.get(one.key, 0)) // SAMPLES_PER_MS))
        for index, one in enumerate(kept)
    ]
    return replace(rundown, entries=tuple(entries), left_out=())


def cuts_of(sheet: CueSheet, gone: Collection[str]) -> list[tuple[int, int]]:
    """What is cut out: from the first sample of a stretch to that of the next one, in order."""
    edges = [*(one.start for one in sheet.stretches[1:]), sheet.length]
    return [
        (one.start, edge)
        for one, edge in zip(sheet.stretches, edges, strict=True)
        if one.key.removesuffix(STING) in gone
    ]


def before(cuts: Sequence[tuple[int, int]], at: int) -> int:
    """How many samples are cut out before one."""
    return sum(end - start for start, end in cuts if end <= at)


def within(cuts: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a sample is cut out."""
    return any(start <= at < end for start, end in cuts)


def ended(cue: Cue, length: Samples) -> Cue:
    """A cue that ends with the show."""
    over = cue.end - length
    if over <= 0:
        return cue
    out = Samples(cue.out - over)
    return replace(cue, out=out, fade_out=Samples(min(cue.fade_out, (out - cue.in_) // 2)))
