"""The stage `file`: reports and their recordings come in; good rows are kept, every faulty one is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from studio.errors import Fault, StudioError, fault
from studio.intake.keep import Kept, attach, keep
from studio.intake.parse import Known
from studio.intake.sheet import Bounds, opened
from studio.intake.submission import Submission
from studio.intake.survey import parse_all, survey
from studio.pipeline.opening import Studio
from studio.pipeline.takes import SIDE_BY_SIDE, Cleaned, into_vault
from studio.records.network import Organization, Place
from studio.records.reports import Attachment, Information, Report, Source
from studio.sentences.say import say
from studio.store.engine import reading, writing
from studio.store.vault import digest_file

REVIEW_AFTER = timedelta(days=90)
"""When somebody asks again whether a sealed original must still be kept."""


@dataclass(slots=True)
class Tally:
    """What the rows of a file were, counted while they stream by."""

    rows: int = 0
    bad_rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave: reports kept, recordings attached, and every fault and warning by row and recording."""

    kept: Kept
    rows: int
    bad_rows: int
    recordings: int
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    @property
    def changes(self) -> int:
        """How many things are not as they were before."""
        return self.kept.new + self.kept.changed + self.kept.consents + self.kept.withdrawn + self.recordings


class Preview(Exception):
    """Ends a preview's transaction, so that nothing of it stays."""


def import_reports(
    studio: Studio, path: Path, mapping: Mapping[str, str] | None = None, *, preview: bool = False
) -> Imported:
    """Keep every good row of a CSV or XLSX file and attach its recordings; nothing is kept in a preview.

    Raises NotFound, IntakeRefused where the file as a whole cannot be read, StoreFault where names cannot be sealed.
    """
    tally, kept = Tally(), Kept()
    try:
        with writing(studio.engine) as session:
            submissions = good_rows(studio, session, path, mapping, tally)
            kept = keep(session, submissions, studio.now, studio.actor, studio.settings.seal.recipients)
            if preview:
                raise Preview
    except Preview:
        return Imported(kept, tally.rows, tally.bad_rows, 0, tuple(tally.faults), (*tally.warnings, *kept.warnings))
    attached, refused, warned = attach_recordings(studio, kept.recordings, path.parent)
    return Imported(
        kept,
        tally.rows,
        tally.bad_rows,
        attached,
        (*tally.faults, *refused),
        (*tally.warnings, *kept.warnings, *warned),
    )


def good_rows(
    studio: Studio, session: Session, path: Path, mapping: Mapping[str, str] | None, tally: Tally
) -> Iterator[Submission]:
    """The rows of a file that can be kept; the others leave their faults in the tally."""
    limits = studio.settings.limits
    bounds = Bounds(limits.file_mb, limits.cell_characters)
    known = known_codes(studio, session)
    with opened(path, bounds, mapping) as sheet:
        look = survey(sheet.rows)
        tally.warnings += sheet.header.warnings
    with opened(path, bounds, mapping) as sheet:
        for parsed in parse_all(sheet.rows, known, look, sheet.name, sheet.header.given, sheet.kind):
            tally.rows += 1
            tally.bad_rows += bool(parsed.faults)
            tally.faults += parsed.faults
            tally.warnings += parsed.warnings
            studio.tell("Reading reports", tally.rows, look.rows)
            if parsed.submission is not None:
                yield parsed.submission


def known_codes(studio: Studio, session: Session) -> Known:
    """What a row is held against."""
    return Known(
        organizations=frozenset(session.exec(select(Organization.code))),
        places=frozenset(session.exec(select(Place.code))),
        now=studio.now,
        zone=studio.timezone,
    )


def attach_recordings(
    studio: Studio, wanted: Sequence[tuple[int, str, str]], folder: Path
) -> tuple[int, list[Fault], list[Fault]]:
    """Attach each recording that is not attached yet: how many were, which could not be, what to know of the others."""
    with reading(studio.engine) as session:
        due = [one for one in wanted if not attached_already(session, one[0], one[1], folder / one[2])]
    done = 0
    refused: list[Fault] = []
    warned: list[Fault] = []
    with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
        cleaning = [pool.submit(into_vault, studio, folder / path) for _report, _source, path in due]
        for number, ((report, source, path), future) in enumerate(zip(due, cleaning, strict=True), start=1):
            try:
                cleaned = future.result()
            except StudioError as error:
                refused += [unusable(path, one) for one in error.faults]
            else:
                keep_attachment(studio, report, source, path, cleaned)
                warned += cleaned.report.warnings
                done += 1
            studio.tell("Cleaning recordings", number, len(due))
    return done, refused, warned


def attached_already(session: Session, report_id: int, source: str, path: Path) -> bool:
    """Whether just this recording is attached to that person's words."""
    original = session.exec(
        select(Attachment.original)
        .join(Information, col(Information.attachment_id) == Attachment.id)
        .join(Source, col(Information.source_id) == Source.id)
        .where(Information.report_id == report_id, Source.code == source)
    ).first()
    return original is not None and path.is_file() and digest_file(path) == original


def keep_attachment(studio: Studio, report_id: int, source: str, path: str, cleaned: Cleaned) -> None:
    """Write one attachment; each in a transaction of its own, so that what is done stays done."""
    report = cleaned.report
    with writing(studio.engine) as session:
        attach(
            session,
            report_id,
            source,
            label=Path(path).name,
            codec=report.codec,
            original=cleaned.original,
            working=cleaned.working,
            ms=report.ms,
            lufs=report.lufs,
            dbtp=report.dbtp,
            warnings=[one.code for one in report.warnings],
            review_on=studio.now.date() + REVIEW_AFTER,
        )


def unusable(path: str, reason: Fault) -> Fault:
    """A recording that cannot be used, with the reason that the sound room gave."""
    return fault("pipeline.recording-unusable", path, reason=say(reason)[0])


def reports_kept(studio: Studio) -> list[str]:
    """The root_uuid of every report, in the order they came in."""
    with reading(studio.engine) as session:
        return list(session.exec(select(Report.root_uuid).order_by(col(Report.submitted_at), col(Report.root_uuid))))
