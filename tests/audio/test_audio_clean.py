"""Cleaning a take: rumble gone, noise lowered, speakers brought together, nothing else moved by a sample."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.meters.meter import Meter
from studio.audio.player.clean import cleaned
from studio.audio.values import Cleaning

RATE = 48_000
EVERYTHING = Cleaning(80, 9.0, True)


def pieces(sound, size=RATE):
    return lambda: (sound[at : at + size] for at in range(0, len(sound), size))


def run(sound, cleaning, size=RATE):
    return np.concatenate(list(cleaned(pieces(sound, size), cleaning, sound.shape[1])))


def decibels(sound):
    return 10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-30)


def loudness(sound):
    meter = Meter(sound.shape[1], peaks=False)
    meter.add(sound)
    return meter.loudness().integrated


def hiss(seconds, dbfs, seed=1, channels=1):
    random = np.random.default_rng(seed)
    return (random.standard_normal((round(seconds * RATE), channels)) * 10 ** (dbfs / 20)).astype(np.float32)


def bands(sound):
    """The level of each octave from 100 Hz to 6.4 kHz, dB."""
    windows = np.lib.stride_tricks.sliding_window_view(sound[:, 0], 4096)[::2048] * np.hanning(4096)
    power = np.square(np.abs(np.fft.rfft(windows))).mean(axis=0)
    hertz = np.fft.rfftfreq(4096, 1 / RATE)
    edges = 100 * 2 ** np.arange(7)
    return np.array([10 * np.log10(power[(hertz >= a) & (hertz < 2 * a)].sum()) for a in edges[:-1]])


@pytest.fixture(scope="module")
def spoken(make):
    """Two sentences with a pause of two seconds before, between and after them."""
    pause = np.zeros((2 * RATE, 1), np.float32)
    return np.concatenate([pause, make["babble"](6, 1), pause, make["babble"](6, 2), pause])


PAUSES = [slice(int(0.5 * RATE), int(1.5 * RATE)), slice(int(8.5 * RATE), int(9.5 * RATE))]


def test_with_nothing_to_do_the_very_same_blocks_come_out(spoken):
    given_in = [spoken[:1000], spoken[1000:]]
    out = list(cleaned(lambda: given_in, Cleaning(), 1))
    assert [id(one) for one in out] == [id(one) for one in given_in]


def test_rumble_is_gone_and_a_low_voice_is_not_touched(sounds):
    for hertz, least, most in ((20, -60, -20), (40, -14, -11), (80, -3.2, -2.8), (200, -0.2, 0.0), (1000, -0.01, 0.01)):
        sound = sounds["tone"](3, -20, hertz)
        out = run(sound, Cleaning(80))
        assert least <= decibels(out[RATE:]) - decibels(sound[RATE:]) <= most, hertz


def test_noise_is_lowered_by_what_was_asked_and_speech_stays_as_it_was(spoken):
    noisy = spoken + hiss(len(spoken) / RATE, -50)
    for wanted in (6.0, 12.0):
        out = run(noisy, Cleaning(denoise_db=wanted))
        for pause in PAUSES:
            assert decibels(noisy[pause]) - decibels(out[pause]) == pytest.approx(wanted, abs=0.7)
        assert np.abs(bands(out) - bands(spoken)).max() < 1.0


def test_no_note_is_left_of_noise(spoken):
    """Musical noise is a spot that is lowered less than those around it: no pitch of a pause may stand out."""
    noisy = spoken + hiss(len(spoken) / RATE, -50)
    out = run(noisy, Cleaning(denoise_db=12.0))
    for pause in PAUSES:
        frames = [np.lib.stride_tricks.sliding_window_view(one[pause, 0], 2048)[::512] for one in (noisy, out)]
        before, after = (np.square(np.abs(np.fft.rfft(one * np.hanning(2048)))) for one in frames)
        lowered = 10 * np.log10(before.sum(axis=1) / after.sum(axis=1))
        assert lowered.min() > 9.0
        assert np.percentile(10 * np.log10((before + 1e-12) / (after + 1e-12)), 0.1) > 3.0


def test_what_has_no_quiet_of_its_own_is_not_denoised():
    for sound in (hiss(6, -30), np.zeros((RATE, 1), np.float32)):
        out = run(sound, Cleaning(denoise_db=12.0))
        assert np.array_equal(out, sound)


def test_two_speakers_twelve_decibels_apart_end_up_within_three(make):
    loud, soft = make["babble"](8, 5), make["babble"](8, 6)
    soft = soft * np.float32(10 ** ((loudness(loud) - loudness(soft) - 12) / 20))
    turns = np.concatenate([loud, soft, loud, soft])
    out = run(turns, Cleaning(levelling=True))
    sizes = [slice(at, at + 8 * RATE) for at in range(0, len(turns), 8 * RATE)]
    before, after = [loudness(turns[one]) for one in sizes], [loudness(out[one]) for one in sizes]
    assert max(before) - min(before) == pytest.approx(12, abs=0.1)
    assert max(after) - min(after) < 3


def test_a_speaker_who_is_even_stays_as_loud(make):
    sound = make["babble"](20, 3)
    assert loudness(run(sound, Cleaning(levelling=True))) == pytest.approx(loudness(sound), abs=1.0)


def test_pauses_are_never_raised(make):
    pause = hiss(3, -60, 9)
    soft, loud = make["babble"](6, 4) * np.float32(0.2), make["babble"](6, 4)
    sound = np.concatenate([soft, pause, soft, pause, loud])
    out = run(sound, Cleaning(levelling=True))
    assert decibels(out[: 6 * RATE]) > decibels(sound[: 6 * RATE]) + 3
    for start in (6, 15):
        middle = slice(int((start + 0.75) * RATE), int((start + 2.25) * RATE))
        assert decibels(out[middle]) <= decibels(sound[middle]) + 0.01
    assert not run(np.zeros((2 * RATE, 1), np.float32), EVERYTHING).any()


def test_nobody_is_moved_by_more_than_nine_decibels(make):
    soft = make["babble"](8, 6) * np.float32(10 ** (-22 / 20))
    sound = np.concatenate([make["babble"](24, 5), soft])
    out = run(sound, Cleaning(levelling=True))
    audible = np.abs(sound) > 1e-3
    moved = 20 * np.log10(np.abs(out[audible]) / np.abs(sound[audible]))
    assert np.abs(moved).max() <= 9.0 + 1e-3


def test_a_click_stays_where_it_is(spoken):
    sound = spoken.copy()
    sound[RATE : RATE + 8] = 0.9
    out = run(sound + hiss(len(sound) / RATE, -60), EVERYTHING)
    assert abs(int(np.argmax(np.abs(out[: 2 * RATE]))) - RATE) < 8


def test_both_sides_are_lowered_alike(make):
    side = make["babble"](5, 1)
    sound = np.concatenate([side, side * np.float32(0.5)], axis=1) + hiss(5, -60, 2, 1)
    out = run(sound, EVERYTHING)
    assert out.shape == sound.shape
    assert decibels(out[:, 0]) - decibels(out[:, 1]) == pytest.approx(decibels(side) - decibels(side * 0.5), abs=0.1)


@settings(max_examples=12, deadline=None)
@given(
    count=st.sampled_from([1, 2, 511, 512, 4800, 34_304, 67_000, 150_001]),
    sizes=st.lists(st.integers(1, 70_000), min_size=1, max_size=6),
    channels=st.integers(1, 2),
    cleaning=st.sampled_from([EVERYTHING, Cleaning(60), Cleaning(0, 12.0), Cleaning(0, 0.0, True)]),
)
def test_law_as_long_as_it_was_and_the_same_however_the_stream_is_cut(count, sizes, channels, cleaning):
    sound = hiss(count / RATE, -40, channels=channels)
    sound[count // 3 : count // 2] *= 40

    def cut():
        at, turn = 0, 0
        while at < count:
            size = sizes[turn % len(sizes)] if turn < 2000 else count
            yield sound[at : at + size]
            at, turn = at + size, turn + 1

    whole = run(sound, cleaning, count)
    assert whole.shape == sound.shape
    assert np.array_equal(np.concatenate(list(cleaned(cut, cleaning, channels))), whole)


def test_memory_does_not_grow_with_the_take():
    """The first block comes out long before the last one went in."""
    block = hiss(1, -30)
    asked = []

    def endless():
        for number in range(40):
            asked.append(number)
            yield block * np.float32(1 if number % 4 else 0.001)

    out = cleaned(endless, EVERYTHING, 1)
    next(out)
    assert len(asked) <= 40 + 4
