"""Changes by hand. Each gives a new rundown with every start worked out again; nothing else is touched.

Flexible entries keep their lengths, so over and under show what the edit costs; `timing.refit` fills the slot again.
What was left out, and why, is no longer known after an edit; `why.explained` says it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from studio.errors import NotFound, RundownImpossible
from studio.scheduling.slots.pools import takes
from studio.scheduling.timing.times import placed
from studio.scheduling.values import ZERO, Candidate, Clock, Entry, Lock, Position, Rundown, Version


def move(rundown: Rundown, clock: Clock, index: int, to: int) -> Rundown:
    """A chosen entry taken to the place `to` (from 0), where it belongs to the choose position found there.

    Raises NotFound: no such place. RundownImpossible: a fixed or flexible entry, or a place where none is chosen.
    """
    entry, target = _chosen(rundown, clock, index), _entry(rundown, to)
    home = clock.position(target.position)
    if home.role != "choose":
        raise RundownImpossible.because("scheduling.move-target", entry.key, place=to + 1, position=home.name)
    entries = [one for one in rundown.entries if one is not entry]
    entries.insert(to, replace(entry, position=home.name, locked=True))
    return _with(rundown, clock, entries)


def lock(rundown: Rundown, clock: Clock, index: int, locked: bool = True) -> Rundown:
    """An entry that stays (or may go again) when the slot is proposed or timed anew. Raises NotFound."""
    entry = _entry(rundown, index)
    return _with(rundown, clock, [replace(one, locked=locked) if one is entry else one for one in rundown.entries])


def float_out(rundown: Rundown, clock: Clock, index: int, floated: bool = True) -> Rundown:
    """An entry that stays in the list and takes no time, or takes it again.

    Raises NotFound; RundownImpossible: a fixed entry.
    """
    entry = _entry(rundown, index)
    if clock.position(entry.position).role == "fixed":
        raise RundownImpossible.because("scheduling.edit-fixed", entry.key)
    return _with(rundown, clock, [replace(one, floated=floated) if one is entry else one for one in rundown.entries])


def remove(rundown: Rundown, clock: Clock, index: int) -> Rundown:
    """The rundown without a chosen entry. Raises NotFound; RundownImpossible: a fixed or flexible entry."""
    entry = _chosen(rundown, clock, index)
    return _with(rundown, clock, [one for one in rundown.entries if one is not entry])


def insert(rundown: Rundown, clock: Clock, to: int, position: str, candidate: Candidate, version: Version) -> Rundown:
    """A candidate placed by hand, locked, before the entry now at `to` (its length: the end).

    Raises NotFound: no such place. RundownImpossible: the position does not take it, or it is in already.
    """
    if not 0 <= to <= len(rundown.entries):
        raise NotFound.because("scheduling.place-unknown", rundown.slug, place=to + 1, count=len(rundown.entries))
    if any(entry.key == candidate.key for entry in rundown.entries):
        raise RundownImpossible.because("scheduling.edit-twice", candidate.key)
    entries = list(rundown.entries)
    entries.insert(to, _placed_by_hand(_home(clock, position, candidate, version), candidate, version))
    return _with(rundown, clock, entries)


def replace_with(rundown: Rundown, clock: Clock, index: int, candidate: Candidate, version: Version) -> Rundown:
    """A candidate (or the other version of the same one) in the place of a chosen entry, locked.

    Raises NotFound; RundownImpossible: the position does not take it, or it is in already.
    """
    entry = _chosen(rundown, clock, index)
    if any(one.key == candidate.key for one in rundown.entries if one is not entry):
        raise RundownImpossible.because("scheduling.edit-twice", candidate.key)
    new = _placed_by_hand(_home(clock, entry.position, candidate, version), candidate, version)
    return _with(rundown, clock, [new if one is entry else one for one in rundown.entries])


def locks_of(rundown: Rundown, clock: Clock, every: bool = False) -> tuple[Lock, ...]:
    """The locks that keep the locked (or every) chosen entry where it is, in its version."""
    seen: Counter[str] = Counter()
    locks = []
    for entry in rundown.heard:
        if clock.position(entry.position).role == "choose":
            if entry.locked or every:
                locks.append(Lock(entry.key, entry.position, seen[entry.position], entry.version))
            seen[entry.position] += 1
    return tuple(locks)


def _with(rundown: Rundown, clock: Clock, entries: Sequence[Entry]) -> Rundown:
    return replace(rundown, entries=placed(entries, clock, rundown.starts_at), left_out=())


def _entry(rundown: Rundown, index: int) -> Entry:
    if not 0 <= index < len(rundown.entries):
        raise NotFound.because("scheduling.place-unknown", rundown.slug, place=index + 1, count=len(rundown.entries))
    return rundown.entries[index]


def _chosen(rundown: Rundown, clock: Clock, index: int) -> Entry:
    entry = _entry(rundown, index)
    if clock.position(entry.position).role != "choose":
        raise RundownImpossible.because("scheduling.edit-fixed", entry.key)
    return entry


def _home(clock: Clock, name: str, candidate: Candidate, version: Version) -> Position:
    position = next((one for one in clock.positions if one.name == name), None)
    if position is None:
        raise NotFound.because("scheduling.position-unknown", name, clock=clock.name)
    if version not in candidate.versions or not takes(position, candidate, version):
        raise RundownImpossible.because("scheduling.edit-misfit", candidate.key, position=name, kind=candidate.kind)
    return position


def _placed_by_hand(position: Position, candidate: Candidate, version: Version) -> Entry:
    return Entry(
        index=0,
        position=position.name,
        kind=candidate.kind,
        key=candidate.key,
        title_km=candidate.title_km,
        title_en=candidate.title_en,
        start=ZERO,
        planned=candidate.lasting(version),
        locked=True,
        version=version,
        short=candidate.short if version == "long" else None,
    )
