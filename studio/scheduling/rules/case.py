"""What a rule looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.scheduling.timing.sections import Section, section_numbers, sections
from studio.scheduling.values import Candidate, Clock, Entry, Lock, Rundown
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at."""

    rundown: Rundown
    clock: Clock
    candidates: Mapping[str, Candidate]
    fixed: Mapping[str, Ms]
    locks: Sequence[Lock]

    @property
    def parts(self) -> tuple[Section, ...]:
        """The sections of its clock in its slot."""
        return sections(self.clock, self.rundown.starts_at)

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of the section of each position."""
        return section_numbers(self.clock)

    def segments(self) -> list[tuple[Entry, Candidate]]:
        """The heard entries that are candidates, with them."""
        return [(e, self.candidates[e.key]) for e in self.rundown.heard if e.key in self.candidates]

    def of(self, position: str) -> list[Entry]:
        """The heard entries of a position, in order."""
        return [entry for entry in self.rundown.heard if entry.position == position]
