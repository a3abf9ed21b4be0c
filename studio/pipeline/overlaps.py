"""Airtimes of one station that would be at the same time: bought twice, or promised twice."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice, pairwise

from sqlmodel import Session, col, select

from studio.errors import Fault, fault
from studio.pipeline.editions import Due, dues
from studio.pipeline.opening import Studio
from studio.records.airtime import AirtimeSlot, Station
from studio.records.episodes import Episode
from studio.units import Ms, delta

AHEAD = timedelta(days=366)
"""How far ahead the rules of two slots are held against each other."""


def overlaps(session: Session, slot: AirtimeSlot, due: Due) -> list[Fault]:
    """The editions that are on the same station at the same time as one airtime of a slot."""
    rows = session.exec(
        select(Episode, Station.slug)
        .join(AirtimeSlot, col(Episode.slot_id) == AirtimeSlot.id)
        .join(Station, col(AirtimeSlot.station_id) == Station.id)
        .where(AirtimeSlot.station_id == slot.station_id, col(Episode.cancelled).is_(None))
        .order_by(col(Episode.starts_at))
    ).all()
    end = due.starts_at + delta(due.length)
    return [
        fault("pipeline.airtime-overlaps", slot.slug, other=one.slug, station=station)
        for one, station in rows
        if not (one.slot_id == slot.id and one.airs_on == due.day)
        and one.starts_at < end
        and due.starts_at < one.starts_at + delta(Ms(one.length_ms))
    ]


def slot_overlaps(session: Session, studio: Studio, slot: AirtimeSlot) -> list[Fault]:
    """The airtimes of other slots of the station that some of a slot's own come into, the first of each."""
    station = session.get_one(Station, slot.station_id)
    others = session.exec(
        select(AirtimeSlot)
        .where(AirtimeSlot.station_id == slot.station_id, AirtimeSlot.id != slot.id)
        .order_by(AirtimeSlot.slug)
    ).all()
    own = [(one.starts_at, delta(one.length), True, one.day) for one in spans(session, studio, slot)]
    found = []
    for other in others:
        theirs = [(one.starts_at, delta(one.length), False, one.day) for one in spans(session, studio, other)]
        meeting = (
            pair
            for pair in pairwise(sorted([*own, *theirs]))
            if pair[1][0] < pair[0][0] + pair[0][1] and pair[0][2] != pair[1][2]
        )
        for pair in islice(meeting, 1):
            (day,) = [one[3] for one in pair if not one[2]]
            name = f"{day.isoformat()}-{other.slug}"
            found.append(fault("pipeline.airtime-overlaps", slot.slug, other=name, station=station.slug))
    return found


def spans(session: Session, studio: Studio, slot: AirtimeSlot) -> list[Due]:
    """The airtimes of a slot to come that are not off."""
    ahead = dues(session, slot, studio.now + AHEAD)
    return [one for one in ahead if one.cancelled is None and one.starts_at >= studio.now]
