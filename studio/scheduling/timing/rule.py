"""A recurrence rule as somebody typed it: read, or refused with the part that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from dateutil.rrule import rrule, rrulestr

from studio.errors import Fault, fault

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
COUNTED = ("INTERVAL", "COUNT")
WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
NUMBERS: Final[Mapping[str, str]] = {
    "DAILY": "",
    "WEEKLY": "",
    "MONTHLY": "(?:[+-]?[1-5])?",
    "YEARLY": "(?:[+-]?(?:[1-9]|[1-4][0-9]|5[0-3]))?",
}
"""What can stand before a weekday in a rule of days, weeks, months or years: the second Saturday."""
LARGEST: Final[Mapping[str, int]] = {
    "BYMONTH": 12,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYSETPOS": 366,
}
UTC_FORM = "%Y%m%dT%H%M%SZ"
LOCAL_END = re.compile(r"(\d{8})(?:T(\d{6}))?")
CYCLE = 400
"""The years after which days, months and weekdays fall together again."""
LAST_BEGIN = 9959
"""The latest year in which a rule that is tried begins: forty years before the calendar ends."""


def read_rule(slot: str, rule: str, begins: datetime) -> tuple[rrule | None, list[Fault]]:
    """A rule of days or longer that counts from an aware local moment; or None with everything wrong with it.

    Source: RFC 5545 3.3.10.
    """
    text = rule.upper().removeprefix("RRULE:")
    faults = part_faults(slot, text, begins)
    if faults:
        return None, faults
    end = next((part[6:] for part in text.split(";") if part.startswith("UNTIL=")), None)
    first = first_day(text, begins)
    if first is None or (end and first > utc(end)):
        return None, [fault("scheduling.rrule-never", slot, rule=rule[:120])]
    expanded = rrulestr(text, dtstart=begins)
    assert isinstance(expanded, rrule)
    return expanded, []


def part_faults(slot: str, rule: str, begins: datetime) -> list[Fault]:
    """The parts of a rule that no calendar can follow."""
    pairs = [part.partition("=")[::2] for part in rule.split(";")]
    parts = dict(pairs)
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES or len(parts) + 1 < len(pairs):
        return [fault("scheduling.rrule-unreadable", slot, rule=rule[:120], reason="FREQ=" + ", ".join(FREQUENCIES))]
    found = []
    for name, value in parts.items():
        if name in COUNTED:
            if not re.fullmatch("0*[1-9][0-9]{0,4}", value, re.ASCII):
                found.append(fault("scheduling.rrule-count", slot, name=name, value=value[:40]))
        elif name == "UNTIL" and (end := local_end(value, begins)):
            found.append(fault("scheduling.rrule-until", slot, value=value, wanted=f"{end:{UTC_FORM}}"))
        elif not readable("MONTHLY" if frequency == "YEARLY" and "BYMONTH" in parts else frequency, name, value):
            found.append(fault("scheduling.rrule-unreadable", slot, rule=rule[:120], reason=f"{name}={value}"[:60]))
    return found


def readable(frequency: str, name: str, value: str) -> bool:
    """Whether a part of a rule says something that days can be counted by."""
    if name == "UNTIL":
        return utc_or_none(value) is not None
    if name == "WKST":
        return bool(re.fullmatch(WEEKDAY, value))
    if name == "BYDAY":
        number = NUMBERS[frequency]
        return bool(re.fullmatch(f"{number}{WEEKDAY}(?:,{number}{WEEKDAY})*", value))
    if name not in LARGEST or not re.fullmatch(r"[+-]?[0-9]{1,3}(?:,[+-]?[0-9]{1,3})*", value):
        return False
    least = 1 if name == "BYMONTH" else -LARGEST[name]
    return all(one and least <= one <= LARGEST[name] for one in map(int, value.split(",")))


def local_end(value: str, begins: datetime) -> datetime | None:
    """The moment in UTC that an end without an offset means where the rule is followed; None where it is no such."""
    found = LOCAL_END.fullmatch(value)
    moment = utc_or_none(f"{found[1]}T{found[2] or '235959'}Z") if found else None
    return moment and moment.replace(tzinfo=begins.tzinfo).astimezone(UTC)


def utc_or_none(value: str) -> datetime | None:
    """A moment as rules write it, in UTC; None where it is none."""
    try:
        return utc(value)
    except ValueError:
        return None


def utc(value: str) -> datetime:
    """A moment as rules write it, in UTC. Raises ValueError."""
    return datetime.strptime(value, UTC_FORM).replace(tzinfo=UTC)


def first_day(rule: str, begins: datetime) -> datetime | None:
    """The first moment of a rule, whatever its end; None where it never comes true.

    Tried in the last centuries of the calendar, which end: a rule that never comes true does, too.
    """
    endless = ";".join(part for part in rule.split(";") if not part.startswith(("UNTIL=", "COUNT=")))
    cycles = (LAST_BEGIN - begins.year) // CYCLE
    later = begins.replace(year=begins.year + cycles * CYCLE, tzinfo=None)
    found = next(iter(rrulestr(endless, dtstart=later)), None)
    return found and found.replace(year=found.year - cycles * CYCLE, tzinfo=begins.tzinfo)
