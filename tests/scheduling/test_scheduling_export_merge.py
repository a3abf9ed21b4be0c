"""Rundowns that come back from a spreadsheet: nothing changes by itself, every fault of a file is named at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from studio.errors import IntakeRefused
from studio.scheduling.exports.differences import differences
from studio.scheduling.exports.edition import Edition
from studio.scheduling.exports.sheet import editions_csv
from studio.scheduling.exports.sheet_merge import merged
from studio.scheduling.exports.sheet_read import grouped, read_lines
from studio.scheduling.exports.workbook import rundown_xlsx
from studio.scheduling.slots.edit import float_out, lock, move, replace_with
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import placed
from studio.scheduling.values import Candidate, Rundown
from studio.units import Ms

Rows = list[dict[str, str]]


class Desk:
    """An edition, what could be aired in it, and its file as somebody edits it."""

    def __init__(self, cases: Any) -> None:
        self.clock = cases.clock()
        self.candidates: dict[str, Candidate] = {one.key: one for one in cases.candidates(14, 3)}
        self.plan = propose(self.clock, "2012-04-07-weekly", cases.starts, cases.fixed, list(self.candidates.values()))

    def edition(self, rundown: Rundown | None = None) -> Edition:
        return Edition(rundown or self.plan, self.clock, 4, "សំឡេង", "Voices")

    def file(self, edit: Callable[[Rows], object] = lambda rows: None, rundown: Rundown | None = None) -> bytes:
        """The exported CSV with its rows changed."""
        text = editions_csv([self.edition(rundown)]).removeprefix("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        names = list(rows[0])
        edit(rows)
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, names)
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode("utf-8-sig")

    def back(self, content: bytes, rundown: Rundown | None = None) -> tuple[Rundown, tuple[Any, ...]]:
        return merged(rundown or self.plan, self.clock, read_lines(content, "r.csv"), self.candidates)

    def stories(self, position: str) -> list[int]:
        return [one.index for one in self.plan.entries if one.position == position]


@pytest.fixture(scope="module")
def desk(cases: Any) -> Desk:
    return Desk(cases)


def edits(desk: Desk, data: st.DataObject) -> Rundown:
    """The plan after some changes by hand."""
    plan = desk.plan
    for _ in range(data.draw(st.integers(0, 4))):
        index = data.draw(st.sampled_from(desk.stories("stories-first")))
        match data.draw(st.sampled_from(["move", "lock", "float"])):
            case "move":
                plan = move(plan, desk.clock, index, data.draw(st.sampled_from(desk.stories("stories-first"))))
            case "lock":
                plan = lock(plan, desk.clock, index, data.draw(st.booleans()))
            case _:
                plan = float_out(plan, desk.clock, index, data.draw(st.booleans()))
    return plan


@settings(max_examples=10)
@given(st.data())
def test_law_what_goes_out_and_comes_back_changes_nothing(desk: Desk, data: st.DataObject) -> None:
    plan = edits(desk, data)
    edition = desk.edition(plan)
    for content in (editions_csv([edition]).encode(), rundown_xlsx([edition])):
        lines = read_lines(content, "file")
        assert set(grouped(lines)) == {plan.slug} and {line.cells["number"] for line in lines} == {"4"}
        assert merged(plan, desk.clock, lines, desk.candidates) == (plan, ())


@settings(max_examples=40)
@given(st.data())
def test_law_a_file_of_another_version_makes_that_version(desk: Desk, data: st.DataObject) -> None:
    wanted = edits(desk, data)
    made, faults = desk.back(desk.file(rundown=wanted))
    assert faults == ()
    plain = [(one.key, one.position, one.version, one.floated, one.start) for one in made.entries]
    assert plain == [(one.key, one.position, one.version, one.floated, one.start) for one in wanted.entries]
    assert {one.key for one in wanted.entries if one.locked} <= {one.key for one in made.entries if one.locked}
    again = desk.back(desk.file(rundown=made), made)
    assert again == (made, ())


def test_a_row_that_was_moved_is_moved_and_locked(desk: Desk) -> None:
    first, *_, last = desk.stories("stories-first")
    made, faults = desk.back(desk.file(lambda rows: rows.insert(first, rows.pop(last))))
    assert faults == () and made == move(desk.plan, desk.clock, last, first)
    said = [(one.code, one.where) for one in differences(desk.plan, made)]
    key = desk.plan.entries[last].key
    assert said == [("scheduling.diff-place", key), ("scheduling.diff-locked", key)], "what it passed did not move"


def test_a_short_version_takes_its_length_from_the_segment_and_the_long_one_again(desk: Desk) -> None:
    entry = desk.plan.entries[desk.stories("stories-first")[0]]
    candidate = replace(desk.candidates[entry.key], planned=Ms(120_000), short=Ms(61_000))
    plan = replace_with(desk.plan, desk.clock, entry.index, candidate, "long")
    known = {**desk.candidates, entry.key: candidate}

    def back(rundown: Rundown, version: str) -> tuple[Rundown, tuple[Any, ...]]:
        content = desk.file(lambda rows: rows[entry.index].update(version=version), rundown)
        return merged(rundown, desk.clock, read_lines(content, "r.csv"), known)

    short, faults = back(plan, "short")
    assert faults == () and short == replace_with(plan, desk.clock, entry.index, candidate, "short")
    assert short.entries[entry.index].planned == 61_000
    assert back(short, "long") == (plan, ())


@pytest.mark.parametrize("word", ["1", "TRUE", "Yes", "បាទ", "១"])
def test_a_spreadsheet_s_own_words_for_yes_are_known(desk: Desk, word: str) -> None:
    index = desk.stories("stories-first")[0]
    made, faults = desk.back(desk.file(lambda rows: rows[index].update(floated=word)))
    assert faults == () and made == float_out(desk.plan, desk.clock, index)


def spoil(rows: Rows) -> None:
    rows[0].update(floated="1", locked="perhaps")
    rows[3].update(planned_ms="1", version="medium")
    rows[4].update(position="hotline")
    rows[5].update(key="R9999")
    rows[6].update(position="nowhere")
    rows[7].update(key=rows[3]["key"])


def test_every_fault_of_a_file_is_named_at_once_with_its_row_and_column(desk: Desk) -> None:
    made, faults = desk.back(desk.file(spoil))
    assert made == desk.plan
    found = {(one.code.removeprefix("scheduling.sheet-"), one.where) for one in faults}
    slug = desk.plan.slug
    assert found == {
        ("fixed", "r.csv, 2, floated"), ("value", "r.csv, 2, locked"), ("length", "r.csv, 5, planned_ms"),
        ("value", "r.csv, 5, version"), ("fixed", "r.csv, 6, position"), ("key-unknown", "r.csv, 7, key"),
        ("value", "r.csv, 8, position"), ("key-twice", "r.csv, 9, key"), ("row-missing", slug),
    }  # fmt: skip
    missing = {one.values["key"] for one in faults if one.code == "scheduling.sheet-row-missing"}
    assert missing == {desk.plan.entries[5].key, desk.plan.entries[7].key}


def test_a_row_among_those_of_another_position_is_out_of_order(desk: Desk) -> None:
    first, last = desk.stories("stories-first")[0], desk.stories("stories-second")[-1]
    made, faults = desk.back(desk.file(lambda rows: rows.insert(first, rows.pop(last))))
    assert made == desk.plan and {one.code for one in faults} == {"scheduling.sheet-order"}
    assert faults[0].where == f"r.csv, {first + 3}, position"


def test_a_version_that_is_not_there_and_a_position_that_does_not_take_it(desk: Desk) -> None:
    entry = next(one for one in desk.plan.entries if desk.clock.position(one.position).role == "choose")
    alone = {**desk.candidates, entry.key: replace(desk.candidates[entry.key], short=None, kind="joint_story")}
    content = desk.file(lambda rows: rows[entry.index].update(version="short"))
    _, faults = merged(desk.plan, desk.clock, read_lines(content, "r.csv"), alone)
    assert [one.code for one in faults] == ["scheduling.sheet-version"]
    content = desk.file(lambda rows: rows[entry.index].update(position="stories-second"))
    _, faults = merged(desk.plan, desk.clock, read_lines(content, "r.csv"), {})
    assert "scheduling.sheet-misfit" in {one.code for one in faults}


def test_what_has_aired_stands(desk: Desk) -> None:
    first, second = desk.stories("stories-first")[:2]
    aired = [replace(one, aired=one.planned) if one.index <= second else one for one in desk.plan.entries]
    plan = replace(desk.plan, entries=placed(aired, desk.clock, desk.plan.starts_at))
    made, faults = desk.back(desk.file(lambda rows: rows.insert(first, rows.pop(second)), plan), plan)
    assert made == plan and {one.code for one in faults} == {"scheduling.sheet-aired"}


def test_the_columns_of_a_file_are_judged_together(desk: Desk) -> None:
    text = desk.file().decode("utf-8-sig")
    head, body = text.split("\r\n", 1)
    changed = head.replace("locked", "lokced").replace("floated", "Version").replace("episode", " Episode ")
    with pytest.raises(IntakeRefused) as refused:
        read_lines(f"{changed}\r\n{body}".encode(), "r.csv")
    assert [(one.code, one.values["column"]) for one in refused.value.faults] == [
        ("scheduling.sheet-column-missing", "locked"),
        ("scheduling.sheet-column-missing", "floated"),
        ("scheduling.sheet-column-twice", "version"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_a_file_that_another_program_saved_is_read(desk: Desk, encoding: str, divider: str) -> None:
    rows = list(csv.reader(io.StringIO(desk.file().decode("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=divider).writerows([*rows, [""] * len(rows[0])])
    assert desk.back(out.getvalue().encode(encoding)) == (desk.plan, ())


def test_a_workbook_saved_by_another_program_with_a_formula_is_refused(desk: Desk) -> None:
    book = load_workbook(io.BytesIO(rundown_xlsx([desk.edition()])))
    sheet = book[desk.plan.slug]
    assert sheet["R4"].value is not None
    sheet["R4"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(IntakeRefused) as refused:
        read_lines(out.getvalue(), "r.xlsx")
    (fault,) = refused.value.faults
    assert (fault.code, fault.where) == ("scheduling.sheet-formula", f"r.xlsx, {desk.plan.slug}, 4")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe\x00", b"\xff", b"a,b\n1,2\n", b'"\n'])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(IntakeRefused):
        read_lines(content, "x")


@settings(max_examples=25)
@given(st.data())
def test_law_a_damaged_workbook_is_refused_or_read(desk: Desk, data: st.DataObject) -> None:
    content = bytearray(rundown_xlsx([desk.edition()]))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        lines = read_lines(bytes(content), "r.xlsx")
    except IntakeRefused as refused:
        assert all(one.code.startswith("scheduling.sheet-") for one in refused.faults)
    else:
        assert isinstance(merged(desk.plan, desk.clock, lines, desk.candidates)[0], Rundown)


@given(st.permutations(range(8)))
def test_law_as_few_as_can_be_are_said_to_have_moved(desk: Desk, order: list[int]) -> None:
    entry = desk.plan.entries[0]
    before = tuple(replace(entry, key=f"k{number}", index=number, start=Ms(0)) for number in range(8))
    after = tuple(replace(before[number], index=place) for place, number in enumerate(order))
    moved = differences(replace(desk.plan, entries=before), replace(desk.plan, entries=after))
    longest = [1] * 8
    for place in range(8):
        longest[place] = 1 + max((longest[one] for one in range(place) if order[one] < order[place]), default=0)
    assert len(moved) == 8 - max(longest)
