"""The episode as Studio assembles it: python -m benchmarks.peers.studio PLAN TARGET CACHE

What was made before and is still heard is found in the cache; an empty folder is a build from nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.assembly.plan import FADE_MS, Plan, Segment, ends, read
from studio.audio.masters.assemble import assemble
from studio.audio.masters.delivery import Order
from studio.audio.values import AT_ONCE, Cue, CueSheet, Duck, Mark, MasterSpec, Stretch, Tags
from studio.pipeline.workers import open_executor
from studio.store.cache import Cache
from studio.units import Dbtp, Lufs, Ms, Samples, samples

LIMIT = 16 << 30
FADE = samples(Ms(FADE_MS))


def at(ms: int) -> Samples:
    """Milliseconds in samples."""
    return samples(Ms(ms))


def sheet(plan: Plan) -> CueSheet:
    """The score of a plan."""
    cues = []
    for index, segment in enumerate(plan.segments):
        heard = plan.heard_ms(index)
        fade_in = FADE if index else AT_ONCE
        start = at(plan.starts_ms[index])
        if segment.kind == "music":
            cues.append(Cue("music", segment.file, start, AT_ONCE, at(heard), 0.0, fade_in, FADE, Lufs(plan.lufs)))
        else:
            cues += voices(plan, segment, start, heard, fade_in)
            cues += beds(plan, start, heard, fade_in)
    marks = [Mark(at(start), segment.title) for start, segment in zip(plan.starts_ms, plan.segments, strict=True)]
    stretches = [
        Stretch(segment.title, at(start), at(end))
        for segment, start, end in zip(plan.segments, plan.starts_ms, ends(plan), strict=True)
    ]
    ordered = sorted(cues, key=lambda cue: (cue.start, cue.lane, cue.source))
    return CueSheet(plan.title, at(plan.length_ms), tuple(ordered), tuple(marks), tuple(stretches))


def voices(plan: Plan, segment: Segment, start: Samples, heard: int, fade_in: Samples) -> Iterator[Cue]:
    """What is spoken in a segment, one cue a run."""
    for begin, end in segment.spoken:
        out = min(end, heard)
        first, last = begin == 0, out == heard
        yield Cue(
            "voice",
            segment.file,
            Samples(start + at(begin)),
            at(begin),
            at(out),
            fade_in=fade_in if first else AT_ONCE,
            fade_out=FADE if last else AT_ONCE,
            target=Lufs(plan.lufs),
        )


def beds(plan: Plan, start: Samples, heard: int, fade_in: Samples) -> Iterator[Cue]:
    """The bed under a segment, again and again until its end."""
    duck = Duck(plan.duck_db, at(plan.attack_ms), AT_ONCE, at(plan.release_ms))
    for begin in range(0, heard, plan.bed_ms):
        length = min(plan.bed_ms, heard - begin)
        yield Cue(
            "bed",
            plan.bed,
            Samples(start + at(begin)),
            AT_ONCE,
            at(length),
            fade_in=fade_in if begin == 0 else AT_ONCE,
            fade_out=FADE if begin + length == heard else AT_ONCE,
            target=Lufs(plan.bed_lufs),
            duck=duck,
        )


def main(plan_file: Path, target: Path, cache: Path) -> None:
    """Assemble one plan."""
    plan = read(plan_file)
    names = {plan.bed, *(segment.file for segment in plan.segments)}
    sources = {name: plan_file.parent / name for name in sorted(names)}
    spec = MasterSpec("podcast", "mp3", 128, 2, Lufs(plan.lufs), Dbtp(plan.ceiling))
    with open_executor() as workers:
        (report,) = assemble(
            sheet(plan), sources, [Order(spec, target, Tags(plan.title))], Cache(cache, LIMIT), workers
        )
    print(f"{report.lufs:.2f} LUFS, {report.dbtp:.2f} dBTP, {report.ms} ms")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
