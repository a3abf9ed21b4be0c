"""Parts cut out of an MP3 between its frames: the very samples, exactly as long, for readers that nobody here made."""

from __future__ import annotations

import mutagen
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.audio.files.cutting import LEAST, cut_mp3
from studio.audio.files.mp3 import checked, encoded, write_mp3
from studio.audio.files.tags import id3
from studio.audio.values import Tags
from studio.errors import SoundRefused

SECONDS, RATE = 3, 48_000
LENGTH = SECONDS * RATE


@pytest.fixture(scope="module")
def noise() -> np.ndarray:
    return (np.random.default_rng(3).standard_normal((LENGTH, 1)) * 0.1).astype(np.float32)


def master(path, sound, bitrate=64, tag=b""):
    content = encoded([sound], sound.shape[1], bitrate)
    write_mp3(path, [checked(content, bitrate)], len(sound), sound.shape[1], bitrate, tag)
    return path


@pytest.mark.parametrize(("channels", "bitrate"), [(1, 32), (1, 64), (2, 128)])
@pytest.mark.parametrize(
    ("start", "length"),
    [(0, LENGTH), (0, LEAST), (1152, 46_080), (24_000, 48_000), (60_001, 30_007), (LENGTH - LEAST, LEAST)],
)
def test_a_part_is_what_the_master_sounds_like_there(tmp_path, noise, sounds, channels, bitrate, start, length):
    whole = master(tmp_path / "m.mp3", np.repeat(noise, channels, axis=1), bitrate, id3(Tags("whole")))
    cut_mp3(whole, tmp_path / "c.mp3", start, length, Tags("part"))
    heard = sounds["heard"](tmp_path / "c.mp3")
    assert heard.shape == (length, channels)
    assert np.abs(heard - sounds["heard"](whole)[start : start + length]).max() < 1e-4
    read = mutagen.File(tmp_path / "c.mp3")
    assert read.info.length == pytest.approx(length / RATE, abs=0.001)
    assert str(read.tags["TIT2"]) == "part"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, LENGTH - LEAST), st.integers(LEAST, LENGTH))
def test_law_every_part_has_its_length_to_the_sample(tmp_path, noise, sounds, start, length):
    whole = tmp_path / "m.mp3"
    if not whole.exists():
        master(whole, noise)
    length = min(length, LENGTH - start)
    cut_mp3(whole, tmp_path / "c.mp3", start, length)
    assert len(sounds["heard"](tmp_path / "c.mp3")) == length


def test_the_same_part_has_the_same_bytes(tmp_path, noise):
    whole = master(tmp_path / "m.mp3", noise)
    for name in ("a.mp3", "b.mp3"):
        cut_mp3(whole, tmp_path / name, 24_000, 48_000)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


@pytest.mark.parametrize("content", [b"", b"ID3", b"RIFF" + bytes(100), b"ID3\x04\0\0\0\0\0\x05" + bytes(500)])
def test_what_is_none_of_our_masters_is_refused(tmp_path, content):
    (tmp_path / "m.mp3").write_bytes(content)
    with pytest.raises(SoundRefused):
        cut_mp3(tmp_path / "m.mp3", tmp_path / "c.mp3", 0, LEAST)
    assert not (tmp_path / "c.mp3").exists()


def test_a_part_beyond_the_end_is_refused(tmp_path, noise):
    whole = master(tmp_path / "m.mp3", noise)
    with pytest.raises(SoundRefused):
        cut_mp3(whole, tmp_path / "c.mp3", LENGTH - 100, LEAST)
    with pytest.raises(SoundRefused):
        cut_mp3(whole, tmp_path / "c.mp3", 0, LEAST - 1)
