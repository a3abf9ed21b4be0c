"""Recordings from outside: every format in, every kind of damage named, nothing fetched, no limit passed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from studio.audio.files.sniff import container_of, mp3_frame_size
from studio.audio.meters.meter import Meter
from studio.audio.takes.child import examine as examine_file
from studio.audio.takes.decode import LIMITS, clean_copy, inspect
from studio.errors import SoundRefused

SECOND = 48_000


def examine(path, target, length):
    return examine_file(path, path.name, target, length)


def codes(report):
    return [one.code for one in report.warnings]


def refusal(path, limits=LIMITS):
    with pytest.raises(SoundRefused) as refused:
        inspect(path, limits)
    (one,) = refused.value.faults
    return one.code


def loudness(sound):
    meter = Meter(1)
    meter.add(sound)
    return meter.loudness().integrated


@pytest.mark.parametrize("form", ["wav", "mp3", "m4a", "aac", "opus", "flac", "amr"])
def test_every_format_becomes_a_working_copy_without_metadata(form, tmp_path, sounds):
    if form == "amr" and "libopencore_amrnb" not in av.codecs_available:
        pytest.skip("this build of PyAV has no AMR encoder: install a PyAV wheel from PyPI")
    sound = sounds["babble"](6)
    recording = sounds["encode"](tmp_path / f"take.{form}", sound, form)
    copy = tmp_path / "copy.flac"
    report = clean_copy(recording, copy)
    assert report.ms == pytest.approx(6000, abs=120)
    assert report.channels == 1
    assert not report.warnings
    assert report.lufs == pytest.approx(loudness(sound), abs=1.5 if form == "amr" else 0.5)
    decoded = sounds["heard"](copy)
    assert len(decoded) == pytest.approx(report.ms * 48, abs=48)
    assert loudness(decoded) == pytest.approx(report.lufs, abs=0.01)
    with av.open(str(copy)) as opened:
        stream = opened.streams.audio[0]
        assert (stream.codec_context.sample_rate, stream.codec_context.channels) == (SECOND, 1)
        assert not {key.lower() for key in opened.metadata} - {"encoder"}
    assert b"Secret" not in copy.read_bytes()


def test_the_same_recording_gives_the_same_bytes(tmp_path, sounds):
    recording = sounds["encode"](tmp_path / "a.mp3", sounds["babble"](3), "mp3")
    clean_copy(recording, tmp_path / "1.flac")
    clean_copy(recording, tmp_path / "2.flac")
    assert (tmp_path / "1.flac").read_bytes() == (tmp_path / "2.flac").read_bytes()


def test_48_khz_16_bits_are_kept_to_the_bit(tmp_path, sounds):
    recording = sounds["write_wav"](tmp_path / "a.wav", sounds["babble"](3))
    clean_copy(recording, tmp_path / "a.flac")
    assert np.array_equal(sounds["heard"](recording), sounds["heard"](tmp_path / "a.flac"))


def test_other_rates_keep_pitch_and_level(tmp_path, sounds):
    for rate in (8_000, 22_050, 44_100, 96_000):
        at = np.arange(rate * 3)
        sound = (0.25 * np.sin(2 * np.pi * 440 * at / rate))[:, np.newaxis]
        recording = sounds["write_wav"](tmp_path / "r.wav", sound, rate)
        report = examine(recording, tmp_path / "r.flac", LIMITS.length)
        copy = sounds["heard"](tmp_path / "r.flac")[SECOND : 2 * SECOND, 0]
        assert (report.rate, report.ms) == (rate, 3000)
        assert np.abs(np.fft.rfft(copy)).argmax() == 440
        assert np.abs(copy).max() == pytest.approx(0.25, abs=0.002)


def stereo(sounds, right):
    left = sounds["babble"](6)
    return np.concatenate([left, right(left)], axis=1)


@pytest.mark.parametrize(
    ("build", "wanted"),
    [
        (lambda s: np.zeros((SECOND * 3, 1), np.float32), ["audio.silent"]),
        (lambda s: s["babble"](6, level=0.001), ["audio.very-quiet"]),
        (lambda s: np.clip(s["babble"](6) * 12, -1, 1), ["audio.clipped"]),
        (lambda s: s["babble"](6) * 0.5 + 0.1, ["audio.off-centre"]),
        (lambda s: stereo(s, np.negative), ["audio.out-of-phase"]),
        (lambda s: s["babble"](6) + np.random.default_rng(1).standard_normal((SECOND * 6, 1)) * 0.04, ["audio.noisy"]),
        (lambda s: stereo(s, np.zeros_like), ["audio.left-only"]),
        (lambda s: stereo(s, lambda left: left), []),
    ],
    ids=["silent", "quiet", "clipped", "off-centre", "out-of-phase", "noisy", "one-sided", "two-sided"],
)
def test_what_is_wrong_with_the_sound_is_said(build, wanted, tmp_path, sounds):
    recording = sounds["write_wav"](tmp_path / "t.wav", build(sounds))
    assert codes(examine(recording, None, LIMITS.length)) == wanted


def test_one_side_is_kept_when_the_other_is_empty_or_mirrored(tmp_path, sounds):
    left = sounds["babble"](6)
    for right in (np.zeros_like(left), -left, left):
        recording = sounds["write_wav"](tmp_path / "t.wav", np.concatenate([left, right], axis=1))
        assert examine(recording, tmp_path / "t.flac", LIMITS.length).lufs == pytest.approx(loudness(left), abs=0.1)


def test_the_offset_is_taken_away(tmp_path, sounds):
    recording = sounds["write_wav"](tmp_path / "t.wav", sounds["babble"](4) * 0.5 + 0.2)
    clean_copy(recording, tmp_path / "t.flac")
    assert abs(sounds["heard"](tmp_path / "t.flac").mean()) < 1e-3


@pytest.mark.parametrize("form", ["mp3", "flac", "opus", "m4a"])
def test_damage_in_the_middle_is_flagged(form, tmp_path, sounds):
    recording = sounds["encode"](tmp_path / f"t.{form}", sounds["babble"](8), form)
    content = bytearray(recording.read_bytes())
    random = np.random.default_rng(7)
    middle = len(content) // 2
    content[middle : middle + 4000] = random.bytes(4000)
    recording.write_bytes(content)
    assert set(codes(inspect(recording))) & {"audio.decode-errors", "audio.truncated"}


@pytest.mark.parametrize(
    ("form", "wanted"), [("wav", "audio.truncated"), ("flac", "audio.truncated"), ("opus", "audio.end-missing")]
)
def test_a_missing_end_is_flagged(form, wanted, tmp_path, sounds):
    recording = sounds["encode"](tmp_path / f"t.{form}", sounds["babble"](8), form)
    content = recording.read_bytes()
    recording.write_bytes(content[: len(content) // 2])
    assert wanted in codes(inspect(recording))


def test_a_wrong_name_is_said_and_does_not_matter(tmp_path, sounds):
    recording = sounds["encode"](tmp_path / "t.flac", sounds["babble"](3), "mp3")
    report = inspect(recording)
    assert codes(report) == ["audio.mislabelled"]
    assert report.codec.startswith("mp3")


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"just a text that somebody sent" * 50, "audio.format-unknown"),
        (b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\n/etc/passwd\n", "audio.format-unknown"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "audio.format-unknown"),
        (b"RIFF\xff\xff\xff\xffWAVEjunk", "audio.unreadable"),
        (b"fLaC" + bytes(3000), "audio.unreadable"),
        (b"OggS" + bytes(3000), "audio.unreadable"),
        (b"\0\0\0\x20ftypM4A " + bytes(3000), "audio.index-missing"),
        (b"ID3\x04\0\0\0\0\0\0" + bytes(5000), "audio.format-unknown"),
        (b"#!AMR\n", "audio.nothing-decoded"),
    ],
)
def test_what_is_no_recording_is_refused(content, wanted, tmp_path):
    path = tmp_path / "take.mp3"
    path.write_bytes(content)
    with pytest.raises(SoundRefused) as refused:
        examine(path, None, LIMITS.length)
    found = refused.value.faults[0].code
    assert found == wanted or (found, wanted) == ("audio.nothing-decoded", "audio.unreadable")


def test_a_playlist_in_disguise_fetches_nothing(tmp_path):
    """A listener on this machine hears of no connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.mp3"
        for number, text in enumerate(
            [
                f"#EXTM3U\n#EXTINF:10,\n{address}\n",
                f"ID3\x04\0\0\0\0\0\0#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}\n",
                f"[playlist]\nFile1={address}\n",
            ]
        ):
            path = tmp_path / f"{number}.mp3"
            path.write_text(text)
            with pytest.raises(SoundRefused):
                inspect(path)
        with pytest.raises(TimeoutError):
            server.accept()


def test_folders_pipes_and_missing_files_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp3")
    (tmp_path / "empty.mp3").touch()
    found = [refusal(tmp_path), refusal(tmp_path / "pipe.mp3"), refusal(tmp_path / "gone.mp3")]
    assert found == ["audio.folder", "audio.pipe", "audio.not-a-file"]
    assert refusal(tmp_path / "empty.mp3") == "audio.empty"


def test_limits_of_size_length_time_and_memory(tmp_path, sounds):
    recording = sounds["encode"](tmp_path / "t.flac", sounds["tone"](30, -20), "flac")
    assert refusal(recording, replace(LIMITS, size=1000)) == "audio.too-large"
    assert refusal(recording, replace(LIMITS, length=29_000)) == "audio.too-long"
    without_memory = {"audio.too-much-memory", "audio.decoder-failed", "audio.decoder-crashed"}
    assert refusal(recording, replace(LIMITS, memory=64 << 20)) in without_memory
    assert inspect(recording, replace(LIMITS, length=30_000)).ms == 30_000
    undeclared = sounds["encode"](tmp_path / "t.opus", sounds["tone"](30, -20), "opus")
    assert refusal(undeclared, replace(LIMITS, length=29_000)) == "audio.too-long"
    assert refusal(undeclared, replace(LIMITS, seconds=0)) == "audio.too-slow"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    """Two hours and more of silence in a FLAC of a few megabytes."""
    path = tmp_path / "bomb.flac"
    with av.open(str(path), "w", format="flac") as file:
        stream = file.add_stream("flac", rate=8000, layout="mono")
        silence = np.zeros((1, 8000 * 300), np.int16)
        for part in range(25):
            frame = av.AudioFrame.from_ndarray(silence, format="s16", layout="mono")
            frame.sample_rate, frame.pts = 8000, part * silence.size
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    began = time.monotonic()
    assert refusal(path) == "audio.too-long"
    assert time.monotonic() - began < 20


def test_a_refused_recording_leaves_the_target_as_it_was(tmp_path):
    source, target = tmp_path / "s.mp3", tmp_path / "t.flac"
    source.write_bytes(b"nothing")
    target.write_bytes(b"before")
    with pytest.raises(SoundRefused):
        clean_copy(source, target)
    assert target.read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s.mp3", "t.flac"]


def test_too_short_is_refused(tmp_path, sounds):
    assert refusal(sounds["write_wav"](tmp_path / "t.wav", sounds["tone"](0.05, -20))) == "audio.too-short"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_child_ends_with_its_parent(tmp_path, sounds):
    """The parent is killed while the child waits on a long recording."""
    recording = sounds["write_wav"](tmp_path / "t.wav", np.zeros((SECOND * 400, 1), np.float32))
    program = (
        f"from pathlib import Path; from studio.audio.takes.decode import inspect; inspect(Path({str(recording)!r}))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL) as parent:
        children = _children(parent.pid)
        parent.send_signal(signal.SIGKILL)
    assert children
    deadline = time.monotonic() + 5
    while any(_alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_alive(child) for child in children)


def _children(parent):
    """Children of a process that already run the decoder, waited for at most 10 s."""
    deadline = time.monotonic() + 10
    path = f"/proc/{parent}/task/{parent}/children"
    while time.monotonic() < deadline:
        with Path(path).open() as listing:
            found = [int(one) for one in listing.read().split()]
        if found and all("libavcodec" in _maps(one) for one in found):
            return found
        time.sleep(0.02)
    return []


def _maps(process):
    try:
        with Path(f"/proc/{process}/maps").open() as listing:
            return listing.read()
    except OSError:
        return ""


def _alive(process):
    try:
        with Path(f"/proc/{process}/stat").open() as listing:
            return listing.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_recordings_can_be_looked_at_from_many_threads(tmp_path, sounds):
    recording = sounds["write_wav"](tmp_path / "t.wav", sounds["babble"](2))
    found = []
    threads = [threading.Thread(target=lambda: found.append(inspect(recording))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 2


@pytest.mark.parametrize("form", ["mp3", "flac", "opus", "wav", "m4a"])
def test_mutated_recordings_are_judged_and_never_crash(form, tmp_path, sounds):
    random = np.random.default_rng(len(form))
    whole = sounds["encode"](tmp_path / f"w.{form}", sounds["babble"](1.5), form).read_bytes()
    for number in range(2):
        content = bytearray(whole)
        for at in random.integers(0, len(content), 20):
            content[at] = random.integers(0, 256)
        path = tmp_path / f"{number}.{form}"
        path.write_bytes(content)
        try:
            assert examine(path, None, LIMITS.length).ms > 0
        except SoundRefused as refused:
            assert refused.faults


def test_containers_are_told_by_content():
    assert container_of(b"RIFF\0\0\0\0WAVEfmt ") == "wav"
    assert container_of(b"ID3\x04\0\0\0\0\0\0fLaC") == "flac"
    assert container_of(b"#!AMR-WB\n") == "amr"
    assert container_of(b"\xff\xf1\x50\x80\x02\x1f\xfc") == "aac"
    assert container_of(b"<html>\xff\xfb\x90\x64 no frame follows") is None
    assert mp3_frame_size(bytes.fromhex("fffb9064")) == 417
    assert mp3_frame_size(bytes.fromhex("fff384c4")) == 192
    assert mp3_frame_size(bytes.fromhex("fffbf064")) == 0
