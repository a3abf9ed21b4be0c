"""Flexible positions: the time that they can take, and how they share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from studio.scheduling.values import ZERO, Clock, Position
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one flexible entry may last, in ms; wanted: the length from which it is stretched or dropped."""

    shortest: Ms
    longest: Ms
    wanted: Ms = ZERO


@dataclass(frozen=True, slots=True)
class Room:
    """A choice of flexible positions that are heard, and the time that they take together with what follows each.

    lowest, highest: in ms, both inclusive.
    """

    names: tuple[str, ...]
    lowest: Ms
    highest: Ms


def rooms(clock: Clock) -> tuple[Room, ...]:
    """Every choice of flexible positions: those that must be heard, and the optional ones; the fewest first."""
    flexible = [position for position in clock.positions if position.role == "flexible"]
    optional = [position for position in flexible if position.count_min == 0]
    found = []
    for count in range(len(optional) + 1):
        for extra in combinations(optional, count):
            heard = [position for position in flexible if position.count_min or position in extra]
            found.append(_room(heard))
    return tuple(found)


def _room(heard: Sequence[Position]) -> Room:
    after = sum(position.after for position in heard)
    return Room(
        tuple(position.name for position in heard),
        Ms(after + sum(position.shortest for position in heard)),
        Ms(after + sum(position.longest for position in heard)),
    )


def room_for(clock: Clock, time: int) -> Room | None:
    """The first choice of flexible positions that can take exactly that much time, in ms; None where none can."""
    return next((room for room in rooms(clock) if room.lowest <= time <= room.highest), None)


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
