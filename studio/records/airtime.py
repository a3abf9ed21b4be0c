"""Airtime: stations and the slots bought on them."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from studio.records.base import Moment, Record
from studio.records.kinds import ExceptionKind


class StationBase(Record):
    """A radio station and what it wants delivered: loudness in LUFS, ceiling in dBTP, a lossless codec."""

    slug: str
    name_km: str
    name_en: str
    lufs: float = -23.0
    dbtp: float = -1.0
    codec: str = "flac"
    contact: str = ""


class Station(StationBase, table=True):
    """A station as stored."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(index=True, unique=True)


class StationIn(StationBase):
    """A station as it comes in, validated."""


class SlotBase(Record):
    """Airtime bought week by week: an RRULE from a first day, a local start, a length, a clock.

    length_ms: the whole slot; hard_out_ms: the offset at which the station takes over whatever happens.
    price_cents: for one airing, in the currency's hundredths. deliver_hours: hours before airtime at which the master
    has to be at the station. presenters: who can be at the microphone; empty: everybody. makes_good: slug of the lost
    edition in whose place the station gives this airtime; empty: it is bought.
    """

    slug: str
    show: str
    clock: str
    language: str = "km"
    rrule: str = "FREQ=WEEKLY"
    first_on: date
    starts: time
    timezone: str = "Asia/Phnom_Penh"
    length_ms: int = Field(gt=0)
    hard_out_ms: int = Field(gt=0)
    price_cents: int = 0
    currency: str = Field(default="USD", min_length=3, max_length=3)
    deliver_hours: int = Field(default=24, ge=0, le=1000)
    presenters: list[str] = Field(default_factory=list, sa_type=JSON)
    makes_good: str = ""


class AirtimeSlot(SlotBase, table=True):
    """A slot as stored."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(index=True, unique=True)
    station_id: int = Field(foreign_key="station.id", index=True)


class SlotIn(SlotBase):
    """A slot as it comes in, validated."""


class ExceptionBase(Record):
    """One day on which a slot's airtime is not as its rule has it.

    day: the local date that the rule gives. starts_at, length_ms, clock: of an airtime that was moved; what is None or
    empty stays as the rule has it.
    """

    day: date
    kind: ExceptionKind
    starts_at: datetime | None = Field(default=None, sa_type=Moment)
    length_ms: int | None = Field(default=None, gt=0)
    clock: str = ""
    reason: str = Field(default="", max_length=200)


class AirtimeException(ExceptionBase, table=True):
    """An exception as stored; one a day and slot."""

    __table_args__ = (UniqueConstraint("slot_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    slot_id: int = Field(foreign_key="airtimeslot.id", index=True)
    made_at: datetime = Field(sa_type=Moment)
    made_by: str


class ExceptionIn(ExceptionBase):
    """An exception as it comes in, validated."""
