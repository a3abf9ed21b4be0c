"""The limiter: what it promises about peaks, about quiet sound, and about its memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.meters.truepeak import PeakMeter, decibels
from studio.audio.player.limit import FORESIGHT, MEMORY, Limiter


def limited(sound, ceiling=-2.0, gain=0.0, cuts=(48_000,)):
    limiter = Limiter(sound.shape[1], ceiling, gain)
    out, at, turn = [], 0, 0
    while at < len(sound):
        size = cuts[turn % len(cuts)]
        out.append(limiter.add(sound[at : at + size]))
        at, turn = at + size, turn + 1
    return np.concatenate([*out, limiter.finish()])


def peak(sound):
    meter = PeakMeter(sound.shape[1])
    meter.add(sound)
    return decibels(meter.peak())


def bursts(seed, count=120_000, channels=2):
    random = np.random.default_rng(seed)
    louder = np.ones((count, 1))
    for at in random.integers(0, count - 4000, 12):
        louder[at : at + 4000] = random.uniform(5, 25)
    return (random.standard_normal((count, channels)) * 0.05 * louder).astype(np.float32)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ceiling", [-1.0, -6.0])
def test_no_true_peak_passes_the_ceiling(seed, ceiling):
    sound = bursts(seed)
    assert peak(sound) > ceiling + 6
    assert peak(limited(sound, ceiling)) <= ceiling + 0.1


def test_a_tone_between_the_samples_is_held(sounds):
    sound = sounds["tone"](0.5, 3.0, 12_000, phase=np.pi / 4)
    assert peak(limited(sound)[2000:-2000] * np.hanning(20_000)[:, np.newaxis].astype(np.float32)) <= -1.95


def test_sound_below_the_ceiling_is_not_touched(sounds):
    sound = sounds["babble"](3, level=0.05)
    assert np.array_equal(limited(sound), sound)


def test_the_length_is_kept_and_nothing_is_moved():
    sound = np.zeros((30_000, 1), np.float32)
    sound[12_345] = 0.5
    out = limited(sound, cuts=(777,))
    assert out.shape == sound.shape
    assert int(np.abs(out).argmax()) == 12_345


@settings(max_examples=10, deadline=None)
@given(
    cuts=st.lists(st.integers(1, 60_000), min_size=1, max_size=6).filter(lambda sizes: sum(sizes) > 3000),
    seed=st.integers(0, 5),
)
def test_law_the_result_does_not_depend_on_how_the_stream_is_cut(cuts, seed):
    sound = bursts(seed)
    assert np.array_equal(limited(sound), limited(sound, cuts=cuts))


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 50), start=st.integers(MEMORY, 80_000))
def test_law_a_stretch_needs_its_neighbourhood_only(seed, start):
    """What another chunk makes of the same stretch is the same to the last bit."""
    sound = bursts(seed)
    end = start + 20_000
    whole = limited(sound)
    part = limited(sound[start - MEMORY : end + FORESIGHT])
    assert np.array_equal(part[MEMORY : MEMORY + 20_000], whole[start:end])


def test_the_gain_never_jumps():
    """A loud burst in a steady tone: the envelope moves by less than a tenth of a decibel from sample to sample."""
    sound = np.full((60_000, 1), 0.4, np.float32)
    sound[30_000:30_050] = 1.6
    gain = limited(sound, -6.0)[:, 0] / sound[:, 0]
    change = np.abs(np.diff(20 * np.log10(gain)))
    assert gain.min() < 0.35
    assert change.max() < 0.1
