"""Where a take begins and ends, and where its room tone lies: clicks, breaths, noise, quiet voices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.scores.levels import FINE, fine_energies
from studio.audio.scores.room import room_tone
from studio.audio.scores.trim import spoken

RATE = 48_000


def energies(sound, size=RATE):
    return fine_energies((sound[at : at + size] for at in range(0, len(sound), size)), sound.shape[1])


def hiss(seconds, dbfs, seed=1):
    random = np.random.default_rng(seed)
    return (random.standard_normal((round(seconds * RATE), 1)) * 10 ** (dbfs / 20)).astype(np.float32)


def sentence(make, seconds=5.0, seed=1):
    """Speech that is heard from its first to its last moment."""
    sound = make["babble"](seconds, seed)
    sound[: RATE // 5] += make["tone"](0.2, -20, 300)
    sound[-RATE // 5 :] += make["tone"](0.2, -20, 300)
    return sound


def ends(sound):
    """Where a take begins and ends, seconds."""
    start, end = spoken(energies(sound))
    return start / RATE, end / RATE


def taken(make, room=-70.0, level=1.0, before=2.0, after=3.0):
    """A sentence with the room before and after it."""
    words = sentence(make) * np.float32(level)
    silence = [np.zeros((round(length * RATE), 1), np.float32) for length in (before, after)]
    whole = np.concatenate([silence[0], words, silence[1]])
    return whole + hiss(len(whole) / RATE, room)


@pytest.mark.parametrize(("room", "level"), [(-90, 1.0), (-60, 1.0), (-45, 1.0), (-75, 0.05), (-90, 0.01)])
def test_the_silence_at_both_ends_is_left_out_whatever_the_room_and_the_level(make, room, level):
    start, end = ends(taken(make, room, level))
    assert 1.80 <= start <= 1.95
    assert 7.10 <= end <= 7.35


def test_digital_silence_is_silence(make):
    whole = np.concatenate([np.zeros((RATE, 1)), sentence(make), np.zeros((RATE, 1))]).astype(np.float32)
    assert ends(whole) == (pytest.approx(0.9, abs=0.03), pytest.approx(6.25, abs=0.05))


def test_a_click_before_the_first_word_is_left_out(make):
    whole = taken(make)
    for at in (0.3, 0.9, 9.2):
        whole[round(at * RATE) : round((at + 0.02) * RATE)] += 0.8
    start, end = ends(whole)
    assert (1.80 <= start <= 1.95, 7.10 <= end <= 7.35) == (True, True)


def test_a_breath_long_before_the_first_word_is_left_out(make):
    whole = taken(make)
    whole[RATE // 2 : RATE] += hiss(0.5, -52)
    start, _ = ends(whole)
    assert 1.80 <= start <= 1.95


def test_a_soft_beginning_of_the_first_word_is_kept(make):
    whole = taken(make)
    soft = slice(round(1.8 * RATE), 2 * RATE)
    whole[soft] += hiss(0.2, -48)
    start, _ = ends(whole)
    assert 1.65 <= start <= 1.75


def test_a_lorry_that_passes_is_not_a_word(make):
    whole = taken(make, before=4.0)
    whole[RATE : 3 * RATE] += make["tone"](2, -20, 45)
    start, _ = ends(whole)
    assert 3.80 <= start <= 3.95


@pytest.mark.parametrize("sound", ["hiss", "tone", "silence", "short"])
def test_a_take_without_silence_of_its_own_stays_whole(sounds, sound):
    made = {
        "hiss": hiss(5, -30),
        "tone": sounds["tone"](5, -20),
        "silence": np.zeros((5 * RATE, 1), np.float32),
        "short": hiss(0.15, -20),
    }[sound]
    assert spoken(energies(made)) == (0, len(made))
    assert room_tone(energies(made)) is None


def test_an_empty_take_is_whole_too():
    assert spoken(np.zeros(0)) == (0, 0)
    assert room_tone(np.zeros(0)) is None


def test_room_tone_is_the_place_and_nobody_who_speaks(make):
    whole = taken(make, -55)
    start, end = room_tone(energies(whole))
    assert 0.3 * RATE <= end - start <= 2 * RATE
    assert end <= 2 * RATE or start >= 7 * RATE
    assert 10 * np.log10(np.square(whole[start:end]).mean()) == pytest.approx(-55, abs=1)


def test_room_tone_is_never_taken_from_what_must_not_be_heard_again(make):
    whole = taken(make, -55)
    first = room_tone(energies(whole))
    second = room_tone(energies(whole), [first])
    assert second is not None
    assert second[1] <= first[0] or second[0] >= first[1]
    assert room_tone(energies(whole), [(0, 4 * RATE), (4 * RATE, 10 * RATE)]) is None


def test_a_machine_that_was_off_is_no_room(make):
    whole = np.concatenate([np.zeros((2 * RATE, 1), np.float32), sentence(make)])
    assert room_tone(energies(whole)) is None


def test_a_passing_motorbike_is_no_room_tone(make):
    whole = taken(make, -55, after=0.0)
    whole[: 2 * RATE] *= np.linspace(1, 12, 2 * RATE, dtype=np.float32)[:, np.newaxis]
    found = room_tone(energies(whole))
    assert found is None or found[1] <= RATE // 2 or found[0] >= 2 * RATE


@settings(max_examples=15, deadline=None)
@given(sizes=st.lists(st.integers(1, 30_000), min_size=1, max_size=5), count=st.integers(1, 60_000))
def test_law_energies_do_not_depend_on_how_the_stream_is_cut(sizes, count):
    sound = hiss(count / RATE, -20)[:count]

    def cut():
        at, turn = 0, 0
        while at < len(sound):
            size = sizes[turn % len(sizes)] if turn < 200 else len(sound)
            yield sound[at : at + size]
            at, turn = at + size, turn + 1

    found = fine_energies(cut(), 1)
    assert np.array_equal(found, fine_energies([sound], 1))
    assert len(found) == -(-len(sound) // FINE)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), max_size=400))
def test_law_what_is_kept_lies_in_the_take(values):
    count = len(values)
    start, end = spoken(np.array(values, float))
    assert 0 <= start <= end <= count * FINE
    assert end > start or not count
    found = room_tone(np.array(values, float))
    assert found is None or 0 <= found[0] < found[1] <= count * FINE
