"""Why a slot is impossible: smallest sets of demands that cannot hold together, each with its figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ortools.sat.python import cp_model

from studio.errors import Fault, fault
from studio.scheduling.slots.demands import Demand, Task, activities, consented, released, unexpired
from studio.scheduling.slots.model import LIMIT, Model, built, solver
from studio.scheduling.timing.flexible import rooms
from studio.scheduling.timing.moments import seconds
from studio.scheduling.timing.sections import section_label
from studio.scheduling.values import Candidate

Figure = Callable[[Model], Any]
QUICK = 2.0
"""Deterministic seconds to see whether fewer demands are impossible; a demand that is not seen to be idle stays."""


def causes(task: Task, seed: int) -> tuple[Fault, ...]:
    """Every demand of every independent clash, as faults in figures; each clash alone is impossible."""
    faults: list[Fault] = []
    for clash in clashes(task, seed):
        faults += [_told(task, clash, demand, seed) for demand in clash]
    return tuple(one for index, one in enumerate(faults) if one not in faults[:index])


def clashes(task: Task, seed: int) -> tuple[tuple[Demand, ...], ...]:
    """Smallest sets of demands that cannot hold together, no demand in two of them, until the rest can be met."""
    left = list(task.demands)
    found: list[tuple[Demand, ...]] = []
    while left and not _possible(task, left, seed):
        clash = list(left)
        for demand in left:
            fewer = [one for one in clash if one != demand]
            if not _possible(task, fewer, seed, QUICK):
                clash = fewer
        found.append(tuple(clash))
        left = [demand for demand in left if demand not in clash]
    return tuple(found)


def _possible(task: Task, demands: Collection[Demand], seed: int, limit: float = LIMIT) -> bool:
    search = solver(seed)
    search.parameters.max_deterministic_time = limit
    status = search.solve(built(task, demands).cp)
    return status != cp_model.INFEASIBLE


def _least(task: Task, clash: Collection[Demand], demand: Demand, seed: int, figure: Figure, sign: int = 1) -> int:
    """The least (or with sign -1 the greatest) figure once a demand is dropped from its clash."""
    model = built(task, [one for one in clash if one != demand])
    return sign * round(_lowest(model, figure(model) * sign, seed).objective_value)


def _lowest(model: Model, figure: Any, seed: int) -> cp_model.CpSolver:
    """The search that has found the lowest value of a figure."""
    model.cp.minimize(figure)
    search = solver(seed)
    search.solve(model.cp)
    return search


def _told(task: Task, clash: tuple[Demand, ...], demand: Demand, seed: int) -> Fault:
    """One demand of a clash in figures: by how much it fails when all the others of its clash hold."""
    clock = task.clock
    if demand.name in ("room", "fill"):
        return _length_told(task, clash, demand, seed)
    if demand.name == "budget":
        return _budget_told(task, clash, demand, seed)
    if demand.name in ("fewest", "most"):
        return _count_told(task, clash, demand, seed)
    if demand.name == "lock":
        return fault("scheduling.lock-clash", demand.subject)
    if demand.name == "community":
        return _community_told(task, clash)
    if demand.name == "together":
        return _together_told(task, clash)
    kept = _kept_out(task, clash, demand.name)
    return fault(
        f"scheduling.{demand.name}-clash",
        clock.name,
        count=len(kept),
        keys=", ".join(candidate.key for candidate in kept[:8]),
        airs_on=task.airing.isoformat(),
        starts_at=task.starts_at.isoformat(),
    )


def _length_told(task: Task, clash: tuple[Demand, ...], demand: Demand, seed: int) -> Fault:
    section = next(section for section in task.sections if task.subject(section) == demand.subject)
    where, choices = section_label(task.clock, section), rooms(section.positions, task.fixed)
    if demand.name == "room":
        ms = _least(task, clash, demand, seed, lambda model: model.over[section.number])
        least = min(room.lowest - room.after for room in choices)
        return fault("scheduling.slot-too-full", where, seconds=seconds(ms), ms=ms, music=seconds(least))
    ms = _least(task, clash, demand, seed, lambda model: model.short[section.number])
    most = max(room.highest - room.after for room in choices)
    return fault("scheduling.slot-too-empty", where, seconds=seconds(ms), ms=ms, music=seconds(most))


def _budget_told(task: Task, clash: tuple[Demand, ...], demand: Demand, seed: int) -> Fault:
    group = next(group for group in task.clock.groups if group.name == demand.subject)
    model = built(task, [one for one in clash if one != demand])
    above, below = model.above[group.name], model.below[group.name]
    search = _lowest(model, above + below, seed)
    ms = round(search.objective_value)
    code = "scheduling.group-too-long" if search.value(above) else "scheduling.group-too-short"
    bounds = {"shortest": seconds(group.shortest), "longest": seconds(group.longest)}
    return fault(code, group.name, seconds=seconds(ms), ms=ms, **bounds)


def _count_told(task: Task, clash: tuple[Demand, ...], demand: Demand, seed: int) -> Fault:
    number, pool = next((n, pool) for n, pool in enumerate(task.pools) if pool.positions[0].name == demand.subject)
    if demand.name == "fewest":
        possible = _least(task, clash, demand, seed, lambda model: model.counts[number], -1)
        return fault("scheduling.too-few", pool.names, wanted=pool.count_min, possible=possible)
    needed = _least(task, clash, demand, seed, lambda model: model.counts[number])
    return fault("scheduling.too-many", pool.names, allowed=pool.count_max, needed=needed)


def _locked(task: Task, clash: Collection[Demand]) -> list[Candidate]:
    keys = {demand.subject for demand in clash if demand.name == "lock"}
    return [candidate for candidate in task.candidates if candidate.key in keys]


def _community_told(task: Task, clash: tuple[Demand, ...]) -> Fault:
    locked = _locked(task, clash)
    shared = {
        community
        for one in locked
        for other in locked
        if one.key < other.key
        for community in one.communities & other.communities
    }
    return fault("scheduling.community-clash", task.clock.name, communities=", ".join(sorted(shared)) or "–")


def _together_told(task: Task, clash: tuple[Demand, ...]) -> Fault:
    """The activities of the locked segments, or else all of them, with their segments."""
    known = activities(task.candidates)
    locked = {one.together for one in _locked(task, clash)}
    wanted = {name: keys for name, keys in known.items() if name in locked} or known
    keys = ", ".join(key for some in wanted.values() for key in some)
    return fault("scheduling.together-clash", task.clock.name, activities=", ".join(wanted), keys=keys)


def _kept_out(task: Task, clash: tuple[Demand, ...], name: str) -> list[Candidate]:
    """What consent, a last day or an embargo keeps out: the locked ones of the clash, or else all of them."""
    may: Mapping[str, Callable[[Candidate], bool]] = {
        "consent": lambda one: consented(one, task.airing),
        "expiry": lambda one: unexpired(one, task.airing),
        "embargo": lambda one: released(one, task.starts_at),
    }
    out = [candidate for candidate in task.candidates if not may[name](candidate)]
    locked = [candidate for candidate in out if candidate in _locked(task, clash)]
    return locked or out
