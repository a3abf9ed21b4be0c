"""Exports, read back by others."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.khmer.width import clusters, fitted, width
from studio.languages import Language
from studio.scheduling.exports.rundown_json import read_rundown, rundown_json
from studio.scheduling.exports.sheet import rundown_csv
from studio.scheduling.exports.table import rundown_table
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import retime
from studio.scheduling.values import Rundown
from studio.units import Ms

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def plan(cases: Any) -> Rundown:
    proposed = propose(cases.clock(), "2012-04-07-weekly", cases.starts, cases.fixed, cases.candidates(14, 3))
    first = next(entry for entry in proposed.entries if entry.position == "stories-first")
    return retime(proposed, {first.key: Ms(first.planned + 1_234)}, cases.clock())


def golden(name: str, made: str) -> None:
    path = GOLDEN / name
    if os.environ.get("STUDIO_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made.encode())
    assert path.is_file(), f"{name} is missing; write it with STUDIO_GOLDEN=write"
    assert made.encode() == path.read_bytes()


def test_the_rundown_is_written_as_it_always_was(cases: Any, plan: Rundown) -> None:
    golden("rundown.json", rundown_json(plan))
    golden("rundown.csv", rundown_csv(plan))
    golden("rundown.km.txt", rundown_table(plan, cases.clock()))
    golden("rundown.en.txt", rundown_table(plan, cases.clock(), Language.EN))


def test_json_is_read_back_equal(plan: Rundown) -> None:
    text = rundown_json(plan)
    again = read_rundown(text)
    assert again == plan and rundown_json(again) == text
    assert again.starts_at.tzinfo == plan.starts_at.tzinfo

    def refuse(number: str) -> None:
        raise AssertionError(number)

    tree = json.loads(text, parse_float=refuse)
    assert tree["starts_at"] == "2012-04-07T18:30:00.000+07:00" and tree["ends_at"] == "2012-04-07T18:45:00.000+07:00"
    assert tree["entries"][-1]["start_ms"] + tree["entries"][-1]["planned_ms"] == 900_000


@settings(max_examples=60)
@given(st.data())
def test_json_that_was_damaged_is_refused(plan: Rundown, data: st.DataObject) -> None:
    text = rundown_json(plan)
    place = data.draw(st.integers(0, len(text) - 2))
    try:
        read_rundown(text[:place] + text[place + data.draw(st.integers(1, 40)) :])
    except RundownImpossible as refused:
        assert refused.faults[0].code in (
            "scheduling.json-unreadable",
            "scheduling.json-format",
            "scheduling.naive-time",
        )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "studio-rundown/1"}', "null", "\u17d2"])
def test_what_is_no_rundown_is_refused(text: str) -> None:
    with pytest.raises(RundownImpossible):
        read_rundown(text)


def test_csv_is_read_by_others_and_no_cell_is_a_formula(plan: Rundown) -> None:
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", 'a"b', "a,b\nc"]
    entries = tuple(
        replace(entry, title_en=bad[index % len(bad)], title_km="រឿង") for index, entry in enumerate(plan.entries)
    )
    rows = list(
        csv.DictReader(io.StringIO(rundown_csv(replace(plan, entries=entries)).removeprefix("\ufeff"), newline=""))
    )
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        assert not row["title_en"].lstrip(" \t\r\n").startswith(("=", "+", "-", "@"))
        assert row["title_en"].removeprefix("'") == entry.title_en
        assert int(row["start_ms"]) == entry.start and row["actual_ms"] == (
            "" if entry.actual is None else str(entry.actual)
        )
    assert rundown_csv(replace(plan, entries=())).count("\r\n") == 1


def test_the_table_says_over_and_under(cases: Any, plan: Rundown) -> None:
    clock = cases.clock()
    late = replace(clock, hard_out=Ms(898_500))
    assert "over by 0:01.500" in rundown_table(plan, late, Language.EN)
    assert "លើស 0:01.500" in rundown_table(plan, late)
    early = replace(clock, hard_out=Ms(901_000))
    assert "under by 0:01.000" in rundown_table(plan, early, Language.EN)
    assert "+0:01.234" in rundown_table(plan, clock, Language.EN)
    assert max(width(line) for line in rundown_table(plan, clock, columns=80).splitlines()) <= 80


@given(st.text(alphabet=st.sampled_from("កខគ្រុំស្ត្រីabc ាិ漢"), max_size=20), st.integers(1, 15))
def test_a_fitted_text_takes_its_columns_and_parts_no_cluster(text: str, columns: int) -> None:
    cut = fitted(text, columns)
    assert width(cut) == columns or (width(text) <= columns and width(cut) == columns)
    kept = cut.rstrip(" ").removesuffix("…")
    pieces = clusters(text)
    assert any("".join(pieces[:n]).rstrip(" ") == kept.rstrip(" ") for n in range(len(pieces) + 1))
