"""Sheets of a workbook: Khmer that office programs show, nothing taken for a formula, the same bytes every time."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from studio.khmer.width import width
from studio.scheduling.exports.rundown_json import Plain
from studio.scheduling.exports.sheet import guarded

FONT = "Khmer OS Siemreap"
"""A Khmer font that office programs in Cambodia have; another program falls back to its own."""

EPOCH = datetime(2012, 1, 1)  # noqa: DTZ001
WIDEST = 60
_WHEN = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def blank() -> Workbook:
    """A workbook without a sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def written(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    book.properties.creator = "Studio"
    book.properties.created = EPOCH
    out = io.BytesIO()
    book.save(out)
    return _steady(out.getvalue())


def fill(sheet: Worksheet, rows: Sequence[Sequence[Plain]], columns: int, tinted: Sequence[int]) -> None:
    """Rows in a sheet, the first its headings. tinted: columns that may be changed and read back, from 0."""
    widest = [8] * columns
    for number, values in enumerate(rows, start=1):
        for place, value in enumerate(values):
            widest[place] = max(widest[place], *(width(part) for part in str(value).split("\n")))
            if value is None or value == "":
                continue
            cell = sheet.cell(number, place + 1)
            if isinstance(value, str):
                cell.value, cell.data_type, cell.number_format = guarded(value), "s", "@"
            else:
                cell.value = int(value)
            cell.font = Font(name=FONT, size=11, bold=number == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
            if number == 1 or place in tinted:
                cell.fill = PatternFill("solid", fgColor="FFEDE6D6" if number == 1 else "FFE8F3E8")
    for place, letters in enumerate(widest, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(letters * 1.2 + 2, WIDEST)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _steady(archive: bytes) -> bytes:
    """The same archive with one date for all of its parts, so that the same content has the same bytes."""
    again = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(again, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = _WHEN.sub(rb"\g<1>" + EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<2>", content)
            steadied = ZipInfo(part.filename, EPOCH.timetuple()[:6])
            steadied.compress_type, steadied.external_attr = ZIP_DEFLATED, 0o644 << 16
            target.writestr(steadied, content)
    return again.getvalue()
