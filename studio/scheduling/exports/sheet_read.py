"""What comes back from a spreadsheet, CSV or XLSX: its rows as texts by column, each with its place in the file."""

from __future__ import annotations

import csv
import io
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from studio.errors import Fault, IntakeRefused, fault
from studio.scheduling.exports.sheet import EDITION, FORMULA, NUMBER

REQUIRED = (EDITION, NUMBER, "position", "key", "version", "locked", "floated")
"""Columns that a file must have; of the others only planned_ms is looked at."""

READ = (*REQUIRED, "planned_ms")
TOLD = ("overview", "left-out")
"""Sheets of a workbook that only tell something."""
ZIP = b"PK\x03\x04"
MOST_MB = 50
MOST_ROWS = 100_000
UNREADABLE = (
    BadZipFile, InvalidFileException, ParseError, SyntaxError, zlib.error, KeyError, ValueError, TypeError,
    AttributeError, IndexError, OSError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row. where: file, sheet and row, from 1. cells: what stands in the columns that are read."""

    where: str
    cells: Mapping[str, str]


def read_lines(
    content: bytes, where: str, required: Sequence[str] = REQUIRED, read: Sequence[str] = READ
) -> tuple[Line, ...]:
    """The rows of a CSV file, or of every sheet of a workbook but those that only tell; empty rows are left out.

    required, read: columns that a file must have, and those that are looked at.
    Raises IntakeRefused with everything that is wrong: no table, a missing or doubled column, a formula.
    """
    faults: list[Fault] = []
    lines: list[Line] = []
    for name, rows in _tables(content, where):
        head = [_plain(cell) for cell in rows[0]] if rows else []
        faults += [fault("scheduling.sheet-column-missing", name, column=one) for one in required if one not in head]
        faults += [fault("scheduling.sheet-column-twice", name, column=one) for one in read if head.count(one) > 1]
        for number, row in enumerate(rows[1:], start=2):
            cells = {column: text.strip() for column, text in zip(head, row, strict=False) if column in read}
            place = f"{name}, {number}"
            if any(text.strip() for text in row):
                lines.append(Line(place, cells))
            faults += [
                fault("scheduling.sheet-formula", place, column=column)
                for column, text in cells.items()
                if text.startswith("=")
            ]
    if not faults and not lines:
        faults.append(fault("scheduling.sheet-empty", where))
    IntakeRefused.raise_if(faults)
    return tuple(lines)


def _tables(content: bytes, where: str) -> Iterator[tuple[str, list[list[str]]]]:
    try:
        if content.startswith(ZIP):
            yield from _workbook(content, where)
        else:
            yield where, _delimited(content)
    except UNREADABLE as wrong:
        raise IntakeRefused.because("scheduling.sheet-unreadable", where, reason=type(wrong).__name__) from wrong
    except csv.Error as wrong:
        raise IntakeRefused.because("scheduling.sheet-unreadable", where, reason=str(wrong)) from wrong


def _delimited(content: bytes) -> list[list[str]]:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = content.decode(encoding)
    first = text.split("\n", 1)[0]
    divider = max(",;\t", key=first.count)
    return [[_unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=divider)]


def _workbook(content: bytes, where: str) -> Iterator[tuple[str, list[list[str]]]]:
    with ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_MB * 1_000_000:
            raise IntakeRefused.because("scheduling.sheet-large", where, most=MOST_MB)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True)
    for sheet in book.worksheets:
        if sheet.title in TOLD:
            continue
        sheet.reset_dimensions()
        rows: list[list[str]] = []
        for row in sheet.iter_rows(values_only=True):
            rows.append([_text(value) for value in row])
            if len(rows) > MOST_ROWS:
                raise IntakeRefused.because("scheduling.sheet-large", where, most=MOST_MB)
        yield f"{where}, {sheet.title}", rows


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return _unguarded(str(value))


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA) else text


def _plain(name: str) -> str:
    return "_".join(name.strip().casefold().split())


def grouped(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The rows by edition, in the order in which they stand."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.cells.get(EDITION, ""), []).append(line)
    return found
