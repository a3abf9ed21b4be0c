"""The library: exact lengths, sound levels, strings in tune, melodies by their rule."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.demo.sound.instruments import bar, flute, hertz, in_hall, string
from studio.demo.sound.levels import decibels, ratio
from studio.demo.sound.library import LENGTHS, make_library
from studio.demo.sound.melody import BEATS, FIVE, ornamented, phrase, pitch_of, tune
from studio.demo.sound.player import CEILING, INSTRUMENTS, played
from studio.demo.sound.score import bed, jingle, pieces, sting
from studio.units import RATE

SHORT = {"jingle": jingle, "sting": sting, "bed": bed}


@pytest.fixture(scope="module")
def sounds():
    return {name: played(piece()) for name, piece in SHORT.items()}


def level(sound):
    return decibels(float(np.sqrt(np.mean(sound**2))))


def test_the_lengths_are_whole_samples_that_never_change():
    assert LENGTHS == {
        "jingle": 8 * RATE,
        "bed": 60 * RATE,
        "sting": 5 * RATE // 2,
        "music-1": 180 * RATE,
        "music-2": 180 * RATE,
    }


@pytest.mark.parametrize("name", sorted(SHORT))
def test_a_sound_has_its_length_its_level_and_no_offset(name, sounds):
    sound = sounds[name]
    assert sound.shape == (LENGTHS[name], 2)
    assert level(sound) == pytest.approx(SHORT[name]().level, abs=0.3)
    assert np.abs(sound).max() <= ratio(CEILING)
    assert np.abs(sound.mean(axis=0)).max() < 1e-4


@pytest.mark.parametrize("name", sorted(SHORT))
def test_both_sides_carry_sound_and_are_not_the_same(name, sounds):
    left, right = sounds[name].T
    assert abs(level(left) - level(right)) < 3
    assert 0.3 < float(np.corrcoef(left, right)[0, 1]) < 0.99


@pytest.mark.parametrize("name", ["jingle", "sting"])
def test_it_begins_at_once_and_ends_in_silence(name, sounds):
    sound = sounds[name]
    assert level(sound[: RATE // 5]) > -40
    assert level(sound[-RATE // 50 :]) < -60


def test_the_bed_goes_on_from_its_end_to_its_start(sounds):
    loop = np.concatenate([sounds["bed"], sounds["bed"]])[:, 0]
    seam = len(loop) // 2
    around = np.abs(np.diff(loop[seam - 20 : seam + 20])).max()
    assert around <= np.abs(np.diff(sounds["bed"][:, 0])).max()
    assert level(sounds["bed"][-RATE:]) > -40


def test_the_bed_stays_even_so_that_a_voice_can_lie_on_it(sounds):
    seconds = [level(part) for part in np.array_split(sounds["bed"], 15)]
    assert max(seconds) - min(seconds) < 6


def test_the_same_piece_is_played_the_same(sounds):
    assert np.array_equal(played(sting()), sounds["sting"])


@pytest.mark.parametrize("pitch", range(38, 90, 7))
@pytest.mark.parametrize("instrument", [string, bar])
def test_every_note_is_in_tune(instrument, pitch):
    note = instrument(pitch, 1)[2000:]
    spectrum = np.abs(np.fft.rfft(note * np.hanning(len(note)), 1 << 19))
    frequency = np.fft.rfftfreq(1 << 19, 1 / RATE)
    near = (frequency > hertz(pitch) * 0.95) & (frequency < hertz(pitch) * 1.05)
    found = frequency[near][spectrum[near].argmax()]
    assert abs(1200 * np.log2(found / hertz(pitch))) < 4


def test_a_note_starts_without_a_click_and_dies_away():
    for note in (string(62, 1), bar(62, 1), flute(74, 1, 1.0)):
        assert abs(note[0]) < 0.05
        assert np.abs(note[-100:]).max() < 0.01
        assert np.abs(note).max() == pytest.approx(1, abs=0.01)


@given(st.floats(-1, 1))
def test_a_note_in_the_hall_keeps_its_energy_wherever_it_stands(place):
    heard = in_hall(np.ones(1), place, -90)
    assert np.sum(heard[0] ** 2) == pytest.approx(1, rel=1e-3)


@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(0, 4), st.integers(0, 4))
def test_a_phrase_fills_its_bars_moves_by_small_steps_and_rests_where_it_shall(seed, bars, first, last):
    notes = phrase(seed, bars, first, last)
    assert notes == phrase(seed, bars, first, last)
    assert sum(note.beats for note in notes) == bars * BEATS
    assert notes[-1].step == last
    assert all(one.start + one.beats == other.start for one, other in zip(notes, notes[1:], strict=False))
    moves = [abs(one.step - other.step) for one, other in zip(notes[:-2], notes[1:-1], strict=False)]
    assert not moves[:-1] or max(moves[:-1]) <= 2


@given(st.integers(0, 10**6), st.sampled_from([16, 32, 48]))
def test_a_tune_has_the_answer_at_its_end_and_only_five_tones(seed, bars):
    notes = tune(seed, bars)
    assert sum(note.beats for note in notes) == bars * BEATS
    assert notes[-1].step == 0
    assert {(pitch_of(note.step, 60) - 60) % 12 for note in notes} <= set(FIVE)
    running = ornamented(notes, seed)
    assert all(note.beats == 0.5 for note in running)
    assert {note.start for note in notes} <= {note.start for note in running}


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.name)
def test_nothing_is_asked_of_an_instrument_that_is_not_there_or_after_the_end(piece):
    assert {stroke.instrument for stroke in piece.strokes} <= set(INSTRUMENTS)
    assert max(stroke.at for stroke in piece.strokes) < piece.length / RATE
    assert all(stroke.pitch == 0 or 30 <= stroke.pitch <= 100 for stroke in piece.strokes)


def test_music_is_heard_through_all_of_its_length():
    for piece in pieces():
        starts = sorted(stroke.at for stroke in piece.strokes)
        gaps = [after - before for before, after in zip(starts, starts[1:], strict=False)]
        assert max(gaps) < 4
        if piece.name.startswith("music"):
            assert starts[0] < 0.1
            assert starts[-1] > 170


def test_a_file_of_somebody_elses_stays_and_ours_are_made_once(tmp_path):
    own = {f"{name}.flac" for name in LENGTHS} - {"sting.flac", "jingle.flac"}
    for name in own:
        (tmp_path / name).write_bytes(b"somebody's own")
    paths = make_library(tmp_path)
    assert sorted(paths) == sorted(LENGTHS)
    assert {name for name in own if (tmp_path / name).read_bytes() == b"somebody's own"} == own
    when = paths["sting"].stat().st_mtime_ns
    make_library(tmp_path)
    assert paths["sting"].stat().st_mtime_ns == when
    paths["sting"].write_bytes(b"")
    make_library(tmp_path)
    assert paths["sting"].stat().st_size > 10_000
