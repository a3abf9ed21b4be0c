"""The search for a plan: a first one at once, the relaxation's proof, then exact searches over a few airtimes."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from studio.scheduling.seasons.bound import EXACT, Relaxed, best_of, relax, taking, unrelaxed
from studio.scheduling.seasons.handful import handful
from studio.scheduling.seasons.matrix import Floats
from studio.scheduling.seasons.program import Program
from studio.scheduling.seasons.state import State
from studio.scheduling.seasons.values import Effort, Step, gap

WHOLE_NODES = 20_000
"""Nodes of the search over all airtimes at once."""
TOGETHER = 3
"""Airtimes that one search looks at together."""
LOOKED_AT = 60
"""Offers of an airtime that one search looks at, besides what is taken."""
FIRST_LOOK, ROUNDED_LOOK, MORE = 24, 40, 4
"""Likewise for a first plan, and for one that is rounded from the relaxation; so many times more where it fails."""
FIRST_NODES, FIRST_GAP = 20, 0.05
"""Of the search for one airtime of a first plan: nodes at most, and the part of its worth that it may lack."""
LOOSER = 4
"""A search over a few airtimes ends so many times nearer than all of the search."""
ROUNDS, MOST_ROUNDS = 5, 400
"""Searches for every airtime, as long as there are not so many; one for every airtime of larger seasons."""
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
    _first(hunt, state, quick=True)
    hunt.told("start", state, 0.0)
    if len(hunt.free) <= hunt.effort.whole:
        return _whole(hunt, state)
    if len(hunt.program.offers) > EXACT:
        state = _better_of(hunt, state, _first(hunt, begun.copy(), quick=False), 0.0)
    known = unrelaxed(hunt.program)
    found = relax(hunt.program, state.solving)
    if found is not None:
        known = found
        other = _rounded(hunt, begun.copy(), known)
        state = other if other.points > state.points else state
        hunt.told("bound", state, known.bound)
    _better(hunt, state, known)
    hunt.told("done", state, known.bound)
    return Outcome(state, known.bound, False)


def _better_of(hunt: Hunt, state: State, other: State, bound: float) -> State:
    """The better one of two plans; told where that is the second."""
    if other.points <= state.points:
        return state
    hunt.told("better", other, bound)
    return other


def _first(hunt: Hunt, state: State, *, quick: bool) -> State:
    """One airtime after another, exactly, among what promises most there by now, or among more where that fails.

    quick: from a handful, where they fill it.
    """
    program = hunt.program
    minutes, costs = taking(program), program.matrix.cost.copy()
    for place in hunt.free:
        if hunt.stopped():
            return state
        gains = state.gains(place)
        costs[: len(gains)] = gains
        promise = np.where(state.open(place), gains / minutes, -np.inf)
        if quick:
            state.place([place], handful(program, place, promise), costs, FIRST_NODES, FIRST_GAP)
        if place in state.empty:
            _placed(hunt, state, place, promise, costs, FIRST_LOOK)
    return state


def _placed(hunt: Hunt, state: State, place: int, promise: Floats, costs: Floats, look: int) -> None:
    """Fill one airtime as the costs want it: from its most promising offers, from more of them, from all there are."""
    own = hunt.program.offers_of(place)
    ranked = own[np.argsort(-promise[own], kind="stable")]
    for most in (look, MORE * look, len(own)):
        wanted = np.zeros(len(promise), dtype=np.bool_)
        wanted[ranked[:most]] = True
        state.place([place], wanted, costs, FIRST_NODES, FIRST_GAP)
        if place not in state.empty:
            return
    state.improve([place], None, FIRST_NODES, FIRST_GAP)


def _whole(hunt: Hunt, state: State) -> Outcome:
    """All free airtimes in one search."""
    bound, proven = unrelaxed(hunt.program).bound, False
    if hunt.free and not hunt.stopped():
        gain = state.improve(hunt.free, None, max(hunt.effort.nodes, WHOLE_NODES))
        if math.isfinite(gain.left):
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
    for place in hunt.free:
        if hunt.stopped():
            return state
        promise = np.where(state.open(place), costs[:count], -np.inf)
        _placed(hunt, state, place, promise, costs, ROUNDED_LOOK)
    return state


def _better(hunt: Hunt, state: State, known: Relaxed) -> None:
    """A few airtimes at a time, exactly, until so many searches were made."""
    wanted = best_of(hunt.program, known.priced[: len(hunt.program.offers)], LOOKED_AT)
    rounds = default_rounds(len(hunt.free)) if hunt.effort.rounds is None else hunt.effort.rounds
    for number, places in enumerate(_neighbours(hunt, state, rounds), 1):
        if hunt.stopped() or gap(state.points, known.bound) <= hunt.effort.gap:
            return
        looked_at = None if set(places) & set(state.empty) else wanted
        if state.improve(places, looked_at, hunt.effort.nodes, hunt.effort.gap / LOOSER).better:
            hunt.told("better", state, known.bound, number, rounds)


def default_rounds(airtimes: int) -> int:
    """How many searches a season of so many airtimes gets."""
    return 20 + max(airtimes, min(ROUNDS * airtimes, MOST_ROUNDS)) if airtimes else 0


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
