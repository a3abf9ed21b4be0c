"""How long a rundown to come is without what goes from it: whether the music of its clock can fill it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from studio.errors import RundownImpossible
from studio.scheduling.timing.times import over, placed, refit
from studio.scheduling.values import Clock, Rundown
from studio.units import Ms

UNKNOWN = Ms(-1)


def without(plan: Rundown, clock: Clock, gone: Collection[str]) -> Rundown:
    """A rundown without some entries, also where its clock would have them."""
    kept = [one for one in plan.entries if one.key not in gone]
    return replace(plan, entries=placed(kept, clock, plan.starts_at)) if len(kept) < len(plan.entries) else plan


def empty(plan: Rundown, clock: Clock, gone: Collection[str]) -> Ms:
    """How much of its airtime stays empty, or is too much, when some entries go and music is fitted again.

    0 where nothing is; UNKNOWN where the clock is not the one that the rundown was made for.
    """
    if not {one.name for one in clock.positions}.issuperset(one.position for one in plan.entries):
        return UNKNOWN
    left = without(plan, clock, gone)
    try:
        refit(left, clock)
    except RundownImpossible:
        return Ms(abs(over(left, clock)))
    return Ms(0)
