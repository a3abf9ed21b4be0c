"""A handful of offers that may well fill one airtime together: what a first plan is made of, exactly, in no time."""

from __future__ import annotations

from collections import Counter

import numpy as np

from studio.scheduling.seasons.matrix import Flags, Floats
from studio.scheduling.seasons.program import Program

LOOKED_AT = 400
"""Offers of an airtime that are tried, those that promise most first."""
SPARE = 360_000
"""So much more than there is time for is taken of each section, in ms: not every choice fills it exactly."""


def handful(program: Program, place: int, promise: Floats) -> Flags:
    """Offers of an airtime that do not keep each other out (offers,), one after another until there are a few too many.

    promise (offers,): the most promising comes first; minus infinity: it cannot come in. Segments placed by hand come
    before all others; activities, which come together or not at all, are left out.
    """
    table, formed = program.table, program.table.shapes[place]
    assert formed is not None
    found = np.zeros(len(program.offers), dtype=np.bool_)
    left = [one.capacity - one.spans[0][0] + SPARE for one in formed.bins]
    held = {lock.key for lock in formed.locks}
    counts: Counter[int] = Counter()
    heard: set[str] = set()
    own = program.offers_of(place)
    ranked = own[np.argsort(-promise[own], kind="stable")]
    locked = [one for one in ranked if held and table.stories[program.offers[one].story].key in held]
    for number in (*locked, *ranked[:LOOKED_AT]):
        offer = program.offers[number]
        told, story, pool = table.told(offer), table.stories[offer.story], formed.pools[offer.pool]
        cost = told.lasting(offer.version) + pool.after
        names = {f"\0{story.key}", *told.communities}
        if np.isneginf(promise[number]) or names & heard or story.together:
            continue
        if counts[offer.pool] > pool.count_max or cost > left[pool.section]:
            continue
        found[number] = True
        left[pool.section] -= cost
        counts[offer.pool] += 1
        heard |= names
    return found
