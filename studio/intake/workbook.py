"""Records of an XLSX workbook's first sheet; the only file that reads with openpyxl."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from studio.errors import IntakeRefused, fault
from studio.intake.rows import Record

FORMULA, ERROR = "intake.cell-formula", "intake.cell-error"
UNREADABLE = (BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, EOFError)


def workbook_records(binary: BinaryIO, where: str, limit_mb: int) -> Iterator[Record]:
    """The rows of the first sheet that hold something, dates as ISO text, whole numbers without a decimal point.

    Raises IntakeRefused where it is no workbook or unpacks to more than the limit.
    """
    try:
        unpacked = sum(part.file_size for part in ZipFile(binary).infolist())
        if unpacked > limit_mb * 1_000_000:
            raise IntakeRefused(fault("intake.file-large", where, limit_mb=limit_mb))
        binary.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(binary, read_only=True, data_only=False, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
        width = 0
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            record = _record(number, cells, width)
            if record is not None:
                width = width or len(record.cells or ())
                yield record
    except UNREADABLE as error:
        raise IntakeRefused(fault("intake.file-unreadable", where, reason=type(error).__name__)) from error


def _record(number: int, cells: tuple[Any, ...], width: int) -> Record | None:
    texts = [cell_text(cell.value) for cell in cells]
    if not any(texts):
        return None
    texts += [""] * (width - len(texts))
    wrong = tuple(
        (position, FORMULA if cell.data_type == "f" else ERROR)
        for position, cell in enumerate(cells)
        if cell.data_type in ("f", "e")
    )
    return Record(number, number, texts, suspect=True, wrong=wrong)


def cell_text(value: object) -> str:
    """A cell's value as the text somebody would have typed."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
