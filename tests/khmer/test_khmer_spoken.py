"""Dates, money, telephone numbers, percentages and times in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.khmer import spoken
from studio.languages import Language

KM, EN = Language.KM, Language.EN
DAY = date(2012, 3, 12)


def test_a_date_as_radio_says_it() -> None:
    assert spoken.spoken_date(DAY, KM) == "ថ្ងៃច័ន្ទ ទីដប់ពីរ ខែមីនា ឆ្នាំពីរពាន់ដប់ពីរ"
    assert spoken.spoken_date(DAY, EN) == "Monday the twelfth of March, twenty twelve"
    assert spoken.spoken_date(DAY, KM, with_weekday=False, with_year=False) == "ថ្ងៃទីដប់ពីរ ខែមីនា"
    assert (
        spoken.spoken_date(date(2012, 2, 29), EN, with_weekday=False) == "the twenty-ninth of February, twenty twelve"
    )


def test_a_date_for_the_eye() -> None:
    assert spoken.written_date(DAY, KM) == "ថ្ងៃច័ន្ទ ទី១២ ខែមីនា ឆ្នាំ២០១២"
    assert spoken.written_date(DAY, EN) == "Monday, 12 March 2012"


def test_runs_of_days() -> None:
    assert spoken.spoken_days(date(2012, 3, 5), date(2012, 3, 10), KM) == "ពីថ្ងៃទីប្រាំ ដល់ថ្ងៃទីដប់ ខែមីនា"
    assert spoken.spoken_days(date(2012, 3, 5), date(2012, 3, 10), EN) == "from the fifth to the tenth of March"
    assert spoken.spoken_days(DAY, DAY, KM) == "នៅថ្ងៃទីដប់ពីរ ខែមីនា"
    assert spoken.spoken_days(DAY, DAY, EN) == "on the twelfth of March"
    assert (
        spoken.spoken_days(date(2012, 3, 30), date(2012, 4, 2), EN)
        == "from the thirtieth of March to the second of April"
    )
    assert "twenty eleven" in spoken.spoken_days(date(2011, 12, 31), date(2012, 1, 2), EN)


@given(st.dates(date(1990, 1, 1), date(2099, 1, 1)), st.dates(date(1990, 1, 1), date(2099, 1, 1)))
def test_order_of_the_two_days_is_irrelevant(one: date, other: date) -> None:
    for language in Language:
        assert spoken.spoken_days(one, other, language) == spoken.spoken_days(other, one, language)


@pytest.mark.parametrize(
    ("number", "currency", "language", "words"),
    [
        ("12,000", "KHR", KM, "មួយម៉ឺនពីរពាន់រៀល"),
        ("១២.០០០", "KHR", KM, "មួយម៉ឺនពីរពាន់រៀល"),
        ("12,000", "KHR", EN, "twelve thousand riels"),
        ("1", "USD", EN, "one dollar"),
        ("3.50", "USD", EN, "three dollars and fifty cents"),
        ("3.50", "USD", KM, "បីដុល្លារហាសិបសេន"),
        ("0.01", "USD", EN, "zero dollars and one cent"),
        ("61", "USD", KM, "ហុកសិបមួយដុល្លារ"),
        ("200", "THB", KM, "ពីររយបាត"),
        ("2.5.1", "USD", EN, "two five one dollars"),
    ],
)
def test_money(number: str, currency: str, language: Language, words: str) -> None:
    assert spoken.money(number, currency, language) == words


def test_a_telephone_number_is_read_digit_by_digit() -> None:
    assert spoken.phone("1293", KM) == "មួយ ពីរ ប្រាំបួន បី"
    assert spoken.phone("១២៩៣", EN) == "one two nine three"
    assert spoken.phone("012 345-678", EN) == "zero one two, three four five, six seven eight"
    assert spoken.phone("+855 12 345 678", KM).startswith("បូក ប្រាំបី ប្រាំ ប្រាំ,")


def test_percentages_and_times() -> None:
    assert spoken.percent("១៥", KM) == "ដប់ប្រាំភាគរយ"
    assert spoken.percent("7.25", EN) == "seven point two five percent"
    assert spoken.clock(7, 30, KM) == "ម៉ោងប្រាំពីរសាមសិបនាទី"
    assert spoken.clock(7, 5, EN) == "seven oh five"
    assert spoken.clock(6, 0, EN) == "six o'clock"


@pytest.mark.parametrize(
    ("written", "language", "words"),
    [
        ("2,500", EN, "two thousand five hundred"),
        ("2.500", EN, "two point five zero zero"),
        ("2.500", KM, "ពីរពាន់ប្រាំរយ"),
        ("២,៥០០", KM, "ពីរពាន់ប្រាំរយ"),
        ("1,234.5", EN, "one thousand two hundred and thirty-four point five"),
        ("1.234,5", KM, "មួយពាន់ពីររយសាមសិបបួនក្បៀសប្រាំ"),
        ("7,25", KM, "ប្រាំពីរក្បៀសម្ភៃប្រាំ"),
        ("012", EN, "zero one two"),
        ("0.5", EN, "zero point five"),
        ("0,500", KM, "សូន្យក្បៀសប្រាំសូន្យសូន្យ"),
        ("1.2.3", EN, "one two three"),
    ],
)
def test_numbers_as_written(written: str, language: Language, words: str) -> None:
    assert spoken.number_words(written, language) == words


def test_an_endless_number_is_read_digit_by_digit() -> None:
    assert len(spoken.number_words("7" * 6000, EN).split()) == 6000
