"""The two normal forms, digits, and the order of words."""

from __future__ import annotations

import functools
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.khmer.digits import to_arabic, to_khmer
from studio.khmer.normal import one_line, search_key, tidy
from studio.khmer.order import sort_key

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=50)
KHMER = st.text(alphabet="កខដតនបយរសហអឥឧឫឯាិីុូួើេោៅំះៈ់៌៍័្៉៊ \u200b\u200c", max_size=20)


def test_tidy_takes_out_what_nobody_sees() -> None:
    assert tidy("\ufeffសហ\u200bគមន៍\x00 \u202eabc\x07\r\nnext\u2060 ") == "សហគមន៍ abc\nnext"


def test_tidy_keeps_the_writers_spelling() -> None:
    assert tidy("ប្ដី") == "ប្ដី"
    assert tidy("e\u0301") == "é"
    assert tidy("ស៊ី\u200cវិល") == "ស៊ី\u200cវិល"


@given(ANY)
def test_tidy_is_idempotent(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.one_of(ANY, KHMER))
def test_search_key_is_idempotent_and_ignores_tidying(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
    assert search_key(tidy(text)) == search_key(text)


def test_search_key_finds_other_spellings() -> None:
    assert search_key("បណ្ដាញ") == search_key("បណ្តាញ")
    assert search_key("លេខ ១២៩៣") == search_key("លេខ 1293")
    assert search_key("CCHR") == search_key("cchr")
    assert search_key("ស្ត្រី") == search_key("ស្រ្តី")


def test_one_line_has_no_line_feed() -> None:
    assert one_line(" a\n\n b\t c ") == "a b c"


@given(st.text(alphabet="0123456789០១២៣៤៥៦៧៨៩ ក", max_size=30))
def test_digits_go_there_and_back(text: str) -> None:
    assert to_khmer(to_arabic(text)) == to_khmer(text)
    assert to_arabic(to_khmer(text)) == to_arabic(text)


DICTIONARY = [
    "Battambang",
    "កក្កដា",
    "កង",
    "កាល",
    "កិច្ច",
    "កែ",
    "កៅអី",
    "កុំ",
    "កំពត",
    "កាំភ្លើង",
    "កះ",
    "កុះករ",
    "កេះ",
    "កោះ",
    "ក្រុម",
    "ខែ",
    "ជីវិត",
    "ជំហាន",
    "ជិះ",
    "ពរ",
    "ពណ៌",
    "រោង",
    "ឫស្សី",
    "ឬ",
    "លា",
    "អាន",
    "ឥដ្ឋ",
    "ឯក",
    "ឱ្យ",
    "អ៊ុំ",
    "អំពី",
]


def test_words_in_the_order_of_a_dictionary() -> None:
    assert sorted(sorted(DICTIONARY), key=sort_key) == DICTIONARY


@pytest.mark.parametrize(("vowel", "like"), [("ឥត", "អិត"), ("ឧស", "អុស"), ("ឯក", "អែក"), ("ឱប", "អោប")])
def test_an_independent_vowel_stands_beside_what_it_sounds_like(vowel: str, like: str) -> None:
    others = ["អក", "អ្នក", "ក", "ហ", vowel, like]
    ordered = sorted(others, key=sort_key)
    assert abs(ordered.index(vowel) - ordered.index(like)) == 1


@given(st.lists(KHMER, min_size=3, max_size=6))
def test_the_order_is_total_and_independent_of_the_input(words: list[str]) -> None:
    sorted_keys = sorted(map(sort_key, words))
    for order in itertools.islice(itertools.permutations(words), 6):
        assert [sort_key(word) for word in sorted(order, key=sort_key)] == sorted_keys
    assert functools.reduce(lambda a, b: a if a >= b else b, sorted_keys) == sorted_keys[-1]
