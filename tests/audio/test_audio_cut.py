"""Cutting one take with pydub, and the library."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from studio.audio import cut
from studio.audio.flac import FlacWriter
from studio.audio.library import library, paths
from studio.audio.source import Source
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


@pytest.mark.parametrize(("start", "end"), [(-1, 10), (10, 10), (20, 10), (0, 7001)])
def test_a_cut_outside_the_take_is_refused(take, start, end):
    with pytest.raises(SoundRefused) as refused:
        cut.trimmed(take, start, end)
    assert refused.value.faults[0].code == "audio.cut-outside"


def test_nobody_sees_the_warnings_of_pydub():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import studio.audio.cut"], capture_output=True, check=False
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
