"""A sparse linear program in columns, and the part of it that some airtimes decide while the rest stands."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]
Flags = NDArray[np.bool_]
FREE = -1
"""The owner of a column that no single airtime decides."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """To be maximized: cost (n,), float64; lower, upper, whole (n,) of columns; owner (n,): the number of an airtime.

    start (n + 1,), row (nnz,), value (nnz,): entries by column. below, above (m,): bounds of rows.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    whole: Flags
    owner: Whole
    start: NDArray[np.int64]
    row: Whole
    value: Floats
    below: Floats
    above: Floats

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.cost)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.below)

    def entries(self, columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], Whole, Floats]:
        """The entries of some columns: the place among these columns, the row and the value of each."""
        counts = self.start[columns + 1] - self.start[columns]
        places = np.repeat(np.arange(len(columns)), counts)
        firsts = np.repeat(self.start[columns] - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        at = firsts + np.arange(len(places))
        return places, self.row[at], self.value[at]

    def activity(self, columns: NDArray[np.int64], values: Floats) -> Floats:
        """What some columns with these values add to each row (m,)."""
        places, rows, value = self.entries(columns)
        return np.bincount(rows, weights=value * values[places], minlength=self.rows).astype(np.float64)

    def add(self, activity: Floats, columns: NDArray[np.int64], values: Floats) -> None:
        """Add to an activity of rows (m,), in place, what some columns with these values add to it."""
        places, rows, value = self.entries(columns)
        np.add.at(activity, rows, value * values[places])

    def priced(self, prices: Floats) -> Floats:
        """What each column is worth once its rows are paid for (n,)."""
        paid = np.add.reduceat(np.append(self.value * prices[self.row], 0.0), self.start[:-1])
        paid[self.start[:-1] == self.start[1:]] = 0.0
        return self.cost - paid

    def bound(self, prices: Floats) -> float:
        """What no values of the columns can exceed, whatever the prices of rows are (m,).

        Source: weak duality; a price that an open side of its row does not allow counts as nothing.
        """
        fair = np.where(np.isinf(self.below), np.maximum(prices, 0.0), prices)
        fair = np.where(np.isinf(self.above), np.minimum(fair, 0.0), fair)
        side = np.where(fair > 0, np.where(np.isinf(self.above), 0.0, self.above), 0.0)
        side = np.where(fair < 0, np.where(np.isinf(self.below), 0.0, self.below), side)
        worth = self.priced(fair)
        return float(fair @ side + np.where(worth > 0, worth * self.upper, worth * self.lower).sum())


class Build:
    """A matrix while it is written."""

    def __init__(self) -> None:
        self._numbers = {name: array("d") for name in ("cost", "lower", "upper", "value", "below", "above")}
        self._counts = {name: array("i") for name in ("whole", "owner", "row")}
        self._start = array("q", [0])

    @property
    def columns(self) -> int:
        """How many columns there are by now."""
        return len(self._start) - 1

    def new_row(self, below: float, above: float) -> int:
        """A new row with its bounds; its number."""
        self._numbers["below"].append(below)
        self._numbers["above"].append(above)
        return len(self._numbers["below"]) - 1

    def new_column(
        self,
        cost: float,
        entries: Iterable[tuple[int, float]],
        upper: float = 1.0,
        *,
        whole: bool = False,
        owner: int = FREE,
    ) -> int:
        """A new column from 0 to `upper` with its entries by row; its number."""
        for row, value in entries:
            self._counts["row"].append(row)
            self._numbers["value"].append(value)
        for name, number in (("cost", cost), ("lower", 0.0), ("upper", upper)):
            self._numbers[name].append(number)
        self._counts["whole"].append(int(whole))
        self._counts["owner"].append(owner)
        self._start.append(len(self._counts["row"]))
        return len(self._start) - 2

    def done(self) -> Matrix:
        """The matrix as it was written."""
        numbers = {name: np.array(many, dtype=np.float64) for name, many in self._numbers.items()}
        counts = {name: np.array(many, dtype=np.int32) for name, many in self._counts.items()}
        return Matrix(
            cost=numbers["cost"],
            lower=numbers["lower"],
            upper=numbers["upper"],
            whole=counts["whole"].astype(np.bool_),
            owner=counts["owner"],
            start=np.array(self._start, dtype=np.int64),
            row=counts["row"],
            value=numbers["value"],
            below=numbers["below"],
            above=numbers["above"],
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Some columns of a matrix with the rows that they touch, while all other columns keep their values.

    columns (k,): their numbers in the whole; rows (r,): likewise. matrix: of these alone, k by r.
    """

    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    matrix: Matrix


def part(whole: Matrix, columns: NDArray[np.int64], activity: Floats | None = None) -> Part:
    """The part of some columns. activity (m,): what the columns outside it add to each row; None: nothing."""
    places, rows, value = whole.entries(columns)
    touched, local = np.unique(rows, return_inverse=True)
    fixed = np.zeros(len(touched)) if activity is None else activity[touched]
    counts = np.bincount(places, minlength=len(columns))
    return Part(
        columns,
        touched.astype(np.int64),
        Matrix(
            cost=whole.cost[columns],
            lower=whole.lower[columns],
            upper=whole.upper[columns],
            whole=whole.whole[columns],
            owner=whole.owner[columns],
            start=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
            row=local.astype(np.int32),
            value=value,
            below=whole.below[touched] - fixed,
            above=whole.above[touched] - fixed,
        ),
    )


def kept_rows(matrix: Matrix, rows: NDArray[np.int64]) -> Matrix:
    """A matrix with some of its rows only."""
    places = np.full(matrix.rows, -1, dtype=np.int32)
    places[rows] = np.arange(len(rows), dtype=np.int32)
    stays = places[matrix.row] >= 0
    counts = np.add.reduceat(np.append(stays, False).astype(np.int64), matrix.start[:-1])
    counts[matrix.start[:-1] == matrix.start[1:]] = 0
    return replace(
        matrix,
        start=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        row=places[matrix.row[stays]],
        value=matrix.value[stays],
        below=matrix.below[rows],
        above=matrix.above[rows],
    )
