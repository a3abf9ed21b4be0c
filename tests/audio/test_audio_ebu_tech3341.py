"""The minimum requirements of EBU Tech 3341, each signal synthesised from its description.

Signals 7 and 8 are recordings of programmes that the EBU hands out and that are not ours to copy; what they are for,
real programmes, is measured in test_audio_ebu_agreement.py against two other meters.

Source: EBU Tech 3341 (version 4, 2023), table 1, signals 1 to 6 and 9 to 23.
"""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.meters.meter import Meter, momentary, short_term
from studio.audio.meters.truepeak import PeakMeter, decibels

RATE = 48_000
LU, STEPS = 0.1, 20
SILENCE = None


def sequence(*pieces, channels=2):
    """1 kHz sines one after another, (dBFS or SILENCE, seconds), the phase going on; float32 (n, channels)."""
    counts = [round(seconds * RATE) for _, seconds in pieces]
    levels = [0.0 if dbfs is SILENCE else 10 ** (dbfs / 20) for dbfs, _ in pieces]
    gain = np.repeat(levels, counts)
    sound = gain * np.sin(2 * np.pi * 1000 * np.arange(len(gain)) / RATE)
    return np.repeat(sound.astype(np.float32)[:, np.newaxis], channels, axis=1)


def measured(sound):
    meter = Meter(sound.shape[1], peaks=False)
    for at in range(0, len(sound), RATE):
        meter.add(sound[at : at + RATE])
    return meter


INTEGRATED = {
    1: ([(-23.0, 20)], -23.0),
    2: ([(-33.0, 20)], -33.0),
    3: ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
    4: ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
    5: ([(-26.0, 20), (-20.0, 20.1), (-26.0, 20)], -23.0),
    9: ([(-20.0, 1.34), (-30.0, 1.66)] * 5, -23.0),
    12: ([(-20.0, 0.18), (-30.0, 0.22)] * 25, -23.0),
}


@pytest.mark.parametrize("signal", INTEGRATED)
def test_stereo_tones_have_their_integrated_loudness(signal):
    pieces, wanted = INTEGRATED[signal]
    assert measured(sequence(*pieces)).loudness().integrated == pytest.approx(wanted, abs=LU)


@pytest.mark.parametrize("signal", [1, 2])
def test_a_steady_tone_is_as_loud_at_every_time_scale(signal):
    pieces, wanted = INTEGRATED[signal]
    loudness = measured(sequence(*pieces)).loudness()
    assert loudness.momentary == pytest.approx(wanted, abs=LU)
    assert loudness.short_term == pytest.approx(wanted, abs=LU)


def test_signal_6_five_channels_have_their_weights():
    """-28 dBFS left and right, -24 centre, -30 surrounds: -23 LUFS."""
    tone = sequence((0.0, 20), channels=1)
    five = np.concatenate([tone * np.float32(10 ** (dbfs / 20)) for dbfs in (-28, -28, -24, -30, -30)], axis=1)
    assert measured(five).loudness().integrated == pytest.approx(-23.0, abs=LU)


def test_signal_9_the_short_term_loudness_stands_still_after_3_s():
    curve = short_term(measured(sequence(*INTEGRATED[9][0])).energies())
    assert len(curve) == 121
    assert np.abs(curve + 23.0).max() <= LU


@pytest.mark.parametrize("step", range(STEPS))
def test_signal_10_the_highest_short_term_loudness_wherever_the_tone_begins(step):
    sound = sequence((SILENCE, step * 0.15), (-23.0, 3), (SILENCE, 1))
    assert measured(sound).loudness().short_term == pytest.approx(-23.0, abs=LU)


def test_signal_11_the_highest_short_term_loudness_while_it_rises():
    """20 tones of 3 s, each 1 dB louder, each later in its 6 s: after each one the highest so far is its own."""
    meter = Meter(2, peaks=False)
    for step in range(STEPS):
        meter.add(sequence((SILENCE, step * 0.15), (-38.0 + step, 3), (SILENCE, 3 - step * 0.15)))
        assert meter.loudness().short_term == pytest.approx(-38.0 + step, abs=LU)


def test_signal_12_the_momentary_loudness_stands_still_after_1_s():
    curve = momentary(measured(sequence(*INTEGRATED[12][0])).energies())
    assert len(curve) == 97
    assert np.abs(curve[6:] + 23.0).max() <= LU


@pytest.mark.parametrize("step", range(STEPS))
def test_signal_13_the_highest_momentary_loudness_wherever_the_tone_begins(step):
    sound = sequence((SILENCE, step * 0.02), (-23.0, 0.4), (SILENCE, 1))
    assert measured(sound).loudness().momentary == pytest.approx(-23.0, abs=LU)


def test_signal_14_the_highest_momentary_loudness_while_it_rises():
    """20 tones of 0.4 s, each 1 dB louder, each later in its 0.8 s."""
    meter = Meter(2, peaks=False)
    for step in range(STEPS):
        meter.add(sequence((SILENCE, step * 0.02), (-38.0 + step, 0.4), (SILENCE, 0.4 - step * 0.02)))
        assert meter.loudness().momentary == pytest.approx(-38.0 + step, abs=LU)


def true_peak(signal):
    """dBTP of one channel, given in pieces that end in the middle of waves."""
    meter = PeakMeter(1)
    sound = signal.astype(np.float32)[:, np.newaxis]
    for at in range(0, len(sound), 997):
        meter.add(sound[at : at + 997])
    return decibels(meter.peak())


def faded(signal):
    """With 10 ms of fading at both ends, so that no peak comes from cutting a wave."""
    shape = np.minimum(np.arange(len(signal)), np.arange(len(signal))[::-1])
    return signal * np.clip(shape / 480, 0, 1)


TONES = {15: (4, 0, 0.5, -6.0), 16: (4, 45, 0.5, -6.0), 17: (6, 60, 0.5, -6.0), 18: (8, 67.5, 0.5, -6.0)}
TONES[19] = (4, 45, 1.41, 3.0)


@pytest.mark.parametrize("signal", TONES)
def test_true_peaks_of_tones_whose_samples_miss_them(signal):
    """A sine of a fraction of the sampling rate from a phase in degrees: + 0.2, - 0.4 dB."""
    fraction, phase, amplitude, wanted = TONES[signal]
    wave = amplitude * np.sin(2 * np.pi * np.arange(RATE) / fraction + np.deg2rad(phase))
    assert wanted - 0.4 <= true_peak(faded(wave)) <= wanted + 0.2


SAMPLE_PEAKS = {20: -0.13, 21: -0.46, 22: -2.5, 23: -0.46}
"""What the samples reach at most, dBFS: four of them fall into the single wave, 0°, 22.5°, 45° or 67.5° behind its
beginning, and the low-pass takes a tenth of a decibel from its top."""


@pytest.mark.parametrize("signal", SAMPLE_PEAKS)
def test_true_peaks_of_a_single_wave_between_samples(signal):
    """A single period of fs/4 at full scale within fs/6 at half of it, its phase going on at both sides, made at 4 fs,
    low-passed, every fourth sample kept, from the first, second, third or fourth on: 0 dBTP + 0.2, - 0.4."""
    before = 0.5 * np.sin(2 * np.pi * np.arange(24 * 2000) / 24)
    fine = np.concatenate([before, np.sin(2 * np.pi * np.arange(16) / 16), before])
    spectrum = np.fft.rfft(faded(fine))
    spectrum[len(spectrum) // 4 :] = 0
    kept = np.fft.irfft(spectrum, len(fine))[signal - 20 :: 4]
    assert decibels(np.abs(kept).max()) == pytest.approx(SAMPLE_PEAKS[signal], abs=0.05)
    assert -0.4 <= true_peak(kept) <= 0.2
