"""Words, and where lines may break."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.khmer.words import NEVER_AFTER, NEVER_BEFORE, ZERO_WIDTH_SPACE, breakable, segment

STORY = "នៅខេត្តបាត់ដំបង «យើងមិនចង់ឱ្យកូនចៅបាត់ដី» លោកយាយនិយាយ៖ ត្រីផ្សេងៗ ១៥% បានត្រឡប់មកវិញ។ Hello world, 12,000៛ (CBO)។"

KHMER_TEXT = st.text(alphabet="កខគងចជតនបមរលសហអិីុូេោាៅំះ់័្ៗ។៕«»៖ 0១a(\u200b\n", max_size=60)


def test_words_are_cut() -> None:
    assert segment("សហគមន៍នេសាទ រាយការណ៍ថា") == ["សហគមន៍", "នេសាទ", " ", "រាយការណ៍", "ថា"]


def test_latin_passes_through() -> None:
    assert segment("Hello world, it's 12,000 at co-op.") == [
        "Hello", " ", "world", ",", " ", "it's", " ", "12,000", " ", "at", " ", "co-op", ".",
    ]  # fmt: skip


def test_glossary_names_stay_whole() -> None:
    name = "ហេងសុភីចាន់ធូ"
    assert name in segment(f"ឈ្មោះ {name} និយាយ", [name])
    assert "បន្ទាយមានជ័យ" in segment("នៅបន្ទាយមានជ័យ")
    assert "ឧត្តរមានជ័យ" in segment("នៅឧត្តរមានជ័យ")


def test_a_repeated_word_keeps_its_mark() -> None:
    assert "ផ្សេងៗ" in segment("ត្រីផ្សេងៗ")
    assert "ម្ដង ៗ" in segment("គាត់មក ម្ដង ៗ ហើយ")


def test_written_zero_width_spaces_are_dropped() -> None:
    assert "".join(segment("សហ\u200bគមន៍")) == "សហគមន៍"


@settings(deadline=None)
@given(KHMER_TEXT)
def test_joined_the_tokens_are_the_text(text: str) -> None:
    assert "".join(segment(text)) == text.replace(ZERO_WIDTH_SPACE, "")


@settings(deadline=None)
@given(KHMER_TEXT)
def test_no_token_is_empty_or_begins_with_a_dependent_sign_after_a_letter(text: str) -> None:
    tokens = segment(text)
    assert all(tokens)
    assert not any(after[0] in "ិីុូេោាៅំះ់័្ៗ" for _, after in pairwise(tokens))


@settings(deadline=None)
@given(KHMER_TEXT)
def test_lines_never_break_before_closing_or_after_opening_marks(text: str) -> None:
    broken = breakable(text)
    assert broken.replace(ZERO_WIDTH_SPACE, "") == text.replace(ZERO_WIDTH_SPACE, "")
    for before, after in pairwise(broken.split(ZERO_WIDTH_SPACE)):
        assert before and after
        assert before[-1] not in NEVER_AFTER
        assert after[0] not in NEVER_BEFORE


@settings(deadline=None)
@given(KHMER_TEXT)
def test_breaking_twice_is_breaking_once(text: str) -> None:
    assert breakable(breakable(text)) == breakable(text)


def test_a_story_can_be_broken() -> None:
    pieces = breakable(STORY).split(ZERO_WIDTH_SPACE)
    assert len(pieces) > 10
    assert any(piece.endswith("ផ្សេងៗ") or "ផ្សេងៗ" in piece for piece in pieces)
    assert "Hello world, 12,000៛ (CBO)។" in pieces[-1]


@pytest.mark.parametrize("text", ["", " ", "\n", "។", "ៗ", "a"])
def test_next_to_nothing(text: str) -> None:
    assert "".join(segment(text)) == text
    assert breakable(text) == text
