"""What a search for a season's plan is given, how it tells how far it is, and how it ended."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from studio.scheduling.seasons.program import Program
from studio.scheduling.seasons.state import State
from studio.scheduling.seasons.stopping import Stopped
from studio.scheduling.seasons.values import Effort, Step

Tell = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Hunt:
    """What a search is given. free: numbers of the airtimes that may change, in order of airtime."""

    program: Program
    free: tuple[int, ...]
    seed: int
    effort: Effort
    tell: Tell
    stopped: Stopped

    def told(self, stage: str, state: State, bound: float, number: int = 0, rounds: int = 0) -> None:
        """Say how far it is."""
        self.tell(Step(stage, math.floor(state.points), math.ceil(bound - 1e-6) if bound else 0, number, rounds))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a search ended. bound: points that no plan exceeds in which the other airtimes stay as they are."""

    state: State
    bound: float
    proven: bool
