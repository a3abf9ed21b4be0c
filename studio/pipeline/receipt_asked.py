"""What somebody with a receipt is told: whether the report arrived, where it stands, what the editor asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from studio.errors import NotFound, fault
from studio.intake.receipts import DIGITS, holds
from studio.khmer.digits import to_arabic
from studio.pipeline import review
from studio.pipeline.opening import Studio
from studio.records.kinds import ReviewState
from studio.records.reports import Report, ReportComment
from studio.store.engine import reading


@dataclass(frozen=True, slots=True)
class Said:
    """One comment. by_sender: it came with the receipt."""

    at: datetime
    text: str
    by_sender: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands; nothing of what is in it. merged: another one tells the same."""

    receipt: str
    sent: datetime
    state: ReviewState
    comments: tuple[Said, ...]
    merged: bool = False


def look_up(studio: Studio, receipt: str) -> Standing:
    """A report by its receipt, as somebody typed it. Raises NotFound: for a slip, and for one that nobody has."""
    with reading(studio.engine) as session:
        report = found(session, receipt)
        rows = session.exec(
            select(ReportComment)
            .where(ReportComment.report_id == report.id)
            .order_by(col(ReportComment.at), col(ReportComment.id))
        )
        comments = tuple(Said(one.at, one.text, one.author == studio.actor) for one in rows)
        return Standing(report.receipt, report.submitted_at, report.review_state, comments, bool(report.duplicate_of))


def answer(studio: Studio, receipt: str, text: str) -> None:
    """Answer the editor. Raises NotFound, IntakeRefused, ClearanceRefused as `review.answer` does."""
    with reading(studio.engine) as session:
        name = found(session, receipt).root_uuid
    review.answer(studio, name, text)


def found(session: Session, receipt: str) -> Report:
    """The report with a receipt. Raises NotFound."""
    digits = "".join(one for one in to_arabic(receipt) if one.isascii() and one.isdigit())[: DIGITS + 1]
    if not holds(digits):
        raise NotFound(fault("pipeline.receipt-slip"))
    spaced = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    report = session.exec(select(Report).where(Report.receipt == spaced)).first()
    if report is None:
        raise NotFound(fault("pipeline.receipt-unknown"))
    return report
