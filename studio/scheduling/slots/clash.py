"""Why a slot is impossible: smallest sets of demands that cannot hold together, each with its figure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ortools.sat.python import cp_model

from studio.errors import Fault, fault
from studio.scheduling.slots.demands import Demand, Task, consented, released
from studio.scheduling.slots.model import Model, built, solver
from studio.scheduling.timing.flexible import rooms
from studio.scheduling.timing.times import seconds
from studio.scheduling.values import Candidate


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
            if not _possible(task, fewer, seed):
                clash = fewer
        found.append(tuple(clash))
        left = [demand for demand in left if demand not in clash]
    return tuple(found)


def _possible(task: Task, demands: Collection[Demand], seed: int) -> bool:
    status = solver(seed).solve(built(task, demands).cp)
    return status != cp_model.INFEASIBLE


def _least(task: Task, clash: Collection[Demand], demand: Demand, seed: int, pick: str, sign: int = 1) -> int:
    """The least (or with sign -1 the greatest) figure once a demand is dropped from its clash."""
    model: Model = built(task, [one for one in clash if one != demand])
    figures: dict[str, Any] = {"short": model.short, "over": model.over}
    numbers = {pool.positions[0].name: number for number, pool in enumerate(task.pools)}
    figure = figures[pick] if pick in figures else model.counts[numbers[demand.subject]]
    model.cp.minimize(figure * sign)
    search = solver(seed)
    search.solve(model.cp)
    return sign * round(search.objective_value)


def _told(task: Task, clash: tuple[Demand, ...], demand: Demand, seed: int) -> Fault:
    """One demand of a clash in figures: by how much it fails when all the others of its clash hold."""
    clock = task.clock
    if demand.name == "room":
        ms = _least(task, clash, demand, seed, "over")
        least = min(sum(clock.position(name).shortest for name in room.names) for room in rooms(clock))
        return fault("scheduling.slot-too-full", clock.name, seconds=seconds(ms), ms=ms, music=seconds(least))
    if demand.name == "fill":
        ms = _least(task, clash, demand, seed, "short")
        most = max(sum(clock.position(name).longest for name in room.names) for room in rooms(clock))
        return fault("scheduling.slot-too-empty", clock.name, seconds=seconds(ms), ms=ms, music=seconds(most))
    if demand.name in ("fewest", "most"):
        return _count_told(task, clash, demand, seed)
    if demand.name == "lock":
        return fault("scheduling.lock-clash", demand.subject)
    if demand.name == "community":
        return _community_told(task, clash)
    kept = _kept_out(task, clash, demand.name)
    return fault(
        f"scheduling.{demand.name}-clash",
        clock.name,
        count=len(kept),
        keys=", ".join(candidate.key for candidate in kept[:8]),
        airs_on=task.airing.isoformat(),
        starts_at=task.starts_at.isoformat(),
    )


def _count_told(task: Task, clash: tuple[Demand, ...], demand: Demand, seed: int) -> Fault:
    pool = next(pool for pool in task.pools if pool.positions[0].name == demand.subject)
    if demand.name == "fewest":
        possible = _least(task, clash, demand, seed, "count", -1)
        return fault("scheduling.too-few", pool.names, wanted=pool.count_min, possible=possible)
    needed = _least(task, clash, demand, seed, "count")
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


def _kept_out(task: Task, clash: tuple[Demand, ...], name: str) -> list[Candidate]:
    """The candidates that consent or embargo keeps out: the locked ones of the clash, or else all of them."""
    out = [
        candidate
        for candidate in task.candidates
        if not (consented(candidate, task.airing) if name == "consent" else released(candidate, task.starts_at))
    ]
    locked = [candidate for candidate in out if candidate in _locked(task, clash)]
    return locked or out
