"""What editor and sender settle about a report: questions, answers, a rejection; each with its trace."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from studio.clearance.giveaways import names_in_text
from studio.errors import ClearanceRefused, IntakeRefused, fault
from studio.khmer.normal import tidy
from studio.pipeline.clear import standing_clearance
from studio.pipeline.material import material_of, report_of
from studio.pipeline.opening import Studio
from studio.records.kinds import Confidentiality, ReviewState
from studio.records.reports import Report, ReportChange, ReportComment
from studio.store import audit
from studio.store.engine import writing

LONGEST = 4_000
"""Characters of a comment."""

CLOSED = (ReviewState.HAS_ISSUES, ReviewState.REJECTED)
"""States that end a clearance: after them somebody has to decide anew."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A report after a step of its review; before and after are its states."""

    report: str
    before: ReviewState
    after: ReviewState
    comment: int


def ask(studio: Studio, name: str, text: str) -> Reviewed:
    """Ask the sender something: the report has issues, and is not aired until they are settled.

    Raises NotFound, IntakeRefused for an empty or endless text, ClearanceRefused where a name stands in it.
    """
    return step(studio, name, text, "report.asked", ReviewState.HAS_ISSUES)


def answer(studio: Studio, name: str, text: str) -> Reviewed:
    """Note what the sender answered: a report that had issues is open again for an editor's decision.

    Raises NotFound, IntakeRefused, ClearanceRefused as `ask` does.
    """
    return step(studio, name, text, "report.answered", None)


def reject(studio: Studio, name: str, reason: str) -> Reviewed:
    """Reject a report: it stays in the records with the reason, and is never aired as long as it is rejected.

    Raises NotFound, IntakeRefused, ClearanceRefused as `ask` does.
    """
    return step(studio, name, reason, "report.rejected", ReviewState.REJECTED)


def note_audience(studio: Studio, name: str, who: Confidentiality, text: str) -> Reviewed:
    """Note who may hear of a report, as its community says, and how it said so; a clearance ends with it.

    Raises NotFound, IntakeRefused where it is so already or nothing is said of how, ClearanceRefused as `ask` does.
    """
    with writing(studio.engine) as session:
        report = report_of(session, name)
        before, state = report.confidentiality, report.review_state
        comment = commented(studio, session, report, text)
        if before is who:
            raise IntakeRefused(fault("pipeline.confidentiality-same", report.root_uuid, who=who.value))
        fields = {"confidentiality": [before.value, who.value]}
        session.add(ReportChange(report_id=report.id or 0, at=studio.now, author=studio.actor, fields=fields))
        report.confidentiality = who
        if (standing := standing_clearance(session, report)) is not None:
            standing.revoked_at = studio.now
            report.review_state = ReviewState.EDITED
        session.flush()
        details = {"before": before.value, "after": who.value, "comment": comment.id}
        audit.append(session, studio.now, studio.actor, "report.audience-noted", report.root_uuid, details)
        return Reviewed(report.root_uuid, state, report.review_state, comment.id or 0)


def step(studio: Studio, name: str, text: str, action: str, after: ReviewState | None) -> Reviewed:
    """Write a comment and move the report; after None: out of its issues, and nowhere where it has none."""
    with writing(studio.engine) as session:
        report = report_of(session, name)
        before = report.review_state
        comment = commented(studio, session, report, text)
        if after is None:
            after = ReviewState.EDITED if before is ReviewState.HAS_ISSUES else before
        report.review_state = after
        if after in CLOSED and (standing := standing_clearance(session, report)) is not None:
            standing.revoked_at = studio.now
        session.flush()
        details = {"before": before.value, "after": after.value, "comment": comment.id}
        audit.append(session, studio.now, studio.actor, action, report.root_uuid, details)
        return Reviewed(report.root_uuid, before, after, comment.id or 0)


def commented(studio: Studio, session: Session, report: Report, text: str) -> ReportComment:
    """A comment on a report, within a session. Raises as `worded`."""
    said = worded(session, report, text)
    comment = ReportComment(report_id=report.id or 0, at=studio.now, author=studio.actor, text=said)
    session.add(comment)
    return comment


def worded(session: Session, report: Report, text: str) -> str:
    """A comment as it is kept. Raises IntakeRefused, ClearanceRefused; people are spoken of by code only."""
    kept = tidy(text)
    if not kept:
        raise IntakeRefused(fault("pipeline.comment-empty", report.root_uuid))
    if len(kept) > LONGEST:
        raise IntakeRefused(fault("pipeline.comment-long", report.root_uuid, found=len(kept), limit=LONGEST))
    material = material_of(session, report)
    named = names_in_text(material, material.statements, [kept])
    ClearanceRefused.raise_if(fault("pipeline.comment-names", one.where, **one.values) for one in named)
    return kept
