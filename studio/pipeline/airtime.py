"""Stations, slots, and the editions that their airtimes ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from studio.errors import Fault, NotFound, SettingsInvalid, fault
from studio.pipeline.editions import Settled, add_missing, settle
from studio.pipeline.opening import Studio
from studio.pipeline.overlaps import slot_overlaps
from studio.records.airtime import AirtimeSlot, SlotIn, Station, StationIn
from studio.records.episodes import Episode
from studio.records.kinds import ExceptionKind
from studio.scheduling.clocks.clock import read_clocks
from studio.scheduling.timing.recurrence import airtimes
from studio.scheduling.values import Clock
from studio.store import audit
from studio.store.engine import reading, writing
from studio.units import Ms, clock_text

SLUG = re.compile("(?=.{2,40}$)[a-z0-9]+(?:-[a-z0-9]+)*")
"""What names stations, slots and so editions: it becomes a folder and an address."""


@dataclass(frozen=True, slots=True)
class Airtime:
    """An edition with the slot and station it is for."""

    episode: Episode
    slot: AirtimeSlot
    station: Station

    @property
    def local_start(self) -> datetime:
        """When it starts, in the station's time zone."""
        return self.episode.starts_at.astimezone(ZoneInfo(self.slot.timezone))

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.episode.starts_at + timedelta(milliseconds=self.episode.length_ms)

    @property
    def deliver_by(self) -> datetime:
        """When the master has to be at the station, in the station's time zone."""
        return (self.episode.starts_at - timedelta(hours=self.slot.deliver_hours)).astimezone(
            ZoneInfo(self.slot.timezone)
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A slot as it was kept: whether it is another one now, and what became of its editions."""

    changed: bool
    editions: Settled


def keep_station(studio: Studio, wanted: StationIn) -> bool:
    """Add a station or change what it wants; whether anything changed. Raises SettingsInvalid with every fault."""
    SettingsInvalid.raise_if(station_faults(wanted))
    with writing(studio.engine) as session:
        found = session.exec(select(Station).where(Station.slug == wanted.slug)).first()
        changed = merged(session, found, Station.model_validate(wanted.model_dump()))
        if changed:
            audit.append(session, studio.now, studio.actor, "airtime.station-kept", wanted.slug, {"keys": changed})
    return bool(changed)


def keep_slot(studio: Studio, station_slug: str, wanted: SlotIn) -> bool:
    """Add airtime on a station or change it, as `change_slot` does; whether anything changed."""
    return change_slot(studio, station_slug, wanted).changed


def change_slot(studio: Studio, station_slug: str, wanted: SlotIn, *, with_built: bool = False) -> Kept:
    """Add airtime on a station or change it; editions to come move with it, built ones only where they are to.

    Raises NotFound, and SettingsInvalid with everything that could not be kept at the hour of the airtime.
    """
    faults = slot_faults(wanted, read_clocks(studio.workspace.scripts / "clocks"))
    with writing(studio.engine) as session:
        station = session.exec(select(Station).where(Station.slug == station_slug)).first()
        if station is None:
            raise NotFound(
                fault("ground.not-found", station_slug, kind="station", command="studio airtime list"), *faults
            )
        SettingsInvalid.raise_if([*faults, *make_good_faults(session, wanted, station)])
        found = session.exec(select(AirtimeSlot).where(AirtimeSlot.slug == wanted.slug)).first()
        changed = merged(session, found, AirtimeSlot(**wanted.model_dump(), station_id=station.id or 0))
        if changed:
            audit.append(session, studio.now, studio.actor, "airtime.slot-kept", wanted.slug, {"keys": changed})
        slot = session.exec(select(AirtimeSlot).where(AirtimeSlot.slug == wanted.slug)).one()
        SettingsInvalid.raise_if(slot_overlaps(session, studio, slot))
        settled = settle(session, studio, slot, with_built=with_built)
    return Kept(bool(changed or settled.changed), settled)


def station_faults(wanted: StationIn) -> list[Fault]:
    """What no station can be called, and what no listener could bear."""
    found = slug_faults(wanted.slug)
    if not -40 <= wanted.lufs <= -5:
        found.append(fault("pipeline.loudness-odd", wanted.slug, lufs=wanted.lufs))
    if not -9 <= wanted.dbtp <= 0:
        found.append(fault("pipeline.ceiling-odd", wanted.slug, dbtp=wanted.dbtp))
    return found


def slug_faults(slug: str) -> list[Fault]:
    """Why a slug cannot name a folder or an address."""
    return [] if SLUG.fullmatch(slug) else [fault("pipeline.slug-bad", slug)]


def slot_faults(wanted: SlotIn, clocks: Mapping[str, Clock]) -> list[Fault]:
    """Everything that keeps a slot from being planned: its name, its clock, its length, its rule, its time zone."""
    found = slug_faults(wanted.slug)
    clock = clocks.get(wanted.clock)
    if clock is None:
        found.append(fault("pipeline.clock-unknown", wanted.clock, known=", ".join(sorted(clocks))))
    elif clock.length != wanted.length_ms:
        lengths = {"slot": clock_text(Ms(wanted.length_ms)), "length": clock_text(clock.length)}
        found.append(fault("pipeline.clock-length", wanted.slug, clock=wanted.clock, **lengths))
    if wanted.price_cents < 0:
        found.append(fault("pipeline.price-negative", wanted.slug))
    try:
        day, length = wanted.first_on, Ms(wanted.length_ms)
        airtimes(wanted.slug, wanted.rrule, day, wanted.starts, wanted.timezone, length, day, day)
    except SettingsInvalid as error:
        found += error.faults
    return found


def make_good_faults(session: Session, wanted: SlotIn, station: Station) -> list[Fault]:
    """Why a slot cannot take the place of a lost airing: it costs something, or that edition is none to replace."""
    if not wanted.makes_good:
        return []
    found = replaced_faults(session, wanted.makes_good, station)
    return [*found, fault("pipeline.make-good-price", wanted.slug)] if wanted.price_cents > 0 else found


def replaced_faults(session: Session, slug: str, station: Station) -> list[Fault]:
    """Why an edition cannot be replaced on a station: it is not there, was not bought, or was on another one."""
    row = session.exec(
        select(Episode, AirtimeSlot)
        .join(AirtimeSlot, col(Episode.slot_id) == AirtimeSlot.id)
        .where(Episode.slug == slug)
    ).first()
    if row is None:
        return [fault("ground.not-found", slug, kind="episode", command="studio airtime list --all")]
    if row[0].makes_good or row[0].cancelled is ExceptionKind.OFF:
        return [fault("pipeline.make-good-unbought", slug)]
    return [fault("pipeline.make-good-elsewhere", slug)] if row[1].station_id != station.id else []


def merged(session: Session, found: Station | AirtimeSlot | None, wanted: Station | AirtimeSlot) -> list[str]:
    """Add a row, or give the one that is there the wanted values; the names of what changed, in order."""
    values = wanted.model_dump(exclude={"id"})
    if found is None:
        session.add(wanted)
        session.flush()
        return sorted(values)
    changed = {key: value for key, value in values.items() if getattr(found, key) != value}
    for key, value in changed.items():
        setattr(found, key, value)
    session.flush()
    return sorted(changed)


def make_editions(studio: Studio, until: datetime) -> list[str]:
    """An episode for every airtime from now until then; the slugs of the new ones. Doing it again makes none twice."""
    with writing(studio.engine) as session:
        slots = session.exec(select(AirtimeSlot).order_by(AirtimeSlot.slug)).all()
        return [one.slug for slot in slots for one in add_missing(session, studio, slot, until)]


def airtime_of(session: Session, slug: str) -> Airtime:
    """An edition by its slug. Raises NotFound."""
    row = session.exec(
        select(Episode, AirtimeSlot, Station)
        .join(AirtimeSlot, col(Episode.slot_id) == AirtimeSlot.id)
        .join(Station, col(AirtimeSlot.station_id) == Station.id)
        .where(Episode.slug == slug)
    ).first()
    if row is None:
        raise NotFound(fault("ground.not-found", slug, kind="episode", command="studio airtime list"))
    return Airtime(*row)


def to_come_or_over(studio: Studio, *, past: bool) -> Sequence[Airtime]:
    """The editions to come or on the air, the next one first; or those that are over, the latest first."""
    found = [one for one in coming(studio, every=True) if (one.ends_at <= studio.now) == past]
    return found[::-1] if past else found


def coming(studio: Studio, *, every: bool = False) -> Sequence[Airtime]:
    """The editions whose airtime is to come or not over, the next first; or all there are, cancelled ones too."""
    with reading(studio.engine) as session:
        rows = session.exec(
            select(Episode, AirtimeSlot, Station)
            .join(AirtimeSlot, col(Episode.slot_id) == AirtimeSlot.id)
            .join(Station, col(AirtimeSlot.station_id) == Station.id)
            .order_by(col(Episode.starts_at), Episode.slug)
        ).all()
        found = [Airtime(*row) for row in rows]
    return [one for one in found if every or (one.ends_at > studio.now and one.episode.cancelled is None)]
