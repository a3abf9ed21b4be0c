"""A presenter's pace learnt from takes: what it finds, how sure it is, and what cannot lead it astray."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.languages import Language
from studio.scripting.learning import FURTHEST, WIDEST, Error, Learnt, Reading, learn, learnt
from studio.scripting.timing import LEAST_SPREAD, UNLEARNT_SPREAD, default_pace
from studio.units import Ms

KM, EN = Language.KM, Language.EN
USUAL = default_pace(KM, "Chenda")
SLOW = (3.6, 0.35, 0.9)
"""A presenter: syllables a second, seconds after a phrase and after a sentence."""


def takes(count: int, noise: float = 0.0, seed: int = 1, reader: tuple[float, float, float] = SLOW) -> list[Reading]:
    """So many takes of a presenter, each off by chance: noise is one deviation as a part of the take."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        units, phrases, sentences = chance.randint(20, 220), chance.randint(0, 9), chance.randint(1, 7)
        seconds = units / reader[0] + phrases * reader[1] + sentences * reader[2]
        took = Ms(round(seconds * (1 + chance.gauss(0, noise)) * 1000) + 700)
        found.append(Reading(float(units), phrases, sentences, Ms(700), took))
    return found


readings = st.lists(
    st.builds(
        Reading,
        st.integers(1, 400).map(float),
        st.integers(0, 20),
        st.integers(0, 20),
        st.integers(0, 2_000).map(Ms),
        st.integers(1, 200_000).map(Ms),
    ),
    max_size=12,
)


def test_nothing_heard_is_the_usual_pace() -> None:
    assert learnt(USUAL, []) == Learnt(USUAL)
    assert learnt(USUAL, []).default
    wordless = [Reading(0.0, 0, 0, Ms(0), Ms(1_000)), Reading(40.0, 1, 1, Ms(2_000), Ms(1_500))]
    assert learn(USUAL, wordless) == USUAL


def test_a_steady_presenter_is_found_with_rate_and_both_pauses() -> None:
    found = learnt(USUAL, takes(40, noise=0.01))
    assert found.pace.rate == pytest.approx(SLOW[0], rel=0.01)
    assert found.pace.phrase == pytest.approx(SLOW[1] * 1000, abs=60)
    assert found.pace.sentence == pytest.approx(SLOW[2] * 1000, abs=60)
    assert (found.pace.presenter, found.pace.language, found.takes) == ("Chenda", KM, 40)
    assert found.error.mean < 0.02 < 0.15 < found.usual.mean
    assert found.usual.bias == pytest.approx(-0.2, abs=0.05)
    assert abs(found.error.bias) < 0.01


def test_english_pauses_are_found_though_nothing_is_taken_for_them_at_first() -> None:
    found = learn(default_pace(EN), takes(40, noise=0.01, reader=(3.4, 0.3, 0.7)))
    assert found.rate == pytest.approx(3.4, rel=0.02)
    assert found.sentence == pytest.approx(700, abs=80)


@pytest.mark.parametrize(("count", "least", "most"), [(1, 0.15, 0.85), (3, 0.4, 0.97), (30, 0.93, 1.02)])
def test_few_takes_draw_part_of_the_way_and_many_all_of_it(count: int, least: float, most: float) -> None:
    own = takes(count)
    mean = sum(one.seconds for one in own)
    guessed = [sum(_seconds(one, pace) for one in own) for pace in (USUAL, learn(USUAL, own))]
    assert least <= (guessed[1] - guessed[0]) / (mean - guessed[0]) <= most


def _seconds(one: Reading, pace: object) -> float:
    rate, phrase, sentence = pace.rate, pace.phrase / 1000, pace.sentence / 1000  # type: ignore[attr-defined]
    return float(one.units / rate + one.phrases * phrase + one.sentences * sentence)


def test_each_take_is_judged_by_all_the_others() -> None:
    own = takes(6, noise=0.08, seed=4)
    errors = []
    for index, one in enumerate(own):
        others = learn(USUAL, own[:index] + own[index + 1 :])
        errors.append((_seconds(one, others) - one.seconds) / (one.took / 1000))
    found = learnt(USUAL, own).error
    assert found.mean == pytest.approx(sum(map(abs, errors)) / 6, rel=0.15)
    assert found.worst == pytest.approx(max(map(abs, errors)), rel=0.15)


def test_law_more_takes_of_a_steady_presenter_narrow_the_range() -> None:
    spreads = [learn(USUAL, takes(count, noise=0.02)).spread for count in (0, 2, 6, 20, 60)]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] == UNLEARNT_SPREAD
    assert LEAST_SPREAD <= spreads[-1] < 0.05


def test_an_unsteady_presenter_widens_the_range() -> None:
    wild = takes(20, reader=(2.6, 0.1, 0.2)) + takes(20, reader=(6.5, 0.1, 0.2))
    assert learn(USUAL, wild).spread > UNLEARNT_SPREAD


@settings(max_examples=40)
@given(readings, st.randoms(use_true_random=False))
def test_law_the_order_of_takes_is_irrelevant(own: list[Reading], chance: random.Random) -> None:
    mixed = chance.sample(own, len(own))
    assert learnt(USUAL, mixed) == learnt(USUAL, own)


@given(readings)
def test_law_learning_again_from_the_same_takes_changes_nothing(own: list[Reading]) -> None:
    once = learn(USUAL, own)
    assert learn(once, own) == once
    assert learn(once, []) == USUAL


@given(readings)
def test_law_whatever_was_heard_a_pace_is_one_that_somebody_can_read_at(own: list[Reading]) -> None:
    found = learnt(USUAL, own)
    assert 0.999 / FURTHEST <= found.pace.rate / USUAL.rate <= 1.001 * FURTHEST
    assert found.pace.phrase >= 0
    assert found.pace.sentence >= 0
    assert LEAST_SPREAD <= found.pace.spread <= WIDEST
    assert found.error.mean <= found.error.worst * (1 + 1e-12)


@settings(max_examples=25)
@given(st.integers(6, 20), st.floats(0.05, 20.0), st.integers(0, 50))
def test_law_one_take_that_is_far_off_does_not_run_away_with_the_pace(count: int, times: float, seed: int) -> None:
    own = takes(count, noise=0.02, seed=seed)
    odd = own[0]._replace(took=Ms(max(1, round(own[0].seconds * times * 1000)) + own[0].pauses))
    plain, led = learn(USUAL, own), learn(USUAL, [*own, odd])
    text = Reading(120.0, 5, 4, Ms(0), Ms(1))
    assert _seconds(text, led) == pytest.approx(_seconds(text, plain), rel=0.06)


@settings(max_examples=25)
@given(st.floats(1.01, 1.3), st.integers(0, 20))
def test_law_who_takes_longer_is_estimated_longer(slower: float, seed: int) -> None:
    own = takes(8, noise=0.03, seed=seed)
    drawn_out = [one._replace(took=Ms(round(one.seconds * slower * 1000) + one.pauses)) for one in own]
    text = Reading(120.0, 5, 4, Ms(0), Ms(1))
    assert _seconds(text, learn(USUAL, drawn_out)) > _seconds(text, learn(USUAL, own))


def test_the_settings_of_a_station_are_where_learning_starts() -> None:
    brisk = replace(USUAL, rate=5.1)
    assert learn(brisk, takes(1)).rate > learn(USUAL, takes(1)).rate
    assert learn(brisk, takes(1)).usual == brisk
    assert learnt(brisk, takes(1)).error != Error()
