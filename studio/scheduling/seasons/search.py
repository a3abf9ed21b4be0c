"""The search for a plan: a first one at once, the relaxation's proof, then exact searches over some airtimes."""

from __future__ import annotations

import math

from studio.scheduling.seasons.better import better
from studio.scheduling.seasons.bound import EXACT, loosest, relax
from studio.scheduling.seasons.first import first, rounded
from studio.scheduling.seasons.hunt import Hunt, Outcome
from studio.scheduling.seasons.state import State

WHOLE_NODES = 20_000
"""Nodes of the search over all airtimes at once."""


def search(hunt: Hunt, begun: State) -> Outcome:
    """The best plan that is found from one in which the free airtimes are empty."""
    state = begun.copy()
    first(hunt, state, quick=True)
    hunt.told("start", state, 0.0)
    if len(hunt.free) <= hunt.effort.whole:
        return _whole(hunt, state)
    if len(hunt.program.offers) > EXACT:
        state = _better_of(hunt, state, first(hunt, begun.copy(), quick=False), 0.0)
    known = relax(hunt.program, state.solving)
    if known is None:
        bound = loosest(hunt.program)
    else:
        bound = known.bound
        other = rounded(hunt, begun.copy(), known)
        state = other if other.points > state.points else state
        hunt.told("bound", state, bound)
        better(hunt, state, known)
    hunt.told("done", state, bound)
    return Outcome(state, bound, False)


def _better_of(hunt: Hunt, state: State, other: State, bound: float) -> State:
    """The better one of two plans; told where that is the second."""
    if other.points <= state.points:
        return state
    hunt.told("better", other, bound)
    return other


def _whole(hunt: Hunt, state: State) -> Outcome:
    """All free airtimes in one search."""
    bound, proven = loosest(hunt.program), False
    if hunt.free and not hunt.stopped():
        gain = state.improve(hunt.free, None, max(hunt.effort.nodes, WHOLE_NODES))
        if math.isfinite(gain.left):
            bound, proven = state.points + gain.left, gain.left == 0
    hunt.told("done", state, bound)
    return Outcome(state, bound, proven)
