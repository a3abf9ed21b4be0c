"""What no plan can exceed: the relaxation of a season, solved by letting in the columns whose price is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.scheduling.seasons.highs import relaxed
from studio.scheduling.seasons.matrix import Flags, Floats, part
from studio.scheduling.seasons.program import Program

WHOLE = 20_000
"""Offers up to which a season is relaxed in one go."""
FIRST, MORE = 60, 40
"""Offers of an airtime that a larger one begins with, and lets in at most in every turn."""
TURNS = 12
NEAR = 1e-3
"""The part of the bound below which another turn is not worth its while."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A season relaxed. bound: points that no plan exceeds. parts (n,): what it takes of each column; priced (n,): what
    each column is worth once its rows are paid for.
    """

    bound: float
    parts: Floats
    priced: Floats


def relax(program: Program, taken: NDArray[np.int64], stopped: Callable[[], bool]) -> Relaxed | None:
    """The relaxation of a season. taken: offers of a plan to begin with. None: it was stopped, or none was found.

    Every turn's prices bound every plan, so an early end is honest: only the bound is farther away.
    """
    matrix, count = program.matrix, len(program.offers)
    inside = np.ones(matrix.columns, dtype=np.bool_)
    if count > WHOLE:
        inside[:count] = best_of(program, promising(program), FIRST)
        inside[taken] = True
    best: Relaxed | None = None
    for _ in range(TURNS):
        if stopped():
            break
        mine = part(matrix, np.flatnonzero(inside))
        found = relaxed(mine.matrix)
        if found is None:
            break
        prices = np.zeros(matrix.rows)
        prices[mine.rows] = found[1]
        bound = matrix.bound(prices) + program.constant
        if best is None or bound < best.bound:
            parts = np.zeros(matrix.columns)
            parts[mine.columns] = found[0]
            best = Relaxed(bound, parts, matrix.priced(prices))
        reached = float(mine.matrix.cost @ found[0]) + program.constant
        missing = np.where(inside[:count], 0.0, matrix.priced(prices)[:count])
        if inside.all() or best.bound - reached <= NEAR * abs(best.bound) or not (missing > 0).any():
            break
        inside[:count] |= best_of(program, missing, MORE) & (missing > 0)
    return best


def promising(program: Program) -> Floats:
    """What every offer could be worth at most if it stood alone (offers,), in points for a minute of its bin."""
    matrix, count = program.matrix, len(program.offers)
    places, rows, values = matrix.entries(np.arange(count))
    single = program.single[rows]
    gains = (single >= 0) & (values < 0)
    worth = matrix.cost[:count] + np.bincount(places[gains], weights=matrix.cost[single[gains]], minlength=count)
    told = (program.table.told(offer).lasting(offer.version) for offer in program.offers)
    lengths = np.fromiter(told, dtype=np.float64, count=count)
    return np.asarray(worth / (lengths / 60_000 + 0.5), dtype=np.float64)


def best_of(program: Program, worth: Floats, most: int) -> Flags:
    """The offers worth most (offers,), so many of each airtime; of the same worth the first."""
    count = len(program.offers)
    owner = program.matrix.owner[:count]
    order = np.lexsort((-worth, owner))
    rank = np.arange(count) - np.searchsorted(owner[order], owner[order])
    found = np.zeros(count, dtype=np.bool_)
    found[order[rank < most]] = True
    return found


def unrelaxed(program: Program) -> Relaxed:
    """What is known before anything was relaxed: every column alone."""
    matrix, count = program.matrix, len(program.offers)
    worth = matrix.cost.copy()
    worth[:count] = promising(program)
    top = float(np.where(matrix.cost > 0, matrix.cost * matrix.upper, 0.0).sum()) + program.constant
    return Relaxed(top, np.zeros(matrix.columns), worth)
