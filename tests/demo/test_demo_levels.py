"""Levels, bands, and the noises of places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.demo.sound.levels import at_level, band, compressed, decibels, ratio, rounded, spoken_level
from studio.demo.sound.noise import AMBIENCES, LOOP, around, coloured, reflections, seed_of
from studio.units import RATE

TIME = np.arange(RATE) / RATE


def tone(hertz, level=-20.0):
    return ratio(level) * np.sqrt(2) * np.sin(2 * np.pi * hertz * TIME)


@given(st.floats(-90, 20))
def test_decibels_and_ratios_undo_each_other(db):
    assert decibels(ratio(db)) == pytest.approx(db)


@given(st.floats(-60, 0), st.floats(-60, -6))
def test_speech_comes_to_the_level_that_is_asked(before, wanted):
    assert spoken_level(at_level(tone(300, before), wanted)) == pytest.approx(wanted, abs=0.05)


def test_silence_between_words_does_not_count_as_speech():
    broken = np.concatenate([tone(300), np.zeros(RATE), tone(300)])
    assert spoken_level(broken) == pytest.approx(spoken_level(tone(300)), abs=0.1)


@given(st.floats(-20, 20), st.floats(-12, -1))
def test_rounded_peaks_never_pass_the_ceiling_and_small_ones_stay(level, ceiling):
    sound = tone(300, level)
    bent = rounded(sound, ceiling)
    small = np.abs(sound) < 0.69 * ratio(ceiling)
    assert np.abs(bent).max() <= ratio(ceiling) + 1e-12
    assert np.array_equal(bent[small], sound[small])
    assert (np.sign(bent) == np.sign(sound)).all()


def test_a_band_keeps_what_is_inside_and_loses_what_is_outside():
    kept = band(tone(1000), 300, 3400)
    assert spoken_level(kept[RATE // 4 :]) == pytest.approx(-20, abs=0.5)
    for hertz in (50, 12_000):
        assert spoken_level(band(tone(hertz), 300, 3400)[RATE // 4 :]) < -38


def test_compression_brings_loud_and_soft_together():
    spoken = np.concatenate([tone(300, -10), tone(300, -30)])
    even = compressed(spoken, -25, 0.5)
    loud, soft = spoken_level(even[RATE // 4 : RATE]), spoken_level(even[RATE + RATE // 4 :])
    assert soft == pytest.approx(-30, abs=0.2)
    assert loud == pytest.approx(-17.5, abs=0.5)


@pytest.mark.parametrize("name", sorted(AMBIENCES))
def test_surroundings_are_told_by_their_seed_and_have_no_seam(name):
    one = around(name, 3 * RATE, 5)
    assert np.array_equal(one, around(name, 3 * RATE, 5))
    assert not np.array_equal(one, around(name, 3 * RATE, 6 * RATE))
    assert 0.3 < np.sqrt(np.mean(around(name, LOOP, 0) ** 2)) < 3
    over = around(name, 2000, LOOP - 1000)
    steps = np.abs(np.diff(over))
    assert steps[995:1005].max() <= 2 * np.abs(np.diff(around(name, LOOP, 0))).max()


def test_places_sound_different():
    shares = {}
    for name in AMBIENCES:
        spectrum = np.abs(np.fft.rfft(around(name, LOOP, 0))) ** 2
        shares[name] = spectrum[: len(spectrum) // 24].sum() / spectrum.sum()
    assert shares["road"] > 0.9
    assert shares["garden"] < 0.7


@pytest.mark.parametrize("count", [1, 2, 999, 48_000])
def test_noise_has_the_length_and_the_loudness_that_are_asked(count):
    noise = coloured(count, 3, 100, 5000, 3)
    assert len(noise) == count
    assert np.sqrt(np.mean(noise**2)) == pytest.approx(1)


def test_an_echo_carries_the_energy_of_one_and_fades_by_60_decibels():
    echo = reflections(1, 0.4)
    assert np.sum(echo**2) == pytest.approx(1)
    early, late = (np.sqrt(np.mean(part**2)) for part in (echo[480:1440], echo[-960:]))
    assert -65 < decibels(late / early) < -48


def test_a_seed_is_made_of_every_part():
    assert seed_of("a", "b") == seed_of("a", "b")
    assert len({seed_of("a", "b"), seed_of("ab"), seed_of("a", "b", 1), seed_of("b", "a")}) == 4
