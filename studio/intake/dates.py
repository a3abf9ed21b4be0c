"""Days and moments as people write them: ISO, day/month/year, Khmer digits, Khmer months, Excel's numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from studio.errors import Scalar
from studio.khmer.digits import to_arabic

EXCEL_ZERO = date(1899, 12, 30)
BUDDHIST = 2400
"""Years beyond this are taken for years of the Buddhist era, 543 or 544 ahead."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "មករា", "កុម្ភៈ កុម្ភះ", "មីនា មិនា", "មេសា", "ឧសភា", "មិថុនា",
            "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_LOCAL = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{2,4})")
_KHMER = re.compile(r"(?:ថ្ងៃទី)?\s*(\d{1,2})\s*(?:ខែ)?\s*([\u1780-\u17d3]+?)\s*(?:ឆ្នាំ)?\s*(\d{4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


class Unread(Exception):
    """A text that is no value of its kind: the code of the fault and what its sentence needs."""

    def __init__(self, code: str, **values: Scalar) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def month_first(text: str) -> bool | None:
    """Whether a day with slashes can only be month/day/year; False where only day/month/year; None where either."""
    found = _LOCAL.match(to_arabic(text.strip()))
    if found is None or found.group(2) != "/":
        return None
    first, second = int(found.group(1)), int(found.group(3))
    return None if (first > 12) == (second > 12) else second > 12


def read_day(text: str, *, serial: bool = False, american: bool = False) -> date:
    """A day. serial: numbers are Excel's days; american: the file has month/day/year elsewhere, so both ways are open.

    Raises Unread.
    """
    plain = to_arabic(text).strip()
    if serial and _SERIAL.fullmatch(plain):
        return EXCEL_ZERO + timedelta(days=int(float(plain)))
    if found := re.fullmatch(_ISO.pattern + r"(?:[T ].*)?", plain):
        return _day(*(int(part) for part in found.groups()))
    if found := _LOCAL.fullmatch(plain):
        return _local(found, american)
    if (found := _KHMER.fullmatch(plain)) and found.group(2) in MONTHS:
        return _day(int(found.group(3)), MONTHS[found.group(2)], int(found.group(1)))
    raise Unread("intake.date-bad")


def _local(found: re.Match[str], american: bool) -> date:
    first, mark, second, year = found.groups()
    if len(year) != 4:
        raise Unread("intake.date-short-year")
    if mark == "/" and int(second) > 12 >= int(first):
        mend = f"{year}-{int(first):02}-{int(second):02}"
        raise Unread("intake.date-month-first", iso=mend)
    if mark == "/" and american and int(first) <= 12 and first != second:
        one, other = f"{year}-{int(second):02}-{int(first):02}", f"{year}-{int(first):02}-{int(second):02}"
        raise Unread("intake.date-ambiguous", iso=one, other=other)
    return _day(int(year), int(second), int(first))


def _day(year: int, month: int, day: int) -> date:
    if year > BUDDHIST:
        raise Unread("intake.date-buddhist", year=year, common=year - 543)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unread("intake.date-bad") from None


def read_moment(text: str, zone: ZoneInfo, *, serial: bool = False, american: bool = False) -> datetime:
    """A moment; without an offset it is local, without an hour it is the day's beginning. Raises Unread."""
    plain = to_arabic(text).strip()
    if serial and _SERIAL.fullmatch(plain):
        days = timedelta(seconds=round(float(plain) * 86_400))
        return datetime.combine(EXCEL_ZERO, time(), zone) + days
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        moment = _pieced(plain, american)
    if moment.year > BUDDHIST:
        raise Unread("intake.date-buddhist", year=moment.year, common=moment.year - 543)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _pieced(plain: str, american: bool) -> datetime:
    day, _, clock = plain.replace("T", " ", 1).rpartition(" ")
    found = _CLOCK.fullmatch(clock)
    if not found:
        return datetime.combine(read_day(plain, american=american), time())
    hour, minute, second, offset = found.groups()
    try:
        at = time.fromisoformat(f"{int(hour):02}:{minute}:{second or '00'}{(offset or '').upper()}")
    except ValueError:
        raise Unread("intake.moment-bad") from None
    return datetime.combine(read_day(day, american=american), at)
