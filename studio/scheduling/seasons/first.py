"""A plan made airtime by airtime, each filled exactly: a first one at once, and one that is led by the relaxation."""

from __future__ import annotations

import numpy as np

from studio.scheduling.seasons.bound import Relaxed, taking
from studio.scheduling.seasons.handful import handful
from studio.scheduling.seasons.hunt import Hunt
from studio.scheduling.seasons.matrix import Floats
from studio.scheduling.seasons.state import State

FIRST_LOOK, ROUNDED_LOOK, MORE = 24, 40, 4
"""Offers of an airtime that are looked at for a first plan, and for one that the relaxation leads; so many times more
where they do not fill it."""
NODES, FIRST_GAP, ROUNDED_GAP = 20, 0.05, 0.01
"""Of the search for one airtime: nodes at most, and the part of its worth that it may lack."""
NEARER = 500.0
"""Points for all of what the relaxation takes of an offer: where offers are worth the same, it leads."""


def first(hunt: Hunt, state: State, *, quick: bool) -> State:
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
            state.place([place], handful(program, place, promise), costs, NODES, FIRST_GAP)
        if place in state.empty:
            _placed(hunt, state, place, promise, costs, FIRST_LOOK, FIRST_GAP)
    return state


def rounded(hunt: Hunt, state: State, known: Relaxed) -> State:
    """One airtime after another as the relaxation would have it, which pays nothing twice.

    An offer costs what it takes of all that airtimes share; what an airtime alone decides is kept exactly, so that
    it is not paid for.
    """
    program, matrix = hunt.program, hunt.program.matrix
    count, columns = len(program.offers), list(program.unfilled.values())
    nearer = NEARER * known.parts[:count]
    whole = matrix.priced(np.where(program.joining, known.prices, 0.0))
    whole[:count] += nearer
    whole[columns] = matrix.cost[columns]
    for place in hunt.free:
        if hunt.stopped():
            return state
        again = state.again(place, known.prices)
        costs = whole.copy()
        costs[:count] -= again
        promise = np.where(state.open(place), known.priced[:count] + nearer - again, -np.inf)
        _placed(hunt, state, place, promise, costs, ROUNDED_LOOK, ROUNDED_GAP)
    return state


def _placed(hunt: Hunt, state: State, place: int, promise: Floats, costs: Floats, look: int, gap: float) -> None:
    """Fill one airtime as the costs want it: from its most promising offers, from more of them, from all there are."""
    own = hunt.program.offers_of(place)
    ranked = own[np.argsort(-promise[own], kind="stable")]
    for most in (look, MORE * look, len(own)):
        wanted = np.zeros(len(promise), dtype=np.bool_)
        wanted[ranked[:most]] = True
        state.place([place], wanted, costs, NODES, gap)
        if place not in state.empty:
            return
    state.improve([place], None, NODES, gap)
