"""Masters in FLAC, WAV and Opus: length to the sample, sides, tags and chapters, told by independent readers."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import av
import mutagen
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from studio.audio.files.flac import integers
from studio.audio.files.writers import at_rate, heard, writer
from studio.audio.masters.margins import MEASURED, initial_margin
from studio.audio.values import Mark, MasterSpec, Tags
from studio.errors import SoundRefused

SECOND = 48_000
LENGTHS = (1, 575, 960, 1152, 48_000, 123_457)
FORMS = [("wav", 48_000), ("flac", 48_000), ("opus", 48_000), ("wav", 44_100), ("flac", 32_000)]
LOSSLESS = [("wav", 48_000), ("flac", 48_000)]


def cover():
    content = io.BytesIO()
    Image.new("RGB", (300, 200), "#225588").save(content, "PNG")
    return content.getvalue()


TAGS = Tags(
    title="សំឡេងសហគមន៍ 2012-05-17",
    artist="Network Participants",
    album="សំឡេងសហគមន៍",
    year=2012,
    genre="Podcast",
    language="khm",
    comment="សង្ខេប",
    cover=cover(),
    track=7,
    plain="Community Voices 2012-05-17",
    reference="2012-05-17-voices",
    originated=datetime(2012, 5, 17, 18, 30, tzinfo=ZoneInfo("Asia/Phnom_Penh")),
    license="CC-BY-NC-4.0",
    license_url="https://creativecommons.org/licenses/by-nc/4.0/",
)
MARKS = (Mark(0, "ការបើកកម្មវិធី"), Mark(SECOND // 2, "Fishers of the lake"), Mark(SECOND * 2, "ចប់"))


def written(folder, codec, sound, rate=SECOND, tags=TAGS, marks=MARKS, cut=20_011):
    path = folder / f"m.{codec}"
    spec = MasterSpec("m", codec, 24 * sound.shape[1], rate=rate)
    with writer(path, spec, sound.shape[1], marks, tags, len(sound)) as made:
        for at in range(0, len(sound), cut):
            made.write(sound[at : at + cut])
    return path


def missing(*commands):
    """Skipped where Debian's players are not installed; a failure where they must be."""
    absent = [one for one in commands if shutil.which(one) is None]
    if absent:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"missing: {absent}; run: make tools")


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("codec", "rate"), FORMS)
def test_the_length_is_exact_and_the_sides_are_kept(codec, rate, channels, tmp_path, make):
    for count in LENGTHS:
        sound = make["babble"](3)[:count].repeat(channels, axis=1)
        path = written(tmp_path, codec, sound, rate)
        assert make["heard"](path).shape == (at_rate(count, rate), channels)
        read = mutagen.File(path)
        assert read.info.length == pytest.approx(at_rate(count, rate) / rate, abs=1e-9)
        assert read.info.channels == channels
        back = np.concatenate(list(heard(path)))
        assert abs(len(back) - count) <= (0 if rate == SECOND else 2)


@pytest.mark.parametrize(("codec", "rate"), LOSSLESS)
def test_lossless_sound_comes_back_to_the_bit(codec, rate, tmp_path, make):
    sound = np.concatenate([make["babble"](3, 1), make["babble"](3, 2)], axis=1)
    back = np.concatenate(list(heard(written(tmp_path, codec, sound))))
    assert np.abs(back - sound).max() <= 2.0**-24


@pytest.mark.parametrize(("codec", "rate"), [("wav", 44_100), ("flac", 32_000)])
def test_another_rate_moves_no_sound(codec, rate, tmp_path, make):
    sound = make["babble"](3)
    back = np.concatenate(list(heard(written(tmp_path, codec, sound, rate))))
    middle = slice(2000, -2000)
    assert len(back) == len(sound)
    assert (back - sound)[middle].std() < sound.std() * 1e-3


def test_opus_moves_no_sound(tmp_path, make):
    sound = np.zeros((SECOND, 1), np.float32)
    sound[20_000:20_048] = make["tone"](0.001, -3)
    back = np.concatenate(list(heard(written(tmp_path, "opus", sound))))
    assert abs(int(np.abs(back).argmax()) - 20_012) < 30


@pytest.mark.parametrize(("codec", "rate"), FORMS)
def test_the_same_sound_gives_the_same_bytes_however_it_is_cut(codec, rate, tmp_path, make):
    sound = make["babble"](3)
    first = written(tmp_path, codec, sound, rate).read_bytes()
    assert written(tmp_path, codec, sound, rate).read_bytes() == first
    if rate == SECOND:
        assert written(tmp_path, codec, sound, rate, cut=777).read_bytes() == first


@pytest.mark.parametrize(("codec", "rate"), FORMS)
def test_pyav_reads_title_and_chapters(codec, rate, tmp_path, make):
    path = written(tmp_path, codec, make["babble"](3), rate)
    with av.open(str(path)) as opened:
        stream = opened.streams.audio[0]
        told = {key.lower(): text for key, text in {**opened.metadata, **stream.metadata}.items()}
        found = [(float(one["start"] * one["time_base"]), one["metadata"]["title"]) for one in opened.chapters()]
    assert told["title"] == TAGS.title
    assert told["album"] == TAGS.album
    if codec != "wav" or found:
        assert found == [(mark.start / SECOND, mark.title) for mark in MARKS]


@pytest.mark.parametrize(("codec", "rate"), FORMS)
def test_a_master_needs_neither_tags_nor_chapters(codec, rate, tmp_path, make):
    path = written(tmp_path, codec, make["babble"](1), rate, tags=None, marks=())
    assert len(make["heard"](path)) == rate
    with av.open(str(path)) as opened:
        assert list(opened.chapters()) == []


@pytest.mark.parametrize("codec", ["flac", "opus"])
def test_nothing_cannot_be_encoded(codec, tmp_path):
    with pytest.raises(SoundRefused) as refused:
        written(tmp_path, codec, np.zeros((0, 1), np.float32))
    assert refused.value.faults[0].code == "audio.nothing-to-encode"


def test_a_failure_inside_leaves_the_writer_quietly(tmp_path):
    for codec in ("wav", "flac", "opus"):
        with pytest.raises(KeyError), writer(tmp_path / "m", MasterSpec("m", codec), 1, (), None, 480):
            raise KeyError(codec)


def test_mp3_is_written_by_the_engine_alone(tmp_path):
    with pytest.raises(SoundRefused):
        writer(tmp_path / "m.mp3", MasterSpec("m", "mp3"), 1, (), None, 480)


def test_a_damaged_master_is_told(tmp_path):
    (tmp_path / "m.flac").write_bytes(b"fLaC" + bytes(2000))
    with pytest.raises(SoundRefused):
        list(heard(tmp_path / "m.flac"))


@given(count=st.integers(0, 10**9))
def test_law_a_length_at_another_rate_is_right_to_half_a_sample(count):
    for rate in (48_000, 44_100, 32_000):
        assert abs(Fraction(count * rate, SECOND) - at_rate(count, rate)) <= Fraction(1, 2)


@settings(max_examples=30, deadline=None)
@given(count=st.integers(1, 4000), cuts=st.lists(st.integers(1, 1500), min_size=1, max_size=5))
def test_law_every_length_is_exact_in_every_form(tmp_path_factory, count, cuts):
    folder = tmp_path_factory.mktemp("law")
    sound = (np.arange(count, dtype=np.float32)[:, np.newaxis] % 97) / 200
    for codec, rate in FORMS:
        path = written(folder, codec, sound, rate, tags=None, marks=(), cut=cuts[0])
        with av.open(str(path)) as opened:
            assert sum(frame.samples for frame in opened.decode(opened.streams.audio[0])) == at_rate(count, rate)


def test_a_lower_bitrate_never_asks_for_a_smaller_margin():
    for (codec, channels), steps in MEASURED.items():
        asked = [initial_margin(MasterSpec("m", codec, kbps), channels) for kbps in range(8, 321, 8)]
        assert all(before.peak >= after.peak > 0 for before, after in pairwise(asked))
        assert {asked[0], asked[-1]} == {steps[min(steps)], steps[max(steps)]}
    for codec in ("wav", "flac"):
        assert [initial_margin(MasterSpec("m", codec, rate=rate), 2).peak for rate in (48_000, 44_100, 32_000)] == [
            0.15,
            0.25,
            0.45,
        ]


@given(
    whole=st.lists(st.integers(-(1 << 23) - 9, (1 << 23) + 9), min_size=1, max_size=50), bits=st.sampled_from([16, 24])
)
def test_law_integers_are_the_nearest_within_full_scale(whole, bits):
    sound = (np.array(whole, np.float64) / (1 << 23)).astype(np.float32)[:, np.newaxis]
    scale = 1 << (bits - 1)
    exact = [min(max(round(Fraction(float(one)) * scale), -scale), scale - 1) for one in sound[:, 0]]
    assert integers(sound, bits)[:, 0].tolist() == exact


def ffprobe(path):
    command = ["ffprobe", "-v", "warning", "-of", "json", "-show_chapters", "-show_streams", "-show_format", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stderr == ""
    return json.loads(told.stdout)


@pytest.mark.debian
@pytest.mark.parametrize(("codec", "rate"), FORMS)
def test_debians_ffmpeg_agrees(codec, rate, tmp_path, make):
    missing("ffprobe", "ffmpeg")
    path = written(tmp_path, codec, make["babble"](3)[:123_457], rate)
    told = ffprobe(path)
    (sound,) = [one for one in told["streams"] if one["codec_type"] == "audio"]
    assert sound["channels"] == 1
    assert [(float(one["start_time"]), one["tags"]["title"]) for one in told["chapters"]] == [
        (mark.start / SECOND, mark.title) for mark in MARKS
    ]
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "a", "-f", "f32le", "-"]
    decoded = subprocess.run(command, capture_output=True, check=True)
    assert decoded.stderr == b""
    assert len(decoded.stdout) == 4 * at_rate(123_457, rate)


@pytest.mark.debian
@pytest.mark.parametrize("count", LENGTHS)
def test_debians_flac_verifies_the_sound(count, tmp_path, make):
    missing("flac", "metaflac")
    for channels, rate in ((1, SECOND), (2, SECOND), (1, 44_100)):
        path = written(tmp_path, "flac", make["babble"](3)[:count].repeat(channels, axis=1), rate)
        tested = subprocess.run(["flac", "--test", "--warnings-as-errors", str(path)], capture_output=True, text=True)
        assert tested.returncode == 0, tested.stderr
    shown = subprocess.run(["metaflac", "--show-md5sum", str(path)], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() != hashlib.md5(b"").hexdigest()


@pytest.mark.debian
@pytest.mark.parametrize("count", LENGTHS)
def test_debians_opus_tools_agree(count, tmp_path, make):
    missing("opusinfo", "opusdec")
    path = written(tmp_path, "opus", make["babble"](3)[:count])
    told = subprocess.run(["opusinfo", str(path)], capture_output=True, text=True)
    assert told.returncode == 0
    assert "WARNING" not in told.stdout + told.stderr
    assert f"TITLE={TAGS.title}" in told.stdout
    assert "Playback gain: 0 dB" in told.stdout
    subprocess.run(["opusdec", "--quiet", "--float", str(path), str(tmp_path / "back.wav")], check=True)
    assert len(make["heard"](tmp_path / "back.wav")) == count
