"""Days on which an airtime is not as its slot's rule has it: off, taken back by the station, or moved; and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from studio.errors import Fault, NotFound, SettingsInvalid, fault
from studio.pipeline.editions import (
    Change,
    Due,
    add_missing,
    excepted,
    exceptions_of,
    homeless,
    moved,
    noted,
    ruled,
    slot_editions,
)
from studio.pipeline.opening import Studio
from studio.pipeline.overlaps import overlaps
from studio.records.airtime import AirtimeException, AirtimeSlot, ExceptionIn
from studio.records.kinds import ExceptionKind
from studio.scheduling.clocks.clock import read_clocks
from studio.store import audit
from studio.store.engine import reading, writing
from studio.units import Ms, clock_text

AROUND = timedelta(days=15)
FAR = timedelta(days=366)
"""As far as an airtime is moved at most."""
"""How far around a day that has no airtime others are named."""


@dataclass(frozen=True, slots=True)
class Excepted:
    """An exception as it was kept or undone. changed: whether it is another one now; edition: what moved, if any."""

    changed: bool
    edition: Change | None = None


def local_moment(slot: AirtimeSlot, naive: datetime) -> datetime:
    """A local time of a slot as a moment; one that a change of offset skips lies as long after it."""
    return naive.replace(tzinfo=ZoneInfo(slot.timezone))


def slot_of(session: Session, slug: str) -> AirtimeSlot:
    """A slot by its slug. Raises NotFound."""
    slot = session.exec(select(AirtimeSlot).where(AirtimeSlot.slug == slug)).first()
    if slot is None:
        raise NotFound(fault("ground.not-found", slug, kind="airtime slot", command="studio airtime list"))
    return slot


def keep_exception(studio: Studio, slot_slug: str, wanted: ExceptionIn) -> Excepted:
    """Keep that a slot's airtime of a day is off, taken back or moved; its edition goes with it, under its name.

    starts_at of what is wanted may be naive: it is the slot's local time then.
    Raises NotFound, and SettingsInvalid with everything that speaks against it.
    """
    clocks = {name: one.length for name, one in read_clocks(studio.workspace.scripts / "clocks").items()}
    with writing(studio.engine) as session:
        slot = slot_of(session, slot_slug)
        SettingsInvalid.raise_if(too_far(slot_slug, wanted))
        if wanted.starts_at is not None and wanted.starts_at.tzinfo is None:
            wanted = wanted.model_copy(update={"starts_at": local_moment(slot, wanted.starts_at)})
        found = exceptions_of(session, slot).get(wanted.day)
        row = AirtimeException(**wanted.model_dump(), slot_id=slot.id or 0, made_at=studio.now, made_by=studio.actor)
        rule = rule_of(slot, wanted.day)
        SettingsInvalid.raise_if(
            [fault("pipeline.exception-no-airtime", slot_slug, day=wanted.day.isoformat(), near=near(slot, wanted.day))]
            if rule is None
            else exception_faults(session, studio, slot, excepted(rule, row), row, clocks)
        )
        if found is not None and found.model_dump(include=SAID) == row.model_dump(include=SAID):
            return Excepted(False)
        if found is not None:
            session.delete(found)
            session.flush()
        session.add(row)
        session.flush()
        details = {"day": wanted.day.isoformat(), "kind": wanted.kind.value}
        audit.append(session, studio.now, studio.actor, "airtime.excepted", slot_slug, details)
        assert rule is not None
        return Excepted(True, follow(session, studio, slot, wanted.day, excepted(rule, row), wanted.reason))


def too_far(slot: str, wanted: ExceptionIn) -> list[Fault]:
    """That an airtime is moved to where nobody would call it the same one any more."""
    start = wanted.starts_at
    if start is None or abs(start.date() - wanted.day) <= FAR:
        return []
    return [fault("pipeline.exception-far", slot, day=wanted.day.isoformat(), starts=start.date().isoformat())]


SAID = {"day", "kind", "starts_at", "length_ms", "clock", "reason"}


def follow(
    session: Session, studio: Studio, slot: AirtimeSlot, day: date, due: Due | None, reason: str = ""
) -> Change | None:
    """Bring the edition of a day to its airtime; one that the station took back gets an edition to be made good."""
    found = [one for one in slot_editions(session, slot) if one.airs_on == day]
    if not found and due is not None and due.cancelled is ExceptionKind.PRE_EMPTED:
        add_missing(session, studio, slot, due.starts_at, day)
    changes = [moved(studio, session, one, due or homeless(one), reason) for one in found]
    return next((one for one in changes if one), None)


def undo_exception(studio: Studio, slot_slug: str, day: date) -> Excepted:
    """Take an exception back: the airtime is as the rule has it again, and so is its edition.

    Raises NotFound where there is none, SettingsInvalid where it is known already what became of the edition, or
    another edition is on the air at that time now.
    """
    with writing(studio.engine) as session:
        slot = slot_of(session, slot_slug)
        found = exceptions_of(session, slot).get(day)
        if found is None:
            where = f"{slot_slug} {day.isoformat()}"
            command = f"studio airtime exceptions {slot_slug}"
            raise NotFound(fault("ground.not-found", where, kind="exception", command=command))
        rule = rule_of(slot, day)
        faults = aired_faults(session, slot, day)
        if rule is not None and rule.starts_at >= studio.now:
            faults += overlaps(session, studio, slot, rule)
        SettingsInvalid.raise_if(faults)
        session.delete(found)
        session.flush()
        details = {"day": day.isoformat(), "kind": found.kind.value}
        audit.append(session, studio.now, studio.actor, "airtime.exception-undone", slot_slug, details)
        return Excepted(True, follow(session, studio, slot, day, rule))


def exceptions(studio: Studio, slot_slug: str = "") -> Sequence[tuple[AirtimeSlot, AirtimeException]]:
    """Every exception, or those of one slot, by day. Raises NotFound."""
    with reading(studio.engine) as session:
        if slot_slug:
            slot_of(session, slot_slug)
        rows = session.exec(
            select(AirtimeSlot, AirtimeException)
            .join(AirtimeException, col(AirtimeException.slot_id) == AirtimeSlot.id)
            .order_by(col(AirtimeException.day), AirtimeSlot.slug)
        ).all()
    return [(slot, one) for slot, one in rows if slot_slug in ("", slot.slug)]


def rule_of(slot: AirtimeSlot, day: date) -> Due | None:
    """The airtime that the rule gives a day; None where it gives none."""
    until = datetime.combine(day, datetime.max.time(), ZoneInfo(slot.timezone))
    return next((one for one in ruled(slot, until) if one.day == day), None)


def near(slot: AirtimeSlot, day: date) -> str:
    """The days around one on which there is an airtime."""
    until = datetime.combine(day + AROUND, datetime.min.time(), ZoneInfo(slot.timezone))
    days = [one.day for one in ruled(slot, until) if abs(one.day - day) < AROUND]
    return ", ".join(one.isoformat() for one in days) or "–"


def aired_faults(session: Session, slot: AirtimeSlot, day: date) -> list[Fault]:
    """Whether it is known already what became of the edition of a day: it cannot be moved any more."""
    done = noted(session)
    return [
        fault("pipeline.aired-already", one.slug)
        for one in slot_editions(session, slot)
        if one.airs_on == day and one.id in done
    ]


def exception_faults(
    session: Session, studio: Studio, slot: AirtimeSlot, due: Due, row: AirtimeException, clocks: dict[str, Ms]
) -> list[Fault]:
    """Everything that speaks against an exception."""
    found = aired_faults(session, slot, row.day)
    if row.kind is not ExceptionKind.MOVED:
        return found
    if row.starts_at is None and row.length_ms is None and not row.clock:
        found.append(fault("pipeline.exception-empty", slot.slug, day=row.day.isoformat()))
    if due.clock not in clocks:
        found.append(fault("pipeline.clock-unknown", due.clock, known=", ".join(sorted(clocks))))
    elif clocks[due.clock] != due.length:
        lengths = {"slot": clock_text(due.length), "length": clock_text(clocks[due.clock])}
        found.append(fault("pipeline.clock-length", slot.slug, clock=due.clock, **lengths))
    if row.starts_at is not None and row.starts_at < studio.now:
        found.append(fault("pipeline.exception-past", slot.slug, starts=row.starts_at.isoformat()))
    return found + overlaps(session, studio, slot, due)
