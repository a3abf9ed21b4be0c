"""Flexible positions: the time that they can take, and how they share it; spots that are heard as often as needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from studio.scheduling.timing.gaps import STIFF, Slack, slack_after
from studio.scheduling.values import ZERO, Position
from studio.units import Ms

UNMEASURED: Mapping[str, Ms] = MappingProxyType({})
ELASTIC = ("flexible", "repeat")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one flexible entry may last, in ms; wanted: the length from which it is stretched or dropped."""

    shortest: Ms
    longest: Ms
    wanted: Ms = ZERO


@dataclass(frozen=True, slots=True)
class Room:
    """A choice of flexible positions that are heard, and the time that they take together with what follows each.

    names: a spot's as often as it is heard. lowest, highest: in ms, both inclusive, with what the clock leaves after
    each: after, of that. slack: by how much those gaps can be shorter and longer.
    """

    names: tuple[str, ...]
    lowest: Ms
    highest: Ms
    after: Ms = ZERO
    slack: Slack = STIFF

    def takes(self, time: int, slack: Slack = STIFF) -> bool:
        """Whether it fills a time exactly, in ms, with its gaps and others as short or as long as need be."""
        total = self.slack + slack
        return self.lowest - total.shorter <= time <= self.highest + total.longer

    def beyond(self, time: int) -> Ms:
        """By how much gaps must be longer for it to fill a time; negative: shorter; 0 where music alone does. In ms."""
        return Ms(min(time - self.lowest, 0) or max(time - self.highest, 0))


def length(position: Position, fixed: Mapping[str, Ms]) -> Ms:
    """The length of a fixed position or a spot in ms: measured or estimated where known, else the clock's own."""
    return fixed.get(position.name, position.shortest)


def bounds_of(position: Position, fixed: Mapping[str, Ms]) -> Bounds:
    """What one entry of a flexible position, or one spot, may last."""
    if position.role == "repeat":
        return Bounds(length(position, fixed), length(position, fixed))
    return Bounds(position.shortest, position.longest)


def rooms(positions: Sequence[Position], fixed: Mapping[str, Ms] = UNMEASURED) -> tuple[Room, ...]:
    """Every choice of flexible positions among those of a section or a clock: how often each spot, and which optional
    ones; those with the fewest entries first, and of these the earlier positions first.

    fixed: measured lengths of spots by name, in ms.
    """
    elastic = [position for position in positions if position.role in ELASTIC]
    most = [position.count_max if position.role == "repeat" else 1 for position in elastic]
    ways = [range(position.count_min, top + 1) for position, top in zip(elastic, most, strict=True)]
    counts = sorted(product(*ways), key=lambda many: (sum(many), [-count for count in many]))
    return tuple(_room(elastic, many, fixed) for many in counts)


def _room(elastic: Sequence[Position], counts: Sequence[int], fixed: Mapping[str, Ms]) -> Room:
    heard = list(_heard(elastic, counts))
    bounds = [bounds_of(position, fixed) for position in heard]
    after = sum(position.after for position in heard)
    return Room(
        tuple(position.name for position in heard),
        Ms(after + sum(bound.shortest for bound in bounds)),
        Ms(after + sum(bound.longest for bound in bounds)),
        Ms(after),
        slack_after(heard),
    )


def _heard(elastic: Sequence[Position], counts: Sequence[int]) -> Iterator[Position]:
    for position, count in zip(elastic, counts, strict=True):
        yield from [position] * count


def room_for(
    positions: Sequence[Position], time: int, fixed: Mapping[str, Ms] = UNMEASURED, slack: Slack = STIFF
) -> Room | None:
    """The first choice of flexible positions that can take exactly that much time, in ms; where none can, the first of
    those whose gaps have to stretch least; None where they cannot stretch enough.

    slack: of the gaps after everything else that is heard beside them.
    """
    able = [room for room in rooms(positions, fixed) if room.takes(time, slack)]
    return min(able, key=lambda room: abs(room.beyond(time)), default=None)


def share(time: int, bounds: Sequence[Bounds]) -> tuple[Ms, ...] | None:
    """Lengths that sum to a time exactly, each in its bounds and moved equally from what it wanted; None: impossible.

    Milliseconds that cannot be divided go to the first ones.
    """
    if not sum(bound.shortest for bound in bounds) <= time <= sum(bound.longest for bound in bounds):
        return None
    low = min((bound.shortest - bound.wanted for bound in bounds), default=0)
    high = max((bound.longest - bound.wanted for bound in bounds), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(_moved(bound, middle) for bound in bounds) <= time:
            low = middle
        else:
            high = middle - 1
    lengths = [_moved(bound, low) for bound in bounds]
    rest = time - sum(lengths)
    for index, bound in enumerate(bounds):
        if rest and _moved(bound, low + 1) > lengths[index]:
            lengths[index] += 1
            rest -= 1
    return tuple(Ms(length) for length in lengths)


def _moved(bound: Bounds, by: int) -> int:
    return int(min(max(bound.wanted + by, bound.shortest), bound.longest))
