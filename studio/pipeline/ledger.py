"""The ledger: what is already made, by the digest of the stage, its recipe's version and everything that went in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from studio.records.audit import LedgerEntry
from studio.units import Digest, digest_of


def key(stage: str, version: int, inputs: object) -> Digest:
    """The digest that names a piece of work; inputs are plain values."""
    content = json.dumps([stage, version, inputs], ensure_ascii=False, sort_keys=True, default=str)
    return digest_of(content.encode())


def made(session: Session, wanted: Digest) -> Mapping[str, Any] | None:
    """What that work gave when it was done before; None where it was never done."""
    entry = session.get(LedgerEntry, wanted)
    return entry.outputs if entry else None


def keep(session: Session, done: Digest, stage: str, subject: str, outputs: Mapping[str, Any], at: datetime) -> None:
    """Remember finished work. Doing it twice is no fault."""
    session.merge(LedgerEntry(key=done, stage=stage, subject=subject, outputs=dict(outputs), made_at=at))
