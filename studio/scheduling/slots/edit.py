"""Changes by hand. Each gives a new rundown with every start worked out again; nothing else is touched.

Flexible entries keep their lengths and gaps their pauses, so over and under show what the edit costs; `timing.refit`
fills the slot again. What is placed by hand is followed by the clock's own room.
What was left out, and why, is no longer known after an edit; `why.explained` says it anew.
What has aired stands, and everything before it: each edit of that raises RundownImpossible.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.errors import NotFound, RundownImpossible
from studio.scheduling.slots.assemble import standing
from studio.scheduling.slots.pools import takes
from studio.scheduling.timing.flexible import UNMEASURED, length
from studio.scheduling.timing.moments import seconds
from studio.scheduling.timing.times import placed
from studio.scheduling.values import ZERO, Candidate, Clock, Entry, Lock, Position, Rundown, Version
from studio.units import Ms


def move(rundown: Rundown, clock: Clock, index: int, to: int) -> Rundown:
    """A chosen entry taken to the place `to` (from 0), where it belongs to the choose position found there.

    Raises NotFound: no such place. RundownImpossible: a fixed or flexible entry, or a place where none is chosen.
    """
    entry, target = _chosen(rundown, clock, index), _entry(rundown, to)
    _open(rundown, min(index, to))
    home = clock.position(target.position)
    if home.role != "choose":
        raise RundownImpossible.because("scheduling.move-target", entry.key, place=to + 1, position=home.name)
    entries = [one for one in rundown.entries if one is not entry]
    entries.insert(to, replace(entry, position=home.name, locked=True, pause=None))
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
    _open(rundown, index)
    return _with(rundown, clock, [replace(one, floated=floated) if one is entry else one for one in rundown.entries])


def lengthen(rundown: Rundown, clock: Clock, index: int, ms: Ms) -> Rundown:
    """A flexible entry that is so long, in ms, and locked, so that it stays as long when the slot is filled again.

    Raises NotFound; RundownImpossible: no flexible entry, or a length that its position does not allow.
    """
    entry = _entry(rundown, index)
    position = clock.position(entry.position)
    if position.role != "flexible":
        raise RundownImpossible.because("scheduling.edit-inflexible", entry.key)
    if not position.shortest <= ms <= position.longest:
        bounds = {"shortest": seconds(position.shortest), "longest": seconds(position.longest)}
        raise RundownImpossible.because("scheduling.edit-length", entry.key, seconds=seconds(ms), **bounds)
    _open(rundown, index)
    longer = replace(entry, planned=ms, locked=True)
    return _with(rundown, clock, [longer if one is entry else one for one in rundown.entries])


def remove(rundown: Rundown, clock: Clock, index: int) -> Rundown:
    """The rundown without a chosen entry. Raises NotFound; RundownImpossible: a fixed or flexible entry."""
    entry = _chosen(rundown, clock, index)
    _open(rundown, index)
    return _with(rundown, clock, [one for one in rundown.entries if one is not entry])


def insert(rundown: Rundown, clock: Clock, to: int, position: str, candidate: Candidate, version: Version) -> Rundown:
    """A candidate placed by hand, locked, before the entry now at `to` (its length: the end).

    Raises NotFound: no such place. RundownImpossible: the position does not take it, or it is in already.
    """
    if not 0 <= to <= len(rundown.entries):
        raise NotFound.because("scheduling.place-unknown", rundown.slug, place=to + 1, count=len(rundown.entries))
    if any(entry.key == candidate.key for entry in rundown.entries):
        raise RundownImpossible.because("scheduling.edit-twice", candidate.key)
    _open(rundown, to)
    entries = list(rundown.entries)
    entries.insert(to, _placed_by_hand(_home(clock, position, candidate, version), candidate, version))
    return _with(rundown, clock, entries)


def replace_with(rundown: Rundown, clock: Clock, index: int, candidate: Candidate, version: Version) -> Rundown:
    """A candidate (or the other version of the same one) in the place of a chosen entry, locked.

    Raises NotFound; RundownImpossible: the position does not take it, or it is in already.
    """
    entry = _chosen(rundown, clock, index)
    _open(rundown, index)
    if any(one.key == candidate.key for one in rundown.entries if one is not entry):
        raise RundownImpossible.because("scheduling.edit-twice", candidate.key)
    new = _placed_by_hand(_home(clock, entry.position, candidate, version), candidate, version)
    return _with(rundown, clock, [new if one is entry else one for one in rundown.entries])


def spots(rundown: Rundown, clock: Clock, name: str, count: int, fixed: Mapping[str, Ms] = UNMEASURED) -> Rundown:
    """A spot heard so many times: the last ones go, or more are added behind them. fixed: measured lengths, in ms.

    Raises NotFound: no such position. RundownImpossible: no spot, or another number than the clock allows.
    """
    position = next((one for one in clock.positions if one.name == name), None)
    if position is None:
        raise NotFound.because("scheduling.position-unknown", name, clock=clock.name)
    if position.role != "repeat" or not position.count_min <= count <= position.count_max:
        raise RundownImpossible.because(
            "scheduling.edit-spots", name, count=count, count_min=position.count_min, count_max=position.count_max
        )
    mine = [entry for entry in rundown.entries if entry.position == name]
    order = [one.name for one in clock.positions]
    before = [e.index for e in rundown.entries if order.index(e.position) <= order.index(name)]
    place = max(before, default=-1) + 1
    if count != len(mine):
        _open(rundown, mine[count].index if count < len(mine) else place)
    kept = [entry for entry in rundown.entries if entry not in mine[count:]]
    taken = {entry.key for entry in kept}
    keys = [standing(position, length(position, fixed), number) for number in range(1, position.count_max + 1)]
    more = [entry for entry in keys if entry.key not in taken][: max(count - len(mine), 0)]
    return _with(rundown, clock, [*kept[:place], *more, *kept[place:]] if more else kept)


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
    entry = rundown.entries[index]
    if entry.aired is not None:
        raise RundownImpossible.because("scheduling.edit-aired", entry.key)
    return entry


def _open(rundown: Rundown, place: int) -> None:
    """Nothing at or after a place has aired."""
    late = [entry for entry in rundown.entries[place:] if entry.aired is not None]
    if late:
        raise RundownImpossible.because("scheduling.edit-before-aired", late[-1].key, place=place + 1)


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
