"""What somebody asks to withdraw, found by its code, and what is known of it: the values that clearance decides on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session, col, select

from studio.clearance.withdrawing import Asked, Coverage, Given, Standing, searched
from studio.errors import NotFound, fault
from studio.pipeline.material import report_of
from studio.records.consent import Consent
from studio.records.kinds import ConsentStatus
from studio.records.network import Organization
from studio.records.reports import Attachment, Information, Report, ReportOrganization, Source
from studio.records.scripts import Script

OWN_TEXTS = (
    "event_title_km",
    "event_title_en",
    "event_description_km",
    "event_description_en",
    "impact_km",
    "impact_en",
    "message_km",
    "message_en",
)
"""The texts of a report itself."""


def asked_of(session: Session, name: str) -> Asked:
    """A person, an organization, a segment or a report by its code. Raises NotFound with where codes are listed."""
    wanted = name.strip()
    if session.exec(select(Source.id).where(Source.code == wanted)).first() is not None:
        return Asked("source", wanted)
    if session.exec(select(Organization.id).where(Organization.code == wanted)).first() is not None:
        return Asked("organization", wanted)
    told = session.exec(
        select(Report.root_uuid).join(Script, col(Script.report_id) == Report.id).where(Script.key == wanted)
    ).first()
    if told is not None:
        return Asked("segment", wanted, (told,))
    try:
        report = report_of(session, wanted)
    except NotFound as error:
        if any(one.code == "pipeline.report-ambiguous" for one in error.faults):
            raise
        raise NotFound(fault("withdrawal.unknown", name)) from error
    return Asked("report", report.root_uuid, (report.root_uuid,))


def standing_of(session: Session) -> Standing:
    """Who made each report, who speaks in it, and which consents hold. Whose words are erased speaks no more."""
    names = dict(session.exec(select(Report.id, Report.root_uuid)).all())
    organizations: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for report, code in session.exec(select(ReportOrganization.report_id, Organization.code).join(Organization)):
        organizations[names[report]] += (code,)
    people: dict[str, tuple[str, ...]] = defaultdict(tuple)
    rows = session.exec(
        select(Information, Source.code, Attachment)
        .join(Source)
        .outerjoin(Attachment, col(Information.attachment_id) == Attachment.id)
        .order_by(col(Information.id))
    )
    for said, code, recording in rows:
        if said.quote_km or said.quote_en or (recording is not None and recording.milliseconds):
            people[names[said.report_id]] += (code,)
    active = session.exec(
        select(Consent.id, Source.code, Consent.report_id)
        .join(Source)
        .where(Consent.status == ConsentStatus.ACTIVE)
        .order_by(col(Consent.id))
    )
    consents = tuple(Given(number or 0, code, names[report] if report else "") for number, code, report in active)
    return Standing(organizations, people, consents)


def keys_of(session: Session, reports: Sequence[str]) -> tuple[str, ...]:
    """The segments in which some reports were told."""
    found = session.exec(
        select(Script.key)
        .join(Report, col(Script.report_id) == Report.id)
        .where(col(Report.root_uuid).in_(reports))
        .distinct()
    )
    return tuple(sorted(found))


def names_of(session: Session, coverage: Coverage) -> tuple[str, ...]:
    """The names that go, of people as they are called on air and of organizations; none that somebody else has too."""
    people = session.exec(select(Source)).all()
    listed = session.exec(select(Organization)).all()
    going = [one for one in people if one.code in coverage.unnamed]
    leaving = [one for one in listed if one.code in coverage.delisted]
    mine = [name for one in going for name in (one.name_on_air_km, one.name_on_air_en)]
    mine += [name for one in leaving for name in (one.name_km, one.name_en)]
    others = [name for one in people if one not in going for name in (one.name_on_air_km, one.name_on_air_en)]
    others += [name for one in listed if one not in leaving for name in (one.name_km, one.name_en)]
    return searched(filter(None, mine), filter(None, others))


def words_of(session: Session, coverage: Coverage) -> tuple[str, ...]:
    """The words that go, as they stand in the reports: what people said, and the texts of whole reports."""
    found: list[str] = []
    said = session.exec(
        select(Report.root_uuid, Source.code, Information)
        .join(Information, col(Information.report_id) == Report.id)
        .join(Source, col(Information.source_id) == Source.id)
        .where(col(Report.root_uuid).in_(coverage.reports))
        .order_by(col(Information.id))
    )
    for report, code, information in said:
        if (report, code) in coverage.said:
            found += [information.quote_km, information.quote_en]
    for one in session.exec(select(Report).where(col(Report.root_uuid).in_(coverage.whole)).order_by(col(Report.id))):
        found += [getattr(one, name) for name in OWN_TEXTS]
    return tuple(dict.fromkeys(filter(None, found)))


def titles_of(session: Session, keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """What some segments are called, in each language and version."""
    found: dict[str, tuple[str, ...]] = {}
    rows = session.exec(select(Script).where(col(Script.key).in_(tuple(keys))).order_by(col(Script.id)))
    for script in rows:
        found[script.key] = tuple(dict.fromkeys((*found.get(script.key, ()), script.title)))
    return found
