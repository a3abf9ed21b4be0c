"""Masters that are measured from the whole file: each stretch by its own peak, on target in a few attempts."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import soxr

from studio.audio.masters import assemble as assembly
from studio.audio.masters.assemble import assemble
from studio.audio.masters.delivery import Order
from studio.audio.meters.meter import Meter, integrated
from studio.audio.meters.truepeak import PeakMeter, decibels
from studio.audio.values import FRAME, Cue, CueSheet, MasterSpec, Stretch
from studio.store.cache import Cache

SECOND = 48_000
SPEECH = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
SONG = Path("/usr/share/asterisk/moh/macroform-cold_day.wav")
LENGTH = 400 * FRAME
"""Sample frames of a stretch: 9.6 s."""


@pytest.fixture(scope="module")
def edition(tmp_path_factory, make):
    """A song, three runs of recorded speech, and one over which somebody claps: the peak of the whole is in one of
    them."""
    if not (SPEECH.is_dir() and SONG.is_file()):
        mend = "recordings are missing; run: apt-get install asterisk-core-sounds-en-wav asterisk-moh-opsound-wav"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(mend)
    folder = tmp_path_factory.mktemp("edition")
    prompts = [make["heard"](path) for path in sorted(SPEECH.glob("*.wav"))]
    talk = soxr.resample(np.concatenate([one for one in prompts if len(one) > 8000])[: 8000 * 60], 8000, SECOND)
    song = soxr.resample(make["heard"](SONG)[: 8000 * 20], 8000, SECOND)
    parts = [song[:LENGTH], *(talk[at * LENGTH :][:LENGTH] for at in range(4))]
    parts[4] = parts[4].copy()
    parts[4][SECOND :: SECOND // 2] = 0.9
    sources = {f"{number}": make["write_wav"](folder / f"{number}.wav", part) for number, part in enumerate(parts)}
    starts = [number * LENGTH for number in range(len(parts))]
    cues = tuple(Cue("voice", name, at, 0, LENGTH, target=-20.0) for name, at in zip(sources, starts, strict=True))
    stretches = tuple(Stretch(name, at, at + LENGTH) for name, at in zip(sources, starts, strict=True))
    return CueSheet("t", len(parts) * LENGTH, cues, stretches=stretches), sources


@pytest.mark.debian
@pytest.mark.parametrize("bitrate", [16, 24])
def test_an_opus_master_of_a_real_edition_is_on_target_in_a_few_attempts(bitrate, edition, tmp_path, make, monkeypatch):
    sheet, sources = edition
    seen = []
    monkeypatch.setattr(
        assembly, "met", lambda *told, own=assembly.met, **each: seen.append(told[1:]) or own(*told, **each)
    )
    order = Order(MasterSpec("low", "opus", bitrate, 1), tmp_path / "m.opus")
    (report,) = assemble(sheet, sources, [order], Cache(tmp_path / "cache", 1 << 30))
    decoded = make["heard"](tmp_path / "m.opus")
    loudness, peak = Meter(1, peaks=False), PeakMeter(1)
    loudness.add(decoded)
    peak.add(decoded)
    assert integrated(loudness.energies()) == pytest.approx(-16.0, abs=0.3)
    assert decibels(peak.peak()) <= -1.0
    assert report.dbtp == pytest.approx(decibels(peak.peak()), abs=0.01)
    assert len(seen) <= 3
    reached, aims = seen[-1]
    assert len({round(one, 1) for one in reached.peaks}) > 1
    lowered = [aim.ceiling < aims[0].ceiling for aim in aims]
    assert not all(lowered)
