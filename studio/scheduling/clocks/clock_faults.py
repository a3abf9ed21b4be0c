"""What does not go together in a clock whose keys are all right: every fault at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from studio.errors import Fault, fault
from studio.scheduling.timing.flexible import room_for
from studio.scheduling.timing.gaps import STIFF, slack_after, slack_of
from studio.scheduling.timing.moments import seconds
from studio.scheduling.timing.sections import anchor_faults, runs
from studio.scheduling.values import Clock, Group, Position
from studio.units import Ms

SPOTS = 12
"""How often a spot may be heard at most: what can be made of several is tried one by one."""


def clock_faults(clock: Clock, where: str) -> tuple[Fault, ...]:
    """What does not go together in a clock whose keys are all right. where: the file's name."""
    faults = []
    for names in ([position.name for position in clock.positions], [group.name for group in clock.groups]):
        twice = [name for name, count in Counter(names).items() if count > 1]
        faults += [fault("scheduling.clock-position-twice", where, name=name) for name in twice]
    if clock.length <= 0:
        faults.append(fault("scheduling.clock-length-none", f"{where}, length"))
    if not 0 < clock.hard_out <= clock.length:
        faults.append(
            fault(
                "scheduling.clock-hard-out",
                f"{where}, hard_out",
                seconds=seconds(clock.hard_out),
                length=seconds(clock.length),
            )
        )
    default = (clock.gap, clock.gap_shortest, clock.gap_longest)
    faults += _pause_faults(f"{where}, gap", *default)
    groups = {group.name for group in clock.groups}
    for number, position in enumerate(clock.positions, 1):
        place = f"{where}, position {number} ({position.name})"
        faults += _position_faults(position, place)
        pause = (position.after, position.after_shortest, position.after_longest)
        faults += _pause_faults(f"{place}, after", *pause) if pause != default else []
        if position.group and position.group not in groups:
            faults.append(fault("scheduling.clock-group-unknown", f"{place}, group", name=position.group))
    if clock.positions and clock.positions[-1].count_min == 0:
        faults.append(fault("scheduling.clock-open-end", where, name=clock.positions[-1].name))
    for number, group in enumerate(clock.groups, 1):
        faults += _group_faults(clock, group, f"{where}, group {number} ({group.name})")
    anchors = anchor_faults(clock, None, where)
    return (*faults, *(anchors or _section_faults(clock, where)))


def _position_faults(position: Position, place: str) -> list[Fault]:
    faults = []
    if position.shortest > position.longest:
        short, long = seconds(position.shortest), seconds(position.longest)
        faults.append(fault("scheduling.clock-shortest", f"{place}, shortest", shortest=short, longest=long))
    if position.role != "fixed" and position.longest <= 0:
        faults.append(fault("scheduling.clock-longest-none", f"{place}, longest"))
    if position.role == "flexible" and position.shortest <= 0:
        faults.append(fault("scheduling.clock-shortest-none", f"{place}, shortest"))
    if position.count_min > position.count_max or position.count_max == 0:
        faults.append(
            fault(
                "scheduling.clock-count",
                f"{place}, count_min",
                count_min=position.count_min,
                count_max=position.count_max,
            )
        )
    if position.role == "flexible" and position.count_max > 1:
        faults.append(fault("scheduling.clock-flexible-count", f"{place}, count_max"))
    if position.role == "repeat" and position.count_max > SPOTS:
        faults.append(fault("scheduling.clock-spots", f"{place}, count_max", most=SPOTS))
    if position.anchor is not None and position.count_min == 0:
        faults.append(fault("scheduling.clock-anchor-open", f"{place}, at"))
    return faults


def _pause_faults(place: str, after: Ms, shortest: Ms | None, longest: Ms | None) -> list[Fault]:
    """A gap that lies outside of its own bounds."""
    low, high = after if shortest is None else shortest, after if longest is None else longest
    if low <= after <= high:
        return []
    bounds = {"shortest": seconds(low), "longest": seconds(high)}
    return [fault("scheduling.clock-gap", place, seconds=seconds(after), **bounds)]


def _group_faults(clock: Clock, group: Group, place: str) -> list[Fault]:
    mine = [position for position in clock.positions if position.group == group.name]
    if not mine:
        return [fault("scheduling.clock-group-empty", place)]
    if group.shortest > group.longest:
        short, long = seconds(group.shortest), seconds(group.longest)
        return [fault("scheduling.clock-shortest", f"{place}, shortest", shortest=short, longest=long)]
    plain = [replace(position, after_shortest=None, after_longest=None) for position in mine]
    least, most = _span(plain, mine[-1] is clock.positions[-1])
    return _too("group-too", place, least - group.longest, "much") + _too(
        "group-too", place, group.shortest - most, "little"
    )


def _section_faults(clock: Clock, where: str) -> list[Fault]:
    """Whether each section can be filled at all by the shortest and the longest it may be.

    Where an anchor on the wall lies depends on the day, so the sections on both sides of it are judged together.
    """
    faults: list[Fault] = []
    many = runs(clock)
    if not many:
        return []
    for run in many:
        gives = any(position.role == "flexible" or slack_of(position) != STIFF for position in run)
        if not gives and not _exact(run):
            faults += [_rigid(clock, where, run, many)]
    parts: list[tuple[list[Position], int]] = []
    for run in many:
        anchor = run[0].anchor
        if not parts or (anchor is not None and anchor.base != "wall"):
            at = 0 if anchor is None else anchor.ms if anchor.base == "start" else clock.hard_out - anchor.ms
            parts.append(([], at if parts else 0))
        parts[-1][0].extend(run)
    outs = [start for _, start in parts[1:]] + [clock.hard_out]
    for number, ((positions, start), out) in enumerate(zip(parts, outs, strict=True)):
        last = number == len(parts) - 1
        least, most = _span(positions, last)
        code, place = ("too", where) if len(parts) == 1 else ("section-too", f"{where}, {positions[0].name}")
        off = _too(code, place, least - (out - start), "much") + _too(code, place, out - start - most, "little")
        if not off and _exact(positions) and not _fills(positions, out - start, last):
            off = [_rigid(clock, where, positions, many)]
        faults += off
    return faults


def _rigid(clock: Clock, where: str, run: Sequence[Position], many: Sequence[Sequence[Position]]) -> Fault:
    if len(many) == 1:
        return fault("scheduling.clock-nothing-flexible", where)
    return fault("scheduling.clock-section-rigid", f"{where}, {run[0].name}")


def _exact(run: Sequence[Position]) -> bool:
    """Whether nothing in a section depends on what is chosen or read, so that its sum shows whether it is filled."""
    known = [position.role == "repeat" or 0 < position.shortest == position.longest for position in run]
    return all(known) and not any(position.role == "choose" for position in run)


def _fills(positions: Sequence[Position], time: int, last: bool) -> bool:
    """Whether spots, music and gaps can fill a section of which nothing is chosen, beside what is fixed."""
    fixed = [position for position in positions if position.role == "fixed"]
    own = sum(position.shortest + position.after for position in fixed) - (positions[-1].after if last else 0)
    slack = slack_after(fixed) - (slack_of(positions[-1]) if last else STIFF)
    return room_for(positions, time - own, slack=slack) is not None


def _span(positions: Sequence[Position], last: bool) -> tuple[int, int]:
    """The least and the most that positions take with what follows each, in ms; nothing follows the last of a show."""
    least = -positions[-1].shortest_pause if last else 0
    most = -positions[-1].longest_pause if last else 0
    for position in positions:
        least += position.count_min * (position.shortest + position.shortest_pause)
        most += position.count_max * (position.longest + position.longest_pause)
    return int(least), int(most)


def _too(code: str, where: str, off: int, word: str) -> list[Fault]:
    return [fault(f"scheduling.clock-{code}-{word}", where, seconds=seconds(off), ms=off)] if off > 0 else []
