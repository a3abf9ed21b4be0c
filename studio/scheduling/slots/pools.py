"""Pools: positions that take the same segments, and what an edition's clock leaves for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.errors import Fault, fault
from studio.scheduling.timing.flexible import length, rooms
from studio.scheduling.timing.gaps import STIFF, Slack, slack_after, slack_of
from studio.scheduling.timing.moments import seconds
from studio.scheduling.timing.sections import Section, section_numbers
from studio.scheduling.values import Candidate, Clock, Group, Lock, Position, Version
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Pool:
    """Choose positions of one section and group, alike in kinds, themes, lengths and what follows them; the order of
    entries spreads over them.

    count_min, count_max: entries of all its positions together. section: its number.
    """

    positions: tuple[Position, ...]
    count_min: int
    count_max: int
    section: int = 0

    @property
    def names(self) -> str:
        """The names of its positions, for a sentence."""
        return ", ".join(position.name for position in self.positions)

    @property
    def group(self) -> str:
        """The group whose budget it shares; empty: none."""
        return self.positions[0].group

    @property
    def after(self) -> Ms:
        """What follows each entry, in ms."""
        return self.positions[0].after

    @property
    def slack(self) -> Slack:
        """By how much what follows each entry can be shorter and longer."""
        return slack_of(self.positions[0])


def takes(position: Position, candidate: Candidate, version: Version) -> bool:
    """Whether a choose position takes a candidate in a version: kind, theme and length."""
    return (
        position.role == "choose"
        and (not position.kinds or candidate.kind in position.kinds)
        and (not position.themes or bool(position.themes & candidate.themes))
        and position.shortest <= candidate.lasting(version) <= position.longest
    )


def pools(clock: Clock, locks: Sequence[Lock] = ()) -> tuple[Pool, ...]:
    """The pools of a clock in its order; a lock on a position raises the least number of entries there."""
    alike: dict[tuple[object, ...], list[Position]] = {}
    numbers = section_numbers(clock)
    for position in clock.positions:
        if position.role == "choose":
            lengths = (position.shortest, position.longest, position.after, slack_of(position))
            same = (numbers[position.name], position.group, position.kinds, position.themes, lengths)
            alike.setdefault(same, []).append(position)
    return tuple(
        Pool(
            tuple(positions),
            sum(least(position, locks) for position in positions),
            sum(position.count_max for position in positions),
            numbers[positions[0].name],
        )
        for positions in alike.values()
    )


def least(position: Position, locks: Sequence[Lock]) -> int:
    """The fewest entries that a position may have: its own least, and enough for what is locked there."""
    mine = [lock for lock in locks if lock.position == position.name]
    places = [lock.index + 1 for lock in mine if lock.index is not None]
    return max([position.count_min, len(mine), *places])


def columns(pool: Pool, candidate: Candidate, locks: Mapping[str, Lock]) -> Iterator[Version]:
    """The versions in which a candidate may come into a pool; a lock narrows them."""
    lock = locks.get(candidate.key)
    for version in candidate.versions:
        wanted = lock is None or lock.version in (None, version)
        there = lock is None or not lock.position or lock.position in {p.name for p in pool.positions}
        if wanted and there and takes(pool.positions[0], candidate, version):
            yield version


def fixed_time(clock: Clock, fixed: Mapping[str, Ms]) -> Ms:
    """Time of all fixed positions and what follows them; the last entry of the show is followed by nothing."""
    own = sum(length(p, fixed) + p.after for p in clock.positions if p.role == "fixed")
    return Ms(own - clock.positions[-1].after)


def fixed_in(section: Section, fixed: Mapping[str, Ms]) -> Ms:
    """Time of the fixed positions of a section and what follows them, in ms, without what is not heard at its end."""
    own = sum(length(p, fixed) + p.after for p in section.positions if p.role == "fixed")
    return Ms(own - section.tail)


def fixed_slack(section: Section) -> Slack:
    """By how much the gaps after the fixed positions of a section can be shorter and longer, without the one at its
    end that is not heard; where a segment ends the show, that is one of the segments' gaps.
    """
    own = slack_after(position for position in section.positions if position.role == "fixed")
    return own if section.positions[-1].role == "choose" else own - section.tail_slack


def chosen_slack(section: Section, chosen: Iterable[Position]) -> Slack:
    """By how much the gaps after chosen segments of a section can be shorter and longer; their positions, each as
    often as it takes one. Nothing follows the last one where a segment ends the show.
    """
    mine = list(chosen)
    ending = section.last and section.positions[-1].role == "choose" and section.positions[-1] in mine
    return slack_after(mine) - (section.tail_slack if ending else STIFF)


def spans(section: Section, fixed: Mapping[str, Ms]) -> list[tuple[Ms, Ms]]:
    """The times that flexible positions of a section can take with what follows them, lowest and highest in ms, where
    the gaps after them and after its fixed positions may stretch; those after segments keep the clock's room.
    """
    own = fixed_slack(section)
    ways = [(room, room.slack + own) for room in rooms(section.positions, fixed)]
    both = [(Ms(room.lowest - slack.shorter), Ms(room.highest + slack.longer)) for room, slack in ways]
    return [(low, high) for low, high in both if low <= high]


def fixed_of(clock: Clock, group: Group, fixed: Mapping[str, Ms]) -> Ms:
    """Time of the fixed positions of a group and what follows them, in ms; nothing follows the last of the show."""
    own = sum(length(p, fixed) + p.after for p in clock.positions if p.role == "fixed" and p.group == group.name)
    return Ms(own - (clock.positions[-1].after if clock.positions[-1].group == group.name else 0))


def fixed_faults(clock: Clock, fixed: Mapping[str, Ms]) -> tuple[Fault, ...]:
    """Everything wrong with the lengths of fixed positions and spots: unknown names, none known, out of bounds."""
    names = {position.name for position in clock.positions if position.role in ("fixed", "repeat")}
    faults = [fault("scheduling.fixed-unknown", name, clock=clock.name) for name in sorted(fixed) if name not in names]
    for position in clock.positions:
        if position.role not in ("fixed", "repeat"):
            continue
        ms = length(position, fixed)
        if ms <= 0 or (position.name not in fixed and position.shortest != position.longest):
            faults.append(fault("scheduling.fixed-missing", position.name, clock=clock.name))
        elif position.shortest < position.longest and not position.shortest <= ms <= position.longest:
            faults.append(
                fault(
                    "scheduling.fixed-bounds",
                    position.name,
                    seconds=seconds(ms),
                    shortest=seconds(position.shortest),
                    longest=seconds(position.longest),
                )
            )
    return tuple(faults)
