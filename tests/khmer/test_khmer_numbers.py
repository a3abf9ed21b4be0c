"""Numbers in words: gold cases written by hand, and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.khmer import numbers
from studio.languages import Language

KHMER = {
    0: "សូន្យ",
    1: "មួយ",
    2: "ពីរ",
    5: "ប្រាំ",
    6: "ប្រាំមួយ",
    9: "ប្រាំបួន",
    10: "ដប់",
    11: "ដប់មួយ",
    15: "ដប់ប្រាំ",
    19: "ដប់ប្រាំបួន",
    20: "ម្ភៃ",
    21: "ម្ភៃមួយ",
    27: "ម្ភៃប្រាំពីរ",
    30: "សាមសិប",
    38: "សាមសិបប្រាំបី",
    40: "សែសិប",
    44: "សែសិបបួន",
    50: "ហាសិប",
    60: "ហុកសិប",
    70: "ចិតសិប",
    80: "ប៉ែតសិប",
    90: "កៅសិប",
    99: "កៅសិបប្រាំបួន",
    100: "មួយរយ",
    101: "មួយរយមួយ",
    120: "មួយរយម្ភៃ",
    214: "ពីររយដប់បួន",
    999: "ប្រាំបួនរយកៅសិបប្រាំបួន",
    1_000: "មួយពាន់",
    1_001: "មួយពាន់មួយ",
    1_293: "មួយពាន់ពីររយកៅសិបបី",
    2_012: "ពីរពាន់ដប់ពីរ",
    9_999: "ប្រាំបួនពាន់ប្រាំបួនរយកៅសិបប្រាំបួន",
    10_000: "មួយម៉ឺន",
    12_345: "មួយម៉ឺនពីរពាន់បីរយសែសិបប្រាំ",
    100_000: "មួយសែន",
    250_000: "ពីរសែនប្រាំម៉ឺន",
    1_000_000: "មួយលាន",
    14_000_000: "ដប់បួនលាន",
    1_500_000: "មួយលានប្រាំសែន",
    1_000_000_000: "មួយពាន់លាន",
    10_000_000_000: "មួយម៉ឺនលាន",
    -3: "ដកបី",
}

ENGLISH = {
    0: "zero",
    7: "seven",
    12: "twelve",
    13: "thirteen",
    20: "twenty",
    21: "twenty-one",
    40: "forty",
    85: "eighty-five",
    99: "ninety-nine",
    100: "one hundred",
    101: "one hundred and one",
    110: "one hundred and ten",
    999: "nine hundred and ninety-nine",
    1_000: "one thousand",
    1_005: "one thousand and five",
    1_293: "one thousand two hundred and ninety-three",
    12_345: "twelve thousand three hundred and forty-five",
    100_000: "one hundred thousand",
    1_000_000: "one million",
    1_000_001: "one million and one",
    2_500_000: "two million five hundred thousand",
    1_000_000_000: "one billion",
    10**12: "one trillion",
    -8: "minus eight",
}

ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    5: "fifth",
    8: "eighth",
    9: "ninth",
    12: "twelfth",
    20: "twentieth",
    21: "twenty-first",
    30: "thirtieth",
    31: "thirty-first",
    100: "one hundredth",
}

YEARS = {
    1066: "one thousand and sixty-six",
    1900: "nineteen hundred",
    1905: "nineteen oh five",
    1979: "nineteen seventy-nine",
    2000: "two thousand",
    2005: "two thousand and five",
    2012: "twenty twelve",
    2026: "twenty twenty-six",
}


@pytest.mark.parametrize(("number", "words"), KHMER.items())
def test_khmer_gold(number: int, words: str) -> None:
    assert numbers.khmer(number) == words


@pytest.mark.parametrize(("number", "words"), ENGLISH.items())
def test_english_gold(number: int, words: str) -> None:
    assert numbers.english(number) == words


@pytest.mark.parametrize(("number", "words"), ORDINALS.items())
def test_ordinals(number: int, words: str) -> None:
    assert numbers.english_ordinal(number) == words


@pytest.mark.parametrize(("year", "words"), YEARS.items())
def test_years(year: int, words: str) -> None:
    assert numbers.english_year(year) == words


@pytest.mark.parametrize(
    ("whole", "fraction", "language", "words"),
    [
        (7, "25", Language.KM, "ប្រាំពីរក្បៀសម្ភៃប្រាំ"),
        (0, "5", Language.KM, "សូន្យក្បៀសប្រាំ"),
        (2, "05", Language.KM, "ពីរក្បៀសសូន្យប្រាំ"),
        (3, "1416", Language.KM, "បីក្បៀសមួយបួនមួយប្រាំមួយ"),
        (7, "25", Language.EN, "seven point two five"),
        (0, "5", Language.EN, "zero point five"),
    ],
)
def test_decimals(whole: int, fraction: str, language: Language, words: str) -> None:
    assert numbers.decimal(whole, fraction, language) == words


@given(st.lists(st.integers(0, numbers.LARGEST * 10), min_size=2, max_size=2, unique=True))
def test_different_numbers_sound_different(pair: list[int]) -> None:
    for language in Language:
        assert numbers.cardinal(pair[0], language) != numbers.cardinal(pair[1], language)


@given(st.integers(0, numbers.LARGEST * 100))
def test_khmer_words_are_khmer_letters_only(number: int) -> None:
    assert all("\u1780" <= character <= "\u17d3" or character == " " for character in numbers.khmer(number))


@given(st.integers(1, 999), st.integers(0, 999_999))
def test_millions_are_counted_and_the_rest_follows(millions: int, rest: int) -> None:
    tail = numbers.khmer(rest) if rest else ""
    assert numbers.khmer(millions * 1_000_000 + rest) == f"{numbers.khmer(millions)}លាន{tail}"


def test_beyond_the_largest_digits_are_read_one_by_one() -> None:
    assert numbers.english(10**15).split()[:2] == ["one", "zero"]
    assert len(numbers.khmer(10**15).split()) == 16
