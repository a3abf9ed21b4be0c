"""What a sheet gives: its kind, its header, its rows as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from studio.errors import Fault


class SheetKind(StrEnum):
    """Where a row comes from; only a workbook keeps dates as numbers."""

    CSV = "csv"
    XLSX = "xlsx"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record as they stand in a file, or none where it is broken.

    first, last: its lines, counted from 1. suspect: a control character or an undecoded byte is in it.
    wrong: cells that hold no value, by position, with the code of the fault (a formula, an Excel error).
    """

    first: int
    last: int
    cells: list[str] | None
    suspect: bool = False
    wrong: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, the texts of its columns, and what was already wrong while reading it.

    cells: by our column name, only those that hold something. faults: the row cannot be taken; warnings: it can.
    """

    line: int
    cells: dict[str, str]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Which column of the file is which of ours.

    targets: for each position our column, or None where it is left out. warnings: what was left out and why.
    """

    targets: tuple[str | None, ...]
    warnings: tuple[Fault, ...] = ()

    @property
    def given(self) -> frozenset[str]:
        """Our columns that the file has."""
        return frozenset(target for target in self.targets if target is not None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An opened file: name for the faults, kind, header, and its rows, once through."""

    name: str
    kind: SheetKind
    header: Header
    rows: Iterator[Row] = field(repr=False)
