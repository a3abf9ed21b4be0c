"""Whole and decimal numbers in words, Khmer and English."""

from __future__ import annotations

from studio.languages import Language

_KM_UNITS = ("សូន្យ", "មួយ", "ពីរ", "បី", "បួន", "ប្រាំ", "ប្រាំមួយ", "ប្រាំពីរ", "ប្រាំបី", "ប្រាំបួន")
_KM_TENS = ("", "ដប់", "ម្ភៃ", "សាមសិប", "សែសិប", "ហាសិប", "ហុកសិប", "ចិតសិប", "ប៉ែតសិប", "កៅសិប")
_KM_SCALES = ((1_000_000, "លាន"), (100_000, "សែន"), (10_000, "ម៉ឺន"), (1_000, "ពាន់"), (100, "រយ"))

_EN_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1_000, "thousand"), (100, "hundred"))
_EN_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}

LARGEST = 10**15
"""Numbers up to this, exclusive, are spelled; longer ones are read digit by digit."""


def khmer(number: int) -> str:
    """A whole number in Khmer words, without spaces: 12,345 is មួយម៉ឺនពីរពាន់បីរយសែសិបប្រាំ."""
    if number < 0:
        return "ដក" + khmer(-number)
    if number >= LARGEST:
        return " ".join(_KM_UNITS[int(digit)] for digit in str(number))
    for size, name in _KM_SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            return khmer(count) + name + (khmer(rest) if rest else "")
    tens, unit = divmod(number, 10)
    return _KM_TENS[tens] + (_KM_UNITS[unit] if unit or not tens else "")


def english(number: int) -> str:
    """A whole number in English words: 12,345 is twelve thousand three hundred and forty-five."""
    if number < 0:
        return "minus " + english(-number)
    if number >= LARGEST:
        return " ".join(_EN_SMALL[int(digit)] for digit in str(number))
    for size, name in _EN_SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            joint = " and " if rest and rest < 100 else " "
            return f"{english(count)} {name}" + (joint + english(rest) if rest else "")
    if number < 20:
        return _EN_SMALL[number]
    tens, unit = divmod(number, 10)
    return _EN_TENS[tens] + (f"-{_EN_SMALL[unit]}" if unit else "")


def english_ordinal(number: int) -> str:
    """The rank of a whole number in English words: 21 is twenty-first."""
    words = english(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    if last in _EN_ORDINALS:
        return head + _EN_ORDINALS[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def english_year(year: int) -> str:
    """A year as English radio says it: 2012 is twenty twelve, 2005 two thousand and five."""
    century, rest = divmod(year, 100)
    if not 1100 <= year < 10_000 or year % 1000 < 10:
        return english(year)
    if rest == 0:
        return f"{english(century)} hundred"
    return f"{english(century)} {'oh ' if rest < 10 else ''}{english(rest)}"


def cardinal(number: int, language: Language) -> str:
    """A whole number in words of a language."""
    return khmer(number) if language is Language.KM else english(number)


def digit_words(digits: str, language: Language) -> list[str]:
    """Each digit of an Arabic digit string as its word, one by one."""
    units = _KM_UNITS if language is Language.KM else tuple(_EN_SMALL)
    return [units[int(digit)] for digit in digits]


def decimal(whole: int, fraction: str, language: Language) -> str:
    """A decimal number in words; fraction is the digits after the mark ("25" in 7.25).

    Khmer reads one or two of them as a number after ក្បៀស unless they begin with nought; English reads them one by one.
    """
    start = cardinal(whole, language)
    if language is Language.EN:
        return f"{start} point {' '.join(digit_words(fraction, language))}"
    if len(fraction) <= 2 and not fraction.startswith("0"):
        return f"{start}ក្បៀស{khmer(int(fraction))}"
    return f"{start}ក្បៀស{''.join(digit_words(fraction, language))}"
