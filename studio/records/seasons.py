"""Seasons: plans of many airtimes, and what communities were promised."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from studio.records.base import Moment, Record


class SeasonPlan(Record, table=True):
    """One version of a plan of many airtimes; the newest that was published is what rundowns keep.

    since, until: the local days it was made for. inputs: SHA-256 of everything that decided it. text: the plan as JSON.
    """

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    since: date
    until: date
    seed: int
    inputs: str = Field(max_length=64)
    text: str
    made_at: datetime = Field(sa_type=Moment)
    made_by: str
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    published_by: str = ""


class CommunityPromise(Record, table=True):
    """A community was told that it would be heard by a day, due_on. removed_at: it was taken back."""

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    due_on: date
    note: str = ""
    made_at: datetime = Field(sa_type=Moment)
    made_by: str
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
