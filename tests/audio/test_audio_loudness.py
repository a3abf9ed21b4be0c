"""The loudness report: what a master and each of its segments measure, and the curve, as values and as JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.meters.loudness import kept, loudness_report, reports_json
from studio.audio.meters.meter import Meter, integrated, loudness_range
from studio.audio.values import QUIETEST, CueSheet, Mark, Stretch

SECOND = 48_000
SHEET = CueSheet(
    "show",
    60 * SECOND,
    marks=(Mark(0, "ដំបូង"), Mark(30 * SECOND, "ទីពីរ")),
    stretches=(
        Stretch("first", 0, 20 * SECOND),
        Stretch("first/sting", 20 * SECOND, 22 * SECOND),
        Stretch("second", 30 * SECOND, 60 * SECOND),
    ),
)


@pytest.fixture(scope="module")
def energies(make):
    """30 s at -30 dBFS, 30 s at -20, left and right: -30 and -20 LUFS."""
    meter = Meter(2, peaks=False)
    meter.add(np.concatenate([make["tone"](30, -30, channels=2), make["tone"](30, -20, channels=2)]))
    return meter.energies()


def test_the_whole_and_each_segment_are_measured(energies):
    report = loudness_report(energies, -19.98, SHEET)
    assert report.lufs == pytest.approx(float(integrated(energies)), abs=0.006)
    assert report.momentary == report.short_term == pytest.approx(-20.0, abs=0.05)
    assert report.range == pytest.approx(loudness_range(energies), abs=0.006)
    assert report.dbtp == -19.98
    assert [(one.key, one.title) for one in report.segments] == [
        ("first", "ដំបូង"),
        ("first/sting", ""),
        ("second", "ទីពីរ"),
    ]
    assert [one.lufs for one in report.segments] == pytest.approx([-30.0, -30.0, -20.0], abs=0.05)
    assert report.segments[0].range == pytest.approx(0, abs=0.05)
    assert report.segments[1].short_term == QUIETEST


def test_the_curve_has_an_entry_for_every_second_that_begins_3_s(energies):
    curve = loudness_report(energies, 0.0, SHEET).curve
    assert len(curve) == 58
    assert curve[:28] == pytest.approx([-30.0] * 28, abs=0.05)
    assert curve[30:] == pytest.approx([-20.0] * 28, abs=0.05)
    assert -30 < curve[28] < curve[29] < -20


def test_silence_and_what_is_too_short_have_a_report():
    for count in (0, 3, 100):
        report = loudness_report(np.zeros(count), float("-inf"), SHEET)
        assert {report.lufs, report.momentary, report.short_term, report.dbtp} == {QUIETEST}
        assert report.range == 0.0
        assert all(level == QUIETEST for level in report.curve)


def test_a_sheet_without_stretches_is_one_segment(energies):
    report = loudness_report(energies, 0.0, CueSheet("show", 60 * SECOND))
    assert [(one.key, one.lufs) for one in report.segments] == [("", report.lufs)]


def test_the_report_as_json_can_be_read_by_people_and_programs(energies):
    report = loudness_report(energies, -19.98, SHEET)
    text = reports_json({"podcast": report, "ទីពីរ": report})
    tree = json.loads(text)
    assert tree["version"] == 1
    assert set(tree["masters"]) == {"podcast", "ទីពីរ"}
    told = tree["masters"]["podcast"]
    assert told["lufs"] == report.lufs
    assert told["segments"][2] == {
        "key": "second",
        "title": "ទីពីរ",
        "at": "0:30",
        "start": 1_440_000,
        "end": 2_880_000,
        "lufs": report.segments[2].lufs,
        "short_term": report.segments[2].short_term,
        "range": report.segments[2].range,
    }
    assert tuple(told["curve"]) == report.curve
    assert "ទីពីរ" in text
    assert max(map(len, text.splitlines())) < 500
    assert json.loads(reports_json({})) == {"version": 1, "masters": {}}


@given(st.lists(st.floats(0, 1e3, allow_subnormal=False), max_size=80))
def test_law_a_report_made_from_energies_that_were_kept_is_the_same(values):
    energies = np.array(values)
    again = kept(np.array(kept(energies)))
    assert again == kept(energies)
    assert np.allclose(again, energies, rtol=1e-8, atol=0)
    assert reports_json({"a": loudness_report(again, -1.0, SHEET)}) == reports_json(
        {"a": loudness_report(list(again), -1.0, SHEET)}
    )
