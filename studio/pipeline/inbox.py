"""The inbox: reports as somebody at the desk may see them, filtered, searched, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, String, cast
from sqlmodel import Session, col, func, select

from studio.accounts.rights import within
from studio.errors import Fault, NotFound, fault
from studio.network.places import district_of
from studio.pipeline.clear import today
from studio.pipeline.material import organizations_of, report_of
from studio.pipeline.opening import Studio
from studio.pipeline.paging import page_of
from studio.pipeline.report_search import saying
from studio.pipeline.reports_shown import ReportShown, lacking, show_report
from studio.records.kinds import Confidentiality, ReviewState, Sector
from studio.records.network import Organization, Place
from studio.records.reports import Attachment, Report, ReportChange
from studio.store.engine import reading
from studio.units import Digest

PAGE = 20
"""Reports on a page."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks. province: two digits where they see that one alone; reviews: they see what is confidential, too."""

    province: str = ""
    reviews: bool = False

    def may_see(self, report: Report) -> bool:
        """Whether a report exists for them."""
        open_to_all = report.confidentiality is not Confidentiality.CONFIDENTIAL
        return within(self.province, report.place_code) and (self.reviews or open_to_all)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; what is None or empty is not looked at. words: any, in Khmer or English."""

    state: ReviewState | None = None
    sector: Sector | None = None
    province: str = ""
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the inbox. days: since it was sent; lacks: why it cannot be aired as it stands today."""

    report: Report
    organizations: tuple[Organization, ...]
    place: Place
    days: int
    recordings: int
    lacks: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of reports, the newest first; found: all that fit; states: how many of these are in each state."""

    rows: tuple[Row, ...]
    found: int
    page: int
    pages: int
    states: dict[ReviewState, int]
    provinces: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with everything that is attached to it, and what was changed in it, the newest change first.

    kept: the report that tells the same and is kept; same: those that were put away for this one; activity: those that
    are aired together with it. Each only where the reader may see it.
    """

    shown: ReportShown
    attachments: tuple[Attachment, ...]
    changes: tuple[ReportChange, ...]
    kept: Report | None = None
    same: tuple[Report, ...] = ()
    activity: tuple[Report, ...] = ()


def inbox(studio: Studio, reader: Reader, wanted: Wanted) -> Inbox:
    """The reports that somebody may see and looks for; a page past the last is the last."""
    with reading(studio.engine) as session:
        fitting = conditions(session, reader, wanted)
        of_state = dict(
            session.exec(
                select(Report.review_state, func.count()).where(*fitting).group_by(col(Report.review_state))
            ).all()
        )
        if wanted.state is not None:
            fitting.append(col(Report.review_state) == wanted.state)
        found = sum(count for state, count in of_state.items() if wanted.state in (None, state))
        page = page_of(found, wanted.page, PAGE)
        reports = session.exec(
            select(Report)
            .where(*fitting)
            .order_by(col(Report.submitted_at).desc(), col(Report.root_uuid))
            .offset(page.part.start)
            .limit(PAGE)
        ).all()
        day = today(studio)
        rows = tuple(row_of(session, one, day, studio) for one in reports)
        provinces = session.exec(select(Place).where(Place.level == "province").order_by(col(Place.code))).all()
    own = tuple(one for one in provinces if within(reader.province, one.code))
    states = {ReviewState(state): count for state, count in of_state.items()}
    return Inbox(rows, found, page.number, page.pages, states, own)


def conditions(session: Session, reader: Reader, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a report must be for somebody to see it, and for what they look for; its state is not looked at."""
    found: list[ColumnElement[bool]] = []
    if not reader.reviews:
        found.append(col(Report.confidentiality) != Confidentiality.CONFIDENTIAL)
    for province in (reader.province, wanted.province):
        if province:
            found.append(col(Report.place_code).startswith(province, autoescape=True))
    if wanted.sector is not None:
        found.append(cast(col(Report.sectors), String).contains(f'"{wanted.sector.value}"', autoescape=True))
    return found + saying(session, wanted.words)


def row_of(session: Session, report: Report, day: date, studio: Studio) -> Row:
    """A report as it stands in the inbox."""
    recordings = session.exec(select(func.count()).select_from(Attachment).where(Attachment.report_id == report.id))
    sent = report.submitted_at.astimezone(studio.timezone).date()
    return Row(
        report=report,
        organizations=tuple(organizations_of(session, report)),
        place=session.get_one(Place, district_of(report.place_code)),
        days=max(0, (day - sent).days),
        recordings=recordings.one(),
        lacks=lacking(session, report, day),
    )


def seen_report(session: Session, reader: Reader, uuid: str) -> Report:
    """A report by its whole root_uuid. Raises NotFound, also for one that is not for this reader."""
    report = session.exec(select(Report).where(Report.root_uuid == uuid)).first()
    if report is None or not reader.may_see(report):
        raise NotFound(fault("pipeline.report-hidden", uuid[:80]))
    return report


def open_report(studio: Studio, reader: Reader, uuid: str) -> Opened:
    """A report to read and decide on. Raises NotFound, also for one that is not for this reader."""
    with reading(studio.engine) as session:
        report = seen_report(session, reader, uuid)
        attachments = session.exec(
            select(Attachment).where(Attachment.report_id == report.id).order_by(col(Attachment.id))
        ).all()
        changes = session.exec(
            select(ReportChange)
            .where(ReportChange.report_id == report.id)
            .order_by(col(ReportChange.at).desc(), col(ReportChange.id).desc())
        ).all()
        kept = others(session, reader, col(Report.root_uuid) == report.duplicate_of)
        same = others(session, reader, col(Report.duplicate_of) == uuid)
        partners = (col(Report.together) == report.together, col(Report.together) != "", col(Report.root_uuid) != uuid)
        activity = others(session, reader, *partners)
    shown = show_report(studio, uuid)
    return Opened(shown, tuple(attachments), tuple(changes), next(iter(kept), None), same, activity)


def others(session: Session, reader: Reader, *which: ColumnElement[bool]) -> tuple[Report, ...]:
    """Other reports as far as a reader may see them."""
    found = session.exec(select(Report).where(*which).order_by(col(Report.submitted_at), col(Report.id)))
    return tuple(one for one in found if reader.may_see(one))


def named_report(studio: Studio, reader: Reader, name: str) -> str:
    """The root_uuid of a report by its receipt or the beginning of its name.

    Raises NotFound, also for one that is not for this reader.
    """
    with reading(studio.engine) as session:
        report = report_of(session, name)
    if not reader.may_see(report):
        raise NotFound(fault("pipeline.report-hidden", name[:80]))
    return report.root_uuid


def working_copy(studio: Studio, reader: Reader, uuid: str, number: int) -> tuple[Attachment, Path]:
    """The clean copy of something attached to a report, and where it lies; never the sealed original.

    Raises NotFound for what is not there, not of this report, or not for this reader.
    """
    with reading(studio.engine) as session:
        report = seen_report(session, reader, uuid)
        found = session.get(Attachment, number)
    vault = studio.workspace.vault
    if found is None or found.report_id != report.id or Digest(found.working) not in vault:
        raise NotFound(fault("pipeline.recording-gone", uuid))
    return found, vault.place(Digest(found.working))
