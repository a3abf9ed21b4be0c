"""Dates as people write them, and as radio says them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from studio.khmer import numbers, spoken
from studio.languages import Language

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Language], str]]

_KHMER_MONTHS = {spoken.month(number, Language.KM): number for number in range(1, 13)} | {"កុម្ភះ": 2, "មិនា": 3}
_ENGLISH_MONTHS = {spoken.month(number, Language.EN): number for number in range(1, 13)}
_SHORT_MONTHS = {name[:3]: number for name, number in _ENGLISH_MONTHS.items() if len(name) > 4} | {"Sept": 9}

_KM = "|".join(sorted(_KHMER_MONTHS, key=len, reverse=True))
_EN = "|".join(_ENGLISH_MONTHS)
_SHORT = "|".join(sorted(_SHORT_MONTHS, key=len, reverse=True))
_NAMED = rf"(?:(?P<month>{_EN})|(?P<short>{_SHORT})\b\.?)"
_DAY = r"(?P<first>[0-3]?[0-9])(?:st|nd|rd|th)?"
_RUN = rf"{_DAY}(?:[ ]?[-–—][ ]?(?P<last>[0-3]?[0-9])(?:st|nd|rd|th)?)?"
_LATER_YEAR = r",?[ ](?P<year>[12][0-9]{3})(?![0-9]|[.,][0-9])"
_ALONE = r"(?=[,.;:!?)]|$)"
"""What follows a day behind its month where no year does: "In May 12 families" names no day."""

_ISO = re.compile(r"(?<![0-9])(?P<year>[12][0-9]{3})-(?P<month>[01][0-9])-(?P<first>[0-3][0-9])(?![0-9])")
_NUMERIC = re.compile(
    r"(?:ថ្ងៃ(?:ទី)?[ ]?)?(?<![0-9])(?P<first>[0-3]?[0-9])(?P<mark>[/.-])(?P<month>[01]?[0-9])(?P=mark)"
    r"(?P<year>[12][0-9]{3})(?![0-9])"
)
_DAY_FIRST = re.compile(
    rf"(?<![0-9.,$/:])(?:\b(?P<the>the)[ ])?{_RUN}[ ](?:of[ ])?{_NAMED}(?:{_LATER_YEAR})?(?![A-Za-z])", re.ASCII
)
_MONTH_FIRST = re.compile(rf"\b{_NAMED}[ ]{_RUN}(?:{_LATER_YEAR}|{_ALONE})", re.ASCII)
_KM_NAMED = re.compile(
    rf"(?<![0-9.,/:])(?:ថ្ងៃ(?:ទី)?[ ]?)?(?<!ទី)(?<!ទី )(?P<first>[0-3]?[0-9])[ ](?P<month>{_KM})"
    r"[ ](?:ឆ្នាំ[ ]?)?(?P<year>[12][0-9]{3})(?![0-9])"
)


def _said(match: re.Match[str], language: Language) -> str:
    """One day with its year, or what was written where there is no such day."""
    number = _KHMER_MONTHS.get(match["month"]) or int(match["month"])
    try:
        day = date(int(match["year"]), number, int(match["first"]))
    except ValueError:
        return match[0]
    return spoken.spoken_date(day, language, with_weekday=False)


def _named(match: re.Match[str], language: Language) -> str:
    """A day or a run of days of a named month in English, with its year where one is given."""
    found = match.groupdict()
    number = _ENGLISH_MONTHS.get(found["month"] or "") or _SHORT_MONTHS[found["short"]]
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if not 1 <= first <= last <= 31:
        return match[0]
    days = f"the {numbers.english_ordinal(first)}"
    if found["last"]:
        days += f" to the {numbers.english_ordinal(last)}"
    year = f", {spoken.year(int(found['year']), language)}" if found["year"] else ""
    return f"{days} of {spoken.month(number, language)}{year}"


_SHARED: tuple[Rule, ...] = ((_ISO, _said), (_NUMERIC, _said))

DAYS: Mapping[Language, tuple[Rule, ...]] = {
    Language.KM: (*_SHARED, (_KM_NAMED, _said)),
    Language.EN: (*_SHARED, (_DAY_FIRST, _named), (_MONTH_FIRST, _named)),
}
"""How dates are found and said: day, month and year in figures, or the day and year around the month's name."""
