"""The meter against the test cases of the EBU, against pyloudnorm, and against the laws of a stream."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.meter import Meter, integrated, loudness_range, stretch
from studio.audio.truepeak import PeakMeter, decibels
from studio.audio.values import QUIETEST


def steps(tone, *pairs, channels=2):
    return np.concatenate([tone(seconds, dbfs, channels=channels) for dbfs, seconds in pairs])


def measure(sound, cut=48_000):
    meter = Meter(sound.shape[1])
    for at in range(0, len(sound), cut):
        meter.add(sound[at : at + cut])
    return meter


TECH_3341 = {
    "1": ([(-23.0, 20)], -23.0),
    "2": ([(-33.0, 20)], -33.0),
    "3": ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
    "4": ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
    "5": ([(-26.0, 20), (-20.0, 20.1), (-26.0, 20)], -23.0),
}


@pytest.mark.parametrize("case", TECH_3341)
def test_tech_3341_integrated_loudness_of_stereo_tones(case, sounds):
    """EBU Tech 3341, table 1, cases 1 to 5: ± 0.1 LU."""
    pairs, wanted = TECH_3341[case]
    assert measure(steps(sounds["tone"], *pairs)).loudness().integrated == pytest.approx(wanted, abs=0.1)


def test_tech_3341_case_6_five_channels(sounds):
    """-28 dBFS left and right, -24 centre, -30 surrounds: -23 ± 0.1 LUFS."""
    tone = sounds["tone"]
    five = np.concatenate([tone(20, dbfs) for dbfs in (-28.0, -28.0, -24.0, -30.0, -30.0)], axis=1)
    assert measure(five).loudness().integrated == pytest.approx(-23.0, abs=0.1)


def test_tech_3341_case_9_short_term(sounds):
    """1.34 s at -20 and 1.66 s at -30 dBFS, five times: the short-term loudness stays at -23 ± 0.1 LUFS."""
    sound = steps(sounds["tone"], *[(-20.0, 1.34), (-30.0, 1.66)] * 5)
    assert measure(sound).loudness().short_term == pytest.approx(-23.0, abs=0.1)


def test_tech_3341_case_12_momentary(sounds):
    """0.18 s at -20 and 0.22 s at -30 dBFS, 25 times: the momentary loudness stays at -23 ± 0.1 LUFS."""
    sound = steps(sounds["tone"], *[(-20.0, 0.18), (-30.0, 0.22)] * 25)
    assert measure(sound).loudness().momentary == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(
    ("hertz", "phase", "dbfs", "wanted"),
    [
        (12_000, 0, -6.0, -6.0),
        (12_000, 45, -6.0, -6.0),
        (8_000, 60, -6.0, -6.0),
        (6_000, 67.5, -6.0, -6.0),
        (12_000, 45, 3.0, 3.0),
    ],
)
def test_tech_3341_cases_15_to_19_true_peak(hertz, phase, dbfs, wanted, sounds):
    """Sines whose samples miss their peaks: + 0.2 / - 0.4 dB."""
    sound = sounds["tone"](1, dbfs, hertz, phase=np.deg2rad(phase))
    sound *= np.hanning(len(sound))[:, np.newaxis].astype(np.float32) ** 0.1
    meter = PeakMeter(1)
    meter.add(sound)
    assert wanted - 0.4 <= decibels(meter.peak()) <= wanted + 0.2


TECH_3342 = {
    "1": ([(-20.0, 20), (-30.0, 20)], 10.0),
    "2": ([(-20.0, 20), (-15.0, 20)], 5.0),
    "3": ([(-40.0, 20), (-20.0, 20)], 20.0),
    "4": ([(-50.0, 20), (-35.0, 20), (-20.0, 20), (-35.0, 20), (-50.0, 20)], 15.0),
}


@pytest.mark.parametrize("case", TECH_3342)
def test_tech_3342_loudness_range(case, sounds):
    """EBU Tech 3342, table 1, cases 1 to 4: ± 1 LU."""
    pairs, wanted = TECH_3342[case]
    assert measure(steps(sounds["tone"], *pairs)).loudness().range == pytest.approx(wanted, abs=1.0)


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
