"""Rundowns as CSV and as a workbook, read by others."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from studio.khmer.width import width
from studio.scheduling.exports.cells import FONT
from studio.scheduling.exports.edition import Edition
from studio.scheduling.exports.sheet import ALL, editions_csv, guarded
from studio.scheduling.exports.workbook import rundown_xlsx, sheet_name
from studio.scheduling.slots.solve import propose

BAD = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", 'a"b', "a,b\nc", "=cmd|' /C calc'!A0"]


@pytest.fixture(scope="module")
def editions(cases: Any) -> list[Edition]:
    clock = cases.clock()
    plan = propose(clock, "2012-04-07-weekly", cases.starts, cases.fixed, cases.candidates(14, 3))
    entries = tuple(replace(one, title_en=BAD[one.index % len(BAD)]) for one in plan.entries)
    later = replace(plan, slug="2012-04-14-weekly", starts_at=plan.starts_at + timedelta(days=7))
    first = replace(plan, entries=entries)
    return [
        Edition(rundown, clock, number, "សំឡេង", "Voices", "golden-river", "វិទ្យុទន្លេមាស", "Golden River")
        for number, rundown in ((2, later), (3, first))
    ]


def test_a_season_is_one_table_in_the_order_of_airtimes(editions: list[Edition]) -> None:
    text = editions_csv(editions)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert tuple(rows[0]) == ALL
    assert [(row["episode"], row["number"]) for row in rows] == [
        (one.rundown.slug, str(one.number)) for one in reversed(editions) for _ in one.rundown.entries
    ]
    assert not any(row["title_en"].lstrip().startswith(("=", "+", "-", "@")) for row in rows)


@given(st.text(max_size=12))
def test_law_no_guarded_text_is_a_formula_and_one_apostrophe_is_all_that_is_added(text: str) -> None:
    cell = guarded(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell in (text, f"'{text}")


def test_a_workbook_is_read_by_openpyxl_with_texts_as_texts(editions: list[Edition]) -> None:
    made = rundown_xlsx(editions)
    assert made == rundown_xlsx(list(reversed(editions)))
    book = load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["overview", "2012-04-07-weekly", "2012-04-14-weekly"]
    overview = list(book["overview"].iter_rows(values_only=True))
    assert [row[0] for row in overview[1:]] == book.sheetnames[1:]
    assert [row[5] for row in overview[1:]] == [3, 2] and {row[7] for row in overview[1:]} == {0}
    sheet, edition = book["2012-04-07-weekly"], editions[1]
    rows = list(sheet.iter_rows())
    assert tuple(cell.value for cell in rows[0]) == ALL
    for cells, entry in zip(rows[1:], edition.rundown.entries, strict=True):
        found = dict(zip(ALL, cells, strict=True))
        assert found["planned_ms"].value == entry.planned and found["planned_ms"].data_type == "n"
        assert found["title_en"].data_type == "s" and found["title_km"].value == entry.title_km
        assert found["locked"].value == int(entry.locked)
        assert {cell.data_type for cell in cells} <= {"s", "n"}, "nothing is a formula"
        assert {cell.font.name for cell in cells if cell.value is not None} == {FONT}
    titles = sheet.column_dimensions["H"].width
    assert titles > max(width(one.title_km) for one in edition.rundown.entries)
    assert sheet.freeze_panes == "A2"


def test_a_workbook_has_one_date_in_all_of_its_parts(editions: list[Edition]) -> None:
    with ZipFile(io.BytesIO(rundown_xlsx(editions))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2012, 1, 1, 0, 0, 0)}
        assert b"2012-01-01T00:00:00Z" in archive.read("docProps/core.xml")
        assert b"20" + b"26" not in archive.read("docProps/core.xml")


@given(st.lists(st.text(min_size=1, max_size=50), min_size=1, max_size=12))
def test_law_every_sheet_has_a_name_of_its_own_that_a_workbook_takes(slugs: list[str]) -> None:
    taken: set[str] = set()
    names = [sheet_name(slug, taken) for slug in slugs]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set("[]:*?/\\'") & set(name) for name in names)
