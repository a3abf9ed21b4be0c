"""Rows read into the values that clearance decides on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import Session, col, func, or_, select

from studio.clearance.values import Material, Statement, Terms
from studio.errors import NotFound, fault
from studio.khmer.digits import to_arabic
from studio.network.places import district_of
from studio.records.cleared import ClearedOrganization, ClearedPlace
from studio.records.consent import Consent, ConsentScope
from studio.records.kinds import Scope, Sector
from studio.records.network import Organization, Place
from studio.records.reports import Attachment, Information, Report, ReportOrganization, Source
from studio.units import Digest, digest_of

MOST_NAMED = 5
"""Reports that are named where a beginning names several."""


def report_of(session: Session, name: str) -> Report:
    """A report by its root_uuid, the beginning of it, or its receipt, spaced as may be. Raises NotFound."""
    wanted = to_arabic(name.strip())
    found = session.exec(
        select(Report)
        .where(
            or_(
                func.replace(col(Report.receipt), " ", "") == "".join(wanted.split()),
                col(Report.root_uuid).startswith(wanted, autoescape=True),
            )
        )
        .order_by(col(Report.root_uuid))
        .limit(MOST_NAMED + 1)
    ).all()
    exact = [one for one in found if wanted in (one.root_uuid, one.receipt)] or found
    if len(exact) == 1 and wanted:
        return exact[0]
    if wanted and found:
        known = ", ".join(one.root_uuid for one in found[:MOST_NAMED])
        raise NotFound(fault("pipeline.report-ambiguous", wanted, known=known))
    raise NotFound(fault("ground.not-found", name, kind="report", command="studio report list"))


def organizations_of(session: Session, report: Report) -> Sequence[Organization]:
    """Who made a report, the first speaker first."""
    return session.exec(
        select(Organization)
        .join(ReportOrganization)
        .where(ReportOrganization.report_id == report.id)
        .order_by(col(ReportOrganization.rank), col(Organization.code))
    ).all()


def place_of(session: Session, code: str) -> ClearedPlace:
    """A place with its province."""
    place = session.get_one(Place, code)
    return ClearedPlace(place.code, place.name_km, place.name_en, code[:2])


def commune_of(session: Session, code: str) -> ClearedPlace | None:
    """The commune that a report names; None where it names a district or a province."""
    return None if district_of(code) == code else place_of(session, code)


def terms_of(session: Session, report: Report) -> tuple[Terms, ...]:
    """Every consent that a report's people ever gave for it, or for all their reports."""
    rows = session.exec(
        select(Consent, Source.code)
        .join(Source)
        .join(Information, col(Information.source_id) == Source.id)
        .where(Information.report_id == report.id)
        .where(or_(col(Consent.report_id) == report.id, col(Consent.report_id).is_(None)))
        .order_by(col(Consent.id))
    ).all()
    return tuple(
        Terms(
            consent_id=consent.id or 0,
            source=code,
            scopes=frozenset(
                (scope.purpose, scope.medium)
                for scope in session.exec(select(ConsentScope).where(ConsentScope.consent_id == consent.id))
            ),
            expires_on=consent.expires_on,
            withdrawn_on=consent.withdrawn_on,
            by_caregiver=consent.interview_subject == "caregiver",
        )
        for consent, code in rows
    )


def statements_of(session: Session, report: Report) -> tuple[Statement, ...]:
    """The people of a report and what they said, in its order."""
    rows = session.exec(
        select(Information, Source, Attachment)
        .join(Source)
        .outerjoin(Attachment, col(Information.attachment_id) == Attachment.id)
        .where(Information.report_id == report.id)
        .order_by(col(Information.rank), col(Information.id))
    ).all()
    return tuple(
        Statement(
            source=source.code,
            sex=source.sex,
            role_km=source.role_km,
            role_en=source.role_en,
            name_km=source.name_on_air_km,
            name_en=source.name_on_air_en,
            anonymous_from=source.anonymous_from,
            minor=source.minor,
            quote_km=information.quote_km,
            quote_en=information.quote_en,
            recording=Digest(attachment.working) if attachment else None,
        )
        for information, source, attachment in rows
    )


def material_of(session: Session, report: Report) -> Material:
    """A report as its editor sees it, with the digest of its content."""
    statements = statements_of(session, report)
    content = [report.digest, [asdict(one) for one in statements]]
    return Material(
        report=report.root_uuid,
        inputs=digest_of(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()),
        review_state=report.review_state,
        confidentiality=report.confidentiality,
        organizations=tuple(
            ClearedOrganization(one.code, one.name_km, one.name_en) for one in organizations_of(session, report)
        ),
        place=place_of(session, district_of(report.place_code)),
        province=place_of(session, report.place_code[:2]),
        sectors=tuple(Sector(one) for one in report.sectors),
        joint=report.individual_or_joint is Scope.JOINT,
        first_day=report.initial_date,
        last_day=report.final_date,
        title_km=report.event_title_km,
        title_en=report.event_title_en,
        happened_km=report.event_description_km,
        happened_en=report.event_description_en,
        impact_km=report.impact_km,
        impact_en=report.impact_en,
        message_km=report.message_km,
        message_en=report.message_en,
        reached_women=report.reached_women,
        reached_men=report.reached_men,
        statements=statements,
        duplicate=bool(report.duplicate_of),
        commune=commune_of(session, report.place_code),
    )
