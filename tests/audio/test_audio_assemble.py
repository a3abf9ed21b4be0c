"""Masters: on target, under the ceiling, as long as the slot, the same bytes every time; by independent meters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pyloudnorm
import pytest

from studio.audio.files.flac import FlacWriter
from studio.audio.masters.assemble import assemble
from studio.audio.masters.delivery import Order
from studio.audio.scores.score import score
from studio.audio.values import Cue, CueSheet, MasterSpec, Part, Passage, Tags
from studio.errors import SoundRefused
from studio.store.cache import Cache

SECOND = 48_000
PODCAST = MasterSpec("podcast", "mp3", 96)
TAGS = Tags("ភាគ ១", "Community Voices", language="khm")
AIR = MasterSpec("air", "flac", channels=2, lufs=-23.0, dbtp=-1.0)


def master(sheet, sources, spec, target, tags=None):
    """One master from nothing."""
    with TemporaryDirectory() as folder:
        (report,) = assemble(sheet, sources, [Order(spec, target, tags)], Cache(Path(folder), 1 << 30))
    return report


def flac(path, sound):
    with FlacWriter(path, sound.shape[1]) as writer:
        writer.write(sound)
    return path


def true_peak(sound):
    """Decibels, by the Fourier transform of the whole: nothing in common with the meter of the product."""
    size = 1 << (len(sound) - 1).bit_length()
    peaks = [np.abs(np.fft.irfft(np.fft.rfft(side.astype(np.float64), size), size * 4) * 4).max() for side in sound.T]
    return 20 * np.log10(max(peaks))


@pytest.fixture(scope="module")
def show(tmp_path_factory, make):
    folder = tmp_path_factory.mktemp("show")
    made = {"host": (9, 1, 0.03), "guest": (11, 2, 0.12), "bed": (6, 3, 0.05)}
    sources = {name: flac(folder / f"{name}.flac", make["babble"](*shape)) for name, shape in made.items()}
    passages = [
        Passage("open", "Opening", "opening", 0, 12 * SECOND, (Part("host", 9 * SECOND, -23.0),), "bed"),
        Passage("story", "Story", "story", 12 * SECOND, 12 * SECOND, (Part("guest", 11 * SECOND, -23.0),)),
        Passage("end", "Closing", "closing", 24 * SECOND, 11 * SECOND + 48, (Part("host", 9 * SECOND, -23.0),), "bed"),
    ]
    return score("Show", passages, 35 * SECOND + 48, {"bed": 6 * SECOND}), sources


@pytest.fixture(scope="module")
def podcast(show, tmp_path_factory):
    sheet, sources = show
    path = tmp_path_factory.mktemp("podcast") / "p.mp3"
    return path, master(sheet, sources, PODCAST, path, TAGS)


def test_a_podcast_is_on_target_for_independent_meters(show, podcast, make):
    sheet, _ = show
    path, report = podcast
    decoded = make["heard"](path)
    assert decoded.shape == (sheet.length, 1)
    assert pyloudnorm.Meter(SECOND).integrated_loudness(decoded.astype(np.float64)) == pytest.approx(-16.0, abs=0.3)
    assert true_peak(decoded) <= -1.0
    assert report.dbtp == pytest.approx(true_peak(decoded), abs=0.1)
    assert (report.samples, report.ms, report.channels) == (sheet.length, 35_001, 1)
    assert report.bytes == path.stat().st_size
    assert [key for key, _ in report.segments] == ["open", "story", "end"]
    assert all(lufs == pytest.approx(-16.0, abs=0.3) for _, lufs in report.segments)


@pytest.mark.parametrize("codec", ["flac", "wav"])
def test_an_air_master_is_exactly_the_slot_at_the_stations_loudness(codec, show, tmp_path, make):
    sheet, sources = show
    report = master(sheet, sources, MasterSpec("air", codec, lufs=-23.0), tmp_path / f"a.{codec}")
    decoded = make["heard"](tmp_path / f"a.{codec}")
    assert decoded.shape == (sheet.length, 2)
    loudness = pyloudnorm.Meter(SECOND, filter_class="DeMan").integrated_loudness(decoded.astype(np.float64))
    assert loudness == pytest.approx(-23.0, abs=0.1)
    assert report.lufs == pytest.approx(loudness, abs=0.03)
    assert true_peak(decoded) <= -1.0
    assert [key for key, _ in report.segments] == ["open", "story", "end"]
    with av.open(str(tmp_path / f"a.{codec}")) as opened:
        assert opened.streams.audio[0].codec_context.sample_rate == SECOND


def test_a_loud_target_is_met_by_the_limiter_and_not_by_clipping(tmp_path, make):
    sources = {"v": flac(tmp_path / "v.flac", make["babble"](20, 6, 0.05))}
    sheet = CueSheet("t", 20 * SECOND, (Cue("voice", "v", 0, 0, 20 * SECOND),))
    report = master(sheet, sources, MasterSpec("loud", "flac", lufs=-14.0, dbtp=-3.0), tmp_path / "l.flac")
    decoded = make["heard"](tmp_path / "l.flac")
    assert report.lufs == pytest.approx(-14.0, abs=0.3)
    assert true_peak(decoded) <= -3.0


def test_the_same_sheet_and_sources_give_the_same_bytes(show, podcast, tmp_path):
    sheet, sources = show
    path, _ = podcast
    master(sheet, sources, PODCAST, tmp_path / "again.mp3", TAGS)
    assert (tmp_path / "again.mp3").read_bytes() == path.read_bytes()
    for name in ("1.flac", "2.flac"):
        master(sheet, sources, AIR, tmp_path / name)
    assert (tmp_path / "1.flac").read_bytes() == (tmp_path / "2.flac").read_bytes()


def test_two_sided_sound_is_encoded_with_two_sides(tmp_path, make):
    left, right = make["babble"](4, 1), make["babble"](4, 2)
    sources = {"m": flac(tmp_path / "m.flac", np.concatenate([left, right], axis=1))}
    sheet = CueSheet("t", 4 * SECOND, (Cue("music", "m", 0, 0, 4 * SECOND),))
    assert master(sheet, sources, PODCAST, tmp_path / "m.mp3").channels == 2
    mono = MasterSpec("small", "mp3", 64, channels=1)
    assert master(sheet, sources, mono, tmp_path / "s.mp3").channels == 1


def test_silence_is_refused_and_the_old_master_stays(tmp_path):
    sources = {"v": flac(tmp_path / "v.flac", np.zeros((SECOND * 2, 1), np.float32))}
    sheet = CueSheet("t", 2 * SECOND, (Cue("voice", "v", 0, 0, 2 * SECOND),))
    target = tmp_path / "m.mp3"
    target.write_bytes(b"old")
    with pytest.raises(SoundRefused) as refused:
        master(sheet, sources, PODCAST, target)
    assert refused.value.faults[0].code == "audio.mix-silent"
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.mp3", "v.flac"]


def test_a_target_out_of_reach_is_refused_with_what_was_reached(tmp_path, make):
    clicks = np.zeros((SECOND * 4, 1), np.float32)
    clicks[::4800] = 0.9
    sources = {"v": flac(tmp_path / "v.flac", clicks)}
    sheet = CueSheet("t", 4 * SECOND, (Cue("voice", "v", 0, 0, 4 * SECOND),))
    with pytest.raises(SoundRefused) as refused:
        master(sheet, sources, MasterSpec("x", "flac", lufs=-6.0, dbtp=-3.0), tmp_path / "x.flac")
    (one,) = refused.value.faults
    assert one.code == "audio.target-missed"
    assert one.values["wanted"] == -6.0


def test_memory_does_not_grow_with_the_length(tmp_path, make):
    """One and three minutes of the same take, looped; an allocator that gives back what is free keeps no gaps."""
    take = flac(tmp_path / "v.flac", make["babble"](10, 1))
    program = """
import sys
from pathlib import Path
from studio.audio.masters.assemble import assemble
from studio.audio.masters.delivery import Order
from studio.audio.values import Cue, CueSheet, MasterSpec
from studio.store.cache import Cache
take, target, turns = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
turns_name = sys.argv[3]
cues = tuple(Cue("voice", "v", n * 480_000, 0, 480_000) for n in range(turns))
order = Order(MasterSpec("a", "flac", channels=1, lufs=-23.0), target)
assemble(CueSheet("t", turns * 480_000, cues), {"v": take}, [order], Cache(target.parent / turns_name, 1 << 30))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM:")).split()[1])
"""
    peaks = []
    for turns in ("6", "18"):
        command = [sys.executable, "-c", program, take, tmp_path / "t.flac", turns]
        plain = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "131072"}
        peaks.append(int(subprocess.run(command, env=plain, stdout=subprocess.PIPE, check=True).stdout))
    assert peaks[1] - peaks[0] < 1500
