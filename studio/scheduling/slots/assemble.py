"""From what was chosen to a rundown: entries in the order of the clock, flexible ones as long as is left, and gaps
stretched only where those cannot fill it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.errors import RundownImpossible
from studio.scheduling.slots.demands import Task
from studio.scheduling.slots.order import Chosen
from studio.scheduling.slots.pools import chosen_slack, fixed_in, fixed_slack
from studio.scheduling.timing.flexible import bounds_of, length, room_for, share
from studio.scheduling.timing.moments import seconds
from studio.scheduling.timing.sections import Section
from studio.scheduling.timing.times import followed, heard_in, placed, stretched
from studio.scheduling.values import Entry, Position, Rundown
from studio.units import Ms


def assembled(task: Task, chosen: Mapping[str, Sequence[Chosen]]) -> Rundown:
    """The rundown of a slot with the chosen segments, by position name and in order.

    Raises RundownImpossible where the flexible positions and gaps cannot fill what is left.
    """
    locked = {lock.key for lock in task.locks}
    filled = [_filled(task, section, chosen) for section in task.sections]
    lengths = {name: ms for music, _ in filled for name, ms in music.items()}
    entries: list[Entry] = []
    for position in task.clock.positions:
        if position.role == "choose":
            entries += [_segment(position, one, one[0].key in locked) for one in chosen.get(position.name, ())]
        elif position.role == "fixed":
            entries.append(standing(position, length(position, task.fixed)))
        else:
            entries += [standing(position, ms, number) for number, ms in enumerate(lengths.get(position.name, ()), 1)]
    start = task.starts_at
    for section, (_, rest) in zip(task.sections, filled, strict=True):
        pauses = stretched(followed(heard_in(entries, section), section), task.clock, rest)
        assert pauses is not None
        entries = [replace(one, pause=pauses.get(one.key, one.pause)) for one in entries]
    return Rundown(task.slug, task.clock.name, start, task.clock.length, placed(entries, task.clock, start))


def _filled(
    task: Task, section: Section, chosen: Mapping[str, Sequence[Chosen]]
) -> tuple[dict[str, tuple[Ms, ...]], Ms]:
    """How long each flexible entry of a section is, by its position, a spot as often as it is heard; and by how much
    gaps have to be longer together, in ms.
    """
    mine = [(position, one) for position in section.positions for one in chosen.get(position.name, ())]
    spent = sum(candidate.lasting(version) + position.after for position, (candidate, version) in mine)
    left = section.length - fixed_in(section, task.fixed) - spent
    slack = fixed_slack(section) + chosen_slack(section, [position for position, _ in mine])
    room = room_for(section.positions, left, task.fixed, slack)
    if room is None:
        where = task.slug if section.number == 0 and section.last else f"{task.slug}, {section.name}"
        raise RundownImpossible.because("scheduling.slot-unfilled", where, seconds=seconds(left), ms=left)
    heard = [task.clock.position(name) for name in room.names]
    rest = room.beyond(left)
    shares = share(left - rest - room.after, [bounds_of(position, task.fixed) for position in heard])
    assert shares is not None
    found: dict[str, tuple[Ms, ...]] = {}
    for name, ms in zip(room.names, shares, strict=True):
        found[name] = (*found.get(name, ()), ms)
    return found, rest


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


def standing(position: Position, planned: Ms, number: int = 1) -> Entry:
    """An entry where nothing is chosen. number: the how many-th of a spot that is heard several times, from 1."""
    return Entry(
        index=0,
        position=position.name,
        kind=position.kind,
        key=position.name if number == 1 else f"{position.name}/{number}",
        title_km=position.title_km,
        title_en=position.title_en,
        start=Ms(0),
        planned=planned,
        source=position.source,
    )
