"""A plan while it is looked for: the values of a program's columns, and what they add to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio.scheduling.seasons.matrix import Flags, Floats, Matrix, kept_rows, part
from studio.scheduling.seasons.program import Program
from studio.scheduling.seasons.solving import Here, Solving

NEAR = 1e-6
HERE = Here()


@dataclass(frozen=True, slots=True)
class Gain:
    """What a search gave. better: the plan was bettered. left: points by which it could still be, among what was
    looked at; 0: proven.
    """

    better: bool
    left: float


class State:
    """One plan: valid at every moment. It begins with every airtime empty."""

    def __init__(self, program: Program, solving: Solving = HERE) -> None:
        self.program, self.solving = program, solving
        matrix = program.matrix
        self.values: Floats = np.zeros(matrix.columns)
        self.values[list(program.unfilled.values())] = 1.0
        self.activity: Floats = self._all()
        self._settle()

    @property
    def points(self) -> float:
        """What the plan is worth."""
        return self.program.worth(self.values)

    @property
    def chosen(self) -> NDArray[np.int64]:
        """The numbers of the offers that are taken."""
        return np.flatnonzero(self.values[: len(self.program.offers)] > 0.5)

    @property
    def empty(self) -> tuple[int, ...]:
        """The numbers of the airtimes that are not filled."""
        return tuple(place for place, column in self.program.unfilled.items() if self.values[column] > 0.5)

    def copy(self) -> State:
        """Another plan, the same by now."""
        other = object.__new__(State)
        other.program, other.solving = self.program, self.solving
        other.values, other.activity = self.values.copy(), self.activity.copy()
        return other

    def improve(self, slots: Sequence[int], wanted: Flags | None, nodes: int, gap: float = 0.0) -> Gain:
        """Look for better values of what some airtimes decide while all others stay.

        wanted: of the offers, those to look at besides what is taken; None: all.
        """
        matrix = self.program.matrix
        columns = self.program.columns_of(slots, self._with_taken(wanted), following=True)
        before = self.values[columns]
        matrix.add(self.activity, columns, -before)
        mine = self._filled(columns, part(matrix, columns, self.activity).matrix)
        found = self.solving.searched(mine, nodes, gap)
        known = float(mine.cost @ before)
        gained = -1.0 if found.values is None else float(mine.cost @ found.values) - known
        better = found.values is not None and gained > NEAR
        left = 0.0 if found.proven else max(found.bound - known - max(gained, 0.0), 0.0)
        if found.values is not None and better:
            self.values[columns] = found.values
        matrix.add(self.activity, columns, self.values[columns])
        return Gain(better, left)

    def place(self, slots: Sequence[int], wanted: Flags, costs: Floats, nodes: int, gap: float = 0.0) -> None:
        """Fill some airtimes as other costs of the columns (n,) want it, whatever that is worth; all others stay."""
        matrix, single = self.program.matrix, self.program.single
        columns = self.program.columns_of(slots, self._with_taken(wanted), following=False)
        matrix.add(self.activity, columns, -self.values[columns])
        mine = part(matrix, columns, self.activity)
        ruled = np.flatnonzero(single[mine.rows] < 0)
        found = self.solving.searched(kept_rows(replace(mine.matrix, cost=costs[columns]), ruled), nodes, gap)
        if found.values is not None:
            self.values[columns] = found.values
        matrix.add(self.activity, columns, self.values[columns])
        self._settle()

    def gains(self, place: int) -> Floats:
        """What every offer of an airtime would be worth now (offers,), by itself; 0 for all others."""
        program, matrix = self.program, self.program.matrix
        count = len(program.offers)
        own = program.offers_of(place)
        places, rows, values = matrix.entries(own)
        single = program.single[rows]
        counts = (single >= 0) & (values < 0)
        open_still = matrix.upper[single[counts]] - self.values[single[counts]]
        worth = np.bincount(places[counts], weights=matrix.cost[single[counts]] * open_still, minlength=len(own))
        found = np.zeros(count)
        found[own] = matrix.cost[own] + worth
        return found

    def again(self, place: int, prices: Floats) -> Floats:
        """What prices of rows (m,) pay to offers of an airtime for what the plan has won by now (offers,)."""
        program, matrix = self.program, self.program.matrix
        own = program.offers_of(place)
        places, rows, values = matrix.entries(own)
        single = program.single[rows]
        won = (single >= 0) & (values < 0) & (matrix.cost[single] > 0)
        won &= self.values[single] > matrix.upper[single] - NEAR
        found = np.zeros(len(program.offers))
        found[own] = np.bincount(places[won], weights=-(values * prices[rows])[won], minlength=len(own))
        return found

    def open(self, place: int) -> Flags:
        """The offers of an empty airtime (offers,) that nothing in other airtimes keeps out."""
        program, matrix = self.program, self.program.matrix
        count = len(program.offers)
        own = program.offers_of(place)
        places, rows, values = matrix.entries(own)
        shut = np.isinf(matrix.below[rows]) & (values > 0) & (self.activity[rows] + values > matrix.above[rows] + NEAR)
        found = np.zeros(count, dtype=np.bool_)
        found[own] = np.bincount(places[shut], minlength=len(own)) == 0
        return found

    def _filled(self, columns: NDArray[np.int64], mine: Matrix) -> Matrix:
        """The same, where no airtime that is filled may be empty again: that is never worth more."""
        upper = mine.upper.copy()
        shut = np.isin(columns, list(self.program.unfilled.values())) & (self.values[columns] < 0.5)
        upper[shut] = 0.0
        return replace(mine, upper=upper)

    def clear(self, place: int) -> None:
        """Leave an airtime empty."""
        matrix = self.program.matrix
        own = self.program.columns_of([place], following=False)
        matrix.add(self.activity, own, -self.values[own])
        self.values[own] = 0.0
        self.values[self.program.unfilled[place]] = 1.0
        matrix.add(self.activity, own, self.values[own])
        self._settle()

    def _with_taken(self, wanted: Flags | None) -> Flags | None:
        return None if wanted is None else wanted | (self.values[: len(wanted)] > 0.5)

    def _all(self) -> Floats:
        matrix = self.program.matrix
        used = np.flatnonzero(self.values)
        return matrix.activity(used, self.values[used])

    def _settle(self) -> None:
        """What no airtime decides, as it follows from what they decided: who is heard, what targets lack."""
        matrix, single = self.program.matrix, self.program.single
        rows = self.program.counting
        columns = single[rows]
        given = self.activity[rows] - self.values[columns]
        wins = matrix.cost[columns] > 0
        wanted = np.where(wins, matrix.above[rows] - given, matrix.below[rows] - given)
        settled = np.clip(wanted, 0.0, matrix.upper[columns])
        self.activity[rows] = given + settled
        self.values[columns] = settled
