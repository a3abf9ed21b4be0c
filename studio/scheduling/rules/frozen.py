"""What aired is frozen: the judge of one rundown against the one that was on the air."""

from __future__ import annotations

from dataclasses import replace

from studio.errors import Fault, fault
from studio.scheduling.values import Entry, Rundown


def frozen_after_airing(before: Rundown, after: Rundown) -> tuple[Fault, ...]:
    """A fault for every entry that had aired and does not stand in the later rundown as it was, at its place.

    A new estimate of its script changes nothing that was heard. Once anything has aired, clock and start stand too.
    """
    had = [entry for entry in before.entries if entry.aired is not None]
    faults = []
    if had and (before.clock, before.starts_at, before.length) != (after.clock, after.starts_at, after.length):
        faults.append(fault("scheduling.rule-aired", before.slug, place=1))
    now = {entry.key: _plain(entry) for entry in after.entries}
    for entry in had:
        if now.get(entry.key) != _plain(entry):
            faults.append(fault("scheduling.rule-aired", entry.key, place=entry.index + 1))
    return tuple(faults)


def _plain(entry: Entry) -> Entry:
    return replace(entry, estimated=None)
