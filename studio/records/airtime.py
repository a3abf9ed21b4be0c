"""Airtime: stations and the slots bought on them."""

from __future__ import annotations

from datetime import date, time

from sqlmodel import Field

from studio.records.base import Record


class StationBase(Record):
    """A radio station and what it wants delivered: loudness in LUFS, ceiling in dBTP, a lossless codec."""

    slug: str = Field(min_length=2, max_length=40)
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
    price_cents: for one airing, in the currency's hundredths.
    """

    slug: str = Field(min_length=2, max_length=40)
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
    currency: str = "USD"


class AirtimeSlot(SlotBase, table=True):
    """A slot as stored."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(index=True, unique=True)
    station_id: int = Field(foreign_key="station.id", index=True)


class SlotIn(SlotBase):
    """A slot as it comes in, validated."""
