"""HiGHS through SciPy: whole-number and linear programs, within limits that know no machine and no load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array, vstack

from studio.scheduling.seasons.matrix import Floats, Matrix

INFEASIBLE = 2
OPTIMAL = 0
EVEN = 1e-9
"""The part of its worth up to which a plan and its bound are the same."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. values (n,): the best there are; None: none. bound: what none can exceed.

    proven: nothing is worth more; without values, there are none.
    """

    values: Floats | None
    bound: float
    proven: bool


def searched(matrix: Matrix, nodes: int, gap: float = 0.0) -> Found:
    """The best whole-number values of a matrix. nodes: of the tree, at most. gap: a part of the values' worth; a search
    ends once nothing can be worth more than that above them.
    """
    result = milp(
        -matrix.cost,
        integrality=matrix.whole.astype(int),
        bounds=Bounds(matrix.lower, matrix.upper),
        constraints=LinearConstraint(_sparse(matrix), matrix.below, matrix.above),
        options={"node_limit": nodes, "mip_rel_gap": gap},
    )
    if result.x is None:
        return Found(None, np.inf, result.status == INFEASIBLE)
    values = np.asarray(result.x, dtype=np.float64)
    values[matrix.whole] = np.round(values[matrix.whole])
    worth = float(matrix.cost @ values)
    bound = -float(result.mip_dual_bound) if result.mip_dual_bound is not None else worth
    proven = result.status == OPTIMAL and (not gap or bound - worth <= EVEN * max(abs(worth), 1.0))
    return Found(values, bound, proven)


def relaxed(matrix: Matrix) -> tuple[Floats, Floats] | None:
    """The best values (n,) of a matrix where parts of the whole are allowed, and the prices (m,) of its rows.

    None: there are none.
    """
    rows = _sparse(matrix).tocsr()
    same = matrix.below == matrix.above
    below, above = np.flatnonzero(np.isfinite(matrix.below) & ~same), np.flatnonzero(np.isfinite(matrix.above) & ~same)
    equal = np.flatnonzero(same)
    result = linprog(
        -matrix.cost,
        A_ub=vstack([rows[above], -rows[below]]),
        b_ub=np.concatenate([matrix.above[above], -matrix.below[below]]),
        A_eq=rows[equal],
        b_eq=matrix.above[equal],
        bounds=np.column_stack([matrix.lower, matrix.upper]),
        method="highs-ds",
    )
    if result.x is None:
        return None
    sides = -np.asarray(result.ineqlin.marginals)
    prices = np.zeros(matrix.rows)
    prices[above] += sides[: len(above)]
    prices[below] -= sides[len(above) :]
    prices[equal] = -np.asarray(result.eqlin.marginals)
    return np.asarray(result.x), prices


def _sparse(matrix: Matrix) -> csc_array:
    return csc_array((matrix.value, matrix.row, matrix.start), shape=(matrix.rows, matrix.columns))
