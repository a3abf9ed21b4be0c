"""What goes out to be filled in and comes back: example files, exports, a single report as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from studio.errors import Fault, IntakeRefused, NotFound, fault
from studio.intake import export, template
from studio.intake.books import Page, workbook
from studio.intake.columns import COMMENT
from studio.intake.keep import Kept, keep
from studio.intake.single import parse_single
from studio.network.columns import COLUMNS
from studio.pipeline.file import Preview, attach_recordings, known_codes
from studio.pipeline.opening import Studio
from studio.records.network import Organization
from studio.records.reports import Report
from studio.store.engine import reading, writing
from studio.store.files import write_bytes

MEGABYTE = 1_000_000
PEOPLE = 2
"""People with columns of their own in a report's example file."""

HEADING = 3
"""Rows of an example file above its first example: the columns, what they mean in Khmer, and in English."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of one report. verdict: new, changed or unchanged; receipt: what its sender is told."""

    report: str
    receipt: str
    verdict: str
    consents: int
    withdrawn: int
    recordings: int
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def submit_report(studio: Studio, content: bytes, where: str, folder: Path, *, preview: bool = False) -> Submitted:
    """Keep one report from JSON and attach its recordings, whose paths are counted from a folder.

    Raises IntakeRefused with everything that is wrong, StoreFault where names cannot be sealed. A recording that
    cannot be used is a fault of the result: the report is kept all the same.
    """
    fields = fields_of(content, where, studio.settings.limits.file_mb)
    kept, receipt = Kept(), ""
    warnings: tuple[Fault, ...] = ()
    try:
        with writing(studio.engine) as session:
            known = known_codes(studio, session)
            parsed = parse_single(fields, known, where, studio.settings.limits.cell_characters)
            if parsed.submission is None:
                raise IntakeRefused(*(parsed.faults or (fault("pipeline.json-not-one-report", where),)))
            warnings = parsed.warnings
            kept = keep(session, [parsed.submission], studio.now, studio.actor, studio.settings.seal.recipients)
            name = parsed.submission.report.root_uuid
            receipt = session.exec(select(Report.receipt).where(Report.root_uuid == name)).one()
            if preview:
                raise Preview
    except Preview:
        return submitted(kept, "", 0, (), warnings)
    attached, refused, warned = attach_recordings(studio, kept.recordings, folder)
    return submitted(kept, receipt, attached, tuple(refused), (*warnings, *warned))


def submitted(
    kept: Kept, receipt: str, recordings: int, faults: tuple[Fault, ...], warnings: tuple[Fault, ...]
) -> Submitted:
    """The result of keeping one report."""
    verdict = "new" if kept.new else "changed" if kept.changed else "unchanged"
    (name,) = kept.report_ids
    return Submitted(
        name, receipt, verdict, kept.consents, kept.withdrawn, recordings, faults, (*warnings, *kept.warnings)
    )


def fields_of(content: bytes, where: str, limit_mb: int) -> Mapping[str, object]:
    """The fields of a report written as JSON. Raises IntakeRefused."""
    if len(content) > limit_mb * MEGABYTE:
        raise IntakeRefused(fault("intake.file-large", where, limit_mb=limit_mb))
    try:
        read = json.loads(content.decode("utf-8-sig"))
        json.dumps(read, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise IntakeRefused(fault("pipeline.json-broken", where, line=error.lineno, column=error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise IntakeRefused(fault("pipeline.json-unreadable", where)) from error
    if not isinstance(read, dict):
        raise IntakeRefused(fault("pipeline.json-not-one-report", where))
    return read


def report_example(studio: Studio) -> bytes:
    """The explained example file of reports as CSV, with codes that this Network knows."""
    return export.csv_bytes(template.table(*example_codes(studio), PEOPLE))


def write_report_example(studio: Studio, path: Path) -> None:
    """Write the explained example file of reports: .xlsx a workbook with drop-downs, anything else CSV."""
    template.write_template(path, *example_codes(studio), PEOPLE)


def example_codes(studio: Studio) -> tuple[tuple[str, ...], str]:
    """Two organizations of this Network and the place of the first; invented ones where there is none yet."""
    with reading(studio.engine) as session:
        found = session.exec(select(Organization).order_by(col(Organization.code)).limit(2)).all()
    return (tuple(one.code for one in found), found[0].place_code) if found else (("BTB-01", "BTB-02"), "0205")


def export_reports(studio: Studio, path: Path) -> int:
    """Write every report without names to a file, .xlsx or CSV; how many. Raises IntakeRefused."""
    with reading(studio.engine) as session:
        reports = list(export.exported(session))
    export.write(path, reports, studio.timezone)
    return len(reports)


def exported_csv(studio: Studio) -> bytes:
    """Every report without names, as CSV."""
    with reading(studio.engine) as session:
        return export.csv_bytes(export.rows(list(export.exported(session)), studio.timezone))


def organization_table() -> list[list[str]]:
    """The explained example file of organizations: columns, what they mean in Khmer and in English, an example."""
    rows = [[one.name for one in COLUMNS]]
    for texts in ([one.km for one in COLUMNS], [one.en for one in COLUMNS]):
        rows.append([f"{COMMENT} {texts[0]}", *texts[1:]])
    return [*rows, [one.example for one in COLUMNS]]


def organization_example() -> bytes:
    """The explained example file of organizations as CSV."""
    return export.csv_bytes(organization_table())


def write_organization_example(path: Path) -> None:
    """Write the explained example file of organizations: .xlsx a workbook, anything else CSV."""
    if path.suffix.casefold() == ".xlsx":
        page = Page("organizations", organization_table(), heading=HEADING, width=26)
        write_bytes(path, workbook([page], path.name))
    else:
        write_bytes(path, organization_example())


def organization_of(studio: Studio, code: str) -> Organization:
    """An organization by its code. Raises NotFound."""
    with reading(studio.engine) as session:
        found = session.exec(select(Organization).where(Organization.code == code)).first()
    if found is None:
        raise NotFound(fault("ground.not-found", code, kind="organization", command="studio org list"))
    return found
