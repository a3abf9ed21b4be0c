"""Reports as an editor looks at them: reading only, people by code, never a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from sqlmodel import Session, col, or_, select

from studio.clearance.decide import Wish, clear
from studio.errors import ClearanceRefused, Fault
from studio.network.places import district_of
from studio.pipeline.clear import cleared_material, standing_clearance, today
from studio.pipeline.material import material_of, organizations_of, report_of, terms_of
from studio.pipeline.opening import Studio
from studio.records.consent import ClearanceRecord, Consent, ConsentScope
from studio.records.kinds import AnonymousFrom, ReviewState
from studio.records.network import Organization, Place
from studio.records.reports import Attachment, Information, Report, ReportComment, ReportOrganization, Source
from studio.store.engine import reading

SHORT = 8
"""Characters of a root_uuid that are shown, and more where two reports begin alike."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in a list. short: the beginning of its root_uuid that names it; decided: a clearance stands."""

    report: Report
    short: str
    organizations: tuple[str, ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """One act of consent, as a reader needs it; scopes: "voice:air"."""

    scopes: tuple[str, ...]
    method: str
    obtained_on: date
    obtained_by: str
    subject: str
    expires_on: date | None
    withdrawn_on: date | None
    status: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person of a report by code. wants_name: asked to be called by name on air; the name itself is not here."""

    code: str
    sex: str
    role_km: str
    role_en: str
    anonymous_from: AnonymousFrom
    minor: bool
    wants_name: bool
    quote_km: str
    quote_en: str
    recording_ms: int | None
    consents: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True)
class ReportShown:
    """Everything about a report that its editor decides on. lacks: why it cannot be aired as it stands today.

    place: the district, or the province where no district is named; commune: for the desk alone, never aired.
    """

    report: Report
    organizations: tuple[Organization, ...]
    place: Place
    province: Place
    commune: Place | None
    people: tuple[PersonShown, ...]
    comments: tuple[ReportComment, ...]
    clearance: ClearanceRecord | None
    lacks: tuple[Fault, ...]


def list_reports(
    studio: Studio, states: Collection[ReviewState] = (), organizations: Collection[str] = ()
) -> tuple[Listed, ...]:
    """Reports by the moment they were sent; only those in some states or of some organizations, where given."""
    with reading(studio.engine) as session:
        wanted = select(Report).order_by(col(Report.submitted_at), col(Report.root_uuid))
        if states:
            wanted = wanted.where(col(Report.review_state).in_(list(states)))
        found = session.exec(wanted).all()
        names = short_names(session.exec(select(Report.root_uuid)).all())
        codes = codes_by_report(session)
        decided = set(session.exec(select(ClearanceRecord.report_id).where(col(ClearanceRecord.revoked_at).is_(None))))
    listed = (
        Listed(one, names[one.root_uuid], tuple(codes[one.id or 0]), one.id in decided and approved(one))
        for one in found
    )
    return tuple(one for one in listed if not organizations or set(organizations) & set(one.organizations))


def approved(report: Report) -> bool:
    """Whether the editor's last word on a report was yes."""
    return report.review_state is ReviewState.APPROVED


def short_names(names: Sequence[str]) -> dict[str, str]:
    """For each name the shortest beginning that no other has, of SHORT characters at least."""
    ordered = sorted(names)
    short: dict[str, str] = {}
    for before, name, after in zip(["", *ordered], ordered, [*ordered[1:], ""], strict=False):
        needed = max(SHORT, alike(before, name) + 1, alike(name, after) + 1)
        short[name] = name[:needed]
    return short


def alike(one: str, other: str) -> int:
    """How many characters two names have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def codes_by_report(session: Session) -> dict[int, list[str]]:
    """The codes of every report's organizations, the first speaker first."""
    codes: dict[int, list[str]] = defaultdict(list)
    rows = session.exec(
        select(ReportOrganization.report_id, Organization.code)
        .join(Organization, col(Organization.id) == col(ReportOrganization.organization_id))
        .order_by(col(ReportOrganization.rank), col(Organization.code))
    )
    for report, code in rows:
        codes[report].append(code)
    return codes


def show_report(studio: Studio, name: str) -> ReportShown:
    """One report with its people, consents, comments, and what clearance lacks. Raises NotFound."""
    with reading(studio.engine) as session:
        report = report_of(session, name)
        comments = session.exec(
            select(ReportComment)
            .where(ReportComment.report_id == report.id)
            .order_by(col(ReportComment.at), col(ReportComment.id))
        ).all()
        return ReportShown(
            report=report,
            organizations=tuple(organizations_of(session, report)),
            place=session.get_one(Place, district_of(report.place_code)),
            province=session.get_one(Place, report.place_code[:2]),
            commune=commune_row(session, report.place_code),
            people=tuple(people_of(session, report)),
            comments=tuple(comments),
            clearance=standing_clearance(session, report),
            lacks=lacking(session, report, today(studio)),
        )


def commune_row(session: Session, code: str) -> Place | None:
    """The commune that a report names; None where it names a district or a province."""
    return None if district_of(code) == code else session.get_one(Place, code)


def lacking(session: Session, report: Report, on: date) -> tuple[Fault, ...]:
    """Why a report cannot be aired on a day as it stands: the missing decision, and all that a decision would miss."""
    try:
        cleared_material(session, report, on)
    except ClearanceRefused as error:
        found = list(error.faults)
    else:
        return ()
    standing = standing_clearance(session, report)
    wish = Wish(on)
    if standing is not None:
        wish = Wish(on, without=frozenset(standing.left_out), jigsaw_checked_by=standing.jigsaw_checked_by)
    try:
        clear(material_of(session, report), terms_of(session, report), wish)
    except ClearanceRefused as error:
        found += [one for one in error.faults if one not in found]
    return tuple(found)


def people_of(session: Session, report: Report) -> Iterator[PersonShown]:
    """The people of a report in its order, with every consent they gave for it or for all their reports."""
    rows = session.exec(
        select(Information, Source, Attachment)
        .join(Source)
        .outerjoin(Attachment, col(Information.attachment_id) == Attachment.id)
        .where(Information.report_id == report.id)
        .order_by(col(Information.rank), col(Information.id))
    ).all()
    for information, source, attachment in rows:
        yield PersonShown(
            code=source.code,
            sex=source.sex.value,
            role_km=source.role_km,
            role_en=source.role_en,
            anonymous_from=source.anonymous_from,
            minor=source.minor,
            wants_name=bool(source.name_on_air_km or source.name_on_air_en),
            quote_km=information.quote_km,
            quote_en=information.quote_en,
            recording_ms=attachment.milliseconds if attachment else None,
            consents=tuple(consents_of(session, source, report)),
        )


def consents_of(session: Session, source: Source, report: Report) -> Iterator[Agreed]:
    """A person's acts of consent that bear on a report, the oldest first."""
    rows = session.exec(
        select(Consent)
        .where(Consent.source_id == source.id)
        .where(or_(col(Consent.report_id) == report.id, col(Consent.report_id).is_(None)))
        .order_by(col(Consent.obtained_on), col(Consent.id))
    ).all()
    for consent in rows:
        scopes = session.exec(select(ConsentScope).where(ConsentScope.consent_id == consent.id))
        yield Agreed(
            scopes=tuple(sorted(f"{one.purpose.value}:{one.medium.value}" for one in scopes)),
            method=consent.method.value,
            obtained_on=consent.obtained_on,
            obtained_by=consent.obtained_by,
            subject=consent.interview_subject,
            expires_on=consent.expires_on,
            withdrawn_on=consent.withdrawn_on,
            status=consent.status.value,
        )


def local(studio: Studio, moment: datetime) -> datetime:
    """A moment where the show is made."""
    return moment.astimezone(studio.timezone)
