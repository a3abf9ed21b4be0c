"""PDLP from OR-Tools: prices of a large linear program, nearer with every turn, in hardly more memory than it has."""

from __future__ import annotations

import numpy as np
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp
from scipy.sparse import csc_array

from studio.scheduling.seasons.matrix import Floats, Matrix

NEAR = 1e-4
"""How near, as a part of what is worth most, it may end before its turns are over."""


def neared(matrix: Matrix, turns: int) -> tuple[Floats, Floats]:
    """Values (n,) of a matrix that are nearly the best with parts of the whole allowed, and prices (m,) of its rows.

    The same each time: one thread, and turns instead of seconds. Neither is exact; whatever the prices, what they bound
    is a bound.
    """
    program = pdlp.QuadraticProgram()
    program.objective_vector = -matrix.cost
    program.constraint_matrix = csc_array((matrix.value, matrix.row, matrix.start), shape=(matrix.rows, matrix.columns))
    program.constraint_lower_bounds, program.constraint_upper_bounds = matrix.below, matrix.above
    program.variable_lower_bounds, program.variable_upper_bounds = matrix.lower, matrix.upper
    limits = solvers_pb2.PrimalDualHybridGradientParams(num_threads=1)
    limits.termination_criteria.iteration_limit = turns
    limits.termination_criteria.simple_optimality_criteria.eps_optimal_relative = NEAR
    limits.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = NEAR
    result = pdlp.primal_dual_hybrid_gradient(program, limits)
    return np.asarray(result.primal_solution), -np.asarray(result.dual_solution)
