"""The quick forms of a text are the forms of the Khmer ground, letter by letter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.intake.text import clean, key
from studio.khmer.normal import search_key, tidy

LETTERS = [chr(code) for code in (*range(0x1780, 0x17DE), *range(0x17E0, 0x17EA))]
SIGNS = [chr(code) for code in range(0x17B6, 0x17D4)]
KHMER = st.text(st.sampled_from([*LETTERS, *SIGNS, *"\u17d2" * 12, *" \u200b\u200c\u200dAz19។"]), max_size=14)
ANY = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.one_of(KHMER, ANY))
def test_law_clean_is_tidy(text: str) -> None:
    assert clean(text) == tidy(text)


@settings(max_examples=400)
@given(st.one_of(KHMER, ANY))
def test_law_key_is_the_search_key(text: str) -> None:
    assert key(text) == search_key(text)


def test_two_ways_to_write_the_same_word_have_one_key() -> None:
    assert key("ចាប់ផ្ដើម ៣") == key("ចាប់ផ្តើម\u200b 3")
