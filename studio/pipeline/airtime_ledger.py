"""The ledger of airtime: minutes bought, planned, aired, lost and made good, and their cost, by station and month.

What is bought is aired, lost, or open (to come, or nobody knows yet): to the millisecond and to the hundredth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from studio.errors import NotFound, fault
from studio.pipeline.airtime import Airtime
from studio.pipeline.editions import Due, dues, newest_airings, paired, slot_editions
from studio.pipeline.heard import heard_ms
from studio.pipeline.opening import Studio
from studio.records.airtime import AirtimeSlot, Station
from studio.records.episodes import Airing, Episode, Rundown, RundownPosition
from studio.records.kinds import ExceptionKind
from studio.scheduling.values import ZERO
from studio.store.engine import reading
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Account:
    """Airtime of a station in a month. Lengths in ms, money in hundredths of the currency, whole numbers.

    bought = aired + lost + open, and so is cost. planned: of what is bought, what a rundown stands for. made_good: of
    what is lost, what the station aired in its place, in whatever month; its airtime is not bought.
    """

    month: str
    station: str
    currency: str
    airtimes: int = 0
    bought: int = 0
    planned: int = 0
    aired: int = 0
    lost: int = 0
    open: int = 0
    made_good: int = 0
    cost: int = 0
    cost_aired: int = 0
    cost_lost: int = 0
    cost_open: int = 0
    cost_made_good: int = 0

    @property
    def owed(self) -> int:
        """What was lost and not made good, in ms."""
        return self.lost - self.made_good

    @property
    def cost_owed(self) -> int:
        """What was paid for airtime that was lost and not made good, in hundredths."""
        return self.cost_lost - self.cost_made_good


SUMS = tuple(one.name for one in fields(Account) if one.name not in ("month", "station", "currency"))


@dataclass(frozen=True, slots=True)
class Bought:
    """One airtime as an account sees it. length, planned, heard, good: in ms; heard None: nobody knows; good: what was
    aired in its place. price: in hundredths."""

    month: str
    station: str
    currency: str
    length: Ms
    price: int
    planned: Ms = ZERO
    heard: Ms | None = None
    good: Ms = ZERO


def account(one: Bought) -> Account:
    """The account of one airtime."""
    plain = Account(one.month, one.station, one.currency, 1, one.length, min(one.planned, one.length), cost=one.price)
    if one.heard is None:
        return replace(plain, open=one.length, cost_open=one.price)
    lost = max(one.length - one.heard, 0)
    made_good = min(one.good, lost)
    cost_lost = part(one.price, lost, one.length)
    return replace(
        plain,
        aired=one.length - lost,
        lost=lost,
        made_good=made_good,
        cost_aired=one.price - cost_lost,
        cost_lost=cost_lost,
        cost_made_good=part(cost_lost, made_good, lost),
    )


def part(whole: int, share: int, of: int) -> int:
    """A share of an amount in whole hundredths, halves rounded up."""
    return (2 * whole * share + of) // (2 * of) if of else 0


def summed(accounts: Iterable[Account]) -> list[Account]:
    """Accounts by month, station and currency, in that order."""
    found: dict[tuple[str, str, str], Account] = {}
    for one in accounts:
        key = (one.month, one.station, one.currency)
        before = found.get(key, Account(*key))
        found[key] = replace(before, **{name: getattr(before, name) + getattr(one, name) for name in SUMS})
    return [found[key] for key in sorted(found)]


def airtime_ledger(studio: Studio, month: str = "", station: str = "") -> list[Account]:
    """Every account, or those of one month ("2012-05") or one station.

    An airtime counts in the month in which it lies, in its own time zone. Airtimes without an edition are bought, too,
    from the first day of their slot up to the end of the month, or of the last month with an edition, this one at
    least. Raises NotFound: no such station.
    """
    with reading(studio.engine) as session:
        if station and session.exec(select(Station.id).where(Station.slug == station)).first() is None:
            raise NotFound(fault("ground.not-found", station, kind="station", command="studio airtime list"))
        found = bought(session) + unmade(session, studio, month)
    accounts = summed(account(one) for one in found)
    return [one for one in accounts if month in ("", one.month) and station in ("", one.station)]


def bought(session: Session) -> list[Bought]:
    """Every edition's airtime that was bought."""
    rows = session.exec(
        select(Episode, AirtimeSlot, Station)
        .join(AirtimeSlot, col(Episode.slot_id) == AirtimeSlot.id)
        .join(Station, col(AirtimeSlot.station_id) == Station.id)
    ).all()
    airings, planned = newest_airings(session), planned_ends(session)
    found = [Airtime(*row) for row in rows]
    good = made_good(found, airings)
    return [
        Bought(
            month=f"{one.local_start:%Y-%m}",
            station=one.station.slug,
            currency=one.episode.currency,
            length=Ms(one.episode.length_ms),
            price=one.episode.price_cents,
            planned=Ms(0) if one.episode.cancelled else planned.get(one.episode.id or 0, Ms(0)),
            heard=heard_of(one, airings),
            good=good.get(one.episode.slug, Ms(0)),
        )
        for one in found
        if one.episode.cancelled is not ExceptionKind.OFF and not one.episode.makes_good
    ]


def heard_of(airtime: Airtime, airings: Mapping[int, Airing]) -> Ms | None:
    """How much of an edition was heard, in ms: nothing where its airtime was taken back; None where nobody knows."""
    if airtime.episode.cancelled is not None:
        return Ms(0)
    airing = airings.get(airtime.episode.id or 0)
    return heard_ms(airing) if airing else None


def made_good(found: Sequence[Airtime], airings: Mapping[int, Airing]) -> dict[str, Ms]:
    """How much was aired in the place of each lost edition, by its slug, in ms."""
    good: dict[str, Ms] = {}
    for one in found:
        if one.episode.makes_good:
            heard = heard_of(one, airings) or Ms(0)
            good[one.episode.makes_good] = Ms(good.get(one.episode.makes_good, 0) + heard)
    return good


def planned_ends(session: Session) -> dict[int, Ms]:
    """Where the last entry of each edition's rundown in force ends, by the edition's number in the database, in ms."""
    newest = select(func.max(Rundown.id)).group_by(col(Rundown.episode_id))
    rows = session.exec(
        select(col(Rundown.episode_id), func.max(col(RundownPosition.start_ms) + col(RundownPosition.planned_ms)))
        .join(Rundown, col(RundownPosition.rundown_id) == Rundown.id)
        .where(col(Rundown.id).in_(newest))
        .group_by(col(Rundown.episode_id))
    ).all()
    return {episode: Ms(end) for episode, end in rows}


def unmade(session: Session, studio: Studio, month: str) -> list[Bought]:
    """Airtimes that were bought and have no edition: those to come, and those that went by without one.

    What became of one that went by nobody knows: it stays open; one that the station took back is lost.
    """
    rows = session.exec(select(AirtimeSlot, Station).join(Station, col(AirtimeSlot.station_id) == Station.id)).all()
    last = session.exec(select(func.max(Episode.starts_at))).one()
    found = []
    for slot, station in rows:
        zone = ZoneInfo(slot.timezone)
        latest = max(studio.now, last or studio.now)
        end = month_end(month or f"{latest.astimezone(zone):%Y-%m}", zone)
        for due in alone(session, slot, end) if not slot.makes_good else ():
            local = due.starts_at.astimezone(zone)
            one = Bought(f"{local:%Y-%m}", station.slug, slot.currency, due.length, slot.price_cents)
            found.append(replace(one, heard=Ms(0)) if due.cancelled else one)
    return found


def alone(session: Session, slot: AirtimeSlot, end: datetime) -> list[Due]:
    """The airtimes of a slot before some moment that were bought and have no edition.

    An edition stands for the airtime of its day, else for the nearest one within its week: the slot may have had
    another rule when it was made.
    """
    bought = [one for one in dues(session, slot, end) if one.starts_at < end and one.cancelled is not ExceptionKind.OFF]
    made = set(paired([one.airs_on for one in slot_editions(session, slot)], {one.day for one in bought}).values())
    return [one for one in bought if one.day not in made]


def month_end(month: str, zone: ZoneInfo) -> datetime:
    """The first moment after a month."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=zone)
    return (first + timedelta(days=32)).replace(day=1)
