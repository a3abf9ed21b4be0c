"""A plan bettered by exact searches over some airtimes while all others stay: a few at a time, then more at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from studio.scheduling.seasons.bound import Relaxed, best_of
from studio.scheduling.seasons.hunt import Hunt
from studio.scheduling.seasons.matrix import Flags, Whole
from studio.scheduling.seasons.state import State
from studio.scheduling.seasons.values import gap

NEAR, WIDE = 3, 8
"""Airtimes that one search looks at together: at first, and once all were looked at so."""
NEAR_LOOK, WIDE_LOOK = 15, 6
"""Offers of an airtime that one search looks at, besides what is taken and what the relaxation takes."""
TAKES = 0.01
"""The part of an offer from which on the relaxation takes it."""
LOOSER = 4
"""A search over some airtimes ends so many times nearer than all of the search."""
SPARE, ROUNDS, MOST_ROUNDS = 20, 5, 400
"""Searches for every airtime and some to spare, as long as there are not so many; one each in larger seasons."""


@dataclass(frozen=True, slots=True)
class _Look:
    """One search. places: of the airtimes; wanted: of the offers, those to look at besides what is taken."""

    places: tuple[int, ...]
    wanted: Flags
    nodes: int


def better(hunt: Hunt, state: State, known: Relaxed) -> None:
    """Better a plan until it is proven to be near enough to the best, or so many searches were made."""
    rounds = default_rounds(len(hunt.free)) if hunt.effort.rounds is None else hunt.effort.rounds
    for number, look in enumerate(_looks(hunt, state, known, rounds), 1):
        if hunt.stopped() or gap(state.points, known.bound) <= hunt.effort.gap:
            return
        if state.improve(look.places, look.wanted, look.nodes, hunt.effort.gap / LOOSER).better:
            hunt.told("better", state, known.bound, number, rounds)


def default_rounds(airtimes: int) -> int:
    """How many searches a season of so many airtimes gets."""
    return SPARE + max(airtimes, min(ROUNDS * airtimes, MOST_ROUNDS)) if airtimes else 0


def _promising(hunt: Hunt, known: Relaxed, most: int) -> Flags:
    """The offers that the relaxation takes, and the best so many besides of every airtime (offers,)."""
    count = len(hunt.program.offers)
    return best_of(hunt.program, known.priced[:count], most) | (known.parts[:count] > TAKES)


def _with_empty(state: State, places: Sequence[int], wanted: Flags) -> Flags:
    """The offers to look at: of an airtime that is empty, all of them."""
    empty = set(state.empty)
    more = [state.program.offers_of(place) for place in places if place in empty]
    if not more:
        return wanted
    found = wanted.copy()
    found[np.concatenate(more)] = True
    return found


def _looks(hunt: Hunt, state: State, known: Relaxed, rounds: int) -> Iterator[_Look]:
    """Searches over few airtimes as often as there are airtimes, then over more of them, every other one where the
    plan lacks what the relaxation has.
    """
    draw = random.Random(hunt.seed)  # nosec B311  # noqa: S311
    few, effort = min(rounds, SPARE + len(hunt.free)) if hunt.free else 0, hunt.effort
    wanted = _promising(hunt, known, NEAR_LOOK) if few else None
    for places in _neighbours(hunt, state, NEAR, few, draw):
        assert wanted is not None
        yield _Look(places, _with_empty(state, places, wanted), effort.nodes)
    if few == rounds or not hunt.free:
        return
    wanted = _promising(hunt, known, WIDE_LOOK)
    for number, places in enumerate(_neighbours(hunt, state, WIDE, rounds - few, draw)):
        more = _lacking(hunt, state, known, draw) if number % 2 == 0 else None
        if more is None:
            yield _Look(places, _with_empty(state, places, wanted), effort.nodes // 2)
        else:
            yield _there(hunt, known, more, wanted, draw)


def _lacking(hunt: Hunt, state: State, known: Relaxed, draw: random.Random) -> Whole | None:
    """Offers of the free airtimes that would win something that the relaxation wins and the plan does not, the most
    wanted by the relaxation first; None: there are none.
    """
    program, matrix = hunt.program, hunt.program.matrix
    rows = program.counting
    columns = program.single[rows]
    lost = rows[(matrix.cost[columns] > 0) & (known.parts[columns] - state.values[columns] > 0.5)]
    if not len(lost):
        return None
    weights = [float(one) for one in matrix.cost[program.single[lost]]]
    row = draw.choices([int(one) for one in lost], weights)[0]
    found = np.searchsorted(matrix.start, np.flatnonzero(matrix.row == row), side="right") - 1
    found = found[(found < len(program.offers)) & np.isin(matrix.owner[found], hunt.free)]
    found = found[np.lexsort((found, -known.priced[found], -known.parts[found]))]
    return found.astype(np.int32) if len(found) else None


def _there(hunt: Hunt, known: Relaxed, more: Whole, wanted: Flags, draw: random.Random) -> _Look:
    """A search where these offers are, with other airtimes drawn to them. more: offers, the most wanted first."""
    homes = list(dict.fromkeys(int(one) for one in hunt.program.matrix.owner[more]))[: WIDE // 2]
    others = draw.sample(hunt.free, min(len(hunt.free), WIDE))
    looked = wanted.copy()
    looked[more] = True
    return _Look(tuple(sorted(list(dict.fromkeys([*homes, *others]))[:WIDE])), looked, hunt.effort.nodes // 2)


def _neighbours(hunt: Hunt, state: State, most: int, rounds: int, draw: random.Random) -> Iterator[tuple[int, ...]]:
    """Airtimes to be searched together: neighbours in time, on a station, or anywhere; every other time an empty one
    among them, as long as there is any.
    """
    free, slots = hunt.free, hunt.program.table.slots
    changing = set(free)
    line: list[int] = []
    for number in range(rounds if free else 0):
        empty = [place for place in state.empty if place in changing]
        line = line or draw.sample(free, len(free))
        first = empty[number % len(empty)] if empty and number % 2 == 0 else line.pop()
        near = draw.sample(free, min(len(free), most))
        if number % 3 < 2:
            same = [one for one in free if number % 3 == 0 or slots[one].station == slots[first].station]
            near = _nearest(same, first)
        yield tuple(sorted(list(dict.fromkeys([first, *near]))[:most]))


def _nearest(places: list[int], first: int) -> list[int]:
    return sorted(places, key=lambda one: (abs(one - first), one))
