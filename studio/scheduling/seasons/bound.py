"""What no plan can exceed: the relaxation of a season, exact where it is small, nearly so where it is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.scheduling.seasons.matrix import Flags, Floats, Whole
from studio.scheduling.seasons.program import Program
from studio.scheduling.seasons.solving import Here, Solving

EXACT = 12_000
"""Offers up to which a season is relaxed exactly."""
TURNS, MOST = 4_000, 2_400_000_000
"""Turns of the search for prices in a larger one, and how many times it looks at an offer at most."""
HERE = Here()


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A season relaxed. bound: points that no plan exceeds. parts (n,): what it takes of each column; priced (n,): what
    each column is worth once its rows are paid for; prices (m,): of the rows.
    """

    bound: float
    parts: Floats
    priced: Floats
    prices: Floats


def relax(program: Program, solving: Solving = HERE, exact: int = EXACT, turns: int = TURNS) -> Relaxed | None:
    """The relaxation of a season. exact: offers up to which it is solved exactly; turns: as `neared` takes them.

    Whatever the prices are, they bound every plan, so an early end is honest: only the bound is farther away.
    None: the search was stopped.
    """
    matrix = program.matrix
    small = len(program.offers) <= exact
    found = (
        solving.relaxed(matrix) if small else solving.neared(matrix, min(turns, MOST // max(len(program.offers), 1)))
    )
    if found is None:
        return None
    parts, prices = found
    return Relaxed(matrix.bound(prices) + program.constant, parts, matrix.priced(prices), prices)


def taking(program: Program) -> Floats:
    """What every offer takes of its airtime (offers,), in minutes; half a minute more for the place that it takes."""
    return program.minutes + 0.5


def best_of(program: Program, worth: Floats, most: int) -> Flags:
    """The offers worth most (offers,), so many of each airtime; of the same worth the first."""
    return _best(program.matrix.owner[: len(program.offers)], worth, most)


def _best(owner: Whole, worth: Floats, most: int) -> Flags:
    order = np.lexsort((-worth, owner))
    rank = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    found = np.zeros(len(owner), dtype=np.bool_)
    found[order[rank < most]] = True
    return found


def loosest(program: Program) -> float:
    """Points that no plan exceeds, known before anything was relaxed: all that could be won."""
    matrix = program.matrix
    return float(np.where(matrix.cost > 0, matrix.cost * matrix.upper, 0.0).sum()) + program.constant
