"""The meter against pyloudnorm and against the laws of a stream; see test_audio_ebu_*.py for the signals of the EBU."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.meters.kweight import HIGH_PASS, SHELF, impulse_response
from studio.audio.meters.meter import Meter, integrated, loudness_range, stretch
from studio.audio.meters.truepeak import FINENESS, HALF, PHASES, PeakMeter, between, decibels, inner_peak
from studio.audio.values import QUIETEST


def measure(sound, cut=48_000):
    meter = Meter(sound.shape[1])
    for at in range(0, len(sound), cut):
        meter.add(sound[at : at + cut])
    return meter


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_agrees_with_pyloudnorm(seed, sounds):
    """The same filters, an independent implementation: within 0.05 LU."""
    sound = np.concatenate([sounds["babble"](30, seed), sounds["babble"](30, seed + 10)], axis=1)
    theirs = pyloudnorm.Meter(48_000, filter_class="DeMan").integrated_loudness(sound.astype(np.float64))
    assert measure(sound).loudness().integrated == pytest.approx(theirs, abs=0.05)


@settings(max_examples=8, deadline=None)
@given(cuts=st.lists(st.integers(1, 200_000), min_size=1, max_size=12), seed=st.integers(0, 3))
def test_law_the_result_does_not_depend_on_how_the_stream_is_cut(cuts, seed):
    sound = (np.random.default_rng(seed).standard_normal((400_000, 2)) * 0.1).astype(np.float32)
    whole, cut = Meter(2), Meter(2)
    whole.add(sound)
    at = 0
    for size in cuts:
        cut.add(sound[at : at + size])
        at += size
    cut.add(sound[at:])
    assert np.array_equal(whole.energies(), cut.energies())
    assert whole.loudness() == cut.loudness()


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, 9000), min_size=1, max_size=8), seed=st.integers(0, 9), at=st.integers(100, 9900))
def test_law_a_true_peak_is_the_same_wherever_the_stream_is_cut(cuts, seed, at):
    """A wave that stands highest between two samples, in noise; the stream is cut in it and next to it as well."""
    sound = (np.random.default_rng(seed).standard_normal((10_000, 2)) * 0.05).astype(np.float32)
    sound[at : at + 8, seed % 2] += 0.7 * np.sin(np.pi / 2 * np.arange(8) + np.pi / 4).astype(np.float32)
    whole, cut = PeakMeter(2), PeakMeter(2)
    whole.add(sound)
    edges = sorted({0, at, at + 1, at + 5, len(sound), *(edge for edge in np.cumsum(cuts) if edge < len(sound))})
    for start, end in pairwise(edges):
        cut.add(sound[start:end])
    assert whole.peak() == cut.peak() > 0.6


@settings(max_examples=20, deadline=None)
@given(size=st.integers(32, 4000), offset=st.integers(0, 900), seed=st.integers(0, 9))
def test_law_what_lies_between_samples_depends_on_those_around_it(size, offset, seed):
    signal = (np.random.default_rng(seed).standard_normal(5000) * 0.3).astype(np.float32)
    assert np.array_equal(between(signal)[offset : offset + size - 31], between(signal[offset : offset + size]))


@given(st.integers(32, 4000), st.floats(-30, 30), st.floats(-40, 3), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_law_with_a_floor_all_that_is_higher_is_found_and_exact(size, level, below, seed):
    signal = (np.random.default_rng(seed).standard_normal(size) * 10 ** (level / 20)).astype(np.float32)
    exact = between(signal)
    floor = float(exact.max()) * 10 ** (below / 20)
    found = between(signal, floor)
    assert np.array_equal(found[exact > floor], exact[exact > floor])
    assert np.all((found == exact) | (found == 0))


def test_what_lies_between_samples_is_what_the_formula_says():
    signal = (np.random.default_rng(4).standard_normal(3000) * 0.3).astype(np.float32)
    exact = [np.abs(np.convolve(signal, phase[::-1] * FINENESS, mode="valid")) for phase in PHASES]
    assert np.abs(between(signal) - np.max(exact, axis=0)).max() < 1e-6


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 50, 51, 52, 71, 1000, 1071, 1072])
def test_the_peak_inside_a_sound_is_the_highest_of_all_that_is_inside(size):
    sound = (np.random.default_rng(size).standard_normal((size, 2)) * 0.3).astype(np.float32)
    inner = float(np.abs(sound[HALF : max(size - HALF, 0)]).max(initial=0.0))
    gaps = [float(between(np.ascontiguousarray(one)).max()) for one in sound.T] if size >= 2 * HALF else []
    assert inner_peak(sound) == max([inner, *gaps])


def test_the_weighting_is_that_of_the_standard():
    """The response of both biquads at four frequencies, worked out from their coefficients."""
    response = np.fft.rfft(impulse_response(48_000))
    for hertz in (40, 100, 1000, 10_000):
        z = np.exp(-2j * np.pi * hertz / 48_000 * np.arange(3))
        wanted = np.prod([np.dot(over, z) / np.dot(under, z) for over, under in (SHELF, HIGH_PASS)])
        assert response[hertz] == pytest.approx(wanted, abs=1e-6)


def test_momentary_and_short_term_loudness_are_looked_for_every_10_ms(sounds):
    silence = np.zeros((3 * 48_000 + 2400, 1), np.float32)
    loudness = measure(np.concatenate([silence, sounds["tone"](0.4, -20), silence]), 7001).loudness()
    assert loudness.momentary == pytest.approx(-23.0, abs=0.05)
    assert loudness.short_term == pytest.approx(-23.0 + 10 * np.log10(0.4 / 3), abs=0.05)


def test_true_peak_that_passes_over_quiet_stretches_is_the_true_peak(sounds):
    sound = sounds["babble"](20, 5)
    meter = PeakMeter(1)
    for at in range(0, len(sound), 5000):
        meter.add(sound[at : at + 5000])
    size = len(sound)
    spectrum = np.fft.rfft(sound[:, 0].astype(np.float64))
    fine = np.fft.irfft(spectrum, size * 4) * 4
    assert decibels(meter.peak()) == pytest.approx(decibels(float(np.abs(fine).max())), abs=0.05)


def test_energies_of_a_part_measure_like_the_part(sounds):
    sound = np.concatenate([sounds["tone"](10, -30), sounds["tone"](10, -20)])
    energies = measure(sound).energies()
    assert integrated(stretch(energies, 480_000, 960_000)) == pytest.approx(-23.0, abs=0.05)
    assert integrated(stretch(energies, 0, 470_000)) == pytest.approx(-33.0, abs=0.05)


def test_silence_and_what_is_too_short_have_a_level():
    assert integrated(np.zeros(0)) == QUIETEST
    assert integrated(np.zeros(50)) == QUIETEST
    assert loudness_range(np.zeros(50)) == 0.0
    assert integrated(np.full(2, 10 ** (-23.0 / 10) * 10**0.0691)) == pytest.approx(-23.0, abs=0.01)
