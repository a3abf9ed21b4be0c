"""The four lengths of an entry kept apart: what a script says now, and what was on the air, beside what is planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studio.errors import RundownImpossible, fault
from studio.scheduling.timing.flexible import UNMEASURED
from studio.scheduling.timing.times import length_faults, placed
from studio.scheduling.values import Clock, Rundown
from studio.units import Ms


def reestimated(rundown: Rundown, estimates: Mapping[str, Ms], margins: Mapping[str, Ms] = UNMEASURED) -> Rundown:
    """The rundown with what scripts are estimated to last now, in ms by key; nothing that counts changes.

    margins: how far each estimate is likely to be off, in ms by key.

    Raises RundownImpossible: an unknown key, a length that is none.
    """
    RundownImpossible.raise_if(length_faults(rundown, estimates))
    entries = tuple(
        replace(entry, estimated=estimates[entry.key], margin=margins.get(entry.key))
        if entry.key in estimates
        else entry
        for entry in rundown.entries
    )
    return replace(rundown, entries=entries)


def as_aired(rundown: Rundown, aired: Mapping[str, Ms], clock: Clock) -> Rundown:
    """The rundown with what was on the air, in ms by key; what was planned stays beside it.

    What aired stands: a length that was aired before is not changed. Raises RundownImpossible: an unknown or floated
    key, a length that is none, another length for what has aired.
    """
    faults = list(length_faults(rundown, aired))
    for entry in rundown.entries:
        ms = aired.get(entry.key)
        if ms is not None and entry.aired not in (None, ms):
            faults.append(fault("scheduling.edit-aired", entry.key))
        elif ms is not None and entry.floated:
            faults.append(fault("scheduling.aired-floated", entry.key))
    RundownImpossible.raise_if(faults)
    entries = [replace(entry, aired=aired.get(entry.key, entry.aired)) for entry in rundown.entries]
    return replace(rundown, entries=placed(entries, clock, rundown.starts_at))
