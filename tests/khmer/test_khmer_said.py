"""Written and said: a table that was read aloud, laws, and numbers heard back by a parser of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.khmer.digits import to_khmer
from studio.khmer.reading import speakable
from studio.khmer.spoken import half_day
from studio.languages import Language

KM, EN = Language.KM, Language.EN
TABLE = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "said.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]

ONES = "មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ ប្រាំបី ប្រាំបួន"
TENS = "ដប់ ម្ភៃ សាមសិប សែសិប ហាសិប ហុកសិប ចិតសិប ប៉ែតសិប កៅសិប"
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
KM_UNITS = dict(zip(ONES.split(), range(1, 10), strict=True))
KM_TENS = dict(zip(TENS.split(), range(10, 100, 10), strict=True))
KM_SIZES = {"រយ": 100, "ពាន់": 1_000, "ម៉ឺន": 10_000, "សែន": 100_000}
KM_WORD = re.compile("|".join(sorted((*KM_UNITS, *KM_TENS, *KM_SIZES, "លាន", "សូន្យ"), key=len, reverse=True)))

EN_SMALL = SMALL.split()
EN_TENS = dict(zip(DECADES.split(), range(20, 100, 10), strict=True))
EN_SIZES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


def heard_khmer(words: str) -> int:
    """The number that Khmer words name; words of no number are an error."""
    assert "".join(KM_WORD.findall(words)) == words
    millions, whole, count = 0, 0, 0
    for word in KM_WORD.findall(words):
        if word == "លាន":
            millions, whole, count = (millions + whole + count) * 1_000_000, 0, 0
        elif word in KM_SIZES:
            whole, count = whole + count * KM_SIZES[word], 0
        else:
            count += KM_UNITS.get(word, 0) + KM_TENS.get(word, 0)
    return millions + whole + count


def heard_english(words: str) -> int:
    """The number that English words name."""
    whole, group = 0, 0
    for word in re.split(r"[ -]", words):
        if word in EN_SIZES:
            whole, group = whole + group * EN_SIZES[word], 0
        elif word == "hundred":
            group *= 100
        elif word != "and":
            group += EN_TENS[word] if word in EN_TENS else EN_SMALL.index(word)
    return whole + group


def test_the_table_is_long_enough_in_both_languages() -> None:
    assert min(sum(row[0] == language for row in TABLE) for language in ("km", "en")) >= 60
    assert len(TABLE) >= 240


@pytest.mark.parametrize(("language", "written", "said"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_written_and_said(language: str, written: str, said: str) -> None:
    assert speakable(written, Language(language)) == said
    assert speakable(said, Language(language)) == said


@given(st.integers(0, 10**12 - 1))
def test_law_a_number_that_is_said_is_heard_as_that_number(number: int) -> None:
    for written in (f"{number:,}", to_khmer(f"{number:,}".replace(",", "."))):
        assert heard_khmer(speakable(written, KM)) == number
    assert heard_english(speakable(f"{number:,}", EN)) == number


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_law_both_ends_of_a_range_are_heard(low: int, high: int) -> None:
    first, last = speakable(f"{low:,}–{high:,} នាក់", KM).removesuffix(" នាក់").split("ដល់")
    assert (heard_khmer(first), heard_khmer(last)) == (low, high)
    first, last = speakable(f"{low:,}-{high:,} kg", EN).removesuffix(" kilograms").split(" to ")
    assert (heard_english(first), heard_english(last)) == (low, high)


MIXED = (
    "12 May 2012|Sept. 3, 2012|12/05/2012|31/02/2012|១២/០៥/២០១២|12-05-2012|2012-02-30|18:30|6.30 pm|១៨:៣០នាទី|ម៉ោង ៦.៣០|"
    "$40|$5-10|US$1.2 million|១០០០០៛|១ ០០០ ៛|USD 1,250.50|€3|012 345 678|(+855) 12-345-678|+855 (0)12 345 678|1293|"
    "hotline 1293|លេខ ១៨០០ ២០ ៣០៤០|5 ha|km2|60 km/h|-5°C|៣-៤ គ.ម|២០ ម២|m3|1/2|24/7|85/86|5-10%|1990s|3,000th|22nd|"
    "NGOs|U.N.|COVID-19|អ.ស.ប.|ឯ.ឧ.|No. 5|no.|Art. 3|#7|p. 5|Mr.|Dr |e.g.|etc.|vs.|។ល។|ៗ|ផ្សេងៗ|&|+|A4|4x4|x|%|$|៛|"
    "0|007|1.2.3|1,234.5|1.234,5|99999999999999999|a.m.|pm|ម៉ោង|នាទី|ថ្ងៃទី|លេខ|the|of|May|ឧសភា|"
    "ក|ម|. |, | |-|–|:|/|(|)|«|»"
)
PIECES = st.sampled_from(MIXED.split("|"))


@given(st.lists(PIECES, max_size=9).map("".join), st.sampled_from(Language))
def test_law_no_digit_is_left_and_saying_it_twice_changes_nothing(text: str, language: Language) -> None:
    said = speakable(text, language)
    assert not re.search(r"[0-9០-៩]", said)
    assert speakable(said, language) == said


@given(st.integers(1, 12), st.integers(0, 59), st.booleans())
def test_law_every_minute_of_the_day_is_said_in_its_own_way(hour: int, minute: int, later: bool) -> None:
    others = {
        half_day(one, other, part)
        for one in range(1, 13)
        for other in (0, minute, (minute + 1) % 60)
        for part in (True, False)
        if (one, other, part) != (hour, minute, later)
    }
    assert half_day(hour, minute, later) not in others
