"""Pictures of sound show what is there: levels, frequencies, chapters, in PNG."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from studio.audio.files.flac import FlacWriter
from studio.audio.meters.loudness import kept, loudness_report
from studio.audio.pictures.curves import CURVE, GRAIN, Played
from studio.audio.pictures.drawing import LEFT, RIGHT, WIDTH, score_scene
from studio.audio.pictures.lanes import COLOURS
from studio.audio.pictures.listen import COLUMNS, energies_of, listen
from studio.audio.pictures.pictures import BOTTOM, HEIGHT, TOP, png, spectrogram
from studio.audio.values import Cue, CueSheet, Mark, MasterSpec, Stretch
from studio.drawing.scene import Box, Scene, Words

SECOND = 48_000
LENGTH = 20 * SECOND


@pytest.fixture(scope="module")
def show(tmp_path_factory, make):
    """10 s of 6 kHz at -20 dBFS, then 10 s of 12 kHz at -60."""
    path = tmp_path_factory.mktemp("show") / "s.flac"
    with FlacWriter(path, 1) as writer:
        writer.write(make["tone"](10, -20, 6000))
        writer.write(make["tone"](10, -60, 12_000))
    return path


@pytest.fixture(scope="module")
def heard(show):
    return listen(show, LENGTH)


SHEET = CueSheet(
    "Show",
    LENGTH,
    (Cue("voice", "a", 0, 0, 10 * SECOND), Cue("bed", "b", 10 * SECOND, 0, 10 * SECOND, fade_out=5 * SECOND)),
    (Mark(0, "បើក"), Mark(10 * SECOND, "បិទ")),
    (Stretch("a", 0, 10 * SECOND), Stretch("b", 10 * SECOND, LENGTH)),
)


def played(heard):
    return Played(
        MasterSpec("air", "flac", lufs=-23.0),
        heard.outline,
        heard.energies,
        loudness_report(heard.energies, -20.0, SHEET),
    )


def pixels(path):
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def near(picture, colour, tolerance=30):
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return np.abs(picture - wanted).max(axis=2) < tolerance


def column(seconds):
    return round(LEFT + seconds * (WIDTH - LEFT - RIGHT) / 20)


def test_what_is_heard_of_a_sound_is_its_outline_its_energies_and_its_frequencies(heard):
    assert heard.length == LENGTH
    assert len(heard.outline.peaks) == len(heard.outline.body) == LENGTH // GRAIN
    assert heard.outline.peaks[500] == pytest.approx(0.1, abs=0.002)
    assert heard.outline.body[500] == pytest.approx(0.1 / np.sqrt(2), abs=0.002)
    assert heard.outline.peaks[1500] == pytest.approx(0.001, abs=0.0001)
    assert len(heard.energies) == 200
    frequencies = heard.frequencies
    assert frequencies.shape[0] == COLUMNS
    assert frequencies[COLUMNS // 4].argmax() == 256
    assert frequencies[COLUMNS // 4].max() == pytest.approx(0.1, rel=0.05)
    assert frequencies[COLUMNS * 3 // 4].argmax() == 512


def test_energies_that_are_known_are_not_measured_again(show, heard):
    assert np.array_equal(energies_of(show), heard.energies)
    again = listen(show, LENGTH, kept(heard.energies))
    assert np.allclose(again.energies, heard.energies, rtol=1e-8)
    assert np.array_equal(listen(show, LENGTH, [1.0] * 200).energies, np.ones(200))


def test_the_score_s_picture_shows_cues_the_curve_and_the_target(heard, tmp_path):
    png(score_scene(SHEET, played(heard)), tmp_path / "s.png")
    picture = pixels(tmp_path / "s.png")
    voice, curve = near(picture, COLOURS["voice"], 50), near(picture, CURVE)
    green = picture[:, :, 1] - picture[:, :, [0, 2]].max(axis=2) > 20
    assert picture.shape[1] == WIDTH
    assert voice[:, column(5)].sum() > 20 > voice[:, column(15)].sum()
    rows = np.flatnonzero(green[TOP * 5 :, LEFT : WIDTH - RIGHT].mean(axis=1) > 0.5) + TOP * 5
    assert 1 <= len(rows) <= 4
    loud = np.flatnonzero(curve[:, column(5)]).mean()
    assert 0 < rows.mean() - loud < 104 * 6 / 27
    assert np.flatnonzero(curve[:, column(17)]).mean() > rows.mean() + 60


def test_khmer_is_drawn_only_where_it_can_be_shaped(tmp_path):
    words = Words(10, 40, "ជំពូក", "#000000", 20)
    scene = Scene(200, 60, "", "", (Box(0, 0, 200, 60, "#ffffff"), words))
    png(scene, tmp_path / "without.png")
    assert not near(pixels(tmp_path / "without.png"), "#000000").any()
    png(Scene(200, 60, "", "", (scene.parts[0], Words(10, 40, "−21.0", "#000000", 20))), tmp_path / "digits.png")
    assert near(pixels(tmp_path / "digits.png"), "#000000").any()


def test_words_are_cut_off_where_their_room_ends(tmp_path):
    parts = (Box(0, 0, 300, 60, "#ffffff"), Words(10, 40, "W" * 40, "#000000", 20, room=50))
    png(Scene(300, 60, "", "", parts), tmp_path / "w.png")
    dark = np.flatnonzero(near(pixels(tmp_path / "w.png"), "#000000", 120).any(axis=0))
    assert dark.min() >= 9
    assert 50 < dark.max() <= 61


def test_a_spectrogram_shows_frequencies_where_they_are(heard, tmp_path):
    spectrogram(heard, tmp_path / "s.png", SHEET.marks)
    bright = pixels(tmp_path / "s.png").sum(axis=2)
    assert bright.shape == (TOP + HEIGHT + BOTTOM, WIDTH)
    inside = bright[TOP : TOP + HEIGHT]
    assert int(inside[:, column(5)].argmax()) == pytest.approx(HEIGHT * 0.75, abs=3)
    assert int(inside[:, column(15)].argmax()) == pytest.approx(HEIGHT * 0.5, abs=3)


def test_a_gap_is_a_gap_in_the_spectrogram(make, tmp_path):
    with FlacWriter(tmp_path / "s.flac", 1) as writer:
        writer.write(make["tone"](4, -20))
        writer.write(np.zeros((SECOND // 2, 1), np.float32))
        writer.write(make["tone"](4, -20))
    heard = listen(tmp_path / "s.flac", 17 * SECOND // 2)
    gap = heard.frequencies[round(4.1 / 8.5 * COLUMNS) : round(4.4 / 8.5 * COLUMNS)]
    assert not gap.any()
    assert heard.frequencies.any(axis=1).mean() == pytest.approx(8 / 8.5, abs=0.01)


def test_the_same_sound_gives_the_same_picture(heard, tmp_path):
    for name in ("1.png", "2.png"):
        png(score_scene(SHEET, played(heard)), tmp_path / f"score-{name}")
        spectrogram(heard, tmp_path / f"spectrogram-{name}")
    for kind in ("score", "spectrogram"):
        assert (tmp_path / f"{kind}-1.png").read_bytes() == (tmp_path / f"{kind}-2.png").read_bytes()


@pytest.mark.parametrize("count", [1, 100, 5000])
def test_a_very_short_sound_has_its_pictures(count, tmp_path):
    with FlacWriter(tmp_path / "s.flac", 1) as writer:
        writer.write(np.full((count, 1), 0.5, np.float32))
    heard = listen(tmp_path / "s.flac", count)
    sheet = CueSheet("short", count, (Cue("voice", "a", 0, 0, count),))
    report = loudness_report(heard.energies, -6.0, sheet)
    png(
        score_scene(sheet, Played(MasterSpec("air", "flac"), heard.outline, heard.energies, report)), tmp_path / "a.png"
    )
    spectrogram(heard, tmp_path / "s.png")
    assert pixels(tmp_path / "a.png").shape[1] == pixels(tmp_path / "s.png").shape[1] == WIDTH
