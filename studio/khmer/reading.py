"""Running text as a presenter says it: every digit, sign and abbreviation spelled out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from studio.khmer import numbers, spoken
from studio.khmer.digits import to_arabic
from studio.khmer.words import segment
from studio.languages import Language

_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_ISO = re.compile(r"(?<![0-9])([12][0-9]{3})-([01][0-9])-([0-3][0-9])(?![0-9])")
_NUMERIC = re.compile(r"(?<![0-9])([0-3]?[0-9])([/.-])([01]?[0-9])\2([12][0-9]{3})(?![0-9])")
_PHONE = re.compile(r"(?<![0-9])(?:\+[0-9]{3}[ .-]?|0)[0-9]{1,2}[ .-]?[0-9]{3}[ .-]?[0-9]{3,4}(?![0-9])")
_HOTLINE = re.compile(
    r"((?:លេខទូរស័ព្ទ|លេខ|ទូរស័ព្ទ|"
    r"(?i:\b(?:hotline|call|dial|phone|telephone|number)\b)(?:[ ](?:is|us|on|at|number)){0,3})[ ៖:]{0,2})"
    r"([0-9]{3,6})(?![0-9]|[.,][0-9])"
)
_BEFORE_SIGN = re.compile(rf"([$៛฿]|US\$|USD|KHR|THB)[ ]?({_NUMBER})")
_AFTER_SIGN = re.compile(rf"({_NUMBER})[ ]?([$៛฿]|USD\b|KHR\b|THB\b)")
_PERCENT = re.compile(rf"({_NUMBER})[ ]?[%٪]")
_TIME = re.compile(r"(ម៉ោង[ ]?)?(?<![0-9:])([01]?[0-9]|2[0-3])[:h]([0-5][0-9])(?![0-9:])")
_RANGE = re.compile(r"(?<=[0-9])[ ]?[-–—][ ]?(?=[0-9])")
_UNIT = re.compile(
    r"(?<=[0-9])[ ]?(km2|km²|m2|m²|km|kg|cm|mm|ha|m|គ\.ម\.?|គ\.ក្រ\.?|ហ\.ត\.?)(?![A-Za-z0-9²\u1780-\u17d3])"
)
_ORDINAL = re.compile(r"(?<![0-9.,])([0-9]{1,6})(?:st|nd|rd|th)\b")
_YEAR = re.compile(r"(?<![0-9.,])(1[1-9][0-9]{2}|20[0-9]{2})(?![0-9]|[.,][0-9])")
_ANY = re.compile(_NUMBER)
_ACRONYM = re.compile(r"(?<![A-Za-z])([A-Z]{2,6})(?![A-Za-z])")
_REPEAT = re.compile(r"[ ]?ៗ")

_SIGNS = {"$": "USD", "US$": "USD", "USD": "USD", "៛": "KHR", "KHR": "KHR", "฿": "THB", "THB": "THB"}
_UNITS = {
    "km2": ("គីឡូម៉ែត្រការ៉េ", "square kilometres"),
    "km²": ("គីឡូម៉ែត្រការ៉េ", "square kilometres"),
    "m2": ("ម៉ែត្រការ៉េ", "square metres"),
    "m²": ("ម៉ែត្រការ៉េ", "square metres"),
    "km": ("គីឡូម៉ែត្រ", "kilometres"),
    "គ.ម": ("គីឡូម៉ែត្រ", "kilometres"),
    "kg": ("គីឡូក្រាម", "kilograms"),
    "គ.ក្រ": ("គីឡូក្រាម", "kilograms"),
    "cm": ("សង់ទីម៉ែត្រ", "centimetres"),
    "mm": ("មីលីម៉ែត្រ", "millimetres"),
    "ha": ("ហិកតា", "hectares"),
    "ហ.ត": ("ហិកតា", "hectares"),
    "m": ("ម៉ែត្រ", "metres"),
}
_ABBREVIATIONS = {
    Language.KM: (
        ("។ល។", " ជាដើម។"),
        ("គ.ស.", "គ្រិស្តសករាជ"),
        ("ព.ស.", "ពុទ្ធសករាជ"),
        ("&", " និង "),
    ),
    Language.EN: (
        ("e.g.", "for example"),
        ("i.e.", "that is"),
        ("etc.", "and so on"),
        ("Mr.", "Mister"),
        ("Mrs.", "Missis"),
        ("Dr.", "Doctor"),
        ("No.", "number"),
        ("&", " and "),
    ),
}


def _date(match: re.Match[str], language: Language, day: int, month: int, year: int) -> str:
    try:
        found = date(int(match[year]), int(match[month]), int(match[day]))
    except ValueError:
        return match[0]
    return spoken.spoken_date(found, language, with_weekday=False)


def _rules(language: Language) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    """Patterns in the order in which they are tried; each takes its digits out of the text."""
    khmer = language is Language.KM
    to = "ដល់" if khmer else " to "
    gap = "" if khmer else " "

    def unit(match: re.Match[str]) -> str:
        return gap + _UNITS[match[1].removesuffix(".") if "." in match[1] else match[1]][0 if khmer else 1]

    def time(match: re.Match[str]) -> str:
        return spoken.clock(int(match[2]), int(match[3]), language)

    shared: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (_ISO, lambda match: _date(match, language, 3, 2, 1)),
        (_NUMERIC, lambda match: _date(match, language, 1, 3, 4)),
        (_PHONE, lambda match: spoken.phone(match[0], language)),
        (_HOTLINE, lambda match: match[1] + spoken.phone(match[2], language)),
        (_BEFORE_SIGN, lambda match: spoken.money(match[2], _SIGNS[match[1]], language)),
        (_AFTER_SIGN, lambda match: spoken.money(match[1], _SIGNS[match[2]], language)),
        (_PERCENT, lambda match: spoken.percent(match[1], language)),
        (_TIME, time),
        (_UNIT, unit),
        (_RANGE, lambda match: to),
    )
    english: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (_ORDINAL, lambda match: numbers.english_ordinal(int(match[1]))),
        (_YEAR, lambda match: numbers.english_year(int(match[1]))),
    )
    last = ((_ANY, lambda match: spoken.number_words(match[0], language)),)
    return (*shared, *(() if khmer else english), *last)


def _repeated(text: str) -> str:
    """The text with every word before ៗ said twice."""
    tokens: list[str] = []
    for token in segment(text):
        word = _REPEAT.sub("", token)
        if word == token:
            tokens.append(token)
        elif word.strip():
            tokens.append(f"{word} {word}")
        elif tokens and tokens[-1].strip():
            tokens.append(f" {tokens[-1]}")
    return "".join(tokens)


def speakable(text: str, language: Language) -> str:
    """The text as it is spoken: numbers, dates, money, telephone numbers, units, ៗ and abbreviations in words.

    Idempotent; leaves no digit in the text.
    """
    said = text
    for short, long in _ABBREVIATIONS[language]:
        said = said.replace(short, long)
    said = to_arabic(said)
    for pattern, words in _rules(language):
        said = pattern.sub(words, said)
    said = said.replace("+", " បូក " if language is Language.KM else " plus ")
    if "ៗ" in said:
        said = _repeated(said)
    return _ACRONYM.sub(lambda match: " ".join(match[1]), said)
