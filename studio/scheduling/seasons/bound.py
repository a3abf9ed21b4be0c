"""What no plan can exceed: the relaxation of a season, solved by letting in the columns whose price is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.scheduling.seasons.highs import relaxed
from studio.scheduling.seasons.matrix import Flags, Floats, Matrix, Whole, kept_rows, part
from studio.scheduling.seasons.program import Program

WHOLE = 12_000
"""Offers up to which a program is relaxed in one go."""
FIRST, MORE = 60, 40
"""Offers of an airtime that a larger one begins with, and lets in at most in every turn."""
TURNS = 12
NEAR = 1e-3
"""The part of the bound below which another turn is not worth its while."""
JOINED = 200_000
"""Offers up to which all airtimes are relaxed together."""
RUN = 60_000
"""Offers of a run of airtimes that is relaxed by itself in a larger season."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A season relaxed. bound: points that no plan exceeds. parts (n,): what it takes of each column; priced (n,): what
    each column is worth once its rows are paid for.
    """

    bound: float
    parts: Floats
    priced: Floats


def relax(
    program: Program, taken: NDArray[np.int64], stopped: Callable[[], bool], joined: int = JOINED, run: int = RUN
) -> Relaxed | None:
    """The relaxation of a season. taken: offers of a plan to begin with. None: it was stopped, or none was found.

    joined: offers up to which all airtimes are relaxed together; run: offers of airtimes that are relaxed by
    themselves beyond that.

    Every turn's prices bound every plan, so an early end is honest: only the bound is farther away. So is the largest
    season, whose runs of airtimes are relaxed each by itself: what two runs share, both may use whole, and targets,
    which join all of them, are let go.
    """
    matrix = program.matrix
    begin = best_of(program, promising(program), FIRST)
    begin[taken] = True
    runs = _runs(program, joined, run)
    parts, priced, bound = np.zeros(matrix.columns), matrix.cost.copy(), program.constant
    for slots in runs:
        columns = program.columns_of(slots, following=True) if len(runs) > 1 else np.arange(matrix.columns)
        mine = part(matrix, columns)
        block = mine.matrix
        if len(runs) > 1:
            single = program.single[mine.rows]
            block = kept_rows(block, np.flatnonzero((single < 0) | (matrix.cost[single] > 0)))
        count = int(np.searchsorted(columns, len(program.offers)))
        found = _sifted(block, begin[columns[:count]], stopped)
        if found is None:
            return None
        parts[columns], priced[columns] = found.parts, found.priced
        bound += found.bound
    return Relaxed(bound, parts, priced)


def _runs(program: Program, joined: int, run: int) -> list[list[int]]:
    """Runs of airtimes one after another: all of them, or as many as have so many offers together."""
    runs: list[list[int]] = [[]]
    size = 0
    for slot in program.unfilled:
        own = int(np.searchsorted(program.by_slot[slot], len(program.offers)))
        if len(program.offers) > joined and size + own > run and runs[-1]:
            runs.append([])
            size = 0
        runs[-1].append(slot)
        size += own
    return runs


def _sifted(matrix: Matrix, begin: Flags, stopped: Callable[[], bool]) -> Relaxed | None:
    """A matrix relaxed, whose first columns are offers. begin (offers,): those to begin with."""
    count = len(begin)
    inside = np.ones(matrix.columns, dtype=np.bool_)
    if count > WHOLE:
        inside[:count] = begin
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
        bound = matrix.bound(prices)
        if best is None or bound < best.bound:
            parts = np.zeros(matrix.columns)
            parts[mine.columns] = found[0]
            best = Relaxed(bound, parts, matrix.priced(prices))
        missing = np.where(inside[:count], 0.0, matrix.priced(prices)[:count])
        if best.bound - float(mine.matrix.cost @ found[0]) <= NEAR * abs(best.bound) or not (missing > 0).any():
            break
        inside[:count] |= _best(matrix.owner[:count], missing, MORE) & (missing > 0)
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
    return _best(program.matrix.owner[: len(program.offers)], worth, most)


def _best(owner: Whole, worth: Floats, most: int) -> Flags:
    order = np.lexsort((-worth, owner))
    rank = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    found = np.zeros(len(owner), dtype=np.bool_)
    found[order[rank < most]] = True
    return found


def unrelaxed(program: Program) -> Relaxed:
    """What is known before anything was relaxed: every column alone."""
    matrix, count = program.matrix, len(program.offers)
    worth = matrix.cost.copy()
    worth[:count] = promising(program)
    top = float(np.where(matrix.cost > 0, matrix.cost * matrix.upper, 0.0).sum()) + program.constant
    return Relaxed(top, np.zeros(matrix.columns), worth)
