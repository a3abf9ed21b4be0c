"""Editions and the airtimes they are for: where a slot's rule, its exceptions and what is built put each of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from studio.pipeline.opening import Studio
from studio.records.airtime import AirtimeException, AirtimeSlot
from studio.records.episodes import Airing, Build, Episode
from studio.records.kinds import AiringOutcome, ExceptionKind
from studio.scheduling.timing.recurrence import airtimes
from studio.store import audit
from studio.units import Ms

NEAR = timedelta(days=6)
"""How far an edition goes at most to find an airtime of a rule that was changed: within its week."""


@dataclass(frozen=True, slots=True)
class Due:
    """An airtime as it should be. day: the local date that the rule gives it; number: its place in the rule, from 1.

    length: in ms. cancelled: why nothing is aired.
    """

    day: date
    number: int
    starts_at: datetime
    length: Ms
    clock: str
    cancelled: ExceptionKind | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An edition whose airtime is another one now. before, after: its start; cancelled: it has none."""

    slug: str
    before: datetime
    after: datetime
    cancelled: ExceptionKind | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a slot's editions. changed: were moved, cancelled or taken up again; standing: are built, and
    stay at an airtime that the slot has no more."""

    changed: tuple[Change, ...] = ()
    standing: tuple[str, ...] = ()


def ruled(slot: AirtimeSlot, until: datetime) -> list[Due]:
    """Every airtime of a slot by its rule alone, from its first day on."""
    last = until.astimezone(ZoneInfo(slot.timezone)).date()
    if last < slot.first_on:
        return []
    length = Ms(slot.length_ms)
    found = airtimes(slot.slug, slot.rrule, slot.first_on, slot.starts, slot.timezone, length, slot.first_on, last)
    return [
        Due(one.starts_at.date(), number, one.starts_at, length, slot.clock)
        for number, one in enumerate(found, start=1)
    ]


def excepted(ruled: Due, exception: AirtimeException | None) -> Due:
    """An airtime as an exception has it."""
    if exception is None:
        return ruled
    if exception.kind is not ExceptionKind.MOVED:
        return Due(ruled.day, ruled.number, ruled.starts_at, ruled.length, ruled.clock, exception.kind)
    return Due(
        ruled.day,
        ruled.number,
        (exception.starts_at or ruled.starts_at).astimezone(ruled.starts_at.tzinfo),
        Ms(exception.length_ms or ruled.length),
        exception.clock or ruled.clock,
    )


def exceptions_of(session: Session, slot: AirtimeSlot) -> dict[date, AirtimeException]:
    """The exceptions of a slot by day."""
    rows = session.exec(select(AirtimeException).where(AirtimeException.slot_id == slot.id))
    return {one.day: one for one in rows}


def dues(session: Session, slot: AirtimeSlot, until: datetime) -> list[Due]:
    """Every airtime of a slot as rule and exceptions have it; those that are off, too."""
    exceptions = exceptions_of(session, slot)
    return [excepted(one, exceptions.get(one.day)) for one in ruled(slot, until)]


def slot_editions(session: Session, slot: AirtimeSlot) -> Sequence[Episode]:
    """The editions of a slot, the earliest first."""
    wanted = select(Episode).where(Episode.slot_id == slot.id)
    return session.exec(wanted.order_by(col(Episode.airs_on), Episode.slug)).all()


def add_missing(
    session: Session, studio: Studio, slot: AirtimeSlot, until: datetime, only: date | None = None
) -> list[Episode]:
    """An edition for every airtime to come, or that of one day, that has none, also where the station took it back;
    none where none was bought. A number is never given twice."""
    known = slot_editions(session, slot)
    days, numbers = {one.airs_on for one in known}, {one.number for one in known}
    slugs = set(session.exec(select(Episode.slug)).all())
    new = []
    for due in dues(session, slot, until):
        wanted = only in (None, due.day) and due.cancelled is not ExceptionKind.OFF
        if not wanted or due.starts_at < studio.now or due.day in days:
            continue
        slug = free_slug(f"{due.day.isoformat()}-{slot.slug}", slugs)
        new.append(edition_for(slot, due, slug, due.number if due.number not in numbers else max(numbers) + 1))
        numbers.add(new[-1].number)
        slugs.add(slug)
        session.add(new[-1])
    return new


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """A name for an edition that no other one has, also where one of that day was moved to another."""
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(one for one in names if one not in taken)


def edition_for(slot: AirtimeSlot, due: Due, slug: str, number: int) -> Episode:
    """A new edition, with what was agreed for its airtime."""
    return Episode(
        slug=slug,
        slot_id=slot.id or 0,
        number=number,
        starts_at=due.starts_at,
        length_ms=due.length,
        airs_on=due.day,
        clock=due.clock,
        price_cents=slot.price_cents,
        currency=slot.currency,
        makes_good=slot.makes_good,
        cancelled=due.cancelled,
    )


def moved(studio: Studio, session: Session, episode: Episode, due: Due, reason: str = "") -> Change | None:
    """Give an edition the airtime it should have, with its trace; None where it has it already."""
    before = (episode.starts_at, episode.length_ms, episode.clock, episode.cancelled)
    if before == (due.starts_at, due.length, due.clock, due.cancelled):
        return None
    action = "airtime.moved"
    if due.cancelled is not episode.cancelled:
        action = "airtime.cancelled" if due.cancelled else "airtime.restored"
    started = episode.starts_at
    episode.starts_at, episode.length_ms, episode.clock = due.starts_at, due.length, due.clock
    episode.cancelled = due.cancelled
    episode.changes += 1
    episode.changed_at = studio.now
    details = {"before": started.isoformat(), "after": due.starts_at.isoformat(), "length_ms": due.length}
    details |= {"reason": reason} if reason else {}
    audit.append(session, studio.now, studio.actor, action, episode.slug, details)
    return Change(episode.slug, started, due.starts_at, due.cancelled)


def settle(session: Session, studio: Studio, slot: AirtimeSlot, *, with_built: bool = False) -> Settled:
    """Bring the editions to come to the airtimes of a slot that was changed: each to its own day, else to the nearest
    free one within its week, else to none. Built ones stay where they are and are told, unless they are to move too."""
    aired = noted(session)
    coming = [one for one in slot_editions(session, slot) if one.starts_at > studio.now and one.id not in aired]
    if not coming:
        return Settled()
    built = built_ids(session)
    horizon = max(one.starts_at for one in coming) + NEAR + timedelta(days=1)
    by_day = {one.day: one for one in dues(session, slot, horizon) if one.starts_at > studio.now}
    homes = paired([one.airs_on for one in coming], by_day)
    changed, standing = [], []
    for episode in coming:
        home = homes.get(episode.airs_on)
        due = by_day[home] if home else homeless(episode)
        if episode.id in built and not with_built:
            standing += [episode.slug] if place(episode) != (due.starts_at, due.length, due.clock) else []
        elif change := moved(studio, session, episode, due):
            changed.append(change)
        episode.airs_on = home or episode.airs_on
        if not episode.makes_good:
            episode.price_cents, episode.currency = slot.price_cents, slot.currency
    return Settled(tuple(changed), tuple(standing))


def place(episode: Episode) -> tuple[datetime, int, str]:
    """When, how long, and by which clock an edition is aired."""
    return episode.starts_at, episode.length_ms, episode.clock


def homeless(episode: Episode) -> Due:
    """An edition for which no airtime is bought any more."""
    length = Ms(episode.length_ms)
    return Due(episode.airs_on, episode.number, episode.starts_at, length, episode.clock, ExceptionKind.OFF)


def paired(days: Sequence[date], free: Collection[date]) -> Mapping[date, date]:
    """For each day of an edition the day of its airtime: the same one, else the nearest that nobody else has."""
    found = {day: day for day in days if day in free}
    left = sorted(set(free) - set(found))
    for day in sorted(set(days) - set(found)):
        near = [one for one in left if abs(one - day) <= NEAR]
        if near:
            found[day] = min(near, key=lambda one: (abs(one - day), one))
            left.remove(found[day])
    return found


def built_ids(session: Session) -> set[int]:
    """The editions that were ever built."""
    return set(session.exec(select(Build.episode_id).distinct()).all())


def newest_airings(session: Session) -> dict[int, Airing]:
    """The note in force of what became of each edition, by the edition's number in the database."""
    newest = select(func.max(Airing.id)).group_by(col(Airing.episode_id))
    return {one.episode_id: one for one in session.exec(select(Airing).where(col(Airing.id).in_(newest)))}


def noted(session: Session) -> set[int]:
    """The editions of which it is known what became of them."""
    return {key for key, one in newest_airings(session).items() if one.outcome is not AiringOutcome.UNKNOWN}
