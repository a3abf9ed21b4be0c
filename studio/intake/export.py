"""Reports as CSV or XLSX for others to read: no real name, no legal status, no formula that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from studio.intake.books import Page, workbook
from studio.intake.columns import PEOPLE, PERSON_NAMES, REPORT_NAMES, person_column
from studio.intake.stored import submissions
from studio.intake.submission import LIST, Agreement, Person, Submission, as_text
from studio.records.reports import Report
from studio.store.files import write_bytes

HIDDEN = ("name", "recording", "name_on_air_km", "name_on_air_en")
"""A person's columns that an export never has; what is stored of them stays untouched when it comes back."""

PERSON_SHOWN = tuple(name for name in PERSON_NAMES if name not in HIDDEN)
CONSENT_FIELDS = {
    "consent_method": "method",
    "consent_on": "obtained_on",
    "consent_by": "obtained_by",
    "consent_subject": "subject",
    "consent_expires": "expires_on",
    "consent_withdrawn_on": "withdrawn_on",
}
_RUNS = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before = + - @ tab or return.

    The importer takes one such apostrophe away again. Source: OWASP, CSV injection.
    """
    return f"'{text}" if _RUNS.match(text) else text


def exported(session: Session) -> Iterator[Submission]:
    """Every stored report, oldest first, without names."""
    found = session.exec(select(Report).order_by(col(Report.submitted_at), col(Report.root_uuid))).all()
    return submissions(session, found)


def header(width: int) -> list[str]:
    """The columns of an export with room for that many people."""
    people = [person_column(number, name) for number in range(1, min(width, PEOPLE) + 1) for name in PERSON_SHOWN]
    return [*REPORT_NAMES, *people]


def texts(one: Submission, zone: ZoneInfo) -> dict[str, str]:
    """A report as the cells of a row by column; moments in local time."""
    cells = {name: as_text(getattr(one.report, name)) for name in REPORT_NAMES if name != "organizations"}
    cells["submitted_at"] = one.report.submitted_at.astimezone(zone).isoformat()
    cells["organizations"] = LIST.join(one.organizations)
    for number, person in enumerate(one.people, start=1):
        cells |= {person_column(number, name): text for name, text in person_texts(person).items()}
    return cells


def person_texts(person: Person) -> dict[str, str]:
    """A person as cells: by code and in their own words, never by name."""
    shown = {name: text for name, text in person.content.items() if name not in HIDDEN}
    return {"code": person.code, **shown, **consent_texts(person.consent)}


def consent_texts(agreed: Agreement | None) -> dict[str, str]:
    """An act of consent as cells."""
    if agreed is None:
        return {}
    scopes = " ".join(sorted(f"{purpose.value}:{medium.value}" for purpose, medium in agreed.scopes))
    return {"consent": scopes} | {column: as_text(getattr(agreed, name)) for column, name in CONSENT_FIELDS.items()}


def rows(reports: Sequence[Submission], zone: ZoneInfo) -> Iterator[list[str]]:
    """The header and a guarded row for each report."""
    columns = header(max((len(one.people) for one in reports), default=0))
    yield columns
    for one in reports:
        cells = texts(one, zone)
        yield [guarded(cells.get(name, "")) for name in columns]


def csv_bytes(table: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV in UTF-8 with a byte order mark, which Excel needs to read Khmer. Source: RFC 4180, section 2."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def write(path: Path, reports: Iterable[Submission], zone: ZoneInfo) -> None:
    """Write reports as the ending of the path says: .xlsx a workbook, anything else CSV; always the same bytes.

    Raises IntakeRefused where a text is longer than a cell of a workbook can be.
    """
    table = rows(list(reports), zone)
    if path.suffix.casefold() == ".xlsx":
        write_bytes(path, workbook([Page("reports", table)], path.name))
    else:
        write_bytes(path, csv_bytes(table))
