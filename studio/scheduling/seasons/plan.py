"""From what a search chose to a plan, and from a plan to the rundown of one airtime."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from studio.errors import RundownImpossible, fault
from studio.scheduling.seasons.offers import Offer, Table
from studio.scheduling.seasons.values import Choice, Plan, Season, Slot
from studio.scheduling.slots.assemble import assembled
from studio.scheduling.slots.demands import task
from studio.scheduling.slots.order import ordered
from studio.scheduling.values import Lock, Rundown


def choices(table: Table, taken: Iterable[Offer]) -> tuple[Choice, ...]:
    """The choices of a plan: what frozen slots hold and what was taken, by slot in order of airtime, then by key."""
    found = []
    for number, slot in enumerate(table.slots):
        for lock in slot.before if slot.frozen else ():
            found.append((number, Choice(slot.slug, lock.key, lock.position, lock.version or "long")))
    for offer in taken:
        slot, story, formed = table.slots[offer.slot], table.stories[offer.story], table.shapes[offer.slot]
        assert formed is not None
        names = [position.name for position in formed.pools[offer.pool].positions]
        held = [lock.position for lock in (*formed.locks, *slot.before) if lock.key == story.key]
        position = next((name for name in held if name in names), names[0])
        found.append((offer.slot, Choice(slot.slug, story.key, position, offer.version)))
    return tuple(choice for _, choice in sorted(found, key=lambda one: (one[0], one[1].key)))


def rundown_of(season: Season, plan: Plan, slug: str) -> Rundown:
    """The rundown of one slot of a plan that is not frozen: its segments in order, music as long as is left.

    Raises KeyError: no such slot. RundownImpossible: the slot is not filled.
    """
    slot = {one.slug: one for one in season.slots}[slug]
    mine = [choice for choice in plan.choices if choice.slot == slug]
    told = {story.key: story.told.get(slot.language) for story in season.stories}
    known = [(one, choice) for choice in mine for one in (told.get(choice.key),) if one is not None]
    wanted, faults = task(slot.clock, slug, slot.starts_at, slot.fixed, [one for one, _ in known], slot.locks)
    RundownImpossible.raise_if(faults)
    assert wanted is not None
    places, miscounted = {}, []
    for pool in wanted.pools:
        names = {position.name for position in pool.positions}
        chosen = [(one, choice.version) for one, choice in known if choice.position in names]
        if not pool.count_min <= len(chosen) <= pool.count_max:
            held = {"count": len(chosen), "least": pool.count_min, "most": pool.count_max}
            miscounted.append(fault("scheduling.season-rule-count", slug, position=", ".join(sorted(names)), **held))
            continue
        places.update(ordered(pool, chosen, wanted.locks, wanted.airing))
    RundownImpossible.raise_if(miscounted)
    return assembled(wanted, places)


def published(plan: Plan, slot: Slot) -> tuple[Lock, ...]:
    """What a plan holds in a slot, as the next plan's `before`."""
    return tuple(Lock(one.key, one.position, None, one.version) for one in plan.choices if one.slot == slot.slug)


def with_published(season: Season, plan: Plan) -> tuple[Slot, ...]:
    """The slots of a season once a plan of it is published; frozen ones keep what they hold."""
    return tuple(slot if slot.frozen else replace(slot, before=published(plan, slot)) for slot in season.slots)
