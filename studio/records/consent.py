"""Consent per person, purpose and medium; clearance as it was decided."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON
from sqlmodel import Field

from studio.records.base import Moment, Record
from studio.records.kinds import ConsentMethod, ConsentStatus, Medium, Purpose


class ConsentBase(Record):
    """One act of consent. obtained_by is a staff code; a leader cannot consent for a member."""

    obtained_on: date
    obtained_by: str = ""
    method: ConsentMethod = ConsentMethod.ORAL_RECORDED
    language: str = "km"
    interview_subject: str = "individual"
    expires_on: date | None = None


class Consent(ConsentBase, table=True):
    """A consent as stored; withdrawn_on ends it."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    status: ConsentStatus = ConsentStatus.ACTIVE
    withdrawn_on: date | None = None
    reason: str = ""


class ConsentScope(Record, table=True):
    """What a consent covers: a purpose in a medium."""

    consent_id: int = Field(foreign_key="consent.id", primary_key=True)
    purpose: Purpose = Field(primary_key=True)
    medium: Medium = Field(primary_key=True)


class ClearanceRecord(Record, table=True):
    """A clearance as decided: what is covered by which consent, until when, and what was left out for it."""

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    decided_at: datetime = Field(sa_type=Moment)
    decided_by: str
    inputs: str = Field(max_length=64, description="SHA-256 of report and consents it was decided on")
    covered: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    left_out: list[str] = Field(default_factory=list, sa_type=JSON)
    usable_until: date | None = None
    jigsaw_checked_by: str = ""
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
