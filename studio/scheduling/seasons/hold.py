"""After a change: airtimes whose last published plan may still be aired stand, and as few others change as must."""

from __future__ import annotations

import numpy as np

from studio.scheduling.seasons.hunt import Hunt
from studio.scheduling.seasons.matrix import Flags, Floats
from studio.scheduling.seasons.state import State

WIDER = 6
"""Airtimes that are asked, one after another, to change with one that cannot be filled by itself."""
NODES = 50


def standing(state: State) -> tuple[int, ...]:
    """Put in place every airtime whose last published plan may still be aired; the others, which must change."""
    program = state.program
    must = []
    for place in program.unfilled:
        wanted = _before(state, place)
        keys = {lock.key for lock in program.table.slots[place].before}
        state.place([place], wanted, _costs(state, wanted), NODES)
        if place not in state.empty and {_key(state, number) for number in _taken(state, place)} == keys:
            continue
        state.clear(place)
        must.append(place)
    return tuple(must)


def _costs(state: State, wanted: Flags) -> Floats:
    """Costs (n,) by which all of what is wanted is taken, and an airtime is empty only where it must be."""
    matrix = state.program.matrix
    costs = np.zeros(matrix.columns)
    costs[: len(wanted)][wanted] = 1.0
    columns = list(state.program.unfilled.values())
    costs[columns] = -1_000.0
    return costs


def widened(hunt: Hunt, state: State) -> bool:
    """Where an airtime that must change cannot be filled by itself, one other changes with it; whether any did."""
    slots, changed = hunt.program.table.slots, False
    for place in [one for one in state.empty if one in set(hunt.free)]:
        others = [one for one in hunt.program.unfilled if one not in set(hunt.free)]
        others.sort(key=lambda one: (slots[one].station != slots[place].station, abs(one - place), one))
        for other in others[:WIDER]:
            if hunt.stopped():
                return changed
            state.improve([place, other], None, hunt.effort.nodes)
            if place not in state.empty:
                changed = True
                break
    return changed


def _before(state: State, place: int) -> Flags:
    """The offers by which an airtime is what it was."""
    program = state.program
    slot, formed = program.table.slots[place], program.table.shapes[place]
    assert formed is not None
    held = {lock.key: lock for lock in slot.before}
    found = np.zeros(len(program.offers), dtype=np.bool_)
    for number in np.flatnonzero(program.matrix.owner[: len(program.offers)] == place):
        offer = program.offers[number]
        lock = held.get(program.table.stories[offer.story].key)
        names = [position.name for position in formed.pools[offer.pool].positions]
        if lock and lock.version in (None, offer.version) and (not lock.position or lock.position in names):
            found[number] = True
    return found


def _taken(state: State, place: int) -> list[int]:
    return [int(number) for number in state.chosen if state.program.matrix.owner[number] == place]


def _key(state: State, number: int) -> str:
    return state.program.table.stories[state.program.offers[number].story].key
