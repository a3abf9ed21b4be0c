"""The Network: places, organizations."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON
from sqlmodel import Field

from studio.records.base import Record
from studio.records.kinds import ParticipantStatus, Sector


class Place(Record, table=True):
    """A province (2 digits), district (4 digits) or commune (6 digits) of Cambodia.

    Source: the gazetteer codes of the National Committee for Sub-National Democratic Development;
    the P-code is KH + code, ISO 3166-2 is KH- + the province number.
    """

    code: str = Field(primary_key=True, max_length=8)
    level: str = Field(index=True)
    unit_type: str = ""
    name_km: str
    name_en: str
    parent_code: str | None = Field(default=None, foreign_key="place.code", index=True)
    pcode: str
    iso: str | None = None


class OrganizationBase(Record):
    """A community or community-based organisation, as it describes itself."""

    code: str = Field(min_length=2, max_length=24, description="Short code, unique: BTB-01")
    name_km: str = Field(min_length=1)
    name_en: str = ""
    description_km: str = ""
    description_en: str = ""
    place_code: str = Field(foreign_key="place.code")
    sectors: list[Sector] = Field(default_factory=list, sa_type=JSON)
    members_total: int | None = Field(default=None, ge=0)
    members_women: int | None = Field(default=None, ge=0)
    members_youth: int | None = Field(default=None, ge=0)
    participant_status: ParticipantStatus = ParticipantStatus.IDENTIFIED
    joined_on: date | None = None
    directory_online: bool = False
    directory_print: bool = False


class Organization(OrganizationBase, table=True):
    """An organization as stored."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(index=True, unique=True)


class OrganizationIn(OrganizationBase):
    """An organization as it comes in, validated."""
