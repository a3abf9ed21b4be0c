"""One airtime as bins: what segments and flexible positions fill in each section, and the pools that take segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.errors import Fault
from studio.scheduling.seasons.values import Slot
from studio.scheduling.slots.demands import Task, task
from studio.scheduling.slots.pools import Pool, fixed_in, fixed_of, spans
from studio.scheduling.timing.sections import Section
from studio.scheduling.values import Candidate, Lock
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Bin:
    """What one section leaves to be filled exactly.

    capacity: for segments and flexible positions with what follows each, in ms. spans: what flexible positions can
    take together, lowest and highest in ms, in order and apart from each other.
    """

    capacity: Ms
    spans: tuple[tuple[Ms, Ms], ...]

    def fills(self, spent: int) -> bool:
        """Whether flexible positions can take exactly what is left once segments took so much, in ms."""
        return any(low <= self.capacity - spent <= high for low, high in self.spans)


@dataclass(frozen=True, slots=True)
class Budget:
    """What the segments of some pools may take together, with what follows each, in ms. pools: their numbers."""

    pools: frozenset[int]
    lowest: Ms
    highest: Ms


@dataclass(frozen=True, slots=True)
class Shape:
    """One airtime: its bins by section, its pools in the order of the clock, budgets of its groups, settled locks."""

    bins: tuple[Bin, ...]
    pools: tuple[Pool, ...]
    budgets: tuple[Budget, ...]
    locks: tuple[Lock, ...]

    @property
    def least(self) -> Ms:
        """The least that its flexible positions take, in ms."""
        return Ms(sum(one.spans[0][0] for one in self.bins))

    def takes(self, position: str) -> bool:
        """Whether segments come into a position of that name."""
        return any(one.name == position for pool in self.pools for one in pool.positions)

    def pool_of(self, position: str) -> int:
        """The number of the pool that a position belongs to. Raises KeyError."""
        for number, pool in enumerate(self.pools):
            if any(one.name == position for one in pool.positions):
                return number
        raise KeyError(position)


def shape(slot: Slot, locked: Sequence[Candidate]) -> tuple[Shape | None, tuple[Fault, ...]]:
    """The shape of a slot, or every fault that no solver is needed to see. locked: the candidates of its locks."""
    found, faults = task(slot.clock, slot.slug, slot.starts_at, slot.fixed, locked, slot.locks)
    if found is None:
        return None, faults
    return Shape(tuple(_bin(found, one) for one in found.sections), found.pools, _budgets(found), found.locks), ()


def _bin(found: Task, section: Section) -> Bin:
    apart: list[tuple[Ms, Ms]] = []
    for low, high in sorted(spans(section, found.fixed)):
        if apart and low <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(high, apart[-1][1]))
        else:
            apart.append((low, high))
    return Bin(Ms(section.length - fixed_in(section, found.fixed)), tuple(apart))


def _budgets(found: Task) -> tuple[Budget, ...]:
    budgets = []
    for group in found.clock.groups:
        taken = fixed_of(found.clock, group, found.fixed)
        mine = frozenset(number for number, pool in enumerate(found.pools) if pool.group == group.name)
        budgets.append(Budget(mine, Ms(group.shortest - taken), Ms(group.longest - taken)))
    return tuple(budgets)
