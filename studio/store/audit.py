"""The audit chain: append-only, each event holding the digest of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from sqlmodel import Session, select, text

from studio.errors import Fault, fault
from studio.records.audit import AuditEvent
from studio.units import Digest, digest_of

GENESIS = "0" * 64
LOCK_KEY = 7_281_943


def link(previous: str, seq: int, at: datetime, actor: str, action: str, subject: str, details: object) -> Digest:
    """The digest of an event: SHA-256 of its canonical JSON with the digest before it."""
    content = [previous, seq, at.astimezone(UTC).isoformat(), actor, action, subject, details]
    return digest_of(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def append(
    session: Session, at: datetime, actor: str, action: str, subject: str, details: Mapping[str, object]
) -> AuditEvent:
    """Add an event within the caller's transaction, so that a change and its trace are one.

    details: codes and figures only; names and words of people never come here.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
    last = session.exec(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).first()  # type: ignore[attr-defined]
    previous, seq = (last.digest, last.seq + 1) if last else (GENESIS, 1)
    kept = json.loads(json.dumps(dict(details), default=str))
    event = AuditEvent(
        seq=seq,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        details=kept,
        previous=previous,
        digest=link(previous, seq, at, actor, action, subject, kept),
    )
    session.add(event)
    session.flush()
    return event


def head(session: Session) -> tuple[int, str]:
    """How many events there are, and the digest to publish: it vouches for all of them."""
    last = session.exec(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).first()  # type: ignore[attr-defined]
    return (last.seq, last.digest) if last else (0, GENESIS)


def stands(session: Session, seq: int, digest: str) -> bool:
    """Whether an event of a published head is still in the chain as it was."""
    event = session.get(AuditEvent, seq)
    return event is not None and event.digest == digest


def faults(session: Session, known: tuple[int, str] | None = None) -> Iterator[Fault]:
    """Read the whole chain and name each event that was changed, added or taken away.

    known: a head as it was published once. Without one, a chain that was cut off at its end, or written anew from
    some event on, looks whole.
    """
    previous, expected = GENESIS, 1
    if known and known != (0, GENESIS) and not stands(session, *known):
        yield fault("store.audit-broken", "auditevent", event=known[0], reason="it is not the one that was published")
    for event in session.exec(select(AuditEvent).order_by(AuditEvent.seq)):  # type: ignore[arg-type]
        if event.seq != expected:
            yield fault("store.audit-broken", "auditevent", event=event.seq, reason=f"expected number {expected}")
        if event.previous != previous:
            yield fault("store.audit-broken", "auditevent", event=event.seq, reason="does not follow the one before")
        found = link(event.previous, event.seq, event.at, event.actor, event.action, event.subject, event.details)
        if found != event.digest:
            yield fault("store.audit-broken", "auditevent", event=event.seq, reason="its content was changed")
        previous, expected = event.digest, event.seq + 1
