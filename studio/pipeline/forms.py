"""Forms that were sent: each is done once, however often it comes."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, delete

from studio.accounts.tokens import kept
from studio.pipeline.opening import Studio
from studio.records.accounts import FormSent
from studio.store.engine import reading, writing

KEPT = timedelta(days=2)
"""How long it is known that a form was sent."""


def begun(studio: Studio, token: str) -> str | None:
    """Where a form that was sent before has led to; None for a new one, and for one without a token."""
    if not token:
        return None
    with reading(studio.engine) as session:
        found = session.get(FormSent, kept(token))
    return found.answer if found and found.sent_by == studio.actor else None


def answered(studio: Studio, token: str, answer: str) -> None:
    """Keep where a form has led to. answer: an address of this site."""
    if not token:
        return
    with writing(studio.engine) as session:
        session.exec(delete(FormSent).where(col(FormSent.sent_at) < studio.now - KEPT))
        session.merge(FormSent(token=kept(token), sent_by=studio.actor, sent_at=studio.now, answer=answer))
