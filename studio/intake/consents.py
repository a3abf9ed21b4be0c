"""Records acts of consent once, ends what was withdrawn, and lets a later act take the place of an earlier one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from studio.intake.bulk import add_numbered, add_rows
from studio.intake.stored import agreement, batches, scopes_of
from studio.intake.submission import Agreement, Submission
from studio.intake.trail import Trace
from studio.records.consent import Consent, ConsentScope
from studio.records.kinds import ConsentStatus


def record_consents(
    session: Session, portion: Sequence[tuple[int, Submission]], source_ids: Mapping[str, int]
) -> list[Trace]:
    """Record what the submissions say of consent; what happened, for the audit chain.

    The same act again changes nothing. A withdrawal is never undone: an act from before it comes in as withdrawn.
    """
    told = [
        (own, person.code, one.report.root_uuid, person.consent)
        for own, one in portion
        for person in one.people
        if person.consent is not None
    ]
    stored = stored_acts(session, [source_ids[code] for _, code, _, _ in told])
    traces: list[Trace] = []
    fresh: list[tuple[int, str, str, Agreement, ConsentStatus]] = []
    for own, code, uuid, agreed in told:
        acts = [(consent, act) for consent, act in stored[source_ids[code]] if consent.report_id in (own, None)]
        same = [consent for consent, act in acts if act.act == agreed.act and consent.report_id == own]
        if same:
            if agreed.withdrawn_on is not None and same[0].withdrawn_on is None:
                traces.append(end(session, same[0], code, uuid, agreed.withdrawn_on))
            continue
        ended = withdrawn_after(acts, agreed)
        traces += [
            supersede(session, consent, code, uuid) for consent, act in acts if gives_way(consent, act, agreed, own)
        ]
        overtaken = any(
            consent.report_id == own and consent.status is ConsentStatus.ACTIVE and act.obtained_on > agreed.obtained_on
            for consent, act in acts
        )
        status = ConsentStatus.SUPERSEDED if overtaken else ConsentStatus.ACTIVE
        if ended is not None:
            status = ConsentStatus.WITHDRAWN
        fresh.append((own, code, uuid, replace(agreed, withdrawn_on=ended), status))
        traces.append(trace("consent.recorded", code, uuid, replace(agreed, withdrawn_on=ended), status))
        if agreed.withdrawn_on is not None:
            traces.append(Trace("consent.withdrawn", code, {"report": uuid, "on": agreed.withdrawn_on.isoformat()}))
    add_consents(session, fresh, source_ids)
    return traces


def stored_acts(session: Session, source_ids: Iterable[int]) -> dict[int, list[tuple[Consent, Agreement]]]:
    """Every stored act of consent of some people."""
    found: dict[int, list[tuple[Consent, Agreement]]] = defaultdict(list)
    consents = [
        consent
        for part in batches(sorted(set(source_ids)))
        for consent in session.exec(select(Consent).where(col(Consent.source_id).in_(part)).order_by(col(Consent.id)))
    ]
    scopes = scopes_of(session, [consent.id or 0 for consent in consents])
    for consent in consents:
        found[consent.source_id].append((consent, agreement(consent, scopes[consent.id or 0])))
    return found


def withdrawn_after(acts: Iterable[tuple[Consent, Agreement]], agreed: Agreement) -> date | None:
    """The day a consent ends: by its own withdrawal, or by one of the same person on that day or later."""
    days = [agreed.withdrawn_on, *(act.withdrawn_on for _, act in acts)]
    ends = [day for day in days if day is not None and day >= agreed.obtained_on]
    return min(ends, default=None)


def gives_way(consent: Consent, act: Agreement, agreed: Agreement, own: int) -> bool:
    """Whether a stored act for the same report is replaced by one of the same day or later."""
    earlier = act.obtained_on <= agreed.obtained_on
    return consent.report_id == own and consent.status is ConsentStatus.ACTIVE and earlier


def end(session: Session, consent: Consent, code: str, uuid: str, on: date) -> Trace:
    """Withdraw a stored consent."""
    consent.status, consent.withdrawn_on = ConsentStatus.WITHDRAWN, on
    session.add(consent)
    return Trace("consent.withdrawn", code, {"report": uuid, "consent": consent.id, "on": on.isoformat()})


def supersede(session: Session, consent: Consent, code: str, uuid: str) -> Trace:
    """Let a stored consent give way to a later one."""
    consent.status = ConsentStatus.SUPERSEDED
    session.add(consent)
    return Trace("consent.superseded", code, {"report": uuid, "consent": consent.id})


def trace(action: str, code: str, uuid: str, agreed: Agreement, status: ConsentStatus) -> Trace:
    """An act of consent for the audit chain."""
    details: dict[str, Any] = {
        "report": uuid,
        "scopes": sorted(f"{purpose.value}:{medium.value}" for purpose, medium in agreed.scopes),
        "method": agreed.method.value,
        "on": agreed.obtained_on.isoformat(),
        "by": agreed.obtained_by,
        "subject": agreed.subject,
        "expires": agreed.expires_on.isoformat() if agreed.expires_on else "",
        "status": status.value,
    }
    return Trace(action, code, details)


def add_consents(
    session: Session,
    fresh: Sequence[tuple[int, str, str, Agreement, ConsentStatus]],
    source_ids: Mapping[str, int],
) -> None:
    """Add acts of consent with their scopes."""
    rows = [
        {
            "source_id": source_ids[code],
            "report_id": own,
            "obtained_on": agreed.obtained_on,
            "obtained_by": agreed.obtained_by,
            "method": agreed.method,
            "language": agreed.language,
            "interview_subject": agreed.subject,
            "expires_on": agreed.expires_on,
            "status": status,
            "withdrawn_on": agreed.withdrawn_on,
            "reason": "",
        }
        for own, code, _, agreed, status in fresh
    ]
    scopes = [
        {"consent_id": consent_id, "purpose": purpose, "medium": medium}
        for consent_id, (_, _, _, agreed, _) in zip(add_numbered(session, Consent, rows), fresh, strict=True)
        for purpose, medium in sorted(agreed.scopes)
    ]
    add_rows(session, ConsentScope, scopes)
