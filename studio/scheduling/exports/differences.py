"""What changed from one version of a rundown to another, in words and figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from studio.errors import Fault, fault
from studio.scheduling.timing.moments import seconds
from studio.scheduling.values import Entry, Rundown


def differences(before: Rundown, after: Rundown) -> tuple[Fault, ...]:
    """A fault for each thing that is other: what came in, moved, was locked, floated, used in another version or
    length, in the order of the later rundown; then what is gone.

    Only what must have been taken elsewhere counts as moved, and not everything that it passed. Titles, starts and
    recorded lengths are not compared.
    """
    old = {entry.key: entry for entry in before.entries}
    new = {entry.key: entry for entry in after.entries}
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    found: list[Fault] = []
    for key, entry in new.items():
        if key not in old:
            found.append(fault("scheduling.diff-in", key, place=entry.index + 1, position=entry.position))
            continue
        if key in moved:
            places = {"before": old[key].index + 1, "after": entry.index + 1}
            found.append(fault("scheduling.diff-place", key, **places))
        found += _changed(old[key], entry)
    return (*found, *(fault("scheduling.diff-out", key) for key in old if key not in new))


def _changed(before: Entry, after: Entry) -> list[Fault]:
    key, found = after.key, []
    if before.position != after.position:
        found.append(fault("scheduling.diff-position", key, before=before.position, after=after.position))
    if before.locked != after.locked:
        found.append(fault("scheduling.diff-locked" if after.locked else "scheduling.diff-unlocked", key))
    if before.floated != after.floated:
        found.append(fault("scheduling.diff-floated" if after.floated else "scheduling.diff-back", key))
    if before.version != after.version:
        found.append(fault("scheduling.diff-version", key, before=before.version, after=after.version))
    if before.planned != after.planned:
        lengths = {"before": seconds(before.planned), "after": seconds(after.planned)}
        found.append(fault("scheduling.diff-length", key, **lengths))
    return found


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The fewest keys whose moving turns one order into the other: all but a longest rising run."""
    place = {key: number for number, key in enumerate(before)}
    ends: list[int] = []
    runs: list[tuple[str, ...]] = []
    for key in after:
        at = bisect_left(ends, place[key])
        run = (*(runs[at - 1] if at else ()), key)
        ends[at : at + 1], runs[at : at + 1] = [place[key]], [run]
    return frozenset(after) - frozenset(runs[-1] if runs else ())
