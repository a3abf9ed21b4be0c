"""Opens what people send, CSV or XLSX, and gives its rows one by one; the only file here that opens tables on disk."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from studio.errors import Fault, IntakeRefused, NotFound, Scalar, fault
from studio.intake.columns import COMMENT
from studio.intake.delimited import SUSPECT, records
from studio.intake.header import REPORTS, Table, match
from studio.intake.rows import Header, Record, Row, Sheet, SheetKind
from studio.intake.workbook import workbook_records

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
SNIFFED = 4_096

_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!)")
_BYTES = re.compile("[\udc80-\udcff\ufffd]")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a file may hold: megabytes, characters of a cell."""

    file_mb: int = 512
    cell_characters: int = 20_000


BOUNDS = Bounds()


@contextmanager
def opened(
    path: Path, bounds: Bounds = BOUNDS, mapping: Mapping[str, str] | None = None, table: Table = REPORTS
) -> Iterator[Sheet]:
    """A file as a sheet of rows, which can be read once while it is open.

    Raises NotFound, and IntakeRefused where it is no table, in no known encoding, too large, or lacks columns.
    """
    if not path.is_file():
        raise NotFound(fault("ground.file-missing", path))
    if path.stat().st_size > bounds.file_mb * 1_000_000:
        raise IntakeRefused(fault("intake.file-large", path.name, limit_mb=bounds.file_mb))
    with path.open("rb") as binary:
        start = binary.read(SNIFFED)
        binary.seek(0)
        if start.startswith(OLE):
            raise IntakeRefused(fault("intake.file-old-excel", path.name))
        kind = SheetKind.XLSX if start.startswith(ZIP) else SheetKind.CSV
        if kind is SheetKind.XLSX:
            found = workbook_records(binary, path.name, bounds.file_mb)
        else:
            found = text_records(binary, start)
        told = (record for record in found if not comment(record))
        header = header_of(next(told, None), path.name, mapping, table)
        yield Sheet(path.name, kind, header, rows(told, header, path.name, bounds))


def text_records(binary: BinaryIO, start: bytes) -> Iterator[Record]:
    """The records of a delimited text in UTF-8 or UTF-16; bytes that cannot be decoded stay marked."""
    encoding = encoding_of(start)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    with io.TextIOWrapper(binary, encoding=encoding, errors=errors, newline="") as stream:
        yield from records(stream)


def encoding_of(start: bytes) -> str:
    """The encoding that a file's first bytes show: by its mark, or by the noughts that UTF-16 leaves in Latin text."""
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return encoding
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) / 10:
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8"


def comment(record: Record) -> bool:
    """Whether a record is an explanation and no row."""
    first = record.cells[0] if record.cells else ""
    return first.startswith(COMMENT) and not _ERROR.match(first)


def header_of(record: Record | None, where: str, mapping: Mapping[str, str] | None, table: Table) -> Header:
    """The header from the first record. Raises IntakeRefused where there is none that can be read."""
    if record is None:
        raise IntakeRefused(fault("intake.file-empty", where))
    if record.cells is None:
        raise IntakeRefused(fault("intake.row-quotes", f"{where}:{record.first}", line=record.first, last=record.last))
    if record.suspect and any(_BYTES.search(cell) for cell in record.cells):
        raise IntakeRefused(fault("intake.encoding-wrong", f"{where}:{record.first}", line=record.first))
    return match([SUSPECT.sub("", cell) for cell in record.cells], where, mapping, table)


def rows(told: Iterable[Record], header: Header, where: str, bounds: Bounds) -> Iterator[Row]:
    """The rows below a header; broken records that follow each other are one row with one fault."""
    width = len(header.targets)
    broken: Record | None = None
    for record in told:
        fits = record.cells is not None and fitting(record.cells, width)
        if broken is not None and not fits:
            broken = Record(broken.first, record.last, None)
            continue
        if broken is not None:
            yield quotes_row(broken, where)
            broken = None
        if record.cells is None:
            broken = record
        elif not fits:
            place = f"{where}:{record.first}"
            lines = {"line": record.first, "found": len(record.cells), "wanted": width}
            yield Row(record.first, {}, (fault("intake.row-cells", place, **lines),))
        else:
            yield row_of(record, record.cells, header, where, bounds)
    if broken is not None:
        yield quotes_row(broken, where)


def fitting(cells: list[str], width: int) -> bool:
    """Whether a record has a cell for every column, and nothing beyond."""
    return len(cells) == width or (len(cells) > width and not any(cells[width:]))


def quotes_row(record: Record, where: str) -> Row:
    """A row that could not be read because of its quotation marks."""
    lines = {"line": record.first, "last": record.last}
    return Row(record.first, {}, (fault("intake.row-quotes", f"{where}:{record.first}", **lines),))


def row_of(record: Record, texts: list[str], header: Header, where: str, bounds: Bounds) -> Row:
    """A row from a record: its cells by our names, without guards of formulas, without control characters."""
    cells: dict[str, str] = {}
    faults: list[Fault] = []
    warnings: list[Fault] = []
    wrong = dict(record.wrong)
    for name, text in zip(header.targets, texts, strict=False):
        if name is None or not text:
            continue
        if not (record.suspect or wrong) and len(text) <= bounds.cell_characters and text[0] not in "#'":
            cells[name] = text
            continue
        about: dict[str, Scalar] = {"line": record.first, "field": name}
        place = f"{where}:{record.first} {name}"
        code = wrong.get(header.targets.index(name)) or wrong_text(text, bounds)
        if code == "intake.cell-long":
            about |= {"found": len(text), "limit": bounds.cell_characters}
        if code:
            faults.append(fault(code, place, **about))
            continue
        if SUSPECT.search(text):
            text = SUSPECT.sub("", text)
            warnings.append(fault("intake.control-characters", place, **about))
        cells[name] = text[1:] if _GUARDED.match(text) else text
    return Row(record.first, cells, tuple(faults), tuple(warnings))


def wrong_text(text: str, bounds: Bounds) -> str:
    """The code of what makes a text unusable; empty where nothing does."""
    if len(text) > bounds.cell_characters:
        return "intake.cell-long"
    if _BYTES.search(text):
        return "intake.bytes-broken"
    return "intake.cell-error" if _ERROR.match(text) else ""
