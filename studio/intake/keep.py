"""Writes submissions into the database within the caller's transaction: reports, people, sealed names, consents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from studio.errors import Fault, NotFound, fault
from studio.intake.bulk import add_keyed, add_rows
from studio.intake.consents import record_consents
from studio.intake.merge import Merge, Standing, Verdict, merge, reviewed
from studio.intake.people_kept import keep_people
from studio.intake.receipts import receipt_of
from studio.intake.revise import revise
from studio.intake.stored import batches, standing
from studio.intake.submission import Submission
from studio.intake.trail import Trace, append_all
from studio.records.kinds import ReviewState
from studio.records.network import Organization
from studio.records.reports import Attachment, Information, Report, ReportBase, ReportOrganization, Source
from studio.units import Dbtp, Digest, Lufs, Ms

PORTION = 200
"""Reports written at once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a keep did. report_ids: by root_uuid, of every submission. recordings: report, source code, relative path.

    consents: how many acts of consent were new; withdrawn: how many ended. warnings: what was not done, and why.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    consents: int = 0
    withdrawn: int = 0
    report_ids: Mapping[str, int] = field(default_factory=dict)
    recordings: tuple[tuple[int, str, str], ...] = ()
    warnings: tuple[Fault, ...] = ()

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.consents + other.consents,
            self.withdrawn + other.withdrawn,
            {**self.report_ids, **other.report_ids},
            self.recordings + other.recordings,
            self.warnings + other.warnings,
        )


def keep(
    session: Session,
    submissions: Iterable[Submission],
    now: datetime,
    actor: str,
    recipients: Sequence[str],
    existing: Mapping[str, Standing] | None = None,
) -> Kept:
    """Keep reports: new ones are added, changed ones revised, unchanged ones left; their consents recorded once.

    Everything happens in the caller's transaction, in batches. existing: what is stored of them, where the caller knows
    it already. Raises StoreFault where a real name came in and there is no custodian's key to seal it with.
    """
    kept = Kept()
    portion: dict[str, Submission] = {}
    for submission in submissions:
        if len(portion) == PORTION or submission.report.root_uuid in portion:
            kept += _keep_portion(session, list(portion.values()), now, actor, recipients, existing)
            portion = {}
        portion[submission.report.root_uuid] = submission
    return kept + _keep_portion(session, list(portion.values()), now, actor, recipients, existing) if portion else kept


def _keep_portion(
    session: Session,
    portion: Sequence[Submission],
    now: datetime,
    actor: str,
    recipients: Sequence[str],
    existing: Mapping[str, Standing] | None,
) -> Kept:
    uuids = [one.report.root_uuid for one in portion]
    stored = existing if existing is not None else standing(session, uuids, [one.digest for one in portion])
    merges = [merge(one, stored.get(one.report.root_uuid)) for one in portion]
    ids = {uuid: stored[uuid].report_id for uuid in uuids if uuid in stored}
    fresh = [one for one, verdict in zip(portion, merges, strict=True) if verdict.verdict is Verdict.NEW]
    ids |= add_reports(session, fresh)
    revised = [
        (ids[one.report.root_uuid], one, verdict)
        for one, verdict in zip(portion, merges, strict=True)
        if verdict.verdict is Verdict.CHANGED
    ]
    written = [(ids[one.report.root_uuid], one) for one in fresh] + [(own, one) for own, one, _ in revised]
    source_ids, traces, warnings = keep_people(session, written, portion, recipients)
    add_words(session, [(ids[one.report.root_uuid], one) for one in fresh], source_ids)
    organizations = organization_ids(session, {code for one in portion for code in one.organizations})
    add_organizations(session, [(ids[one.report.root_uuid], one) for one in fresh], organizations)
    for own, one, verdict in revised:
        revise(session, own, one, verdict, source_ids, organizations, now, actor)
    acts = record_consents(session, [(ids[one.report.root_uuid], one) for one in portion], source_ids)
    append_all(session, now, actor, [*traces, *acts])
    return Kept(
        new=len(fresh),
        changed=len(revised),
        unchanged=len(portion) - len(fresh) - len(revised),
        consents=count(acts, "consent.recorded"),
        withdrawn=count(acts, "consent.withdrawn"),
        report_ids=ids,
        recordings=tuple((ids[one.report.root_uuid], code, path) for one in portion for code, path in one.recordings),
        warnings=(*stale_warnings(portion, merges), *warnings),
    )


def count(traces: Iterable[Trace], action: str) -> int:
    """How many of the traces are of that action."""
    return sum(trace.action == action for trace in traces)


def stale_warnings(portion: Sequence[Submission], merges: Sequence[Merge]) -> list[Fault]:
    """A word about each report that came in older than what is stored."""
    return [
        fault("intake.report-stale", one.report.root_uuid, line=one.line)
        for one, verdict in zip(portion, merges, strict=True)
        if verdict.stale
    ]


def add_reports(session: Session, fresh: Sequence[Submission]) -> dict[str, int]:
    """Add new reports; their ids by root_uuid."""
    uuids = [one.report.root_uuid for one in fresh]
    receipts = free_receipts(session, uuids)
    rows = [row_of(one, receipts[one.report.root_uuid]) for one in fresh]
    return add_keyed(session, Report, rows, "root_uuid")


def row_of(one: Submission, receipt: str) -> dict[str, Any]:
    """The row of a new report."""
    fields = {name: getattr(one.report, name) for name in ReportBase.model_fields}
    own = {"receipt": receipt, "digest": one.digest, "search_text": one.search_text}
    return fields | own | {"review_state": ReviewState.RECEIVED}


def free_receipts(session: Session, uuids: Sequence[str]) -> dict[str, str]:
    """A receipt for each new report that no other one has."""
    chosen: dict[str, str] = {}
    attempt = 0
    waiting = list(uuids)
    while waiting:
        wished = {uuid: receipt_of(uuid, attempt) for uuid in waiting}
        taken = set(chosen.values())
        taken |= set(session.exec(select(Report.receipt).where(col(Report.receipt).in_(set(wished.values())))))
        for uuid, receipt in wished.items():
            if receipt not in taken:
                chosen[uuid] = receipt
                taken.add(receipt)
        waiting = [uuid for uuid in waiting if uuid not in chosen]
        attempt += 1
    return chosen


def organization_ids(session: Session, codes: Iterable[str]) -> dict[str, int]:
    """The ids of organizations by code. Raises NotFound for those that are not there."""
    wanted = sorted(set(codes))
    found: dict[str, int] = {}
    for part in batches(wanted):
        rows = session.exec(select(Organization.code, Organization.id).where(col(Organization.code).in_(part)))
        found |= {code: own for code, own in rows if own is not None}
    NotFound.raise_if(
        fault("ground.not-found", code, kind="organization", command="studio org list")
        for code in wanted
        if code not in found
    )
    return found


def add_organizations(session: Session, fresh: Sequence[tuple[int, Submission]], ids: Mapping[str, int]) -> None:
    """Note which organizations made the new reports."""
    rows = [
        {"report_id": own, "organization_id": ids[code], "rank": rank}
        for own, one in fresh
        for rank, code in enumerate(one.organizations)
    ]
    add_rows(session, ReportOrganization, rows)


def add_words(session: Session, fresh: Sequence[tuple[int, Submission]], source_ids: Mapping[str, int]) -> None:
    """Add what each person said in the new reports."""
    rows = [
        {
            "report_id": own,
            "source_id": source_ids[person.code],
            "rank": rank,
            "quote_km": person.quote_km,
            "quote_en": person.quote_en,
            "attachment_id": None,
        }
        for own, one in fresh
        for rank, person in enumerate(one.people)
    ]
    add_rows(session, Information, rows)


def attach(
    session: Session,
    report_id: int,
    source_code: str,
    *,
    label: str,
    codec: str,
    original: Digest,
    working: Digest,
    ms: Ms,
    lufs: Lufs | None,
    dbtp: Dbtp | None,
    warnings: Sequence[str] = (),
    review_on: date | None = None,
) -> int:
    """Attach a person's recording to a report; the attachment's id. The same recording again is the same attachment.

    original, working: digests in the vault. ms: decoded length. Another recording than before takes the report out of
    its approval. Raises NotFound where that person has no part in the report.
    """
    information = session.exec(
        select(Information)
        .join(Source, col(Source.id) == col(Information.source_id))
        .where(col(Information.report_id) == report_id, col(Source.code) == source_code)
    ).first()
    report = session.get(Report, report_id)
    if information is None or report is None:
        raise NotFound(fault("ground.not-found", source_code, kind="source", command="studio report show"))
    before = session.get(Attachment, information.attachment_id) if information.attachment_id else None
    kept = before if before is not None and before.original == original else None
    if kept is None:
        kept = Attachment(report_id=report_id, original=original, working=working)
        if before is not None:
            report.review_state = reviewed(report.review_state)
    kept.label, kept.codec, kept.working = label, codec, working
    kept.milliseconds, kept.lufs, kept.dbtp = ms, lufs, dbtp
    kept.warnings, kept.review_on = list(warnings), review_on
    session.add_all([kept, report])
    session.flush()
    information.attachment_id = kept.id
    session.add(information)
    session.flush()
    return kept.id or 0
