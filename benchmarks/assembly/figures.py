"""What was measured becomes figures: ours, the peer's, their ratio, and what it should be at most."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from benchmarks.assembly.clock import Run
from benchmarks.assembly.plan import SEGMENTS
from benchmarks.assembly.ways import Way
from benchmarks.peers.figure import Figure

SHARE, PULLED, NOTHING = 1.5, 0.05, 0.03
GROWTH, OF_PYDUB = 1.1, 0.2
MEGABYTE = 1_000_000


Rounds = Sequence[Run]
"""One program, run once a round."""


def compared(what: str, ours: Sequence[float], peer: Sequence[float], goal: float) -> Figure:
    """The median of the ratios of each round, and the medians of both."""
    ratio = median(one / other for one, other in zip(ours, peer, strict=True))
    return Figure(what, round(median(ours), 2), round(median(peer), 2), round(ratio, 4), goal, ratio <= goal)


def costs(runs: Rounds) -> str:
    """Processor time and memory of one program, medians."""
    seconds, memory = median(run.processor for run in runs), median(run.memory for run in runs)
    return f"{seconds:.1f} s of processor, {memory / MEGABYTE:.0f} MB"


def walls(runs: Rounds) -> list[float]:
    """Seconds on the wall, round by round."""
    return [run.wall for run in runs]


def megabytes(runs: Rounds) -> list[float]:
    """The most memory of all processes, round by round."""
    return [run.memory / MEGABYTE for run in runs]


def beside(way: Way, ours: Rounds, theirs: Rounds, fault: str) -> Figure:
    """A build from nothing beside another way of making the same."""
    what = f"from nothing beside {way.what}, s"
    if not theirs:
        return Figure(f"{what}; {way.missing or 'left out'}", None, None, None, way.goal, None)
    return compared(f"{what} (ours {costs(ours)}; theirs {costs(theirs)}{fault})", walls(ours), walls(theirs), way.goal)


def changes(cold: Rounds, nothing: Rounds, other: Rounds, less: Rounds) -> list[Figure]:
    """A late change beside a build from nothing."""
    share = [run.wall / SEGMENTS for run in cold]
    return [
        compared(f"one segment replaced ({costs(other)}) beside its share, s", walls(other), share, SHARE),
        compared(f"one segment pulled ({costs(less)}) beside from nothing, s", walls(less), walls(cold), PULLED),
        compared(f"nothing changed ({costs(nothing)}) beside from nothing, s", walls(nothing), walls(cold), NOTHING),
    ]


def memory(minutes: float, short: Run, long: Run, ours: Rounds, plain: Rounds) -> list[Figure]:
    """The most memory of all processes: of a long episode beside a short one, and beside pydub's."""
    growth = f"memory for {minutes * 4:g} minutes beside {minutes / 2:g} minutes, MB"
    found = [compared(growth, megabytes([long]), megabytes([short]), GROWTH)]
    what = f"memory beside (a) a plain pydub script for {minutes:g} minutes, MB"
    if plain:
        return [*found, compared(what, megabytes(ours), megabytes(plain), OF_PYDUB)]
    return [*found, Figure(what, None, None, None, OF_PYDUB, None)]
