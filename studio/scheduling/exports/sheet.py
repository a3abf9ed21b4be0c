"""Rundowns as rows for a spreadsheet: CSV, and the columns that a workbook shares with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from studio.scheduling.exports.edition import Edition, in_order
from studio.scheduling.exports.rundown_json import Plain, entry_tree
from studio.scheduling.values import Rundown

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
EDITION, NUMBER = "episode", "number"
"""The columns that name the edition and the version of its rundown, so that a file can come back."""

COLUMNS = (
    "index", "position", "kind", "key", "source", "title_km", "title_en", "starts_at", "start_ms", "planned_ms",
    "actual_ms", "over_ms", "version", "short_ms", "locked", "floated", "estimated_ms", "margin_ms", "aired_ms",
)  # fmt: skip

ALL = (EDITION, NUMBER, *COLUMNS)
"""The columns of a sheet that goes out to be edited."""


def rundown_csv(rundown: Rundown) -> str:
    """The rundown as CSV for a spreadsheet: a byte-order mark, CRLF, lengths in ms; no cell is taken for a formula.

    Source: RFC 4180.
    """
    trees = [entry_tree(rundown, entry) for entry in rundown.entries]
    return csv_text([COLUMNS, *([tree.get(column) for column in COLUMNS] for tree in trees)])


def editions_csv(editions: Sequence[Edition]) -> str:
    """Rundowns as one CSV that can be edited and read back: the edition and its version in front of every row."""
    return csv_text([ALL, *(one for edition in in_order(editions) for one in edition_rows(edition))])


def edition_rows(edition: Edition) -> list[tuple[Plain, ...]]:
    """Every entry of an edition in the order of all columns; what is not known yet is None."""
    named: dict[str, Plain] = {EDITION: edition.rundown.slug, NUMBER: edition.number}
    trees = [named | entry_tree(edition.rundown, entry) for entry in edition.rundown.entries]
    return [tuple(tree.get(column) for column in ALL) for tree in trees]


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before one that looks like it."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def csv_text(rows: Sequence[Sequence[Plain]]) -> str:
    """Rows as CSV: a byte-order mark, CRLF; no cell is taken for a formula. Source: RFC 4180."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([[_cell(value) for value in one] for one in rows])
    return "\ufeff" + out.getvalue()


def _cell(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return guarded(value) if isinstance(value, str) else str(value)
