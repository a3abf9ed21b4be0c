"""The proposal of one slot: exact, proven, and the same on every machine for every order of the candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ortools.sat.python import cp_model

from studio.errors import RundownImpossible
from studio.scheduling.slots.assemble import assembled
from studio.scheduling.slots.clash import causes
from studio.scheduling.slots.demands import Task, task
from studio.scheduling.slots.model import Column, Model, built, solver
from studio.scheduling.slots.order import Chosen, ordered
from studio.scheduling.slots.why import explained
from studio.scheduling.slots.wishes import UNITS
from studio.scheduling.values import Candidate, Clock, Lock, Rundown, Version
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rundown with its proof. points: what it is worth; bound: what none can exceed; proven: nothing is worth more.

    only: no other choice is worth as much and comes first by its keys.
    """

    rundown: Rundown
    points: int
    bound: int
    proven: bool
    only: bool


def propose(
    clock: Clock,
    slug: str,
    starts_at: datetime,
    fixed: Mapping[str, Ms],
    candidates: Sequence[Candidate],
    locks: Sequence[Lock] = (),
    seed: int = 0,
) -> Rundown:
    """The best rundown of a slot. fixed: lengths by position name, in ms. starts_at: aware.

    Of choices that are worth the same, the one whose candidates come first by key.
    Raises RundownImpossible with every demand that clashes.
    """
    return propose_with_proof(clock, slug, starts_at, fixed, candidates, locks, seed).rundown


def propose_with_proof(
    clock: Clock,
    slug: str,
    starts_at: datetime,
    fixed: Mapping[str, Ms],
    candidates: Sequence[Candidate],
    locks: Sequence[Lock] = (),
    seed: int = 0,
) -> Proposal:
    """The best rundown of a slot as `propose` finds it, with its proof."""
    wanted, faults = task(clock, slug, starts_at, fixed, candidates, locks)
    RundownImpossible.raise_if(faults)
    assert wanted is not None
    model = built(wanted, wanted.demands)
    search = solver(seed)
    model.cp.maximize(model.worth)
    status = search.solve(model.cp)
    if status == cp_model.INFEASIBLE:
        raise RundownImpossible(*causes(wanted, seed))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise RundownImpossible.because("scheduling.search-ended", slug, candidates=len(wanted.candidates))
    proven = status == cp_model.OPTIMAL
    best = round(search.objective_value)
    chosen = _taken(model, search)
    only = False
    if proven:
        chosen, only = _first_by_key(wanted, best, chosen, seed)
    rundown = explained(_rundown(wanted, chosen), clock, wanted.candidates, fixed)
    bound = best if proven else round(search.best_objective_bound)
    return Proposal(rundown, best // UNITS, bound // UNITS, proven, only)


def _first_by_key(wanted: Task, best: int, chosen: tuple[Column, ...], seed: int) -> tuple[tuple[Column, ...], bool]:
    """Of all choices worth as much as the best, the first by key; one search where there is no other.

    The second value is False where a limit ended the search before that was shown.
    """
    model = built(wanted, wanted.demands)
    again = _another(model, best, chosen, seed)
    if again is None:
        return chosen, False
    if not again:
        shelves = [column for column in model.columns if (column.candidate, column.version) in _pairs(chosen)]
        if len(shelves) == len(chosen):
            return chosen, True
        for column, var in model.columns.items():
            if column not in shelves:
                model.cp.add(var == 0)
    return _ranked(model, best, chosen, seed)


def _ranked(model: Model, best: int, chosen: tuple[Column, ...], seed: int) -> tuple[tuple[Column, ...], bool]:
    """The first by key of all choices of a model that are worth as much as the best, as `_first_by_key` tells it."""
    cp = model.cp
    cp.add(model.worth >= best)
    ranked = sorted(model.columns, key=lambda c: (c.candidate.key, c.pool, c.version))
    settled = 0
    while settled < len(ranked):
        first = _next_rank(model, ranked, settled, chosen, seed)
        if first is None:
            return chosen, False
        if first[0] < 0:
            break
        rank, chosen = first
        for column in ranked[settled:rank]:
            cp.add(model.columns[column] == 0)
        cp.add(model.columns[ranked[rank]] == 1)
        settled = rank + 1
    return chosen, True


def _pairs(columns: Iterable[Column]) -> set[tuple[Candidate, Version]]:
    return {(column.candidate, column.version) for column in columns}


def _another(model: Model, best: int, chosen: Sequence[Column], seed: int) -> bool | None:
    """Whether other segments or versions are worth as much, wherever they stand; None where the limit came first.

    Asked as "the best of all the others": a search for a figure, with nothing to climb, is far slower.
    """
    copy = model.cp.clone()
    homes: dict[tuple[Candidate, Version], list[Any]] = {}
    for column, var in model.columns.items():
        same = copy.get_bool_var_from_proto_index(var.index)
        homes.setdefault((column.candidate, column.version), []).append(same)
    taken = _pairs(chosen)
    differs = []
    for pair, variables in homes.items():
        if pair not in taken:
            differs += variables
        elif len(variables) == 1:
            differs.append(variables[0].negated())
        else:
            heard = copy.new_bool_var(f"heard/{pair[0].key}/{pair[1]}")
            copy.add(sum(variables) == heard)
            differs.append(heard.negated())
    copy.add_bool_or(differs)
    copy.maximize(model.worth)
    search = solver(seed)
    status = search.solve(copy)
    if status == cp_model.INFEASIBLE:
        return False
    return round(search.objective_value) == best if status == cp_model.OPTIMAL else None


def _next_rank(
    model: Model, ranked: Sequence[Column], settled: int, chosen: Sequence[Column], seed: int
) -> tuple[int, tuple[Column, ...]] | None:
    """The lowest rank at or after `settled` that a choice of the best worth can take, and such a choice.

    Rank -1: none takes any more. None: the limit came first.
    """
    known = next((rank for rank in range(settled, len(ranked)) if ranked[rank] in chosen), None)
    if known is None:
        return -1, tuple(chosen)
    if known == settled:
        return known, tuple(chosen)
    copy = model.cp.clone()
    first = [copy.new_bool_var(f"first/{rank}") for rank in range(settled, known)]
    copy.add_exactly_one(first)
    for marker, column in zip(first, ranked[settled:known], strict=True):
        copy.add_implication(marker, copy.get_bool_var_from_proto_index(model.columns[column].index))
    copy.minimize(sum(rank * marker for rank, marker in enumerate(first)))
    search = solver(seed)
    status = search.solve(copy)
    if status == cp_model.INFEASIBLE:
        return known, tuple(chosen)
    if status != cp_model.OPTIMAL:
        return None
    return settled + round(search.objective_value), _taken(model, search)


def _taken(model: Model, search: cp_model.CpSolver) -> tuple[Column, ...]:
    return tuple(column for column, var in model.columns.items() if search.value(var))


def _rundown(wanted: Task, chosen: Sequence[Column]) -> Rundown:
    places: dict[str, tuple[Chosen, ...]] = {}
    for number, pool in enumerate(wanted.pools):
        mine = [(column.candidate, column.version) for column in chosen if column.pool == number]
        places.update(ordered(pool, mine, wanted.locks, wanted.airing))
    return assembled(wanted, places)
