"""Planned, estimated, recorded and aired lengths are four things; what aired stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.exports.rundown_json import read_rundown, rundown_json
from studio.scheduling.exports.table import rundown_table
from studio.scheduling.rules.frozen import frozen_after_airing
from studio.scheduling.slots.edit import float_out, insert, lock, move, remove, replace_with, spots
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.balances import back_times, balances
from studio.scheduling.timing.lengths import as_aired, reestimated
from studio.scheduling.timing.sections import sections
from studio.scheduling.timing.times import moved, over, refit, retime, section_over
from studio.scheduling.values import Candidate, Clock, Entry, Rundown
from studio.sentences.say import say
from studio.units import Ms

Edit = Callable[[Rundown, Clock], Rundown]
LENGTH = st.none() | st.integers(1, 10**6)


@pytest.fixture(scope="module")
def many(cases: Any) -> list[Candidate]:
    return [cases.story(f"S{n}", 115_000 + n * 1_000, short=Ms(60_000)) for n in range(4)]


@pytest.fixture(scope="module")
def plan(cases: Any, many: list[Candidate]) -> Rundown:
    return propose(cases.parted(), "x", cases.starts, {}, many[:3])


def codes(refused: pytest.ExceptionInfo[RundownImpossible]) -> list[str]:
    for fault in refused.value.faults:
        for language in Language:
            what, mend = say(fault, language)
            assert what and mend and "{" not in what + mend
    return [fault.code.removeprefix("scheduling.") for fault in refused.value.faults]


@given(planned=st.integers(1, 10**6), estimated=LENGTH, actual=LENGTH, aired=LENGTH, floated=st.booleans())
def test_law_what_counts_is_aired_else_recorded_else_planned_and_never_an_estimate(
    planned: int, estimated: Any, actual: Any, aired: Any, floated: bool
) -> None:
    entry = Entry(0, "first", "story", "A", "", "", Ms(5), Ms(planned), actual, floated=floated)
    entry = replace(entry, estimated=estimated, aired=aired)
    counts = next(ms for ms in (aired, actual, planned) if ms is not None)
    assert entry.heard == (0 if floated else counts)
    assert entry.over == (0 if floated else counts - planned)
    assert entry.end == 5 + entry.heard


@settings(max_examples=40)
@given(data=st.data())
def test_law_all_four_are_read_back_equal(plan: Rundown, data: st.DataObject) -> None:
    entries = tuple(
        replace(entry, actual=data.draw(LENGTH), estimated=data.draw(LENGTH), aired=data.draw(LENGTH))
        for entry in plan.entries
    )
    text = rundown_json(replace(plan, entries=entries))
    again = read_rundown(text)
    assert again.entries == entries and rundown_json(again) == text


def test_a_rundown_written_before_there_were_four_is_read(plan: Rundown) -> None:
    text = rundown_json(plan)
    assert "aired_ms" not in text and "estimated_ms" not in text
    assert read_rundown(text) == plan
    tree = json.loads(rundown_json(reestimated(plan, {"opening": Ms(9_000)})))
    assert [one.get("estimated_ms") for one in tree["entries"]][:2] == [9_000, None]


def test_an_estimate_changes_nothing_that_counts(plan: Rundown, cases: Any) -> None:
    again = reestimated(plan, {"S0": Ms(200_000)})
    assert over(again, cases.parted()) == 0
    assert [(e.start, e.planned, e.heard) for e in again.entries] == [
        (e.start, e.planned, e.heard) for e in plan.entries
    ]
    with pytest.raises(RundownImpossible) as refused:
        reestimated(plan, {"S0": Ms(0), "nobody": Ms(1)})
    assert codes(refused) == ["key-unknown", "length-none"]


def test_what_is_estimated_over_is_told_with_its_error_until_it_is_recorded(plan: Rundown, cases: Any) -> None:
    clock = cases.parted()
    again = reestimated(plan, {"S0": Ms(plan.entries[1].planned + 3_100)}, {"S0": Ms(7_400)})
    assert again.entries[1].key == "S0" and read_rundown(rundown_json(again)) == again
    for bar in balances(again, clock):
        touched = bar.name in ("first", "stories", "parted") or bar.name == "parted, opening"
        assert (bar.drift, bar.doubt) == ((3_100, 7_400) if touched else (0, 0)), bar.name
    table = rundown_table(again, clock, Language.EN)
    assert "Estimated" in table and "+0:03 ±0:08" in table and "Aired" not in table
    assert "exactly on time  (by estimate +0:03 ±0:08)" in table
    assert "តាមការប៉ាន់ស្មាន +0:03 ±0:08" in rundown_table(again, clock)
    recorded = retime(again, {"S0": again.entries[1].planned}, clock)
    assert all((bar.drift, bar.doubt) == (0, 0) for bar in balances(recorded, clock))
    assert "±" not in rundown_table(recorded, clock, Language.EN)


def test_what_aired_counts_and_what_was_planned_stays_beside_it(plan: Rundown, cases: Any) -> None:
    clock = cases.parted()
    first = plan.entries[1].key
    recorded = retime(plan, {first: Ms(plan.entries[1].planned + 2_000)}, clock)
    heard = as_aired(recorded, {"opening": Ms(10_400), first: Ms(117_500)}, clock)
    entry = heard.entries[1]
    assert (entry.planned, entry.actual, entry.aired, entry.heard) == (
        plan.entries[1].planned,
        plan.entries[1].planned + 2_000,
        117_500,
        117_500,
    )
    assert entry.start == 10_900
    assert (
        section_over(heard.entries, clock, sections(clock, cases.starts)[0])
        == 400 + 117_500 - recorded.entries[1].heard
    )
    # what follows on the air absorbs the drift; what has aired does not
    fitted = refit(heard, clock)
    assert over(fitted, clock) == 0 and fitted.entries[:2] == heard.entries[:2]
    assert [bar.over for bar in balances(fitted, clock) if bar.sort in ("section", "show")] == [0, 0, 0, 0]
    assert back_times(fitted, clock) == tuple(entry.start for entry in fitted.entries)
    assert frozen_after_airing(heard, fitted) == ()


def test_music_that_aired_is_not_stretched(plan: Rundown, cases: Any) -> None:
    clock = cases.parted()
    heard = as_aired(plan, {"music-a": Ms(30_000)}, clock)
    with pytest.raises(RundownImpossible) as refused:
        refit(heard, clock)
    assert codes(refused)[0].startswith("drift-")


def test_what_aired_is_said_once(plan: Rundown, cases: Any) -> None:
    clock = cases.parted()
    heard = as_aired(plan, {"opening": Ms(10_400)}, clock)
    assert as_aired(heard, {"opening": Ms(10_400)}, clock) == heard
    floated = float_out(plan, clock, 1)
    with pytest.raises(RundownImpossible) as refused:
        as_aired(heard, {"opening": Ms(10_401), "nobody": Ms(1), "news": Ms(0)}, clock)
    assert sorted(codes(refused)) == ["edit-aired", "key-unknown", "length-none"]
    with pytest.raises(RundownImpossible) as refused:
        as_aired(floated, {floated.entries[1].key: Ms(5)}, clock)
    assert codes(refused) == ["aired-floated"]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda r, c: move(r, c, 1, 2), "edit-aired"),
        (lambda r, c: move(r, c, 2, 1), "edit-aired"),
        (lambda r, c: move(r, c, 5, 1), "edit-aired"),
        (lambda r, c: lock(r, c, 0), "edit-aired"),
        (lambda r, c: float_out(r, c, 1), "edit-aired"),
        (lambda r, c: remove(r, c, 1), "edit-aired"),
        (lambda r, c: moved(r, c, r.starts_at + timedelta(seconds=1)), "edit-aired"),
    ],
)
def test_editing_what_aired_is_refused(plan: Rundown, cases: Any, edit: Edit, code: str) -> None:
    clock = cases.parted()
    heard = as_aired(plan, {"opening": Ms(10_000), plan.entries[1].key: plan.entries[1].planned}, clock)
    with pytest.raises(RundownImpossible) as refused:
        edit(heard, clock)
    assert set(codes(refused)) == {code}


def test_what_comes_before_something_that_aired_stands_as_well(
    plan: Rundown, cases: Any, many: list[Candidate]
) -> None:
    clock = cases.parted()
    heard = as_aired(plan, {"news": Ms(30_000)}, clock)
    edits: list[Edit] = [
        lambda r, c: remove(r, c, 1),
        lambda r, c: float_out(r, c, 1),
        lambda r, c: replace_with(r, c, 1, many[3], "short"),
        lambda r, c: insert(r, c, 1, "first", many[3], "short"),
        lambda r, c: move(r, c, 5, 1),
    ]
    for edit in edits:
        with pytest.raises(RundownImpossible) as refused:
            edit(heard, clock)
        assert codes(refused) == ["edit-before-aired"]
    later = insert(heard, clock, 6, "second", many[3], "short")
    assert frozen_after_airing(heard, later) == ()


def test_a_rundown_that_was_changed_behind_the_back_of_what_aired_is_caught(plan: Rundown, cases: Any) -> None:
    heard = as_aired(plan, {"opening": Ms(10_000)}, cases.parted())
    assert frozen_after_airing(plan, replace(plan, clock="other")) == ()
    assert frozen_after_airing(heard, reestimated(heard, {"opening": Ms(4)})) == ()
    changed = (replace(heard.entries[0], planned=Ms(9_000)), *heard.entries[1:])
    assert [fault.where for fault in frozen_after_airing(heard, replace(heard, entries=changed))] == ["opening"]
    gone = replace(heard, entries=heard.entries[1:], starts_at=heard.starts_at + timedelta(hours=1))
    assert [fault.where for fault in frozen_after_airing(heard, gone)] == ["x", "opening"]
    for fault in frozen_after_airing(heard, gone):
        for language in Language:
            assert all(say(fault, language))


def test_spots_are_heard_as_often_as_is_said(plan: Rundown, cases: Any) -> None:
    clock = cases.parted()
    for count in (0, 1, 2):
        some = spots(plan, clock, "spots", count)
        assert [e.key for e in some.entries if e.position == "spots"] == ["spots", "spots/2"][:count]
        assert [e.position for e in some.entries if e.position not in ("first", "second", "spots")] == [
            p.name for p in clock.positions if p.name not in ("first", "second", "spots")
        ]
        assert spots(some, clock, "spots", 2, {"spots": Ms(20_000)}).entries == spots(plan, clock, "spots", 2).entries
    for name, count in (("spots", 3), ("news", 1)):
        with pytest.raises(RundownImpossible) as refused:
            spots(plan, clock, name, count)
        assert codes(refused) == ["edit-spots"]
