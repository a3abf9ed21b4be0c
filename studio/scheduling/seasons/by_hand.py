"""A plan that somebody made by hand, weighed as every other one."""

from __future__ import annotations

from collections.abc import Sequence

from studio.errors import Fault, RundownImpossible, fault
from studio.scheduling.seasons.offers import season_faults, table
from studio.scheduling.seasons.plan import rundown_of
from studio.scheduling.seasons.values import Choice, Plan, Season, Slot
from studio.scheduling.seasons.wishes import UNITS, wanted_faults
from studio.scheduling.seasons.worth import scale
from studio.scheduling.values import LeftOut


def by_hand(season: Season, choices: Sequence[Choice], bound: int) -> Plan:
    """The plan with these choices. bound: points that no plan of the season exceeds, as far as is known.

    An airtime in which nothing is chosen, and that its music cannot fill alone, is unfilled.
    Raises RundownImpossible: slots or segments that are there twice, times without a zone, wishes that are none.
    """
    RundownImpossible.raise_if((*season_faults(season), *wanted_faults(season.policy)))
    held = {one.slot for one in choices}
    bare = [slot for slot in season.slots if slot.slug not in held and not slot.frozen]
    unfilled = {slot.slug: causes for slot in bare if (causes := _alone(season, slot))}
    units = scale(table(season)).units(choices, unfilled)
    points = sum(units.values()) // UNITS
    worths = {name: count // UNITS for name, count in units.items()}
    inside = {one.key for one in choices}
    left = tuple(LeftOut(story.key, ()) for story in season.stories if story.key not in inside)
    return Plan(tuple(choices), points, max(points, bound), False, left, unfilled, worths)


def _alone(season: Season, slot: Slot) -> tuple[Fault, ...]:
    """Why an airtime cannot be filled without any segment; nothing where it can."""
    try:
        rundown_of(season, Plan((), 0, 0, False), slot.slug)
    except RundownImpossible:
        return (fault("scheduling.season-by-hand-empty", slot.slug),)
    return ()
