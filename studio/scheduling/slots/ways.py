"""The changes that would let a candidate in: where it goes, what goes for it, what is used short, how much longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studio.scheduling.slots.pools import chosen_slack, fixed_in, fixed_of, fixed_slack, takes
from studio.scheduling.slots.wishes import units
from studio.scheduling.timing.flexible import Room, rooms
from studio.scheduling.timing.gaps import Slack, slack_of
from studio.scheduling.timing.moments import airs_on
from studio.scheduling.timing.sections import Section, section_numbers, sections
from studio.scheduling.values import Candidate, Clock, Entry, Position, Rundown, Version
from studio.units import Ms

Taken = tuple[Entry, Candidate]
Shift = tuple[Position, int, int]
"""A position, the ms that are free there, and how many entries come; negative: go."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is in the rundown: entries with their candidates, and the time that is left for flexible positions.

    left, choices, slack, lowest: of each section by its number: the time left, what flexible positions can make of it,
    by how much the other gaps can stretch, and the least that flexible positions need once gaps are shortest.
    numbers: of the section of each position. spent: of each group with a budget. own: what each taken segment adds in
    a version. growing: the section that a longer slot makes longer; None: none alone.
    """

    clock: Clock
    airing: date
    rundown: Rundown
    taken: tuple[Taken, ...]
    left: tuple[Ms, ...]
    choices: tuple[tuple[Room, ...], ...]
    slack: tuple[Slack, ...]
    lowest: tuple[Ms, ...]
    numbers: Mapping[str, int]
    spent: Mapping[str, int]
    counts: Mapping[str, int]
    own: Mapping[tuple[str, Version], int]
    choosing: tuple[Position, ...]
    growing: int | None

    def cost(self, entry: Entry, candidate: Candidate) -> int:
        """The time that a taken segment takes with what follows it, in ms."""
        return candidate.lasting(entry.version) + self.clock.position(entry.position).after

    def fills(self, left: Sequence[int], slack: Sequence[Slack], but: int | None = None) -> bool:
        """Whether flexible positions and gaps can take exactly the time left in each section, or in all but one."""
        return all(
            number == but or any(room.takes(time, slack[number]) for room in self.choices[number])
            for number, time in enumerate(left)
        )

    def least(self, number: int, slack: Slack) -> Ms:
        """The least that flexible positions of a section need once their gaps and others are shortest, in ms."""
        return Ms(min(room.lowest - room.slack.shorter for room in self.choices[number]) - slack.shorter)

    def kept(self, spent: Mapping[str, int]) -> bool:
        """Whether every group is within its budget."""
        return all(group.shortest <= spent[group.name] <= group.longest for group in self.clock.groups)


@dataclass(frozen=True, slots=True)
class Way:
    """A change that lets a candidate in: where, in which version, what goes and what is used short.

    left: time for flexible positions afterwards, in ms. spill: seconds that the slot would have to grow, in ms.
    """

    position: Position
    version: Version
    out: tuple[str, ...]
    short: str
    left: Ms
    spill: Ms


def scene_of(rundown: Rundown, clock: Clock, candidates: Sequence[Candidate], fixed: Mapping[str, Ms]) -> Scene:
    """The scene of a rundown. Raises RundownImpossible where an anchor does not lie in the slot."""
    known = {candidate.key: candidate for candidate in candidates}
    taken = tuple((entry, known[entry.key]) for entry in rundown.heard if entry.key in known)
    numbers = section_numbers(clock)
    parts = sections(clock, rundown.starts_at)
    left = [section.length - fixed_in(section, fixed) for section in parts]
    spent = {group.name: int(fixed_of(clock, group, fixed)) for group in clock.groups}
    for entry, candidate in taken:
        position = clock.position(entry.position)
        cost = candidate.lasting(entry.version) + position.after
        left[numbers[position.name]] -= cost
        if position.group in spent:
            spent[position.group] += cost
    airing = airs_on(rundown.starts_at, clock.hard_out)
    homes = [clock.position(entry.position) for entry, _ in taken]
    slack = tuple(
        fixed_slack(part) + chosen_slack(part, (home for home in homes if numbers[home.name] == part.number))
        for part in parts
    )
    choices = tuple(rooms(section.positions, fixed) for section in parts)
    lowest = [min(room.lowest - room.slack.shorter for room in some) for some in choices]
    return Scene(
        clock=clock,
        airing=airing,
        rundown=rundown,
        taken=taken,
        left=tuple(Ms(time) for time in left),
        choices=choices,
        slack=slack,
        lowest=tuple(Ms(least - own.shorter) for least, own in zip(lowest, slack, strict=True)),
        numbers=numbers,
        spent=spent,
        counts=Counter(entry.position for entry, _ in taken),
        own={(one.key, version): units(one, version, airing) for _, one in taken for version in one.versions},
        choosing=tuple(position for position in clock.positions if position.role == "choose"),
        growing=_growing(parts),
    )


def _growing(parts: Sequence[Section]) -> int | None:
    """The only section that ends so long before the hard out and begins so long after the start."""
    late = [part.positions[0].anchor is not None and part.positions[0].anchor.base == "end" for part in parts] + [True]
    between = [number for number in range(len(parts)) if late[number] != late[number + 1]]
    return between[0] if len(between) == 1 and not late[0] else None


def ways(scene: Scene, candidate: Candidate, homes: Sequence[tuple[Position, Version]]) -> list[Way]:
    """Every single change that lets a candidate in once consent, its last day and embargo allow it, smallest first.

    None where it belongs together with others, or they would have to be parted: one change does not do that.
    """
    blocking = [pair for pair in scene.taken if candidate.communities & pair[1].communities]
    if candidate.together or any(entry.locked or other.together for entry, other in blocking):
        return []
    found: list[Way] = []
    movable = [pair for pair in scene.taken if not (pair[0].locked or pair[1].together or pair in blocking)]
    for position, version in homes:
        found += _without(scene, candidate, position, version, blocking)
        for pair in movable:
            found += _without(scene, candidate, position, version, [*blocking, pair])
    return sorted(found, key=lambda way: (way.spill > 0, len(way.out), bool(way.short), way.spill, -way.left, way.out))


def _without(
    scene: Scene, candidate: Candidate, position: Position, version: Version, out: Sequence[Taken]
) -> list[Way]:
    """The ways to let a candidate in with some entries gone: as it is, with one entry short, or in a longer slot."""
    counts = {**scene.counts, position.name: scene.counts.get(position.name, 0) + 1}
    for entry, _ in out:
        counts[entry.position] -= 1
    if not all(one.count_min <= counts.get(one.name, 0) <= one.count_max for one in scene.choosing):
        return []
    gone = {entry.key for entry, _ in out}
    changes: list[Shift] = [(position, -candidate.lasting(version) - position.after, 1)]
    changes += [(scene.clock.position(entry.position), scene.cost(entry, other), -1) for entry, other in out]
    left, spent, slack = _freed(scene, changes)
    keys = tuple(sorted(gone))
    if scene.fills(left, slack) and scene.kept(spent):
        return [Way(position, version, keys, "", Ms(sum(left)), Ms(0))]
    found = []
    for entry, other in scene.taken:
        if entry.key in gone or entry.locked or entry.version == "short" or other.short is None:
            continue
        home = scene.clock.position(entry.position)
        saved, kept, _ = _freed(scene, [*changes, (home, other.planned - other.short, 0)])
        if takes(home, other, "short") and scene.fills(saved, slack) and scene.kept(kept):
            found.append(Way(position, version, keys, entry.key, Ms(sum(saved)), Ms(0)))
    if not found and scene.growing is not None and scene.kept(spent) and scene.fills(left, slack, scene.growing):
        spill = scene.least(scene.growing, slack[scene.growing]) - left[scene.growing]
        if spill > 0:
            found.append(Way(position, version, keys, "", Ms(sum(left) + spill), Ms(spill)))
    return found


def _freed(scene: Scene, changes: Sequence[Shift]) -> tuple[list[int], dict[str, int], list[Slack]]:
    """What is left in each section, spent in each group, and by how much gaps can stretch, after some changes."""
    left, spent, slack = [int(time) for time in scene.left], dict(scene.spent), list(scene.slack)
    for position, ms, count in changes:
        number = scene.numbers[position.name]
        left[number] += ms
        slack[number] += slack_of(position).times(count)
        if position.group in spent:
            spent[position.group] -= ms
    return left, spent, slack
