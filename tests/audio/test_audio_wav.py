"""Broadcast WAV: its chunks read by a reader of our own tests, by Python, and by Debian's players."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import wave
from datetime import datetime
from zoneinfo import ZoneInfo

import av
import mutagen
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.files.bext import ascii_of, levels, moments
from studio.audio.files.wav import LARGEST, WavWriter, head, with_loudness
from studio.audio.files.writers import writer
from studio.audio.meters.meter import Loudness, Meter
from studio.audio.values import Mark, MasterSpec, Tags
from studio.errors import SoundRefused

SECOND = 48_000
AIRED = datetime(2012, 5, 17, 18, 30, 0, 500_000, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
TAGS = Tags(
    "សំឡេងសហគមន៍ ភាគ ៧",
    "Réseau គ",
    "សំឡេងសហគមន៍",
    plain="Community Voices 7",
    reference="2012-05-17-voices",
    originated=AIRED,
)
MARKS = (Mark(0, "ការបើកកម្មវិធី"), Mark(24_000, "Fishers"), Mark(50_000, "ចប់!"))


def written(path, sound, rate=SECOND, tags=TAGS, marks=MARKS):
    spec = MasterSpec("air", "wav", rate=rate)
    with writer(path, spec, sound.shape[1], marks, tags, len(sound)) as made:
        made.write(sound)
    return path


def chunks(path):
    """Name and contents of every chunk, read strictly: the sizes must add up to the file."""
    content = path.read_bytes()
    assert content[:4] == b"RIFF"
    assert content[8:12] == b"WAVE"
    assert struct.unpack("<I", content[4:8])[0] == len(content) - 8
    return inner(content[12:])


def inner(content):
    found = []
    at = 0
    while at < len(content):
        name, size = struct.unpack("<4sI", content[at : at + 8])
        found.append((name, content[at + 8 : at + 8 + size]))
        assert content[at + 8 + size : at + 8 + size + size % 2] in (b"", b"\0")
        at += 8 + size + size % 2
    assert at == len(content)
    return found


@pytest.mark.parametrize(("channels", "count"), [(1, 1), (1, 48_001), (2, 575)])
def test_every_chunk_is_there_and_every_size_is_right(channels, count, tmp_path, make):
    sound = make["babble"](2)[:count].repeat(channels, axis=1)
    found = chunks(written(tmp_path / "m.wav", sound))
    assert [name for name, _ in found] == [b"bext", b"fmt ", b"cue ", b"LIST", b"CSET", b"LIST", b"data"]
    assert len(dict(found)[b"data"]) == count * channels * 3
    assert struct.unpack("<HHIIHH", dict(found)[b"fmt "]) == (
        1,
        channels,
        SECOND,
        SECOND * channels * 3,
        channels * 3,
        24,
    )


@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_the_extension_says_what_it_is_and_when(rate, tmp_path, make):
    contents = dict(chunks(written(tmp_path / "m.wav", make["babble"](2), rate)))[b"bext"]
    texts = [contents[a:b].rstrip(b"\0").decode("ascii") for a, b in ((0, 256), (256, 288), (288, 320), (320, 338))]
    assert texts == ["Community Voices 7", "Reseau", "2012-05-17-voices", "2012-05-1718:30:00"]
    low, high, version = struct.unpack("<IIH", contents[338:348])
    assert (high << 32 | low) == (18 * 3600 + 30 * 60) * rate + rate // 2
    assert version == 2
    assert struct.unpack("<5h", contents[412:422]) == (0x7FFF,) * 5
    assert contents[422:602] == bytes(180)
    assert contents[602:].decode("ascii") == f"A=PCM,F={rate},W=24,M=mono,T=Studio\r\n"


def test_the_loudness_is_filled_in_once_it_is_measured(tmp_path, make):
    sound = make["babble"](12)
    path = written(tmp_path / "m.wav", sound)
    before = path.read_bytes()
    meter = Meter(1)
    meter.add(sound)
    loudness = meter.loudness()
    with_loudness(path, loudness)
    contents = dict(chunks(path))[b"bext"]
    assert [one / 100 for one in struct.unpack("<5h", contents[412:422])] == pytest.approx(
        [loudness.integrated, loudness.range, loudness.peak, loudness.momentary, loudness.short_term], abs=0.0051
    )
    assert len(before) == path.stat().st_size
    changed = [at for at, (a, b) in enumerate(zip(before, path.read_bytes(), strict=True)) if a != b]
    assert changed and 20 + 412 <= changed[0] <= changed[-1] < 20 + 422


def test_what_could_not_be_measured_stays_open():
    assert levels(Loudness(-23.004, -120.0, -120.0, 0.0, -1.006)) == struct.pack("<5h", -2300, 0, -101, 0x7FFF, 0x7FFF)


def test_a_wav_without_an_extension_is_refused(tmp_path, make):
    path = make["write_wav"](tmp_path / "m.wav", make["babble"](1))
    with pytest.raises(SoundRefused):
        with_loudness(path, Loudness(-23.0, -20.0, -21.0, 3.0, -1.0))


@pytest.mark.parametrize(("rate", "places"), [(48_000, [0, 24_000, 50_000]), (44_100, [0, 22_050, 45_938])])
def test_chapters_are_cue_points_with_labels(rate, places, tmp_path, make):
    found = chunks(written(tmp_path / "m.wav", make["babble"](2), rate))
    listed = dict(found)[b"cue "]
    assert struct.unpack("<I", listed[:4]) == (3,)
    points = [struct.unpack("<II4sIII", listed[at : at + 24]) for at in range(4, len(listed), 24)]
    assert points == [(number, at, b"data", 0, 0, at) for number, at in enumerate(places, 1)]
    labels = next(contents for name, contents in found if name == b"LIST" and contents[:4] == b"adtl")
    assert [(name, text[:4], text[4:-1].decode(), text[-1:]) for name, text in inner(labels[4:])] == [
        (b"labl", struct.pack("<I", number), mark.title, b"\0") for number, mark in enumerate(MARKS, 1)
    ]


def test_texts_are_declared_as_utf_8(tmp_path, make):
    found = chunks(written(tmp_path / "m.wav", make["babble"](1)))
    assert struct.unpack("<HHHH", dict(found)[b"CSET"]) == (65001, 0, 0, 0)
    told = next(contents for name, contents in found if name == b"LIST" and contents[:4] == b"INFO")
    assert {name: text.rstrip(b"\0").decode() for name, text in inner(told[4:])} == {
        b"INAM": TAGS.title,
        b"IART": TAGS.artist,
        b"IPRD": TAGS.album,
        b"ICRD": "2012-05-17",
    }


def test_python_pyav_and_mutagen_open_it(tmp_path, make):
    sound = np.repeat(make["babble"](2)[:50_001], 2, axis=1)
    path = written(tmp_path / "m.wav", sound)
    with wave.open(str(path)) as opened:
        assert opened.getparams()[:4] == (2, 3, SECOND, 50_001)
        assert len(opened.readframes(60_000)) == 50_001 * 6
    assert np.abs(make["heard"](path) - sound).max() <= 2.0**-24
    assert mutagen.File(path).info.length == 50_001 / SECOND
    with av.open(str(path)) as opened:
        assert opened.metadata["time_reference"] == str((18 * 3600 + 30 * 60) * SECOND + SECOND // 2)


def test_full_scale_does_not_wrap(tmp_path, make):
    sound = np.array([[1.0], [-1.0], [1.5], [-1.5]], np.float32)
    with WavWriter(tmp_path / "m.wav", 1) as made:
        made.write(sound)
    assert make["heard"](tmp_path / "m.wav")[:, 0] == pytest.approx([1, -1, 1, -1], abs=2e-7)


def test_a_length_beyond_4_gib_makes_an_rf64(tmp_path, make):
    """Its header promises five hours and a half; the file is a hole of that size behind two blocks."""
    sound = make["babble"](1)
    hours, frame = 5 * 3600 * SECOND, 6
    path = tmp_path / "m.wav"
    made = writer(path, MasterSpec("air", "wav"), 2, MARKS, TAGS, hours)
    with made:
        made.write(np.repeat(sound, 2, axis=1))
        made._file.seek((hours - 2 * SECOND) * frame, os.SEEK_CUR)
        made._written += (hours - 2 * SECOND) * frame
        made.write(np.repeat(sound, 2, axis=1))
    assert path.stat().st_size > 1 << 32
    with path.open("rb") as file:
        front = file.read(48)
    riff, data, frames, table = struct.unpack("<QQQI", front[20:48])
    assert (front[:4], front[4:8], front[8:16]) == (b"RF64", b"\xff" * 4, b"WAVEds64")
    assert (riff, data, frames, table) == (path.stat().st_size - 8, hours * frame, hours, 0)
    with av.open(str(path)) as opened:
        stream = opened.streams.audio[0]
        assert stream.duration * stream.time_base == 5 * 3600
        opened.seek((hours - 24_000) * stream.time_base.denominator // SECOND, stream=stream)
        last = next(opened.decode(stream)).to_ndarray()
    assert np.abs(last).max() > 0
    with_loudness(path, Loudness(-23.0, -20.0, -21.0, 3.0, -1.0))
    with path.open("rb") as file:
        content = file.read(2000)
    assert content[content.index(b"bext") + 8 + 412 :][:2] == struct.pack("<h", -2300)


def test_more_sound_than_was_said_is_refused_rather_than_cut(tmp_path):
    with pytest.raises(SoundRefused), WavWriter(tmp_path / "m.wav", 1) as made:
        made._written = LARGEST
    assert head(LARGEST, 1, 1, False)[:4] == b"RIFF"


@given(text=st.text(max_size=80))
def test_law_what_the_extension_says_is_printable_ascii(text):
    plain = ascii_of(text)
    assert plain.isascii() and (plain.isprintable())
    assert plain == ascii_of(plain) == plain.strip()


def test_an_unknown_moment_is_left_open():
    assert moments(None, SECOND) == ("", "", 0)


def needed(command):
    if shutil.which(command) is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"missing: {command}; run: make tools")


@pytest.mark.debian
def test_debians_libsndfile_reads_every_chunk(tmp_path, make):
    needed("sndfile-info")
    sound = make["babble"](2)
    path = written(tmp_path / "m.wav", sound)
    with_loudness(path, Loudness(-23.04, -18.0, -20.0, 4.5, -1.25))
    plain = subprocess.run(["sndfile-info", str(path)], capture_output=True, text=True, check=True).stdout
    assert f"Frames      : {len(sound)}" in plain
    assert re.findall(r"labl : \d : (.*)", plain) == [mark.title for mark in MARKS]
    assert re.findall(r"Cue ID : +\d  Pos : +(\d+)", plain) == [str(mark.start) for mark in MARKS]
    told = subprocess.run(["sndfile-info", "--broadcast", str(path)], capture_output=True, text=True).stdout
    assert re.search(r"Description +: Community Voices 7\n", told)
    assert re.search(r"Origination ref +: 2012-05-17-voices\n", told)
    assert re.search(r"Origination date +: 2012-05-17\n", told)
    assert re.search(r"Origination time +: 18:30:00\n", told)
    assert re.search(r"BWF version +: 2\n", told)
    assert re.findall(r": +(-?[\d.]+) (?:LUFS|LU|dBTP)\n", told) == ["-23.04", "4.50", "-1.25", "-18.00", "-20.00"]
