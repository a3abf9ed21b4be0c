"""From what was chosen to a rundown: entries in the order of the clock, flexible ones as long as is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.errors import RundownImpossible
from studio.scheduling.slots.demands import Task
from studio.scheduling.slots.order import Chosen
from studio.scheduling.slots.pools import length
from studio.scheduling.timing.flexible import Bounds, room_for, share
from studio.scheduling.timing.times import placed, seconds
from studio.scheduling.values import Entry, Position, Rundown
from studio.units import Ms


def assembled(task: Task, chosen: Mapping[str, Sequence[Chosen]]) -> Rundown:
    """The rundown of a slot with the chosen segments, by position name and in order.

    Raises RundownImpossible where the flexible positions cannot fill what is left.
    """
    locked = {lock.key for lock in task.locks}
    lengths = _flexible_lengths(task, chosen)
    entries: list[Entry] = []
    for position in task.clock.positions:
        if position.role == "choose":
            entries += [_segment(position, one, one[0].key in locked) for one in chosen.get(position.name, ())]
        elif position.role == "fixed":
            entries.append(_standing(position, length(position, task.fixed)))
        elif position.name in lengths:
            entries.append(_standing(position, lengths[position.name]))
    return Rundown(task.slug, task.clock.name, task.starts_at, task.clock.length, placed(entries, task.clock))


def _flexible_lengths(task: Task, chosen: Mapping[str, Sequence[Chosen]]) -> dict[str, Ms]:
    spent = sum(
        candidate.lasting(version) + task.clock.position(name).after
        for name, many in chosen.items()
        for candidate, version in many
    )
    left = task.clock.hard_out - task.fixed_time - spent
    room = room_for(task.clock, left)
    if room is None:
        raise RundownImpossible.because("scheduling.slot-unfilled", task.slug, seconds=seconds(left), ms=left)
    heard = [task.clock.position(name) for name in room.names]
    music = left - sum(position.after for position in heard)
    shares = share(music, [Bounds(position.shortest, position.longest) for position in heard])
    assert shares is not None
    return dict(zip(room.names, shares, strict=True))


def _segment(position: Position, one: Chosen, locked: bool) -> Entry:
    candidate, version = one
    return Entry(
        index=0,
        position=position.name,
        kind=candidate.kind,
        key=candidate.key,
        title_km=candidate.title_km,
        title_en=candidate.title_en,
        start=Ms(0),
        planned=candidate.lasting(version),
        locked=locked,
        version=version,
        short=candidate.short if version == "long" else None,
    )


def _standing(position: Position, planned: Ms) -> Entry:
    return Entry(
        index=0,
        position=position.name,
        kind=position.kind,
        key=position.name,
        title_km=position.title_km,
        title_en=position.title_en,
        start=Ms(0),
        planned=planned,
        source=position.source,
    )
