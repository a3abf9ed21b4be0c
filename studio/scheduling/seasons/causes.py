"""Why an airtime of a season stays empty: a smallest set of demands that cannot hold together, or too few segments."""

from __future__ import annotations

from dataclasses import replace

from studio.errors import Fault, fault
from studio.scheduling.seasons.offers import Table, barred
from studio.scheduling.slots import clash
from studio.scheduling.slots.demands import task

SLOT_OWN = {"scheduling.season-why-consent", "scheduling.season-why-embargo"}
"""Bars that the demands of one slot tell by themselves."""
MOST = 300
"""Segments that are looked at: with so many, too few is never the cause."""


def causes(table: Table, slug: str, seed: int) -> tuple[Fault, ...]:
    """The causes in figures; where the airtime could be filled by itself, that other airtimes hold what it needs."""
    place = next(number for number, slot in enumerate(table.slots) if slot.slug == slug)
    slot, day = table.slots[place], table.days[place]
    told = []
    held = {lock.key for lock in slot.locks}
    for story in table.stories:
        bars = barred(table.season, slot, day, story, table.history)
        if {one.code for one in bars} <= SLOT_OWN and slot.language in story.told:
            told.append(replace(story.told[slot.language], key=story.key))
    told.sort(key=lambda one: (one.key not in held, one.usable_until is not None, one.key))
    wanted, faults = task(slot.clock, slug, slot.starts_at, slot.fixed, told[:MOST], slot.locks)
    if wanted is None:
        return faults
    found = clash.causes(wanted, seed)
    return found or (
        fault("scheduling.season-scarce", slug, count=len(told), airings=table.season.policy.most_airings),
    )
