"""Running text as a presenter says it: every digit, sign and abbreviation spelled out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from studio.khmer import numbers, spoken
from studio.khmer.abbreviations import CURRENCIES, KHMER_SCALES, KHMER_UNITS, SCALES, UNITS, lettered, unabbreviated
from studio.khmer.days import DAYS
from studio.khmer.digits import to_arabic
from studio.khmer.glossary import SAID
from studio.khmer.words import segment
from studio.languages import Language

Words = Callable[[re.Match[str], Language], str]
Rule = tuple[re.Pattern[str], Words]

_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_AMOUNT = rf"{_NUMBER}(?:[ ]?[-–—][ ]?{_NUMBER})?"
_SIGN = "|".join(re.escape(sign) for sign in CURRENCIES)
_SCALE = "|".join((*SCALES, *KHMER_SCALES))
_UNIT_SIGN = "|".join(re.escape(sign) for sign in sorted((*UNITS, *KHMER_UNITS, "km²", "m²", "m³"), key=len)[::-1])

_SPACED = re.compile(
    r"(?<![0-9.,])(?<![0-9][ ])([1-9][0-9]{0,2}(?:[\u00a0\u202f][0-9]{3})+|[1-9][0-9]{0,2}(?:[ ][0-9]{3})+"
    rf"(?=[ ]?(?:{_SIGN}|រៀល|ដុល្លារ)))(?![0-9])"
)
_PHONE = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(?:\(?\+[0-9]{1,3}\)?[ .-]?(?:\(0\))?[ ]?|\(0(?=[0-9]{1,3}\))|0)[0-9]{1,3}\)?[ .-]?"
    r"(?:[0-9]{3}[ .-]?[0-9]{3,4}|[0-9]{2}(?:[ .-][0-9]{2}){2})(?![0-9])"
)
_HOTLINE = re.compile(
    r"((?<!ផ្លូវ)(?<!ផ្ទះ)(?<!ច្បាប់)(?:លេខទូរស័ព្ទ|លេខ|ទូរស័ព្ទ|"
    r"(?i:\b(?:hotline|call|dial|phone|telephone|number)\b)(?:[ ](?:is|us|on|at|number)){0,3})[ ៖:]{0,2})"
    r"([0-9]{2,4}(?:[ -][0-9]{2,4}){2,3}|[0-9]{3,6})(?![0-9]|[.,][0-9])"
)
_BEFORE_SIGN = re.compile(rf"({_SIGN})[ ]?({_AMOUNT})(?:[ ]?({_SCALE})(?![A-Za-z]))?")
_AFTER_SIGN = re.compile(rf"({_AMOUNT})[ ]?({_SIGN})(?![A-Za-z])")
_PERCENT = re.compile(rf"({_AMOUNT})[ ]?[%٪]")
_KM_TIME = re.compile(
    r"(?:ម៉ោង[ ]?(?<![0-9:])([01]?[0-9]|2[0-3])[:h.]([0-5][0-9])|(?<![0-9:.])([01]?[0-9]|2[0-3])[:h]([0-5][0-9]))"
    r"(?![0-9:]|[.][0-9])(?:[ ]?នាទី)?"
)
_EN_TIME = re.compile(r"(?<![0-9:.])([01]?[0-9]|2[0-3])[:h]([0-5][0-9])(?![0-9:])(?:[ ]?([ap])\.?m\b\.?)?", re.I)
_HALF_DAY = re.compile(r"(?<![0-9:.])(1[0-2]|0?[1-9])(?:[.]([0-5][0-9]))?[ ]?([ap])\.?m\b\.?", re.I)
_UNIT = re.compile(rf"({_AMOUNT})[ ]?({_UNIT_SIGN})\.?(?![A-Za-z0-9²³/\u1780-\u17d3])")
_LONG_UNIT = re.compile(r"(?<=ម៉ែត្រ)[²2]")
_RANGE = re.compile(r"(?<=[0-9])[ ]?[-–—][ ]?(?=[0-9])")
_BELOW = re.compile(r"(?<![^\s(«“])(?<![0-9][ ])[-−](?=[0-9])|−(?=[0-9])")
_PART = re.compile(r"(?<![0-9/.,])([1-9][0-9]?)/([2-9]|10)(?![0-9/]|[.,][0-9])")
_TENS = re.compile(r"(?<![0-9.,])((?:1[1-9]|20)?[2-9]0)['’]?s\b")
_ORDINAL = re.compile(r"(?<![0-9.,])([0-9]{1,6}|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:st|nd|rd|th)\b")
_YEAR = re.compile(r"(?<![0-9.,])(1[1-9][0-9]{2}|20[0-9]{2})(?![0-9]|[.,][0-9])")
_BY = re.compile(r"(?<=[0-9])[ ]?[x×][ ]?(?=[0-9])")
_GLUED = re.compile(r"(?<=[A-Za-z])-?(?=[0-9])|(?<=[0-9])-?(?=[A-Za-z])")
_ANY = re.compile(_NUMBER)
_REPEAT = re.compile(r"[ ]?ៗ")
_ENGLISH_PARTS = {2: "half", 4: "quarter"}


def _khmer(language: Language) -> bool:
    return language is Language.KM


def _amount(written: str, language: Language) -> str:
    """A number, or one number to another, in words."""
    to = "ដល់" if _khmer(language) else " to "
    return to.join(spoken.number_words(one, language) for one in re.split(r"[ ]?[-–—][ ]?", written))


def _money(match: re.Match[str], language: Language) -> str:
    sign, amount, scale = match[1], match[2], match[3]
    if not scale:
        return _paid(amount, sign, language)
    counted = SCALES.get(scale, scale) if _khmer(language) else scale
    gap = "" if _khmer(language) else " "
    return f"{_amount(amount, language)}{gap}{counted}{gap}{spoken.money_name(CURRENCIES[sign], language)}"


def _paid(amount: str, sign: str, language: Language) -> str:
    if _ANY.fullmatch(amount):
        return spoken.money(amount, CURRENCIES[sign], language)
    gap = "" if _khmer(language) else " "
    return f"{_amount(amount, language)}{gap}{spoken.money_name(CURRENCIES[sign], language)}"


def _percent(match: re.Match[str], language: Language) -> str:
    return _amount(match[1], language) + ("ភាគរយ" if _khmer(language) else " percent")


def _unit(match: re.Match[str], language: Language) -> str:
    sign = KHMER_UNITS.get(match[2], match[2]).replace("²", "2").replace("³", "3")
    km, one, many = UNITS[sign]
    words = _amount(match[1], language)
    return f"{words}{km}" if _khmer(language) else f"{words} {one if match[1] == '1' else many}"


def _part_words(match: re.Match[str], language: Language) -> str:
    above, below = int(match[1]), int(match[2])
    if above >= below:
        return match[0]
    if _khmer(language):
        return f"{numbers.khmer(above)}ភាគ{numbers.khmer(below)}"
    name = _ENGLISH_PARTS.get(below) or numbers.english_ordinal(below)
    many = ("halves" if below == 2 else f"{name}s") if above > 1 else name
    return f"{numbers.english(above)} {many}"


def _tens(match: re.Match[str], language: Language) -> str:
    century, tens = divmod(int(match[1]), 100)
    before = f"{numbers.english(century)} " if century else ""
    return f"{before}{numbers.english(tens).removesuffix('y')}ies"


def _phone(match: re.Match[str], language: Language) -> str:
    return spoken.phone(match[0].replace("(0)", ""), language)


def _half_day(match: re.Match[str], language: Language) -> str:
    return spoken.half_day(int(match[1]), int(match[2] or 0), match[3].lower() == "p")


def _english_time(match: re.Match[str], language: Language) -> str:
    hour, minute = int(match[1]), int(match[2])
    if match[3] and 1 <= hour <= 12:
        return spoken.half_day(hour, minute, match[3].lower() == "p")
    return spoken.clock(hour, minute, language)


def _khmer_time(match: re.Match[str], language: Language) -> str:
    return spoken.clock(int(match[1] or match[3]), int(match[2] or match[4]), language)


@cache
def _rules(language: Language) -> tuple[Rule, ...]:
    """Patterns in the order in which they are tried; each takes its digits out of the text."""
    khmer = _khmer(language)
    times: tuple[Rule, ...] = (
        ((_KM_TIME, _khmer_time),) if khmer else ((_EN_TIME, _english_time), (_HALF_DAY, _half_day))
    )
    ranked: tuple[Rule, ...] = (
        (_TENS, _tens),
        (_ORDINAL, lambda match, _: numbers.english_ordinal(int(match[1].replace(",", "")))),
        (_YEAR, lambda match, _: numbers.english_year(int(match[1]))),
    )
    return (
        (_SPACED, lambda match, _: re.sub(r"\s", "", match[0])),
        *DAYS[language],
        (_PHONE, _phone),
        (_HOTLINE, lambda match, tongue: match[1] + spoken.phone(match[2], tongue)),
        (_BEFORE_SIGN, _money),
        (_AFTER_SIGN, lambda match, tongue: _paid(match[1], match[2], tongue)),
        (_PERCENT, _percent),
        *times,
        (_BELOW, lambda match, _: "ដក" if khmer else "minus "),
        (_BY, lambda match, _: "គុណ" if khmer else " by "),
        (_UNIT, _unit),
        (_LONG_UNIT, lambda match, _: "ការ៉េ"),
        (_PART, _part_words),
        (_RANGE, lambda match, _: "ដល់" if khmer else " to "),
        *(() if khmer else ranked),
        (_GLUED, lambda match, _: " "),
        (_ANY, lambda match, tongue: spoken.number_words(match[0], tongue)),
    )


def _worded(words: Words, language: Language, match: re.Match[str]) -> str:
    return words(match, language)


def _repeated(text: str) -> str:
    """The text with the word before each ៗ said twice."""
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
    """The text as it is spoken: numbers, dates, times, money, telephone numbers, units, ៗ and short forms in words.

    Initials are said letter by letter, or as the glossary says. Idempotent; leaves no digit in the text.
    """
    said = unabbreviated(to_arabic(text), language).replace("&", " និង " if _khmer(language) else " and ")
    for pattern, words in _rules(language):
        said = pattern.sub(partial(_worded, words, language), said)
    said = said.replace("+", " បូក " if _khmer(language) else " plus ")
    if "ៗ" in said:
        said = _repeated(said)
    for written, name in SAID[language].items():
        said = re.sub(rf"(?<![A-Za-z]){written}(?![A-Za-z])", name, said)
    return lettered(said)
