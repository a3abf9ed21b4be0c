"""Dates, durations and sizes as a reader of each language writes them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from studio.languages import N_, Language
from studio.units import Ms

ZONE = ZoneInfo("Asia/Phnom_Penh")
"""Where the listeners are: the day of a publication is their day."""

SYNTHETIC = N_(
    "The voices in this programme were made by a computer for demonstration. "
    "They are not the voices of the people whose words you hear."
)
"""What is said wherever an episode holds a synthetic voice."""

_PATTERNS = {Language.KM: "'ថ្ងៃទី'd 'ខែ'MMMM 'ឆ្នាំ'y", Language.EN: "d MMMM y"}
_MONTHS = {Language.KM: "'ខែ'MMMM 'ឆ្នាំ'y", Language.EN: "MMMM y"}
_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def digits(text: str, language: Language) -> str:
    """A number in the digits of the language."""
    return text.translate(_KHMER_DIGITS) if language is Language.KM else text


def date_text(moment: datetime, language: Language) -> str:
    """The day in Cambodia at that moment."""
    day = moment.astimezone(ZONE).date()
    return digits(format_date(day, _PATTERNS[language], locale=language.value), language)


def period_text(period: str, language: Language) -> str:
    """A year ("2012") or a month ("2012-05") in words; in Khmer a year is its number alone."""
    if "-" not in period:
        return digits(period, language)
    first = date.fromisoformat(f"{period}-01")
    return digits(format_date(first, _MONTHS[language], locale=language.value), language)


def minutes_text(ms: Ms, language: Language) -> str:
    """A duration in whole minutes, at least one; the number alone."""
    return digits(str(max(1, round(ms / 60_000))), language)


def megabytes_text(count: int, language: Language) -> str:
    """Bytes in megabytes (1,000,000 bytes) with one decimal, at least 0.1; the number alone."""
    return digits(format_decimal(max(0.1, count / 1_000_000), "0.0", locale=language.value), language)
