"""`studio script pace`: who reads how fast, how sure that is, and that estimates show their range."""

from __future__ import annotations

from typing import Any

JOINT = "6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11"


def test_before_any_take_the_default_is_shown(run: Any) -> None:
    rows = run("script", "pace", "--json").json
    assert [(one["language"], one["unit"], one["default"], one["takes"]) for one in rows] == [
        ("km", "syllable", True, 0),
        ("en", "word", True, 0),
    ]
    assert [one["units_per_second"] for one in rows] == [4.4, 2.75]
    assert [one["error"] for one in rows] == [None, None]
    told = run("script", "pace").out.splitlines()
    assert told[0].split("\t")[:3] == ["presenter", "language", "rate"]
    assert told[1] == "presenter\tkm\t4.40 syllables/s\t0.20 s\t0.50 s\t±12.0%\t–\t–\t0\t0:00\tdefault"
    assert told[2].startswith("presenter\ten\t165 words/min\t0.00 s")


def test_a_take_is_learnt_from_and_its_error_told(run: Any, recorded: Any) -> None:
    recorded(20)
    (km,) = [one for one in run("script", "pace", "--json").json if one["language"] == "km"]
    assert (km["takes"], km["default"], km["synthetic"], km["lost"]) == (1, False, False, [])
    assert 20_000 <= km["heard_ms"] <= 20_500
    assert km["units_per_second"] != 4.4
    assert km["error"]["mean"] == km["error"]["worst"] == abs(km["error"]["bias"]) > 0
    assert set(km["error_of_default"]) == {"mean", "worst", "bias"}
    row = run("script", "pace").out.splitlines()[1].split("\t")
    assert (row[8], row[9], row[10]) == ("1", "0:20", "learnt")
    assert row[7][0] in "+-"


def test_khmer_words_for_khmer_readers(outside: Any) -> None:
    done = outside("script", "pace", STUDIO_LANG="km")
    assert done.code == 0
    assert "ព្យាង្គ/វិនាទី" in done.out
    assert "លំនាំដើម" in done.out


def test_an_estimate_shows_its_range(run: Any) -> None:
    assert run("report", "clear", JOINT).code == 0
    run("script", "write")
    rows = run("script", "list", "--json").json
    lengths = [line.split("\t")[3] for line in run("script", "list").out.splitlines()[1:]]
    for row, length in zip(rows, lengths, strict=True):
        middle, beside = length.split(" ±")
        minutes, seconds = middle.split(":")
        assert abs(int(minutes) * 60_000 + int(seconds) * 1000 - row["ms"]) <= 1000
        minutes, seconds = beside.split(":")
        assert abs(int(minutes) * 60_000 + int(seconds) * 1000 - (row["high_ms"] - row["low_ms"]) / 2) <= 1000
