"""Reads stored reports back as submissions: for merging, for export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlmodel import Session, col, select

from studio.intake.merge import Standing
from studio.intake.submission import Agreement, Person, Submission
from studio.records.consent import Consent, ConsentScope
from studio.records.kinds import ConsentStatus, Medium, Purpose
from studio.records.network import Organization
from studio.records.reports import Information, Report, ReportBase, ReportOrganization, Source

BATCH = 400
"""Reports read or written at once; far below the number of parameters that a statement may hold."""


def standing(session: Session, root_uuids: Iterable[str], digests: Iterable[str]) -> dict[str, Standing]:
    """What is stored of some reports, by root_uuid; contents only of those whose digest is not among the given."""
    known = set(digests)
    found = {
        report.root_uuid: report
        for part in batches(sorted(set(root_uuids)))
        for report in session.exec(select(Report).where(col(Report.root_uuid).in_(part)))
    }
    differing = [report for report in found.values() if report.digest not in known]
    contents = {one.report.root_uuid: one.content for one in submissions(session, differing)}
    return {
        uuid: Standing(report.id or 0, report.digest, report.review_state, report.submitted_at, contents.get(uuid, {}))
        for uuid, report in found.items()
    }


def submissions(session: Session, reports: Iterable[Report]) -> Iterator[Submission]:
    """Stored reports as submissions, in the order given; without names, without paths of recordings."""
    for part in batches(list(reports)):
        ids = [report.id for report in part if report.id is not None]
        organizations = organization_codes(session, ids)
        people = people_of(session, ids)
        for report in part:
            plain = ReportBase.model_validate({name: getattr(report, name) for name in ReportBase.model_fields})
            own = report.id or 0
            yield Submission(0, plain, tuple(organizations[own]), tuple(people[own]), search_text=report.search_text)


def organization_codes(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    """The codes of each report's organizations, the first speaks first."""
    codes: dict[int, list[str]] = defaultdict(list)
    found = session.exec(
        select(ReportOrganization.report_id, Organization.code)
        .join(Organization, col(Organization.id) == col(ReportOrganization.organization_id))
        .where(col(ReportOrganization.report_id).in_(ids))
        .order_by(col(ReportOrganization.report_id), col(ReportOrganization.rank))
    )
    for report_id, code in found:
        codes[report_id].append(code)
    return codes


def people_of(session: Session, ids: Collection[int]) -> dict[int, list[Person]]:
    """The people of each report with the consent that stands for it."""
    people: dict[int, list[Person]] = defaultdict(list)
    agreements = agreements_of(session, ids)
    found = session.exec(
        select(Information, Source)
        .join(Source, col(Source.id) == col(Information.source_id))
        .where(col(Information.report_id).in_(ids))
        .order_by(col(Information.report_id), col(Information.rank))
    )
    for information, source in found:
        people[information.report_id].append(
            Person(
                code=source.code,
                sex=source.sex,
                role_km=source.role_km,
                role_en=source.role_en,
                name_on_air_km=source.name_on_air_km,
                name_on_air_en=source.name_on_air_en,
                anonymous_from=source.anonymous_from,
                minor=source.minor,
                quote_km=information.quote_km,
                quote_en=information.quote_en,
                consent=agreements.get((information.report_id, source.id or 0)),
            )
        )
    return people


def agreements_of(session: Session, ids: Collection[int]) -> dict[tuple[int, int], Agreement]:
    """For each report and source the act of consent that stands: the active one, else the last that was withdrawn."""
    chosen: dict[tuple[int, int], Consent] = {}
    found = session.exec(
        select(Consent)
        .where(col(Consent.report_id).in_(ids), col(Consent.status) != ConsentStatus.SUPERSEDED)
        .order_by(col(Consent.obtained_on), col(Consent.id))
    )
    for consent in found:
        place = (consent.report_id or 0, consent.source_id)
        before = chosen.get(place)
        if before is None or before.status is not ConsentStatus.ACTIVE or consent.status is ConsentStatus.ACTIVE:
            chosen[place] = consent
    scopes = scopes_of(session, [consent.id or 0 for consent in chosen.values()])
    return {place: agreement(consent, scopes[consent.id or 0]) for place, consent in chosen.items()}


def scopes_of(session: Session, ids: Collection[int]) -> dict[int, set[tuple[Purpose, Medium]]]:
    """What each consent covers."""
    scopes: dict[int, set[tuple[Purpose, Medium]]] = defaultdict(set)
    for part in batches(sorted(ids)):
        for scope in session.exec(select(ConsentScope).where(col(ConsentScope.consent_id).in_(part))):
            scopes[scope.consent_id].add((scope.purpose, scope.medium))
    return scopes


def agreement(consent: Consent, scopes: Iterable[tuple[Purpose, Medium]]) -> Agreement:
    """A stored consent as the act it was."""
    return Agreement(
        scopes=frozenset(scopes),
        method=consent.method,
        obtained_on=consent.obtained_on,
        obtained_by=consent.obtained_by,
        subject=consent.interview_subject,
        language=consent.language,
        expires_on=consent.expires_on,
        withdrawn_on=consent.withdrawn_on,
    )


def batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Values in portions of BATCH."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
