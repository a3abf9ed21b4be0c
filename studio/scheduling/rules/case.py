"""What a rule looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.scheduling.timing.sections import Section
from studio.scheduling.values import Candidate, Clock, Entry, Lock, Rundown
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at. numbers: of the section of each position; parts: the sections, once anchors are judged."""

    rundown: Rundown
    clock: Clock
    candidates: Mapping[str, Candidate]
    fixed: Mapping[str, Ms]
    locks: Sequence[Lock]
    numbers: Mapping[str, int]
    parts: tuple[Section, ...] = ()

    def segments(self) -> list[tuple[Entry, Candidate]]:
        """The heard entries that are candidates, with them."""
        return [(e, self.candidates[e.key]) for e in self.rundown.heard if e.key in self.candidates]

    def of(self, position: str) -> list[Entry]:
        """The heard entries of a position, in order."""
        return [entry for entry in self.rundown.heard if entry.position == position]
