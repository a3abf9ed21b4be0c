"""The audit chain and the ledger of what is already made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from studio.records.base import Moment, Record


class AuditEvent(Record, table=True):
    """One change of consent, clearance, rundown or publication; each holds the digest of the one before."""

    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    actor: str
    action: str = Field(index=True)
    subject: str = Field(index=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous: str = Field(max_length=64)
    digest: str = Field(max_length=64)


class LedgerEntry(Record, table=True):
    """Something made: the key is the digest of stage, recipe version and inputs."""

    key: str = Field(primary_key=True, max_length=64)
    stage: str = Field(index=True)
    subject: str = Field(index=True)
    outputs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_at: datetime = Field(sa_type=Moment)
