"""A withdrawal decided: consents end and clearances are revoked in one transaction, with what is to be done."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import or_
from sqlmodel import Session, col, select

from studio.clearance.giveaways import folded
from studio.errors import ClearanceRefused, IntakeRefused, NotFound, fault
from studio.khmer.normal import tidy
from studio.pipeline.clear import standing_clearance, today
from studio.pipeline.opening import Studio
from studio.pipeline.review import LONGEST
from studio.pipeline.withdrawals.asked import names_of
from studio.pipeline.withdrawals.preview import preview
from studio.pipeline.withdrawals.values import Touched, plain
from studio.records.consent import Consent
from studio.records.kinds import ConsentStatus, ParticipantStatus, ReviewState
from studio.records.network import Organization
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.records.withdrawals import Withdrawal
from studio.store import audit
from studio.store.engine import reading, writing


def decide(studio: Studio, name: str, reason: str) -> Withdrawal | None:
    """End the consents, revoke the clearances and write down what is to be done, all at once: from then on nothing new
    can be made of it. An earlier withdrawal where nothing is left to do; None where there never was one."""
    try:
        found = preview(studio, name).touched
    except NotFound:
        if (earlier := earlier_one(studio, name)) is not None:
            return earlier
        raise
    if found.nothing:
        return earlier_one(studio, found.name)
    with writing(studio.engine) as session:
        row = Withdrawal(
            kind=found.kind,
            name=found.name,
            reason=worded(session, found, reason),
            asked_at=studio.now,
            asked_by=studio.actor,
            touched=plain(found),
        )
        session.add(row)
        session.flush()
        ended(studio, session, found, row.reason)
        details: Mapping[str, object] = {
            "withdrawal": row.code,
            "kind": found.kind,
            "reports": list(found.coverage.reports),
            "segments": [*found.segments, *found.naming],
            "editions": [one.slug for one in found.editions],
        }
        audit.append(session, studio.now, studio.actor, "withdrawal.decided", found.name, details)
    return row


def earlier_one(studio: Studio, name: str) -> Withdrawal | None:
    """The newest withdrawal of that name that is done."""
    with reading(studio.engine) as session:
        rows = select(Withdrawal).where(Withdrawal.name == name, col(Withdrawal.finished_at).is_not(None))
        return session.exec(rows.order_by(col(Withdrawal.id).desc())).first()


def worded(session: Session, found: Touched, reason: str) -> str:
    """A reason as it is kept. Raises IntakeRefused, ClearanceRefused; people are spoken of by code only."""
    kept = tidy(reason)
    if not kept:
        raise IntakeRefused(fault("withdrawal.reason-empty", found.name))
    if len(kept) > LONGEST:
        raise IntakeRefused(fault("pipeline.comment-long", found.name, found=len(kept), limit=LONGEST))
    if any(folded(one) in folded(kept) for one in names_of(session, found.coverage)):
        raise ClearanceRefused(fault("withdrawal.reason-names", found.name))
    return kept


def ended(studio: Studio, session: Session, found: Touched, reason: str) -> None:
    """Consents, clearances, reports and the directory as they are from now on, each with its trace."""
    coverage = found.coverage
    for consent in session.exec(
        select(Consent).where(col(Consent.id).in_(coverage.consents)).order_by(col(Consent.id))
    ):
        consent.status, consent.withdrawn_on, consent.reason = ConsentStatus.WITHDRAWN, today(studio), reason
        session.add(consent)
        audit.append(session, studio.now, studio.actor, "consent.withdrawn", found.name, {"consent": consent.id})
    for report in reports_in(session, found):
        if (standing := standing_clearance(session, report)) is not None:
            standing.revoked_at = studio.now
            session.add(standing)
            audit.append(session, studio.now, studio.actor, "clearance.revoked", report.root_uuid, {})
        if report.root_uuid in coverage.whole and report.review_state is not ReviewState.REJECTED:
            details = {"before": report.review_state.value, "after": ReviewState.REJECTED.value}
            report.review_state = ReviewState.REJECTED
            session.add(report)
            audit.append(session, studio.now, studio.actor, "report.rejected", report.root_uuid, details)
    for one in session.exec(select(Organization).where(col(Organization.code).in_(coverage.delisted))):
        one.directory_online = one.directory_print = False
        one.participant_status = ParticipantStatus.LEFT
        session.add(one)
        audit.append(session, studio.now, studio.actor, "organization.delisted", one.code, {})


def reports_in(session: Session, found: Touched) -> list[Report]:
    """The reports that lose their clearance: those that are covered, and those in which a name stands that goes."""
    naming = select(Script.report_id).where(col(Script.key).in_(found.naming))
    wanted = or_(col(Report.root_uuid).in_(found.coverage.reports), col(Report.id).in_(naming))
    return list(session.exec(select(Report).where(wanted).order_by(col(Report.id))))
