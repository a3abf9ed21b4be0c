"""The high-pass is a Butterworth filter, whatever pieces the stream comes in."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import butter, sosfilt

from studio.audio.meters.highpass import HighPass

RATE = 48_000
NOISE = np.random.default_rng(7).standard_normal((20_011, 2))


def filtered(order, hertz, pieces):
    high_pass = HighPass(order, hertz, 2)
    return np.concatenate([*(high_pass.add(piece) for piece in pieces), high_pass.rest()])


@pytest.mark.parametrize("order", [2, 4])
@pytest.mark.parametrize("hertz", [60, 80, 300])
def test_it_is_the_butterworth_filter_of_another_library(order, hertz):
    theirs = sosfilt(butter(order, hertz, "highpass", fs=RATE, output="sos"), NOISE, axis=0)
    assert filtered(order, hertz, [NOISE]) == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(0, len(NOISE)), max_size=8))
def test_law_the_same_however_the_stream_was_cut(cuts):
    pieces = np.split(NOISE, sorted(cuts))
    assert np.array_equal(filtered(4, 80, pieces), filtered(4, 80, [NOISE]))


def test_a_worker_starts_without_a_library_that_is_slow_to_load():
    program = "import sys, studio.audio.masters.assemble; print('scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
