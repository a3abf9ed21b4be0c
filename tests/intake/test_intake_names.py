"""A real name is found however it is written, and ordinary words are not taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.intake.names import names_of
from studio.intake.text import key

REAL = ["ម៉ៅ សុខុម", "ជា ឡាយ", "Chan Dara", "Ly Sok"]


def found(text: str, names: list[str] = REAL) -> bool:
    return names_of(names).within(key(text))


@pytest.mark.parametrize(
    "text",
    [
        "លោក ម៉ៅ សុខុម បានមក",
        "លោកម៉ៅសុខុមបានមក",
        "លោកម៉ៅ សុខុមបានមក",
        "ម៉ៅ\u200bសុខុម",
        "សុខុម ម៉ៅ",
        "លោក ជា ឡាយ និយាយ",
        "we met Chan Dara there",
        "DARA CHAN came",
        "Chan\u00a0Dara",
        "Mr. Ly Sok.",
    ],
)
def test_a_name_is_found_however_it_is_spaced_or_turned(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "ចុះហត្ថលេខាជាឡាយលក្ខណ៍អក្សរ",
        "ម៉ៅ និង សុខុម",
        "សុខុមាលភាព ម៉ៅៗ",
        "the chandara river",
        "family socks",
        "",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert not found(text)


def test_a_title_is_no_part_of_the_name() -> None:
    assert found("ម៉ៅ សុខុម", ["លោក ម៉ៅ សុខុម"])
    assert not found("លោកស្រី", ["លោកស្រី"])


def test_a_name_of_one_or_two_letters_is_not_looked_for() -> None:
    assert not found("ជា សា ly", ["ជា", "Ly", "", "  "])


@given(st.text("កខគងចឆជញដតថទធនបផពភមយរលវសហឡអ", min_size=4, max_size=9), st.text("កខគងច ដតថទធន។", max_size=40))
def test_law_a_name_is_found_behind_and_before_any_text(given_name: str, text: str) -> None:
    name = f"សំ {given_name}"
    assert found(f"{text}{name} {text}", [name])


def test_names_are_not_shown_when_printed() -> None:
    assert "សុខុម" not in repr(names_of(REAL))
    assert "Dara" not in repr(names_of(REAL))
