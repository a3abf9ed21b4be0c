"""The exact model of one slot for OR-Tools CP-SAT; only this file, `solve` and `clash` know the library."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from studio.scheduling.slots.demands import Demand, Task, activities, consented, released, unexpired
from studio.scheduling.slots.pools import Pool, columns, fixed_in, fixed_of, spans
from studio.scheduling.slots.wishes import POINTS, UNITS, units
from studio.scheduling.timing.gaps import STIFF
from studio.scheduling.timing.sections import Section
from studio.scheduling.values import Candidate, Group, Version
from studio.units import Ms

LIMIT = 20.0
"""Deterministic seconds of CP-SAT for one search: the same on every machine and under every load."""


@dataclass(frozen=True, slots=True)
class Column:
    """A candidate in a version in a pool: a yes or no of the model."""

    candidate: Candidate
    pool: int
    version: Version


@dataclass(slots=True)
class Model:
    """A slot as CP-SAT sees it. time: of all flexible positions and what follows them; worth: in units.

    short, over: of each section, by its number; below, above: of each group with a budget, by its name; all in ms.
    """

    cp: cp_model.CpModel
    columns: dict[Column, Any]
    time: Any
    worth: Any
    counts: list[Any]
    short: list[Any]
    over: list[Any]
    below: dict[str, Any]
    above: dict[str, Any]
    provinces: dict[str, Any] = field(default_factory=dict)


def built(task: Task, demands: Collection[Demand]) -> Model:
    """The model of a slot with some of its demands; the others are relaxed."""
    cp = cp_model.CpModel()
    cols = _columns(cp, task, demands)
    counts = [_count(cp, cols, number, pool, demands) for number, pool in enumerate(task.pools)]
    _once_and_locked(cp, cols, task, demands)
    limit = task.clock.hard_out + sum(_cost(column, task) for column in cols) + abs(task.fixed_time)
    filled = [_filled(cp, cols, task, section, demands, limit) for section in task.sections]
    kept = {group.name: _budgeted(cp, cols, task, group, demands, limit) for group in task.clock.groups}
    provinces = _provinces(cp, cols)
    time = sum(one[0] for one in filled)
    worth = (
        sum(units(column.candidate, column.version, task.airing) * var for column, var in cols.items())
        + POINTS["province"] * UNITS * sum(provinces.values())
        + POINTS["music"] * time
    )
    return Model(
        cp,
        cols,
        time,
        worth,
        counts,
        [one[1] for one in filled],
        [one[2] for one in filled],
        {name: one[0] for name, one in kept.items()},
        {name: one[1] for name, one in kept.items()},
        provinces,
    )


def _filled(
    cp: cp_model.CpModel,
    cols: dict[Column, Any],
    task: Task,
    section: Section,
    demands: Collection[Demand],
    limit: int,
) -> tuple[Any, Any, Any]:
    """A section that ends at its out: the time of its flexible positions, what is short and what is over."""
    name = task.subject(section)
    mine = [(column, var) for column, var in cols.items() if task.pools[column.pool].section == section.number]
    spent = sum((_cost(column, task) * var for column, var in mine), start=fixed_in(section, task.fixed))
    domain = cp_model.Domain.from_intervals([[low, high] for low, high in spans(section, task.fixed)])
    time = cp.new_int_var_from_domain(domain, f"time {name}".strip()) + _stretch(cp, mine, task, section)
    short = cp.new_int_var(0, 0 if Demand("fill", name) in demands else limit, f"short {name}".strip())
    over = cp.new_int_var(0, 0 if Demand("room", name) in demands else limit, f"over {name}".strip())
    cp.add(spent + time + short - over == section.length)
    return time, short, over


def _stretch(cp: cp_model.CpModel, mine: Sequence[tuple[Column, Any]], task: Task, section: Section) -> Any:
    """By how much the gaps after the segments of a section are longer than the clock's room, together; 0: they cannot.

    Where a segment ends the show nothing follows it: the one gap that is not heard gives nothing.
    """
    slacks = [(task.pools[column.pool].slack, var) for column, var in mine]
    if all(slack == STIFF for slack, _ in slacks):
        return 0
    tail = section.tail_slack if section.positions[-1].role == "choose" else STIFF
    sides = [
        (sum(slack.shorter * var for slack, var in slacks) - tail.shorter, sum(slack.shorter for slack, _ in slacks)),
        (sum(slack.longer * var for slack, var in slacks) - tail.longer, sum(slack.longer for slack, _ in slacks)),
    ]
    gives = []
    for side, (give, most) in zip(("shorter", "longer"), sides, strict=True):
        gives.append(cp.new_int_var(0, most, f"gaps {side} {section.name}"))
        cp.add_max_equality(gives[-1], [0, give])
    shorter, longer = gives
    stretch = cp.new_int_var(-sides[0][1], sides[1][1], f"gaps {section.name}")
    cp.add(stretch + shorter >= 0)
    cp.add(stretch <= longer)
    return stretch


def _budgeted(
    cp: cp_model.CpModel, cols: dict[Column, Any], task: Task, group: Group, demands: Collection[Demand], limit: int
) -> tuple[Any, Any]:
    """A group within its budget: what it is below its shortest, and what it is above its longest."""
    mine = [(column, var) for column, var in cols.items() if task.pools[column.pool].group == group.name]
    spent = sum((_cost(column, task) * var for column, var in mine), start=fixed_of(task.clock, group, task.fixed))
    most = 0 if Demand("budget", group.name) in demands else limit + group.shortest
    below, above = (cp.new_int_var(0, most, f"{group.name} {side}") for side in ("below", "above"))
    cp.add(spent + below >= group.shortest)
    cp.add(spent - above <= group.longest)
    return below, above


def _columns(cp: cp_model.CpModel, task: Task, demands: Collection[Demand]) -> dict[Column, Any]:
    cols: dict[Column, Any] = {}
    locks = task.by_lock
    for candidate in task.candidates:
        if Demand("consent") in demands and not consented(candidate, task.airing):
            continue
        if Demand("expiry") in demands and not unexpired(candidate, task.airing):
            continue
        if Demand("embargo") in demands and not released(candidate, task.starts_at):
            continue
        for number, pool in enumerate(task.pools):
            for version in columns(pool, candidate, locks):
                cols[Column(candidate, number, version)] = cp.new_bool_var(f"{candidate.key}/{number}/{version}")
    return cols


def _count(cp: cp_model.CpModel, cols: dict[Column, Any], number: int, pool: Pool, demands: Collection[Demand]) -> Any:
    count = sum(var for column, var in cols.items() if column.pool == number)
    name = pool.positions[0].name
    if Demand("fewest", name) in demands:
        cp.add(count >= pool.count_min)
    if Demand("most", name) in demands:
        cp.add(count <= pool.count_max)
    return count


def _once_and_locked(cp: cp_model.CpModel, cols: dict[Column, Any], task: Task, demands: Collection[Demand]) -> None:
    per_candidate: dict[str, list[Any]] = {}
    per_community: dict[str, list[Any]] = {}
    for column, var in cols.items():
        per_candidate.setdefault(column.candidate.key, []).append(var)
        for community in column.candidate.communities:
            per_community.setdefault(community, []).append(var)
    for lock in task.locks:
        if Demand("lock", lock.key) in demands:
            cp.add(sum(per_candidate.get(lock.key, [])) >= 1)
    for variables in per_candidate.values():
        if len(variables) > 1:
            cp.add_at_most_one(variables)
    if Demand("community") in demands:
        for _, variables in sorted(per_community.items()):
            if len(variables) > 1:
                cp.add_at_most_one(variables)
    if Demand("together") in demands:
        for keys in activities(task.candidates).values():
            for key, other in pairwise(keys):
                cp.add(sum(per_candidate.get(key, [])) == sum(per_candidate.get(other, [])))


def _provinces(cp: cp_model.CpModel, cols: dict[Column, Any]) -> dict[str, Any]:
    """A yes or no per province; wanted, so it needs only be held down where nothing from there is chosen."""
    heard: dict[str, Any] = {}
    for province in sorted({column.candidate.province for column in cols} - {""}):
        heard[province] = cp.new_bool_var(f"province/{province}")
        mine = [var for column, var in cols.items() if column.candidate.province == province]
        cp.add(heard[province] <= sum(mine))
        for var in mine:
            cp.add_implication(var, heard[province])
    return heard


def _cost(column: Column, task: Task) -> Ms:
    return Ms(column.candidate.lasting(column.version) + task.pools[column.pool].after)


def solver(seed: int) -> cp_model.CpSolver:
    """A CP-SAT solver that gives the same answer each time: one worker, a seed, a deterministic limit."""
    found = cp_model.CpSolver()
    found.parameters.num_workers = 1
    found.parameters.linearization_level = 2  # 90 ms instead of no proof in 8 s at 400 candidates
    found.parameters.random_seed = seed
    found.parameters.max_deterministic_time = LIMIT
    return found
