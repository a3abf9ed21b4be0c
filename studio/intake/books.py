"""Writes workbooks of plain texts whose bytes depend on nothing but their content."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from studio.errors import IntakeRefused, fault

CELL = 32_767
"""Characters that a cell can hold. Source: Excel specifications and limits."""

EPOCH = datetime(2012, 1, 1, tzinfo=UTC)
LAST_ROW = 10_000
_WHEN = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook: its name, rows of texts, how many of the first rows are heading, widths in characters.

    choices: for columns, counted from 0, the values that a drop-down offers.
    """

    name: str
    rows: Iterable[Sequence[str]]
    heading: int = 1
    width: int = 18
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def workbook(pages: Sequence[Page], where: str) -> bytes:
    """A workbook of pages; every cell is text. Raises IntakeRefused where a text is longer than a cell can be."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet = book.create_sheet(page.name)
        columns = 0
        for number, row in enumerate(page.rows, start=1):
            columns = max(columns, len(row))
            for position, text in enumerate(row, start=1):
                if len(text) > CELL:
                    raise IntakeRefused(fault("intake.export-long", where, found=len(text), limit=CELL))
                if not text:
                    continue
                cell = sheet.cell(number, position)
                cell.value, cell.data_type, cell.number_format = text, "s", "@"
                if number <= page.heading:
                    cell.font = Font(bold=number == 1, italic=number > 1)
                    cell.fill = PatternFill("solid", fgColor="FFEDE6D6")
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = f"A{page.heading + 1}"
        for position in range(1, columns + 1):
            sheet.column_dimensions[get_column_letter(position)].width = page.width
        for position, values in page.choices.items():
            rule = DataValidation(
                type="list", formula1=f'"{",".join(values)}"', allow_blank=True, showErrorMessage=False
            )
            letter = get_column_letter(position + 1)
            rule.add(f"{letter}{page.heading + 1}:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)
    book.properties.creator = "Studio"
    book.properties.created = EPOCH.replace(tzinfo=None)
    written = io.BytesIO()
    book.save(written)
    return steady(written.getvalue())


def steady(archive: bytes) -> bytes:
    """The same archive with one date for all of its parts, so that the same content has the same bytes."""
    again = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(again, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                stamp = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _WHEN.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            steadied = ZipInfo(part.filename, EPOCH.timetuple()[:6])
            steadied.compress_type, steadied.external_attr = ZIP_DEFLATED, 0o644 << 16
            target.writestr(steadied, content)
    return again.getvalue()
