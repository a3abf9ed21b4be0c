"""The search for a plan: a first one at once, the relaxation's proof, then exact searches over a few airtimes."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from studio.scheduling.seasons.bound import Relaxed, best_of, promising, relax, unrelaxed
from studio.scheduling.seasons.matrix import Flags, Floats
from studio.scheduling.seasons.program import Program
from studio.scheduling.seasons.state import State
from studio.scheduling.seasons.values import Effort, Step

WHOLE_NODES = 20_000
"""Nodes of the search over all airtimes at once."""
TOGETHER = 3
"""Airtimes that one search looks at together."""
LOOKED_AT = 60
"""Offers of an airtime that one search looks at, besides what is taken."""
FIRST_LOOK, ROUNDED_LOOK = 24, 40
"""Likewise for a first plan, and for one that is rounded from the relaxation."""
FIRST_NODES = 20
NEARER = 2_000.0
"""Points for all of what the relaxation takes of an offer: more than most segments are worth."""

Tell = Callable[[Step], None]
Stopped = Callable[[], bool]


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

    @property
    def offers(self) -> int:
        """How many offers the free airtimes have."""
        count = len(self.program.offers)
        return int(np.isin(self.program.matrix.owner[:count], np.array(self.free, dtype=np.int32)).sum())


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a search ended. bound: points that no plan exceeds in which the other airtimes stay as they are."""

    state: State
    bound: float
    proven: bool


def search(hunt: Hunt, begun: State) -> Outcome:
    """The best plan that is found from one in which the free airtimes are empty."""
    state = begun.copy()
    _first(hunt, state)
    hunt.told("start", state, 0.0)
    if hunt.offers <= hunt.effort.whole:
        return _whole(hunt, state)
    known = unrelaxed(hunt.program)
    found = relax(hunt.program, state.chosen, hunt.stopped)
    if found is not None:
        known = found
        other = _rounded(hunt, begun.copy(), known)
        state = other if other.points > state.points else state
        hunt.told("bound", state, known.bound)
    _better(hunt, state, known)
    hunt.told("done", state, known.bound)
    return Outcome(state, known.bound, False)


def _first(hunt: Hunt, state: State) -> None:
    """One airtime after another, each exactly, among its most promising offers; then among all where that fails."""
    program = hunt.program
    wanted = best_of(program, promising(program), FIRST_LOOK)
    costs = program.matrix.cost.copy()
    for place in hunt.free:
        if hunt.stopped():
            return
        costs[: len(wanted)] = state.gains(place)
        _placed(state, place, wanted, costs)


def _placed(state: State, place: int, wanted: Flags, costs: Floats) -> None:
    """Fill one airtime as the costs want it: from some offers, from all, or in whatever way there is."""
    for some in (wanted, np.ones(len(wanted), dtype=np.bool_)):
        state.place([place], some, costs, FIRST_NODES)
        if place not in state.empty:
            return
    state.improve([place], None, FIRST_NODES)


def _whole(hunt: Hunt, state: State) -> Outcome:
    """All free airtimes in one search."""
    bound, proven = unrelaxed(hunt.program).bound, False
    if hunt.free and not hunt.stopped():
        gain = state.improve(hunt.free, None, max(hunt.effort.nodes, WHOLE_NODES))
        bound, proven = state.points + gain.left, gain.left == 0
    hunt.told("done", state, bound)
    return Outcome(state, bound, proven)


def _rounded(hunt: Hunt, state: State, known: Relaxed) -> State:
    """One airtime after another as near to the relaxation as exact filling and the airtimes before it allow."""
    program, count = hunt.program, len(hunt.program.offers)
    costs = known.priced.copy()
    costs[:count] += NEARER * known.parts[:count]
    columns = list(program.unfilled.values())
    costs[columns] = program.matrix.cost[columns]
    wanted = best_of(program, costs[:count], ROUNDED_LOOK)
    for place in hunt.free:
        if hunt.stopped():
            return state
        _placed(state, place, wanted, costs)
    return state


def _better(hunt: Hunt, state: State, known: Relaxed) -> None:
    """A few airtimes at a time, exactly, until so many searches were made."""
    wanted = best_of(hunt.program, known.priced[: len(hunt.program.offers)], LOOKED_AT)
    rounds = default_rounds(len(hunt.free)) if hunt.effort.rounds is None else hunt.effort.rounds
    for number, places in enumerate(_neighbours(hunt, state, rounds), 1):
        if hunt.stopped():
            return
        looked_at = None if set(places) & set(state.empty) else wanted
        if state.improve(places, looked_at, hunt.effort.nodes).better:
            hunt.told("better", state, known.bound, number, rounds)


def default_rounds(airtimes: int) -> int:
    """How many searches a season of so many airtimes gets."""
    return 20 + airtimes if airtimes else 0


def _neighbours(hunt: Hunt, state: State, rounds: int) -> Iterator[tuple[int, ...]]:
    """Airtimes to be searched together: neighbours in time, on a station, or anywhere; every other time an empty one
    among them, as long as there is any.
    """
    draw = random.Random(hunt.seed)  # noqa: S311
    free, slots = hunt.free, hunt.program.table.slots
    line: list[int] = []
    for number in range(rounds if free else 0):
        empty = [place for place in state.empty if place in set(free)]
        line = line or draw.sample(free, len(free))
        first = empty[number % len(empty)] if empty and number % 2 == 0 else line.pop()
        near = draw.sample(free, min(len(free), TOGETHER))
        if number % 3 < 2:
            same = [one for one in free if number % 3 == 0 or slots[one].station == slots[first].station]
            near = _nearest(same, first)
        yield tuple(sorted(list(dict.fromkeys([first, *near]))[:TOGETHER]))


def _nearest(places: list[int], first: int) -> list[int]:
    return sorted(places, key=lambda one: (abs(one - first), one))
