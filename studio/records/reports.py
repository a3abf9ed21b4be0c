"""Reports: what a community did, told by it; its people by code; its attachments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field, UniqueConstraint

from studio.records.base import Moment, Record
from studio.records.kinds import (
    AnonymousFrom,
    Channel,
    Confidentiality,
    ReviewState,
    Scope,
    Sector,
    Sensitivity,
    Sex,
)


class ReportBase(Record):
    """An activity report. Source: HURIDOCS events standard formats; ODK for root_uuid and review."""

    root_uuid: str = Field(description="The idempotency key: the same report sent twice is one report")
    form_version: str = ""
    channel: Channel = Channel.FIELD
    submitted_at: datetime = Field(sa_type=Moment)
    language: str = "km"
    individual_or_joint: Scope = Scope.INDIVIDUAL
    event_title_km: str = ""
    event_title_en: str = ""
    initial_date: date
    final_date: date
    place_code: str = Field(foreign_key="place.code")
    event_description_km: str = ""
    event_description_en: str = ""
    impact_km: str = ""
    impact_en: str = ""
    message_km: str = ""
    message_en: str = ""
    sectors: list[Sector] = Field(default_factory=list, sa_type=JSON)
    rights_affected: list[str] = Field(default_factory=list, sa_type=JSON)
    reached_women: int | None = Field(default=None, ge=0)
    reached_men: int | None = Field(default=None, ge=0)
    confidentiality: Confidentiality = Confidentiality.RESTRICTED
    sensitivity: Sensitivity = Sensitivity.MEDIUM
    not_before: date | None = Field(default=None, description="Not to be aired before that day")
    expires_on: date | None = Field(default=None, description="Not to be aired after that day")
    together: str = Field(default="", max_length=80, description="The activity whose reports are aired together")


class Report(ReportBase, table=True):
    """A report as stored. receipt: what the sender is told; search_text: normal form for LIKE.

    duplicate_of: root_uuid of the report that is kept, where both tell the same.
    """

    id: int | None = Field(default=None, primary_key=True)
    root_uuid: str = Field(index=True, unique=True)
    receipt: str = Field(index=True, unique=True)
    review_state: ReviewState = Field(default=ReviewState.RECEIVED, index=True)
    digest: str = Field(description="SHA-256 of the canonical content: whether a merge changes anything")
    search_text: str = ""
    duplicate_of: str = Field(default="", max_length=80, index=True)


class ReportOrganization(Record, table=True):
    """Which organizations made a report; rank 0 speaks first."""

    report_id: int = Field(foreign_key="report.id", primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", primary_key=True)
    rank: int = 0


class SourceBase(Record):
    """A person behind a report, by code only.

    role: what may be heard instead of a name. name_on_air: only what the person wants to be called on air.
    """

    code: str = Field(min_length=2, max_length=24)
    sex: Sex = Sex.UNSTATED
    role_km: str = ""
    role_en: str = ""
    name_on_air_km: str = ""
    name_on_air_en: str = ""
    anonymous_from: AnonymousFrom = AnonymousFrom.PUBLIC
    minor: bool = False


class Source(SourceBase, table=True):
    """A source as stored. sealed_identity: age ciphertext, opened by the custodian alone."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(index=True, unique=True)
    sealed_identity: bytes | None = Field(default=None, sa_type=LargeBinary)


class Information(Record, table=True):
    """What one source gave to one report: the words, and the recording they were said in."""

    __table_args__ = (UniqueConstraint("report_id", "source_id"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    rank: int = 0
    quote_km: str = ""
    quote_en: str = ""
    attachment_id: int | None = Field(default=None, foreign_key="attachment.id")


class Attachment(Record, table=True):
    """A recording or picture of a report: the original sealed away, a clean working copy beside it.

    original, working: SHA-256 in the vault. warnings: fault codes of the sound.
    """

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    kind: str = "recording"
    label: str = ""
    codec: str = ""
    original: str = Field(max_length=64)
    working: str = Field(max_length=64)
    milliseconds: int = 0
    lufs: float | None = None
    dbtp: float | None = None
    warnings: list[str] = Field(default_factory=list, sa_type=JSON)
    review_on: date | None = None


class ReportComment(Record, table=True):
    """What the editor asked and what the sender answered."""

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    at: datetime = Field(sa_type=Moment)
    author: str
    text: str


class ReportChange(Record, table=True):
    """One merge or edit of a report: field → [before, after]."""

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    at: datetime = Field(sa_type=Moment)
    author: str
    fields: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
