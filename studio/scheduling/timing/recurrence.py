"""Airtimes from a recurrence rule in a named time zone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from studio.errors import SettingsInvalid, fault
from studio.scheduling.timing.rule import read_rule
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Airtime:
    """One slot on the air. key: stable, "<slot>@<local date>T<hhmm>". starts_at: aware. length: in ms."""

    key: str
    slot: str
    starts_at: datetime
    length: Ms


def airtimes(
    slot: str,
    rule: str,
    first_on: date,
    starts: time,
    zone: str,
    length: Ms,
    since: date,
    until: date,
    without: Collection[date] = (),
) -> tuple[Airtime, ...]:
    """The airtimes of a slot whose local dates lie from `since` to `until`, both included, earliest first.

    rule: an RRULE without DTSTART, of days or longer; first_on, starts: the local day and time from which it counts.
    A local time that a change of offset skips is moved on by what was skipped; one that comes twice is the first.
    without: local dates on which nothing is aired.
    Raises SettingsInvalid: an unknown zone, a rule that cannot be read or never comes true, an aware `starts`, `until`
    before `since`.
    Source: RFC 5545 3.3.10 and 3.3.5.
    """
    faults = []
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        place = ZoneInfo("UTC")
        faults.append(fault("scheduling.zone-unknown", slot, zone=zone))
    if starts.tzinfo is not None:
        faults.append(fault("scheduling.starts-aware", slot, starts=starts.isoformat()))
    if until < since:
        faults.append(fault("scheduling.period-backwards", slot, since=since.isoformat(), until=until.isoformat()))
    begins = datetime.combine(first_on, starts.replace(tzinfo=None), place)
    expanded, wrong = read_rule(slot, rule, begins)
    faults += wrong
    SettingsInvalid.raise_if(faults)
    assert expanded is not None
    low = datetime.combine(since, time.min, place)
    high = datetime.combine(until, time.max, place)
    found = [moment for moment in expanded.between(low, high, inc=True) if moment.date() not in without]
    return tuple(Airtime(_key(slot, moment), slot, _real(moment), length) for moment in found)


def _key(slot: str, local: datetime) -> str:
    return f"{slot}@{local:%Y-%m-%dT%H%M}"


def _real(local: datetime) -> datetime:
    """The same local time, or where there is none, as long after the change as it would have been."""
    return (local.replace(fold=0).astimezone(UTC) + timedelta(0)).astimezone(local.tzinfo)
