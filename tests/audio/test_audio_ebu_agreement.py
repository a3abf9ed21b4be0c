"""The meter beside two others, pyloudnorm and ffmpeg's ebur128, on speech and music that were recorded by people.

They stand in for the programmes of EBU Tech 3341 (signals 7 and 8) and 3342 (5 and 6). Run with -s for the table.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from studio.audio.meters.meter import Meter

PACKAGES = "asterisk-core-sounds-en-wav asterisk-moh-opsound-wav"
SPEECH = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
MUSIC = Path("/usr/share/asterisk/moh")
RATE = 48_000
PROGRAMMES = {
    "prompt": [SPEECH / "demo-congrats.wav"],
    "guide": [SPEECH / "demo-abouttotry.wav"],
    "piano": [MUSIC / "manolo_camp-morning_coffee.wav"],
    "band": [MUSIC / "macroform-cold_day.wav"],
    "machine": [MUSIC / "reno_project-system.wav"],
    "two sides": [MUSIC / "macroform-robot_dity.wav", MUSIC / "macroform-the_simplicity.wav"],
    "guide | piano": [SPEECH / "demo-congrats.wav", MUSIC / "manolo_camp-morning_coffee.wav"],
}
SECONDS = 75
MINUTE = 60 * RATE
"""pyloudnorm measures the range of a sound with 1.5 s of silence behind it, which shows in what is shorter."""
pytestmark = pytest.mark.debian


def recorded(ffmpeg, path):
    """The first SECONDS of a recording at 48 kHz, float32 (n, 1)."""
    command = [ffmpeg, "-v", "error", "-i", path, "-t", str(SECONDS), "-ar", str(RATE), "-ac", "1", "-f", "f32le", "-"]
    content = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(content, np.float32)[:, np.newaxis]


@pytest.fixture(scope="module", params=PROGRAMMES)
def programme(request, required):
    """A name, and its sound: float32 (n, 1 or 2)."""
    ffmpeg = required("ffmpeg", "apt-get install ffmpeg")
    for path in PROGRAMMES[request.param]:
        required(str(path), f"apt-get install {PACKAGES}")
    sides = [recorded(ffmpeg, path) for path in PROGRAMMES[request.param]]
    return request.param, np.concatenate([side[: min(map(len, sides))] for side in sides], axis=1)


def by_ffmpeg(ffmpeg, sound):
    """Integrated loudness, range and true peak as the filter ebur128 has them at the end."""
    form = ["-f", "f32le", "-ar", str(RATE), "-ac", str(sound.shape[1]), "-i", "-"]
    command = [ffmpeg, "-hide_banner", "-v", "error", *form]
    command += ["-af", "ebur128=metadata=1:peak=true,ametadata=print:file=-", "-f", "null", "-"]
    said = subprocess.run(command, input=sound.tobytes(), capture_output=True, check=True).stdout.decode()
    last = {name: float(value) for name, value in re.findall(r"lavfi\.r128\.(\w+)=(\S+)", said)}
    peaks = [float(value) for value in re.findall(r"lavfi\.r128\.true_peaks_ch\d+=(\S+)", said)]
    return last["I"], last["LRA"], 20 * np.log10(max(peaks))


def test_three_meters_agree_on_real_programmes(programme, required):
    name, sound = programme
    meter = Meter(sound.shape[1])
    for at in range(0, len(sound), RATE):
        meter.add(sound[at : at + RATE])
    ours = meter.loudness()
    integrated, spread, peak = by_ffmpeg(required("ffmpeg", "apt-get install ffmpeg"), sound)
    double = sound.astype(np.float64)
    judged = pyloudnorm.Meter(RATE, filter_class="DeMan")
    theirs, their_spread = judged.integrated_loudness(double), judged.loudness_range(double)
    print(
        f"{name:14} I {ours.integrated:7.3f} {theirs:7.3f} {integrated:7.3f}"
        f"   LRA {ours.range:6.3f} {their_spread:6.3f}"
        f" {spread:6.3f}   dBTP {ours.peak:7.3f} {peak:7.3f}"
    )
    assert ours.integrated == pytest.approx(theirs, abs=0.1)
    assert ours.integrated == pytest.approx(integrated, abs=0.1)
    assert ours.range == pytest.approx(spread, abs=0.1)
    assert ours.peak == pytest.approx(peak, abs=0.05)
    if len(sound) > MINUTE:
        assert ours.range == pytest.approx(their_spread, abs=0.1)
