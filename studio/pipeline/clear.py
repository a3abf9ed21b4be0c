"""The stage `clear`: what an editor decides may be aired, and what a person takes back."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from studio.clearance.decide import Wish, clear
from studio.errors import ClearanceRefused, NotFound, fault
from studio.pipeline.material import material_of, report_of, terms_of
from studio.pipeline.opening import Studio
from studio.records.cleared import ClearedMaterial
from studio.records.consent import ClearanceRecord, Consent
from studio.records.episodes import Episode, Rundown, RundownPosition
from studio.records.kinds import ConsentStatus, ReviewState
from studio.records.reports import Information, Report, Source
from studio.records.scripts import Script
from studio.store import audit
from studio.store.engine import writing


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawn consent touches: reports that lose their clearance, editions with a story of theirs."""

    source: str
    consents: int
    reports: tuple[str, ...]
    editions: tuple[str, ...] = ()


def clear_report(studio: Studio, name: str, without: frozenset[str], jigsaw_checked_by: str) -> ClearedMaterial:
    """Clear a report for air and feed, on the editor's word. Raises ClearanceRefused with all that is missing."""
    with writing(studio.engine) as session:
        report = report_of(session, name)
        wish = Wish(today(studio), without=without, jigsaw_checked_by=jigsaw_checked_by)
        cleared = clear(material_of(session, report), terms_of(session, report), wish)
        if report.review_state is not ReviewState.APPROVED:
            details = {"before": report.review_state.value, "after": ReviewState.APPROVED.value}
            audit.append(session, studio.now, studio.actor, "report.approved", report.root_uuid, details)
            report.review_state = ReviewState.APPROVED
        standing = standing_clearance(session, report)
        if standing is None or not same(standing, cleared):
            decided(studio, session, report, cleared)
    return cleared


def today(studio: Studio) -> date:
    """The date where the show is made."""
    return studio.now.astimezone(studio.timezone).date()


def same(record: ClearanceRecord, cleared: ClearedMaterial) -> bool:
    """Whether a clearance says nothing new."""
    verdict = cleared.clearance
    return (
        record.inputs == verdict.inputs
        and tuple(record.left_out) == verdict.left_out
        and record.jigsaw_checked_by == verdict.jigsaw_checked_by
        and record.usable_until == verdict.usable_until
    )


def decided(studio: Studio, session: Session, report: Report, cleared: ClearedMaterial) -> None:
    """Write a decision down, with its trace."""
    verdict = cleared.clearance
    session.add(
        ClearanceRecord(
            report_id=report.id or 0,
            decided_at=studio.now,
            decided_by=studio.actor,
            inputs=verdict.inputs,
            covered=[
                {
                    "source": one.source,
                    "purpose": one.purpose.value,
                    "medium": one.medium.value,
                    "consent": str(one.consent_id),
                }
                for one in verdict.covered
            ],
            left_out=list(verdict.left_out),
            usable_until=verdict.usable_until,
            jigsaw_checked_by=verdict.jigsaw_checked_by,
        )
    )
    details = {"left_out": list(verdict.left_out), "jigsaw": verdict.jigsaw_checked_by, "inputs": verdict.inputs}
    audit.append(session, studio.now, studio.actor, "clearance.decided", report.root_uuid, details)


def standing_clearance(session: Session, report: Report) -> ClearanceRecord | None:
    """The newest decision on a report that was not revoked."""
    return session.exec(
        select(ClearanceRecord)
        .where(ClearanceRecord.report_id == report.id)
        .where(col(ClearanceRecord.revoked_at).is_(None))
        .order_by(col(ClearanceRecord.id).desc())
    ).first()


def cleared_material(session: Session, report: Report, on: date) -> ClearedMaterial:
    """A report's cleared material on a day, decided anew from the consents as they stand.

    Raises ClearanceRefused where it was never cleared, changed since, or lost a consent.
    """
    standing = standing_clearance(session, report)
    if standing is None:
        raise ClearanceRefused(fault("pipeline.never-cleared", report.root_uuid))
    material = material_of(session, report)
    if material.inputs != standing.inputs:
        raise ClearanceRefused(fault("pipeline.changed-since-cleared", report.root_uuid))
    wish = Wish(on, without=frozenset(standing.left_out), jigsaw_checked_by=standing.jigsaw_checked_by)
    return clear(material, terms_of(session, report), wish)


def all_cleared(session: Session, on: date) -> tuple[dict[str, ClearedMaterial], dict[str, ClearanceRefused]]:
    """Every report that may be aired on a day, and for every other one why not; both by root_uuid, in order."""
    usable: dict[str, ClearedMaterial] = {}
    refused: dict[str, ClearanceRefused] = {}
    for report in session.exec(select(Report).order_by(col(Report.submitted_at), col(Report.root_uuid))):
        try:
            usable[report.root_uuid] = cleared_material(session, report, on)
        except ClearanceRefused as error:
            refused[report.root_uuid] = error
    return usable, refused


def withdraw_consent(studio: Studio, source_code: str, reason: str) -> Withdrawal:
    """Take back every consent of a person, from today on; what it touches. Raises NotFound."""
    with writing(studio.engine) as session:
        source = session.exec(select(Source).where(Source.code == source_code)).first()
        if source is None:
            raise NotFound(fault("ground.not-found", source_code, kind="source", command="studio report list"))
        consents = session.exec(
            select(Consent).where(Consent.source_id == source.id, Consent.status == ConsentStatus.ACTIVE)
        ).all()
        for consent in consents:
            consent.status = ConsentStatus.WITHDRAWN
            consent.withdrawn_on = today(studio)
            consent.reason = reason
            audit.append(session, studio.now, studio.actor, "consent.withdrawn", source_code, {"consent": consent.id})
        touched = session.exec(
            select(Report.root_uuid)
            .join(Information, col(Information.report_id) == Report.id)
            .where(Information.source_id == source.id)
            .order_by(Report.root_uuid)
        ).all()
        editions = editions_with(session, touched)
    for slug in editions:
        forget(studio, slug)
    return Withdrawal(source_code, len(consents), tuple(touched), editions)


def editions_with(session: Session, reports: Sequence[str]) -> tuple[str, ...]:
    """The editions in whose rundowns, of whatever version, a story of some reports stands."""
    rows = session.exec(
        select(Episode.slug)
        .join(Rundown, col(Rundown.episode_id) == Episode.id)
        .join(RundownPosition, col(RundownPosition.rundown_id) == Rundown.id)
        .join(Script, col(Script.key) == RundownPosition.key)
        .join(Report, col(Script.report_id) == Report.id)
        .where(col(Report.root_uuid).in_(reports))
        .distinct()
    ).all()
    return tuple(sorted(rows))


def forget(studio: Studio, slug: str) -> None:
    """Take an edition's words and sounds out of its folder; its next proposal and build write what may be kept."""
    folder = studio.workspace.episodes / slug
    for path in folder.glob("script.*"):
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / "build", ignore_errors=True)
