"""Airtimes of one station that would be at the same time: bought twice, or promised twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlmodel import Session, col, select

from studio.errors import Fault, fault
from studio.pipeline.editions import Due, dues
from studio.pipeline.opening import Studio
from studio.records.airtime import AirtimeSlot, Station
from studio.records.episodes import Episode
from studio.units import Ms, delta

AHEAD = timedelta(days=366)
"""How far ahead the rules of two slots are held against each other: from there an airtime can be moved back to now."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One airtime on the air, by when. day: the local date that the rule of its slot gives; edition: its name."""

    starts_at: datetime
    ends_at: datetime
    slot: str
    day: date
    edition: str


def overlaps(session: Session, studio: Studio, slot: AirtimeSlot, due: Due) -> list[Fault]:
    """The airtimes on the same station, with an edition or to get one, that one airtime of a slot would come into."""
    station = session.get_one(Station, slot.station_id)
    end = due.starts_at + delta(due.length)
    made = edition_spans(session, slot)
    known = {(one.slot, one.day) for one in made}
    asked = [
        one
        for other in slots_beside(session, slot, itself=True)
        for one in ruled_spans(session, studio, other, end + AHEAD)
        if (one.slot, one.day) not in known
    ]
    return [
        fault("pipeline.airtime-overlaps", slot.slug, other=one.edition, station=station.slug)
        for one in sorted([*made, *asked])
        if (one.slot, one.day) != (slot.slug, due.day) and one.starts_at < end and due.starts_at < one.ends_at
    ]


def slot_overlaps(session: Session, studio: Studio, slot: AirtimeSlot) -> list[Fault]:
    """The airtimes of other slots of the station that some of a slot's own come into, the first of each."""
    station = session.get_one(Station, slot.station_id)
    own = ruled_spans(session, studio, slot, studio.now + AHEAD)
    found = []
    for other in slots_beside(session, slot):
        theirs = ruled_spans(session, studio, other, studio.now + AHEAD)
        meeting = [pair for pair in pairwise(sorted([*own, *theirs])) if meet(*pair)]
        for pair in meeting[:1]:
            (one,) = [one for one in pair if one.slot == other.slug]
            found.append(fault("pipeline.airtime-overlaps", slot.slug, other=one.edition, station=station.slug))
    return found


def meet(earlier: Span, later: Span) -> bool:
    """Whether airtimes of two slots are at the same time."""
    return later.starts_at < earlier.ends_at and earlier.slot != later.slot


def slots_beside(session: Session, slot: AirtimeSlot, *, itself: bool = False) -> Sequence[AirtimeSlot]:
    """The slots of the same station, by name; with the slot itself where it is asked for."""
    wanted = select(AirtimeSlot).where(AirtimeSlot.station_id == slot.station_id).order_by(AirtimeSlot.slug)
    return [one for one in session.exec(wanted) if itself or one.id != slot.id]


def ruled_spans(session: Session, studio: Studio, slot: AirtimeSlot, until: datetime) -> list[Span]:
    """The airtimes of a slot to come that are not off, as rule and exceptions have them."""
    return [
        Span(one.starts_at, one.starts_at + delta(one.length), slot.slug, one.day, f"{one.day.isoformat()}-{slot.slug}")
        for one in dues(session, slot, until)
        if one.cancelled is None and one.starts_at >= studio.now
    ]


def edition_spans(session: Session, slot: AirtimeSlot) -> list[Span]:
    """The airtimes of the editions on the station of a slot, wherever their rules would have them now."""
    rows = session.exec(
        select(Episode, AirtimeSlot.slug)
        .join(AirtimeSlot, col(Episode.slot_id) == AirtimeSlot.id)
        .where(AirtimeSlot.station_id == slot.station_id, col(Episode.cancelled).is_(None))
    ).all()
    return [
        Span(one.starts_at, one.starts_at + delta(Ms(one.length_ms)), name, one.airs_on, one.slug) for one, name in rows
    ]
