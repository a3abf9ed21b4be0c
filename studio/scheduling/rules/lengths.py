"""Rules of time: order and starts, every out met, budgets kept, each position as often and as long as it may be."""

from __future__ import annotations

from studio.errors import Fault, fault
from studio.scheduling.rules.case import Case
from studio.scheduling.timing.moments import naive, seconds
from studio.scheduling.timing.sections import anchor_faults
from studio.scheduling.values import Position
from studio.units import Ms


def belongs(case: Case) -> list[Fault]:
    """The rundown is of this clock, aware, its anchors lie in its slot, and every entry stands at a position of it."""
    names = {position.name for position in case.clock.positions}
    faults = list(naive(case.rundown.starts_at)) or list(anchor_faults(case.clock, case.rundown.starts_at))
    if (case.rundown.clock, case.rundown.length) != (case.clock.name, case.clock.length):
        faults.append(
            fault("scheduling.rule-clock", case.rundown.slug, clock=case.clock.name, other=case.rundown.clock)
        )
    for entry in case.rundown.entries:
        if entry.position not in names:
            faults.append(fault("scheduling.rule-position", entry.key, position=entry.position, clock=case.clock.name))
    return faults


def sequence(case: Case) -> list[Fault]:
    """Entries are numbered from 0 and stand in the order of the clock."""
    places = {position.name: number for number, position in enumerate(case.clock.positions)}
    faults, furthest = [], 0
    for number, entry in enumerate(case.rundown.entries):
        if entry.index != number or places[entry.position] < furthest:
            faults.append(fault("scheduling.rule-order", entry.key, place=number + 1, position=entry.position))
        furthest = max(furthest, places[entry.position])
    return faults


def starts(case: Case) -> list[Fault]:
    """Each entry starts when the one before it in its section and the room after that have ended."""
    faults = []
    ends: dict[int, int] = {}
    for entry in case.rundown.entries:
        number = case.numbers[entry.position]
        at = ends.get(number, entry.start)
        if entry.start != at:
            faults.append(fault("scheduling.rule-start", entry.key, at=seconds(entry.start), wanted=seconds(at)))
        taken = 0 if entry.floated else entry.heard + case.clock.pause_after(entry)
        ends[number] = (at if number in ends else case.parts[number].start) + taken
    return faults


def pinned(case: Case) -> list[Fault]:
    """The first entry of the show starts at 0, and the first of each section where its anchor pins it."""
    faults = []
    for section in case.parts:
        mine = [entry for entry in case.rundown.entries if case.numbers[entry.position] == section.number]
        if mine and mine[0].start != section.start:
            at, wanted = seconds(mine[0].start), seconds(section.start)
            faults.append(fault("scheduling.rule-start", mine[0].key, at=at, wanted=wanted))
    return faults


def filled(case: Case) -> list[Fault]:
    """The last sound ends at the hard out, and each section at its out, to the millisecond."""
    faults = []
    for section in case.parts:
        heard = [entry for entry in case.rundown.heard if case.numbers[entry.position] == section.number]
        followed = heard[:-1] if section.last else heard
        gaps = sum(case.clock.pause_after(entry) for entry in followed)
        off = sum(entry.heard for entry in heard) + gaps - (section.out - section.start)
        if off:
            where = case.rundown.slug if len(case.parts) == 1 else f"{case.rundown.slug}, {section.name}"
            code = "scheduling.rule-over" if off > 0 else "scheduling.rule-under"
            faults.append(fault(code, where, seconds=seconds(abs(off)), ms=abs(off)))
    return faults


def budgeted(case: Case) -> list[Fault]:
    """The entries of each group, with the clock's room after each, are within its budget; nothing follows the last of
    a show.
    """
    faults = []
    for group in case.clock.groups:
        own = {position.name: position.after for position in case.clock.positions if position.group == group.name}
        time = sum(entry.heard + own[entry.position] for entry in case.rundown.heard if entry.position in own)
        last = case.rundown.heard[-1:]
        time -= sum(own.get(entry.position, 0) for entry in last)
        if not group.shortest <= time <= group.longest:
            bounds = {"shortest": seconds(group.shortest), "longest": seconds(group.longest)}
            faults.append(fault("scheduling.rule-group", group.name, seconds=seconds(time), **bounds))
    return faults


def standing(case: Case) -> list[Fault]:
    """Each fixed position is heard once, with its own source and planned as long as it is known to be."""
    faults = []
    for position in case.clock.positions:
        if position.role != "fixed":
            continue
        mine = case.of(position.name)
        if len(mine) != 1 or mine[0].key != position.name or mine[0].source != position.source:
            faults.append(fault("scheduling.rule-fixed-once", position.name, count=len(mine)))
            continue
        wanted = case.fixed.get(position.name, position.shortest)
        if mine[0].planned != wanted:
            faults.append(
                fault(
                    "scheduling.rule-fixed-length",
                    position.name,
                    seconds=seconds(mine[0].planned),
                    wanted=seconds(wanted),
                )
            )
    return faults


def stretched(case: Case) -> list[Fault]:
    """Each flexible position is heard as often as it may be, within its bounds."""
    faults: list[Fault | None] = []
    for position in case.clock.positions:
        if position.role != "flexible":
            continue
        mine = case.of(position.name)
        if not position.count_min <= len(mine) <= 1:
            faults.append(fault("scheduling.rule-flexible-once", position.name, count=len(mine)))
        faults += [_out_of_bounds(position, entry.heard, position.shortest, position.longest) for entry in mine]
    return [one for one in faults if one is not None]


def paused(case: Case) -> list[Fault]:
    """What follows an entry is what its position allows."""
    faults = []
    for entry in case.rundown.entries:
        home = case.clock.position(entry.position)
        if not home.shortest_pause <= case.clock.pause_after(entry) <= home.longest_pause:
            bounds = {"shortest": seconds(home.shortest_pause), "longest": seconds(home.longest_pause)}
            faults.append(
                fault("scheduling.rule-pause", entry.key, seconds=seconds(case.clock.pause_after(entry)), **bounds)
            )
    return faults


def repeated(case: Case) -> list[Fault]:
    """Each spot is heard as often as it may be, with its own source and planned as long as it is known to be."""
    faults: list[Fault | None] = []
    for position in case.clock.positions:
        if position.role != "repeat":
            continue
        mine = case.of(position.name)
        exact = case.fixed.get(position.name, position.shortest)
        if not position.count_min <= len(mine) <= position.count_max or {e.source for e in mine} - {position.source}:
            faults.append(_counted(position, len(mine)))
        faults += [_out_of_bounds(position, entry.planned, exact, exact) for entry in mine]
    return [one for one in faults if one is not None]


def _out_of_bounds(position: Position, ms: Ms, shortest: Ms, longest: Ms) -> Fault | None:
    if shortest <= ms <= longest:
        return None
    bounds = {"shortest": seconds(shortest), "longest": seconds(longest)}
    return fault("scheduling.rule-flexible-bounds", position.name, seconds=seconds(ms), **bounds)


def _counted(position: Position, count: int) -> Fault:
    return fault(
        "scheduling.rule-spots" if position.role == "repeat" else "scheduling.rule-count",
        position.name,
        count=count,
        count_min=position.count_min,
        count_max=position.count_max,
    )


def counted(case: Case) -> list[Fault]:
    """Each choose position has as many entries as it may."""
    counts = [(position, len(case.of(position.name))) for position in case.clock.positions]
    return [
        _counted(position, count)
        for position, count in counts
        if position.role == "choose" and not position.count_min <= count <= position.count_max
    ]
