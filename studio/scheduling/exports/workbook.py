"""Rundowns as a workbook: an overview and a sheet an edition, the same bytes for the same rundowns."""

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
from studio.languages import Language
from studio.scheduling.exports.edition import Edition, in_order
from studio.scheduling.exports.rundown_json import Plain
from studio.scheduling.exports.sheet import ALL, edition_rows, guarded
from studio.scheduling.exports.words import OVERVIEW
from studio.scheduling.timing.times import over
from studio.units import clock_text

FONT = "Khmer OS Siemreap"
"""A Khmer font that office programs in Cambodia have; another program falls back to its own."""

EPOCH = datetime(2012, 1, 1)  # noqa: DTZ001
SHEET = 31
"""Letters that the name of a sheet can have. Source: Excel specifications and limits."""

WIDEST = 60
CHANGEABLE = ("position", "version", "locked", "floated")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WHEN = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def rundown_xlsx(editions: Sequence[Edition]) -> bytes:
    """The editions as XLSX: first an overview, then a sheet each; what can be changed and read back is tinted.

    Lengths are whole numbers of ms, what is locked or floated 1 or 0, every text is text and never a formula.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    listed = in_order(editions)
    _fill(book.create_sheet("overview"), [_heading(), *(_about(one) for one in listed)], len(_heading()), ())
    names: set[str] = set()
    for one in listed:
        tinted = tuple(ALL.index(name) for name in CHANGEABLE)
        _fill(book.create_sheet(sheet_name(one.rundown.slug, names)), [ALL, *edition_rows(one)], len(ALL), tinted)
    book.properties.creator = "Studio"
    book.properties.created = EPOCH
    written = io.BytesIO()
    book.save(written)
    return _steady(written.getvalue())


def sheet_name(slug: str, taken: set[str]) -> str:
    """A name for an edition's sheet, at most 31 letters, and another one than those taken; it is taken then."""
    plain = _FORBIDDEN.sub("-", slug)[:SHEET] or "edition"
    name, number = plain, 2
    while name.casefold() in taken or name.casefold() in ("overview", "history"):
        name = f"{plain[: SHEET - 1 - len(str(number))]}-{number}"
        number += 1
    taken.add(name.casefold())
    return name


def _heading() -> tuple[str, ...]:
    return tuple(f"{km} / {en}" for km, en in zip(OVERVIEW[Language.KM], OVERVIEW[Language.EN], strict=True))


def _about(edition: Edition) -> tuple[Plain, ...]:
    rundown = edition.rundown
    chosen = [one for one in rundown.heard if edition.clock.position(one.position).role == "choose"]
    return (
        rundown.slug,
        rundown.starts_at.strftime("%Y-%m-%d %H:%M"),
        clock_text(rundown.length),
        edition.station_km,
        edition.station_en,
        edition.number,
        len(chosen),
        over(rundown, edition.clock),
    )


def _fill(sheet: Worksheet, rows: Sequence[Sequence[Plain]], columns: int, tinted: Sequence[int]) -> None:
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
