"""The laws of time, section by section."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.edit import float_out
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.balances import back_times, balances
from studio.scheduling.timing.sections import sections
from studio.scheduling.timing.times import placed, retime, section_over, wall
from studio.scheduling.values import Anchor, Candidate, Clock, Rundown
from studio.units import Ms

PHNOM_PENH, PARIS = ZoneInfo("Asia/Phnom_Penh"), ZoneInfo("Europe/Paris")


@pytest.fixture(scope="module")
def many(cases: Any) -> list[Candidate]:
    return [cases.story(f"S{n}", 115_000 + n * 1_000) for n in range(3)]


@pytest.fixture(scope="module")
def plan(cases: Any, many: list[Candidate]) -> Rundown:
    return propose(cases.parted(), "x", cases.starts, {}, many)


def recorded(rundown: Rundown, clock: Clock, key: str, by: int) -> Rundown:
    """The rundown with one entry recorded so much longer, and nothing absorbed."""
    entries = [replace(e, actual=Ms(e.heard + by)) if e.key == key else e for e in rundown.entries]
    return replace(rundown, entries=placed(entries, clock, rundown.starts_at))


@settings(max_examples=60)
@given(data=st.data())
def test_law_drift_is_absorbed_in_its_own_section_or_told_for_each(
    cases: Any, plan: Rundown, many: list[Candidate], data: st.DataObject
) -> None:
    clock = cases.parted()
    parts = sections(clock, cases.starts)
    music = {"music-a": 0, "music-b": 1, "music-c": 2}
    spoken = [entry for entry in plan.entries if entry.key not in music]
    actual = {e.key: Ms(max(1, e.planned + data.draw(st.integers(-15_000, 15_000)))) for e in spoken}
    drifts = [
        sum(actual[e.key] - e.planned for e in spoken if e.position in {p.name for p in part.positions})
        for part in parts
    ]
    planned = {entry.key: entry.planned for entry in plan.entries if entry.key in music}
    wanted = {key: planned[key] - drifts[number] for key, number in music.items()}
    if all(5_000 <= ms <= 60_000 for ms in wanted.values()):
        timed = retime(plan, actual, clock)
        assert {entry.key: entry.heard for entry in timed.entries if entry.key in music} == wanted
        assert [section_over(timed.entries, clock, part) for part in parts] == [0, 0, 0]
        assert retime(timed, {}, clock) == timed
        assert violations(timed, clock, many, {}) == ()
        return
    with pytest.raises(RundownImpossible) as refused:
        retime(plan, actual, clock)
    told = {f.where: f.values["ms"] for f in refused.value.faults if f.code.startswith("scheduling.drift-")}
    assert told == {
        f"parted, {parts[number].name}": max(5_000 - wanted[key], wanted[key] - 60_000)
        for key, number in music.items()
        if not 5_000 <= wanted[key] <= 60_000
    }


@settings(max_examples=40)
@given(by=st.integers(-20_000, 20_000), place=st.integers(0, 10))
def test_law_back_timing_from_every_out_differs_by_what_is_over(cases: Any, plan: Rundown, by: int, place: int) -> None:
    clock = cases.parted()
    entry = plan.entries[place]
    late = recorded(plan, clock, entry.key, by if entry.heard + by > 0 else 1)
    parts = sections(clock, cases.starts)
    for part in parts:
        off = section_over(late.entries, clock, part)
        for one, latest in zip(late.entries, back_times(late, clock), strict=True):
            if one.position in {position.name for position in part.positions}:
                assert one.start - latest == off


def test_over_and_under_are_told_for_positions_groups_sections_and_the_show(cases: Any, plan: Rundown) -> None:
    clock = cases.parted((100_000, 350_000))
    late = recorded(recorded(plan, clock, "S0", 4_000), clock, "closing", -1_000)
    bars = {(bar.sort, bar.name): bar for bar in balances(late, clock)}
    assert [sort for sort, _ in bars] == ["position"] * 9 + ["group"] + ["section"] * 3 + ["show"]
    assert bars["position", "first"].over == 4_000 and bars["position", "closing"].over == -1_000
    stories = bars["group", "stories"]
    assert (stories.planned, stories.heard, stories.over) == (349_500, 353_500, 3_500)
    assert {name: bar.over for (sort, name), bar in bars.items() if sort == "section"} == {
        "parted, opening": 4_000,
        "parted, news": 0,
        "parted, closing": -1_000,
    }
    assert bars["show", "parted"].over == -1_000
    lean = {bar.name: bar.over for bar in balances(late, cases.parted((360_000, 400_000)))}
    assert lean["stories"] == 353_500 - 360_000


def test_a_floated_segment_counts_in_no_balance(cases: Any, plan: Rundown) -> None:
    clock = cases.parted()
    chosen = plan.entries[1]
    floated = float_out(plan, clock, 1)
    bars = {bar.name: bar for bar in balances(floated, clock)}
    assert bars["stories"].heard == 349_500 - chosen.planned - 500
    assert bars["parted, opening"].over == -chosen.planned - 500
    assert bars["parted, news"].over == bars["parted"].over == 0
    assert back_times(floated, clock)[1] == back_times(floated, clock)[2]


@pytest.mark.parametrize(
    "start",
    [
        datetime(2012, 2, 28, 23, 55, tzinfo=PHNOM_PENH),
        datetime(2012, 2, 29, 23, 55, tzinfo=PHNOM_PENH),
        datetime(2012, 3, 25, 1, 55, tzinfo=PARIS),
        datetime(2012, 10, 28, 2, 55, tzinfo=PARIS),
        datetime(2012, 10, 28, 2, 55, tzinfo=PARIS, fold=1),
    ],
)
def test_a_show_is_exact_across_midnight_leap_day_and_a_change_of_offset(
    cases: Any, many: list[Candidate], start: datetime
) -> None:
    clock = cases.parted()
    hour = Anchor("wall", Ms(0))
    clock = replace(clock, positions=tuple(replace(p, anchor=hour) if p.name == "news" else p for p in clock.positions))
    rundown = propose(clock, "x", start, {}, many)
    assert violations(rundown, clock, many, {}) == ()
    news = next(entry for entry in rundown.entries if entry.key == "news")
    assert wall(rundown, news.start).minute == 0
    assert wall(rundown, news.start).astimezone(UTC) - start.astimezone(UTC) == timedelta(minutes=5)


def test_two_shows_back_to_back_leave_no_gap_and_share_no_moment(cases: Any, many: list[Candidate]) -> None:
    clock = cases.parted(base="start")
    first = propose(clock, "one", cases.starts, {}, many)
    second = propose(clock, "two", wall(first, clock.length), {}, many)
    assert wall(first, first.entries[-1].end) == wall(second, second.entries[0].start)
    assert [entry.start for entry in first.entries] == [entry.start for entry in second.entries]
