"""A recording at a glance: its columns stand where its sound is, and its noise is what is heard where nobody speaks."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.files.flac import FlacWriter
from studio.audio.meters.meter import integrated
from studio.audio.pictures.curves import GRAIN, Outline
from studio.audio.pictures.listen import energies_of, outlined
from studio.audio.pictures.shape import COLUMNS, HEIGHT, drawn, shape_of
from studio.audio.values import QUIETEST
from studio.drawing.svg import svg


@pytest.fixture
def spoken(tmp_path, make):
    """8 s: a tone of -20 dBFS in the first half, one of -60 in the second."""
    path = tmp_path / "spoken.flac"
    with FlacWriter(path, 1) as writer:
        writer.write(make["tone"](4, -20, 1000))
        writer.write(make["tone"](4, -60, 1000))
    return path


def test_columns_stand_where_the_sound_is(spoken):
    outline, energies = outlined(spoken)
    shape = shape_of(outline, energies)
    assert len(shape.peaks) == len(shape.body) == COLUMNS
    assert shape.peaks[:160] == pytest.approx([0.1] * 160, abs=0.002)
    assert shape.peaks[161:] == pytest.approx([0.001] * 159, abs=0.001)
    assert shape.body[80] == pytest.approx(0.1 / np.sqrt(2), abs=0.002)


def test_loudness_is_of_what_is_spoken_and_noise_of_what_lies_between(spoken):
    shape = shape_of(*outlined(spoken))
    assert shape.lufs == pytest.approx(-23.0, abs=0.5)
    assert shape.floor == pytest.approx(-63.0, abs=0.5)
    assert shape.lufs == integrated(energies_of(spoken))


def test_what_is_nearly_nothing_has_a_shape(tmp_path, make):
    path = tmp_path / "short.flac"
    with FlacWriter(path, 1) as writer:
        writer.write(make["tone"](0.05, -20, 1000))
    shape = shape_of(*outlined(path))
    assert (len(shape.peaks), shape.floor) == (5, QUIETEST)
    assert svg(drawn(shape, "t", "d")).startswith("<svg")
    none = np.zeros(0, np.float32)
    assert shape_of(Outline(none, none), np.zeros(0)).peaks == ()
    assert "<polygon" not in svg(drawn(shape_of(Outline(none, none), np.zeros(0)), "t", "d"))


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=4 * COLUMNS))
def test_law_nothing_loud_is_lost_and_everything_stays_in_the_picture(values):
    peaks = np.array(values, np.float32)
    shape = shape_of(Outline(peaks, peaks / 2), np.zeros(8))
    assert len(shape.peaks) == min(len(values), COLUMNS)
    assert max(shape.peaks) == pytest.approx(float(peaks.max()), abs=0.0006)
    points = [float(one) for one in re.findall(r"[0-9.]+,([0-9.]+)", svg(drawn(shape, "t", "d")))]
    assert all(0 <= one <= HEIGHT for one in points)


def test_a_grain_is_ten_milliseconds(spoken):
    assert len(outlined(spoken)[0].peaks) == 8 * 48_000 // GRAIN
