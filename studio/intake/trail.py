"""Audit events of one import, chained in one go: the same chain as studio.store.audit.append writes one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, text

from studio.intake.bulk import add_rows
from studio.records.audit import AuditEvent
from studio.store.audit import LOCK_KEY, head, link


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that happened: what, to whom by code, and figures or codes that say more."""

    action: str
    subject: str
    details: Mapping[str, object]


def append_all(session: Session, at: datetime, actor: str, traces: Sequence[Trace]) -> None:
    """Add events within the caller's transaction, in order. details hold codes and plain JSON values only."""
    if not traces:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
    seq, previous = head(session)
    rows = []
    for trace in traces:
        seq += 1
        digest = link(previous, seq, at, actor, trace.action, trace.subject, dict(trace.details))
        row = {"seq": seq, "at": at.astimezone(UTC), "actor": actor, "action": trace.action, "subject": trace.subject}
        rows.append(row | {"details": dict(trace.details), "previous": previous, "digest": digest})
        previous = digest
    add_rows(session, AuditEvent, rows)
