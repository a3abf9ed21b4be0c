"""Running text as it is spoken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.khmer.reading import speakable
from studio.languages import Language

KM, EN = Language.KM, Language.EN

CASES = [
    (KM, "ពីថ្ងៃទី១២ ដល់ថ្ងៃទី១៦ ខែមីនា", "ពីថ្ងៃទីដប់ពីរ ដល់ថ្ងៃទីដប់ប្រាំមួយ ខែមីនា"),
    (KM, "គ្រួសារ ៨៦", "គ្រួសារ ប៉ែតសិបប្រាំមួយ"),
    (KM, "២.៥០០៛ ឬ $3.50", "ពីរពាន់ប្រាំរយរៀល ឬ បីដុល្លារហាសិបសេន"),
    (KM, "៧,២៥%", "ប្រាំពីរក្បៀសម្ភៃប្រាំភាគរយ"),
    (KM, "ម៉ោង ៧:៣០", "ម៉ោងប្រាំពីរសាមសិបនាទី"),
    (KM, "សូមទូរស័ព្ទមកលេខ ១២៩៣។", "សូមទូរស័ព្ទមកលេខ មួយ ពីរ ប្រាំបួន បី។"),
    (KM, "ត្រីផ្សេងៗ", "ត្រីផ្សេង ផ្សេង"),
    (KM, "ម្ដង ៗ", "ម្ដង ម្ដង"),
    (KM, "12/03/2012", "ថ្ងៃទីដប់ពីរ ខែមីនា ឆ្នាំពីរពាន់ដប់ពីរ"),
    (KM, "១០-១៥ km", "ដប់ដល់ដប់ប្រាំគីឡូម៉ែត្រ"),
    (KM, "ក្រុម CBO", "ក្រុម C B O"),
    (KM, "ឆ្នាំ ២០១២ គ.ស.", "ឆ្នាំ ពីរពាន់ដប់ពីរ គ្រិស្តសករាជ"),
    (EN, "On 2012-03-12 we called 200 people", "On the twelfth of March, twenty twelve we called two hundred people"),
    (EN, "call 1293.", "call one two nine three."),
    (EN, "the number is 1293", "the number is one two nine three"),
    (EN, "In 2012, 1,200 ha", "In twenty twelve, one thousand two hundred hectares"),
    (EN, "on the 5th of March", "on the fifth of March"),
    (EN, "7:05", "seven oh five"),
    (EN, "10–15 kg of rice", "ten to fifteen kilograms of rice"),
    (EN, "CCHR, e.g.", "C C H R, for example"),
    (EN, "012 345 678", "zero one two, three four five, six seven eight"),
    (EN, "31.02.2012", "thirty-one zero two two thousand and twelve"),
    (EN, "20,000 riels", "twenty thousand riels"),
    (EN, "fish & rice", "fish  and  rice"),
]


@pytest.mark.parametrize(("language", "written", "said"), CASES)
def test_spoken_forms(language: Language, written: str, said: str) -> None:
    assert speakable(written, language) == said


TEXTS = st.text(alphabet="ក ាៗ។ម្ភៃ01234567890១២៣៤.,:/%$៛-+abcCH km", max_size=60)


@given(TEXTS, st.sampled_from(Language))
def test_no_digit_is_left_and_speaking_twice_changes_nothing(text: str, language: Language) -> None:
    said = speakable(text, language)
    assert not re.search(r"[0-9០-៩]", said)
    assert speakable(said, language) == said
