"""Pictures show what is there: levels, frequencies, chapters."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from studio.audio.flac import FlacWriter
from studio.audio.pictures import CURVE, GOAL, HEIGHT, RULER, WAVE, WIDTH, spectrogram, waveform
from studio.audio.values import Mark

SECOND = 48_000


@pytest.fixture
def show(tmp_path, make):
    with FlacWriter(tmp_path / "s.flac", 1) as writer:
        writer.write(make["tone"](10, -20, 6000))
        writer.write(make["tone"](10, -60, 12_000))
    return tmp_path / "s.flac"


def near(picture, colour, tolerance=40):
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return np.abs(np.asarray(picture.convert("RGB")).astype(int) - wanted).max(axis=2) < tolerance


def test_a_waveform_shows_levels_loudness_and_chapters(show, tmp_path):
    waveform(show, tmp_path / "w.png", [Mark(0, "a"), Mark(10 * SECOND, "b")], goal=-23.0)
    with Image.open(tmp_path / "w.png") as picture:
        assert picture.size == (WIDTH, HEIGHT + RULER)
        wave, curve, goal = near(picture, WAVE, 15), near(picture, CURVE), near(picture, GOAL)
    assert wave[:, WIDTH // 4].sum() == pytest.approx(HEIGHT * 0.1, abs=6)
    assert wave[:, WIDTH * 3 // 4].sum() <= 3
    loud = np.flatnonzero(curve[:HEIGHT, WIDTH // 4]).mean()
    assert loud == pytest.approx(HEIGHT * (-5 + 19.9) / 40, abs=12)
    assert goal[HEIGHT // 2 + 40, WIDTH // 2]


def test_a_spectrogram_shows_frequencies_where_they_are(show, tmp_path):
    spectrogram(show, tmp_path / "s.png")
    with Image.open(tmp_path / "s.png") as picture:
        bright = np.asarray(picture.convert("L")).astype(int)[:HEIGHT]
    assert int(bright[:, WIDTH // 4].argmax()) == pytest.approx(HEIGHT * 0.75, abs=3)
    assert int(bright[:, WIDTH * 3 // 4].argmax()) == pytest.approx(HEIGHT * 0.5, abs=3)


def test_the_same_sound_gives_the_same_picture(show, tmp_path):
    for draw in (waveform, spectrogram):
        draw(show, tmp_path / "1.png")
        draw(show, tmp_path / "2.png")
        assert (tmp_path / "1.png").read_bytes() == (tmp_path / "2.png").read_bytes()


@pytest.mark.parametrize("count", [1, 100, 5000])
def test_a_very_short_sound_has_a_picture(count, tmp_path):
    with FlacWriter(tmp_path / "s.flac", 1) as writer:
        writer.write(np.full((count, 1), 0.5, np.float32))
    waveform(tmp_path / "s.flac", tmp_path / "w.png")
    spectrogram(tmp_path / "s.flac", tmp_path / "s.png")
    assert (tmp_path / "w.png").is_file()
    assert (tmp_path / "s.png").is_file()
