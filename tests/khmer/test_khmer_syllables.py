"""Syllables against words and sentences counted by hand."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.khmer import numbers
from studio.khmer.reading import speakable
from studio.khmer.syllables import count, english_word, khmer_word
from studio.languages import Language

HERE = Path(__file__).parent


def rows(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(first, second) for first, second in cells]


WORDS = [(word, int(syllables)) for word, syllables in rows("syllables.txt")]
SENTENCES = [(sentence, int(syllables)) for syllables, sentence in rows("sentences.txt")]


@pytest.mark.parametrize(("word", "syllables"), WORDS)
def test_words_counted_by_hand(word: str, syllables: int) -> None:
    assert khmer_word(word) == syllables


def test_sentences_counted_by_hand_are_within_seven_percent() -> None:
    errors = [abs(count(speakable(text, Language.KM)) - gold) / gold for text, gold in SENTENCES]
    assert len(errors) >= 15
    assert mean(errors) < 0.02
    assert max(errors) < 0.07


ENGLISH = {
    "the": 1, "community": 4, "network": 2, "people": 2, "demanded": 3, "walked": 1, "fishes": 2, "fisheries": 3,
    "little": 2, "rice": 1, "village": 2, "villages": 3, "reported": 3, "radio": 3, "family": 3, "organization": 5,
    "happened": 2, "river": 2, "agreement": 3, "national": 3, "safely": 2, "province": 2, "together": 3,
    "negotiation": 5, "meeting": 2, "patrolled": 2, "measures": 2, "forest": 2, "company": 3, "situation": 4,
    "social": 2, "serious": 3, "previous": 3, "material": 4, "science": 2, "area": 3, "saying": 2, "hopeful": 2,
    "careful": 2, "changes": 2, "trees": 1, "needed": 2, "used": 1, "question": 2, "nation": 2, "w": 3, "C": 1,
}  # fmt: skip


@pytest.mark.parametrize(("word", "syllables"), ENGLISH.items())
def test_english_words(word: str, syllables: int) -> None:
    assert english_word(word) == syllables


UNITS = {0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2, 9: 2}
TENS = {0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 6: 2, 7: 2, 8: 2, 9: 2}


def of_number(number: int) -> int:
    """Syllables of a Khmer cardinal below ten thousand, counted from its parts."""
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, unit = divmod(rest, 10)
    total = (UNITS[thousands] + 1 if thousands else 0) + (UNITS[hundreds] + 1 if hundreds else 0) + TENS[tens]
    return total + (UNITS[unit] if unit or not number else 0)


@settings(deadline=None)
@given(st.integers(0, 9999))
def test_spelled_numbers_have_the_syllables_of_their_parts(number: int) -> None:
    assert abs(count(numbers.khmer(number)) - of_number(number)) <= of_number(number) * 0.15


@settings(deadline=None)
@given(st.text(alphabet="កមតនរសហអិាោេុំ់៍័្ៈ ៗ", max_size=40))
def test_any_letters_give_a_count_and_more_words_never_fewer_syllables(text: str) -> None:
    assert 0 <= count(text) <= len(text)
    assert count(f"{text} សួស្ដី") >= 2


def test_digits_and_marks_have_no_syllables() -> None:
    assert count("១២៣ 456 ។៕ «» %") == 0
    assert count("") == 0
