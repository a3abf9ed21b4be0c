"""What a master came to be, region by region: peaks and loudness of each among its neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.files.flac import FlacWriter
from studio.audio.masters.reached import RegionMeter, reached_by_file
from studio.audio.meters.meter import Meter, integrated
from studio.audio.meters.truepeak import HALF, PeakMeter, decibels, inner_peak
from studio.audio.values import FRAME, QUIETEST, CueSheet, MasterSpec, Stretch
from studio.errors import SoundRefused

SECOND = 48_000


def measured(sound, ends, cut=4_801):
    """The regions of a sound that comes in pieces."""
    meter = RegionMeter(sound.shape[1], ends)
    for at in range(0, len(sound), cut):
        meter.add(sound[at : at + cut])
    return meter.reached()


def alone(sound):
    """LUFS and dBTP of a sound that nothing stands beside."""
    loudness, peak = Meter(sound.shape[1], peaks=False), PeakMeter(sound.shape[1])
    loudness.add(sound)
    peak.add(sound)
    return float(integrated(loudness.energies())), decibels(peak.peak())


@settings(max_examples=25, deadline=None)
@given(
    frames=st.lists(st.integers(1, 40), min_size=1, max_size=4),
    more=st.integers(1, FRAME),
    cut=st.integers(1, 3 * SECOND),
    seed=st.integers(0, 9),
)
def test_law_regions_do_not_depend_on_how_the_show_was_cut(frames, more, cut, seed):
    ends = [int(end) * FRAME for end in np.cumsum(frames)]
    sound = np.random.default_rng(seed).uniform(-1, 1, (ends[-1] + more, 2)).astype(np.float32)
    found, whole = measured(sound, ends, max(cut, 97)), measured(sound, ends, len(sound))
    assert (found.loudness, found.peaks, found.lufs) == (whole.loudness, whole.peaks, whole.lufs)
    around = np.pad(sound, ((HALF, HALF), (0, 0)))
    starts, stops = [0, *ends[:-1]], [*ends[:-1], len(sound)]
    peaks = [inner_peak(around[start : stop + 2 * HALF]) for start, stop in zip(starts, stops, strict=True)]
    assert found.peaks == pytest.approx([decibels(peak) for peak in peaks], abs=1e-9)
    assert found.dbtp == max(found.peaks)


def test_every_region_has_its_own_peak_and_loudness(make):
    parts = [make["babble"](8, 1, 0.02), make["babble"](8, 2, 0.1), make["babble"](8, 3, 0.05)]
    length = len(parts[0]) // FRAME * FRAME
    sound = np.concatenate([part[:length] for part in parts])
    found = measured(sound, [length, 2 * length, 3 * length])
    for number, part in enumerate(parts):
        lufs, dbtp = alone(part[:length])
        assert found.loudness[number] == pytest.approx(lufs, abs=0.05)
        assert found.peaks[number] == pytest.approx(dbtp, abs=0.05)
    assert found.peaks[1] - found.peaks[0] > 6
    assert (found.lufs, found.dbtp) == pytest.approx(alone(sound), abs=1e-6)


def test_a_border_at_the_top_of_a_wave_is_no_edge(make):
    """A wave that ends where it is highest overshoots: one that goes on does not."""
    border = 41 * FRAME
    sound = make["tone"](2, -6, 500.0, 1, np.pi / 2)[: 2 * border]
    sound *= np.clip(np.minimum(np.arange(2 * border), np.arange(2 * border)[::-1]) / 480, 0, 1)[:, np.newaxis]
    assert sound[border, 0] == pytest.approx(0.5, abs=0.01)
    cut = inner_peak(np.pad(sound[: border + 1], ((HALF, 2 * HALF), (0, 0))))
    assert decibels(cut) > -5.5
    assert measured(sound, [border, 2 * border]).peaks == pytest.approx((-6.0, -6.0), abs=0.001)


def test_a_region_too_short_to_be_measured_is_as_quiet_as_can_be(make):
    found = measured(make["tone"](1, -20), [FRAME, SECOND])
    assert found.loudness[0] == QUIETEST
    assert found.loudness[1] == pytest.approx(-23.0, abs=0.1)


def test_a_file_has_the_regions_of_its_sheet(make, tmp_path):
    """Silence before what is loud, and behind it: the ends of the file are edges, as a player makes them."""
    length = 100 * FRAME
    quiet, loud = make["tone"](length / SECOND, -40), make["tone"](length / SECOND, -6)
    with FlacWriter(tmp_path / "m.flac", 1) as writer:
        writer.write(np.concatenate([quiet, loud, quiet]))
    stretches = tuple(Stretch(f"{number}", number * length, (number + 1) * length) for number in range(3))
    sheet = CueSheet("t", 3 * length, (), stretches=stretches)
    found = reached_by_file(tmp_path / "m.flac", sheet, MasterSpec("m", "flac", channels=1))
    assert found.peaks[1] == pytest.approx(-6.0, abs=0.05)
    assert max(found.peaks[0], found.peaks[2]) < -25
    assert found.loudness == pytest.approx([-43.0, -9.0, -43.0], abs=0.1)
    with pytest.raises(SoundRefused) as refused:
        reached_by_file(tmp_path / "m.flac", CueSheet("t", 3 * length + 1, ()), MasterSpec("m", "flac", channels=1))
    assert refused.value.faults[0].code == "audio.length-missed"
