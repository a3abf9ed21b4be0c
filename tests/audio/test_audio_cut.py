"""Cutting one take with pydub, and the library."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from studio.audio.files.flac import FlacWriter
from studio.audio.files.source import Source
from studio.audio.meters.meter import Meter
from studio.audio.player import cut
from studio.audio.player.library import library, paths
from studio.audio.values import Cleaning, Part
from studio.errors import SoundRefused

SECOND = 48_000


@pytest.fixture
def take(tmp_path, sounds):
    quiet = np.zeros((SECOND, 1), np.float32)
    tone = sounds["tone"](2, -12)
    with FlacWriter(tmp_path / "take.flac", 1, 16) as writer:
        writer.write(np.concatenate([quiet, tone, quiet, tone, quiet]))
    return tmp_path / "take.flac"


def test_a_part_is_cut_to_the_millisecond(take, tmp_path, sounds):
    path = cut.saved(cut.trimmed(take, 900, 3100), tmp_path / "part.flac")
    whole, part = sounds["heard"](take), sounds["heard"](path)
    assert np.array_equal(part, whole[900 * 48 : 3100 * 48])


def test_a_fade_begins_and_ends_in_silence(take):
    samples = np.array(cut.faded(cut.trimmed(take, 1000, 3000), 200, 200).get_array_of_samples())
    assert np.abs(samples[:48]).max() < 100
    assert np.abs(samples[-48:]).max() < 100
    assert np.abs(samples[48_000:49_000]).max() > 8000
    assert len(cut.faded(cut.trimmed(take, 1000, 1100), 5000, 5000)) == 100


def test_silences_are_found(take):
    found = cut.silences(cut.taken(take), 500)
    assert [(round(start, -2), round(end, -2)) for start, end in found] == [(0, 1000), (3000, 4000), (6000, 7000)]


def test_what_is_spoken_begins_and_ends_with_a_margin(take):
    start, end = cut.spoken(cut.taken(take))
    assert (start, end) == (pytest.approx(850, abs=20), pytest.approx(6150, abs=20))
    assert cut.spoken(cut.trimmed(take, 0, 900)) == (0, 900)


def level(sound):
    return 10 * np.log10(np.mean(np.square(sound, dtype=np.float64)))


def test_what_is_heard_of_a_take_is_as_long_as_its_pieces_and_as_loud_as_asked(take, tmp_path, sounds):
    pieces = [Part("a", 48_000, -23.0, 60_000, crossfade=960), Part("a", 48_000, -23.0, 240_000, fade_out=9600)]
    for name in ("heard.flac", "heard.wav"):
        path = cut.saved(cut.heard(take, pieces), tmp_path / name)
        sound = sounds["heard"](path)
        assert len(sound) == 2 * 48_000 - 960
        assert np.abs(sound[40_000:50_000]).min(initial=1) == 0
        meter = Meter(1)
        meter.add(sound[:, :1])
        assert meter.loudness().integrated == pytest.approx(-23.0, abs=0.3)
        assert level(sound[-480:]) < level(sound[-20_000:-10_000]) - 15


def test_the_gain_of_a_take_is_heard(take):
    plain, louder = (cut.sounding(cut.heard(take, [Part("a", SECOND, -23.0, SECOND, db)])) for db in (0.0, 6.0))
    assert level(louder[4800:-4800]) - level(plain[4800:-4800]) == pytest.approx(6.0, abs=0.1)


def test_room_tone_is_heard_under_a_cut(tmp_path, sounds):
    quiet = np.random.default_rng(1).standard_normal((2 * SECOND, 1)).astype(np.float32) * 0.001
    with FlacWriter(tmp_path / "room.flac", 1, 16) as writer:
        writer.write(np.concatenate([quiet, sounds["tone"](2, -12), np.zeros((2 * SECOND, 1), np.float32)]))
    made = [
        Part("a", 2 * SECOND, None, 2 * SECOND, crossfade=960, room=(0, 2 * SECOND)),
        Part("a", SECOND, None, 5 * SECOND, room=(0, 2 * SECOND)),
    ]
    sound = cut.sounding(cut.heard(tmp_path / "room.flac", made))
    assert level(sound[2 * SECOND : 2 * SECOND + 4800]) > -75
    assert not sound[-SECOND // 2 :].any()


def test_a_cleaned_copy_is_as_long_and_nothing_to_do_is_the_copy_itself(take, tmp_path, sounds):
    assert cut.cleaned_copy(take, Cleaning(), tmp_path / "x.flac") == take
    path = cut.cleaned_copy(take, Cleaning(80, 6.0, True), tmp_path / "x.flac")
    assert len(sounds["heard"](path)) == 7 * SECOND


def test_a_preview_of_another_kind_is_refused_and_leaves_nothing(take, tmp_path):
    with pytest.raises(SoundRefused) as refused:
        cut.saved(cut.taken(take), tmp_path / "part.mp3")
    assert refused.value.faults[0].code == "audio.preview-ending"
    assert [path.name for path in tmp_path.iterdir()] == ["take.flac"]


@pytest.mark.parametrize(("start", "end"), [(-1, 10), (10, 10), (20, 10), (0, 7001)])
def test_a_cut_outside_the_take_is_refused(take, start, end):
    with pytest.raises(SoundRefused) as refused:
        cut.trimmed(take, start, end)
    assert refused.value.faults[0].code == "audio.cut-outside"


def test_nobody_sees_the_warnings_of_pydub():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import studio.audio.player.cut"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_library_names_its_sounds_by_their_files(tmp_path, sounds):
    sounds["write_wav"](tmp_path / "sting.wav", sounds["tone"](1.5, -20))
    with FlacWriter(tmp_path / "bed.flac", 2) as writer:
        writer.write(sounds["tone"](2, -20, channels=2))
    (tmp_path / "notes.txt").write_text("no sound")
    (tmp_path / ".partial-1-x.wav").write_text("no sound")
    assert dict(library(tmp_path)) == {"bed": 2 * SECOND, "sting": 72_000}
    assert list(paths(tmp_path)) == ["bed", "sting"]
    assert library(tmp_path / "missing") == {}


def test_every_faulty_sound_of_the_library_is_named(tmp_path, sounds):
    sounds["write_wav"](tmp_path / "a.wav", sounds["tone"](1, -20), 44_100)
    (tmp_path / "b.flac").write_text("text")
    sounds["write_wav"](tmp_path / "c.wav", sounds["tone"](1, -20))
    with pytest.raises(SoundRefused) as refused:
        library(tmp_path)
    assert [(one.code, one.where) for one in refused.value.faults] == [
        ("audio.source-unusable", "a.wav"),
        ("audio.source-unusable", "b.flac"),
    ]


def test_two_sounds_of_one_name_are_refused(tmp_path, sounds):
    for ending in ("wav", "flac"):
        sounds["write_wav"](tmp_path / f"bed.{ending}", sounds["tone"](1, -20))
    with pytest.raises(SoundRefused) as refused:
        library(tmp_path)
    assert refused.value.faults[0].code == "audio.library-name-twice"


def test_a_source_of_any_ending_is_told_by_content(tmp_path, sounds):
    with Source(sounds["write_wav"](tmp_path / "x.bin", sounds["tone"](1, -20))) as source:
        assert source.length() == SECOND
