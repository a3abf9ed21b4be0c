"""Recorded human speech and music that nobody here made: the walk of sound with Debian's recordings."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from studio.audio.files.source import Source
from studio.audio.masters.assemble import assemble
from studio.audio.masters.delivery import Order
from studio.audio.scores.score import score
from studio.audio.takes.decode import clean_copy, inspect
from studio.audio.values import MasterSpec, Part, Passage
from studio.store.cache import Cache
from studio.units import Samples

PACKAGES = "asterisk-core-sounds-en-wav asterisk-core-sounds-en-gsm asterisk-moh-opsound-wav"
SPEECH = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
MUSIC = Path("/usr/share/asterisk/moh")
RECORDINGS = {
    "welcome": SPEECH / "demo-congrats.wav",
    "guide": SPEECH / "demo-abouttotry.wav",
    "bed": MUSIC / "manolo_camp-morning_coffee.wav",
}
SECOND = 48_000
MISSING = [path for path in (*RECORDINGS.values(), SPEECH / "demo-congrats.gsm") if not path.is_file()]
pytestmark = pytest.mark.debian


@pytest.fixture(scope="module")
def recordings():
    if MISSING:
        mend = f"recordings are missing; run: apt-get install {PACKAGES}"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(mend)
    return RECORDINGS


@pytest.fixture(scope="module")
def copies(recordings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("copies")
    reports = {name: clean_copy(path, folder / f"{name}.flac") for name, path in recordings.items()}
    return {name: folder / f"{name}.flac" for name in recordings}, reports


def test_real_recordings_are_usable_without_decode_errors(copies):
    _, reports = copies
    for report in reports.values():
        assert not {one.code for one in report.warnings} & {"audio.decode-errors", "audio.truncated", "audio.silent"}
        assert -40 < report.lufs < -10


def test_the_meter_agrees_with_pyloudnorm_on_real_recordings(copies, make):
    paths, reports = copies
    for name, path in paths.items():
        theirs = pyloudnorm.Meter(SECOND, filter_class="DeMan").integrated_loudness(
            make["heard"](path).astype(np.float64)
        )
        assert reports[name].lufs == pytest.approx(theirs, abs=0.1)


def test_speech_that_went_through_a_telephone_is_usable(recordings, make, tmp_path):
    """The GSM copy of a prompt, unpacked to WAV, measures like the WAV copy of the same prompt."""
    spoken = make["heard"](SPEECH / "demo-congrats.gsm")
    report = inspect(make["write_wav"](tmp_path / "phone.wav", spoken, 8000))
    assert not {one.code for one in report.warnings} & {"audio.decode-errors", "audio.truncated", "audio.silent"}
    assert report.lufs == pytest.approx(inspect(recordings["welcome"]).lufs, abs=1.5)


def test_a_show_of_real_recordings_meets_its_target(copies, tmp_path, make):
    paths, _ = copies
    lengths = {}
    for name, path in paths.items():
        with Source(path) as source:
            lengths[name] = Samples(source.length())
    passages = [
        Passage("open", "Opening", "opening", 0, 33 * SECOND, (Part("welcome", lengths["welcome"], -23.0),), "bed"),
        Passage("story", "Story", "story", 33 * SECOND, 17 * SECOND, (Part("guide", lengths["guide"], -23.0),)),
        Passage("song", "Song", "music", 50 * SECOND, 10 * SECOND, (Part("bed", lengths["bed"]),)),
    ]
    sheet = score("Show", passages, 60 * SECOND, {"bed": lengths["bed"]})
    order = Order(MasterSpec("podcast", "mp3", 64), tmp_path / "s.mp3")
    (report,) = assemble(sheet, paths, [order], Cache(tmp_path / "cache", 1 << 30))
    decoded = make["heard"](tmp_path / "s.mp3")
    assert decoded.shape == (60 * SECOND, 1)
    assert pyloudnorm.Meter(SECOND).integrated_loudness(decoded.astype(np.float64)) == pytest.approx(-16, abs=0.35)
    assert report.dbtp <= -1.0
