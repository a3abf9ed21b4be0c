"""Dates, money, telephone numbers, percentages and times as radio says them, in words of a language."""

from __future__ import annotations

import re
from datetime import date

from studio.khmer import numbers
from studio.khmer.digits import to_arabic, to_khmer
from studio.languages import Language

_KM_MONTHS = ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]
_EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_KM_WEEKDAYS = ["ច័ន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ"]
_EN_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_CURRENCIES = {
    "KHR": ("រៀល", "", "riel", "riels", ""),
    "USD": ("ដុល្លារ", "សេន", "dollar", "dollars", "cent"),
    "THB": ("បាត", "សាតាង", "baht", "baht", "satang"),
    "EUR": ("អឺរ៉ូ", "សេន", "euro", "euros", "cent"),
}


_LONGEST = 15


def month(number: int, language: Language) -> str:
    """The name of a month, 1 to 12."""
    return (_KM_MONTHS if language is Language.KM else _EN_MONTHS)[number - 1]


def weekday(day: date, language: Language) -> str:
    """The name of a day of the week, without ថ្ងៃ."""
    return (_KM_WEEKDAYS if language is Language.KM else _EN_WEEKDAYS)[day.weekday()]


def year(number: int, language: Language) -> str:
    """A year of the Gregorian calendar in words."""
    return numbers.khmer(number) if language is Language.KM else numbers.english_year(number)


def spoken_date(day: date, language: Language, *, with_weekday: bool = True, with_year: bool = True) -> str:
    """A date in words: ថ្ងៃច័ន្ទ ទីដប់ពីរ ខែមីនា ឆ្នាំពីរពាន់ដប់ពីរ; Monday the twelfth of March, twenty twelve."""
    if language is Language.KM:
        start = f"ថ្ងៃ{weekday(day, language)} " if with_weekday else "ថ្ងៃ"
        end = f" ឆ្នាំ{year(day.year, language)}" if with_year else ""
        return f"{start}ទី{numbers.khmer(day.day)} ខែ{month(day.month, language)}{end}"
    start = f"{weekday(day, language)} " if with_weekday else ""
    end = f", {year(day.year, language)}" if with_year else ""
    return f"{start}the {numbers.english_ordinal(day.day)} of {month(day.month, language)}{end}"


def written_date(day: date, language: Language) -> str:
    """A date to be read by the eye: ថ្ងៃច័ន្ទ ទី១២ ខែមីនា ឆ្នាំ២០១២; Monday, 12 March 2012."""
    if language is Language.KM:
        text = f"ថ្ងៃ{weekday(day, language)} ទី{day.day} ខែ{month(day.month, language)} ឆ្នាំ{day.year}"
        return to_khmer(text)
    return f"{weekday(day, language)}, {day.day} {month(day.month, language)} {day.year}"


def spoken_days(first: date, last: date, language: Language) -> str:
    """One day or a run of days in words, with years only where they differ: from the fifth to the tenth of March."""
    if first > last:
        first, last = last, first
    years = first.year != last.year
    end = spoken_date(last, language, with_weekday=False, with_year=years)
    if first == last:
        return f"នៅ{end}" if language is Language.KM else f"on {end}"
    if (first.year, first.month) == (last.year, last.month):
        if language is Language.KM:
            return f"ពីថ្ងៃទី{numbers.khmer(first.day)} ដល់{end}"
        return f"from the {numbers.english_ordinal(first.day)} to {end}"
    start = spoken_date(first, language, with_weekday=False, with_year=years)
    return f"ពី{start} ដល់{end}" if language is Language.KM else f"from {start} to {end}"


def percent(number: str, language: Language) -> str:
    """A percentage in words from its number as written ("12.5")."""
    words = number_words(number, language)
    return f"{words}ភាគរយ" if language is Language.KM else f"{words} percent"


def money(number: str, currency: str, language: Language) -> str:
    """An amount in words; currency is KHR, USD, THB or EUR, number as written ("12,000", "3.50")."""
    km, km_cent, singular, plural, cent = _CURRENCIES[currency]
    plain = _plain(number, language)
    if plain.count(".") > 1 or len(plain) > _LONGEST:
        return f"{number_words(number, language)} {km if language is Language.KM else plural}"
    whole, _, fraction = plain.partition(".")
    cents = int(fraction.ljust(2, "0")) if 0 < len(fraction) <= 2 and cent else 0
    if fraction and not cents and int(fraction):
        words = numbers.decimal(int(whole), fraction, language)
        return f"{words}{km}" if language is Language.KM else f"{words} {plural}"
    if language is Language.KM:
        return f"{numbers.khmer(int(whole))}{km}" + (f"{numbers.khmer(cents)}{km_cent}" if cents else "")
    name = singular if int(whole) == 1 else plural
    ending = "" if cents == 1 or cent == "satang" else "s"
    return f"{numbers.english(int(whole))} {name}" + (f" and {numbers.english(cents)} {cent}{ending}" if cents else "")


def money_name(currency: str, language: Language) -> str:
    """The name of a currency as it is said of many."""
    km, _, _, many, _ = _CURRENCIES[currency]
    return km if language is Language.KM else many


def phone(number: str, language: Language) -> str:
    """A telephone number digit by digit; a comma stands where a group ends. A leading + is said."""
    arabic = to_arabic(number)
    groups = [group for group in re.split(r"[^0-9+]+", arabic) if group]
    plus = "បូក" if language is Language.KM else "plus"
    said = [
        " ".join(([plus] if group.startswith("+") else []) + numbers.digit_words(group.replace("+", ""), language))
        for group in groups
    ]
    return ", ".join(said)


def clock(hour: int, minute: int, language: Language) -> str:
    """A time of day in words: ម៉ោងប្រាំពីរសាមសិបនាទី; seven thirty."""
    if language is Language.KM:
        rest = f"{numbers.khmer(minute)}នាទី" if minute else ""
        return f"ម៉ោង{numbers.khmer(hour)}{rest}"
    if not minute:
        return f"{numbers.english(hour)} o'clock" if hour else "midnight"
    return f"{numbers.english(hour)} {'oh ' if minute < 10 else ''}{numbers.english(minute)}"


def half_day(hour: int, minute: int, later: bool) -> str:
    """A time of the twelve-hour clock in English: six thirty in the evening; noon. later: after noon."""
    if hour == 12 and not minute:
        return "noon" if later else "midnight"
    words = f"{numbers.english(hour)}" + (f" {'oh ' if minute < 10 else ''}{numbers.english(minute)}" if minute else "")
    if not later:
        return f"{words} at night" if hour == 12 else f"{words} in the morning"
    of = hour % 12
    part = "in the afternoon" if of < 6 else "in the evening" if of < 9 else "at night"
    return f"{words} {part}"


def number_words(written: str, language: Language) -> str:
    """A number as written ("2,500", "២.៥០០", "7,25", "0.5") in words.

    Marks before groups of exactly three digits part thousands (in English only the comma does); any other mark is the
    decimal mark. A number that begins with 0, and has no mark, is read digit by digit.
    """
    plain = _plain(written, language)
    if plain.count(".") > 1:
        return " ".join(number_words(part, language) for part in plain.split("."))
    whole, _, fraction = plain.partition(".")
    if len(whole) > _LONGEST:
        return " ".join(numbers.digit_words(whole + fraction, language))
    if fraction:
        return numbers.decimal(int(whole), fraction, language)
    if len(whole) > 1 and whole.startswith("0"):
        return " ".join(numbers.digit_words(whole, language))
    return numbers.cardinal(int(whole), language)


def _plain(written: str, language: Language) -> str:
    """Digits with at most one ".", the decimal mark."""
    arabic = to_arabic(written)
    marks = ",." if language is Language.KM else ","
    if re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:[{marks}][0-9]{{3}})+", arabic) and len(set(arabic) & set(",.")) == 1:
        return re.sub(r"[,.]", "", arabic)
    if match := re.fullmatch(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)", arabic):
        return f"{match[1].replace(',', '')}.{match[2]}"
    if match := re.fullmatch(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)", arabic):
        return f"{match[1].replace('.', '')}.{match[2]}"
    return arabic.replace(",", ".")
