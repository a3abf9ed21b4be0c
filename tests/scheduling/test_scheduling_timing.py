"""The laws of time."""

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
from studio.scheduling.slots.edit import float_out, lock
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.balances import balances
from studio.scheduling.timing.flexible import Bounds, rooms, share
from studio.scheduling.timing.moments import airs_on, back_timed, seconds, shifted, span
from studio.scheduling.timing.times import ends, over, refit, retime, until, wall
from studio.scheduling.values import Rundown
from studio.units import Ms

ZONES = st.sampled_from(["Asia/Phnom_Penh", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"])
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1))  # noqa: DTZ001


def codes(refused: pytest.ExceptionInfo[RundownImpossible]) -> set[str]:
    return {fault.code.removeprefix("scheduling.") for fault in refused.value.faults}


@given(moment=MOMENTS, zone=ZONES, ms=st.integers(0, 200_000_000))
def test_any_two_of_start_end_and_duration_give_the_third(moment: datetime, zone: str, ms: int) -> None:
    start = moment.replace(microsecond=0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    forward = span(start=start, duration=Ms(ms))
    assert forward.end.astimezone(UTC) - start.astimezone(UTC) == timedelta(milliseconds=ms)
    assert forward.end.tzinfo == start.tzinfo
    assert span(end=forward.end, duration=Ms(ms)).start.astimezone(UTC) == start.astimezone(UTC)
    assert span(start=start, end=forward.end).duration == ms
    assert span(start, forward.end, Ms(ms)) == forward


def test_a_span_needs_two_that_agree() -> None:
    start = datetime(2012, 4, 7, 18, 30, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    for bad, code in [
        ({}, "span-needs-two"),
        ({"start": start}, "span-needs-two"),
        ({"duration": Ms(1)}, "span-needs-two"),
        ({"start": start, "duration": Ms(-1)}, "length-negative"),
        ({"start": start, "end": start - timedelta(seconds=1)}, "span-disagrees"),
        ({"start": start, "end": start, "duration": Ms(1)}, "span-disagrees"),
        ({"start": start.replace(tzinfo=None), "duration": Ms(1)}, "naive-time"),
    ]:
        with pytest.raises(RundownImpossible) as refused:
            span(**bad)  # type: ignore[arg-type]
        assert codes(refused) == {code}


def test_time_is_real_across_midnight_leap_day_and_a_change_of_offset() -> None:
    phnom_penh, paris = ZoneInfo("Asia/Phnom_Penh"), ZoneInfo("Europe/Paris")
    late = datetime(2012, 2, 28, 23, 50, tzinfo=phnom_penh)
    assert shifted(late, Ms(900_000)).isoformat() == "2012-02-29T00:05:00+07:00"
    spring = datetime(2012, 3, 25, 1, 50, tzinfo=paris)
    assert shifted(spring, Ms(900_000)).isoformat() == "2012-03-25T03:05:00+02:00"
    autumn = datetime(2012, 10, 28, 2, 50, tzinfo=paris)
    assert shifted(autumn, Ms(900_000)).isoformat() == "2012-10-28T02:05:00+01:00"
    assert span(start=autumn, end=shifted(autumn, Ms(900_000))).duration == 900_000
    assert airs_on(late, Ms(600_000)).isoformat() == "2012-02-28"
    assert airs_on(late, Ms(600_001)).isoformat() == "2012-02-29"


@given(
    durations=st.lists(st.integers(1, 90_000), min_size=1, max_size=9),
    out=st.integers(0, 10**6),
    gap=st.integers(0, 900),
)
def test_back_timing_ends_at_the_hard_out(durations: list[int], out: int, gap: int) -> None:
    lengths = [Ms(one) for one in durations]
    starts = back_timed(lengths, Ms(out), Ms(gap))
    ended = [start + length for start, length in zip(starts, lengths, strict=True)]
    assert ended[-1] == out
    assert all(later - earlier == gap for earlier, later in zip(ended, starts[1:], strict=False))


@given(st.data())
def test_shares_are_exact_within_bounds_and_equal_where_nothing_hinders(data: st.DataObject) -> None:
    bounds = []
    for _ in range(data.draw(st.integers(0, 5))):
        low = data.draw(st.integers(0, 500))
        high = low + data.draw(st.integers(0, 500))
        bounds.append(Bounds(Ms(low), Ms(high), Ms(data.draw(st.integers(low, high)))))
    time = data.draw(st.integers(0, 5_500))
    lengths = share(time, bounds)
    possible = sum(b.shortest for b in bounds) <= time <= sum(b.longest for b in bounds)
    assert (lengths is not None) == possible
    if lengths is None:
        return
    assert sum(lengths) == time
    assert all(b.shortest <= one <= b.longest for one, b in zip(lengths, bounds, strict=True))
    free = [one - b.wanted for one, b in zip(lengths, bounds, strict=True) if b.shortest < one < b.longest]
    assert not free or max(free) - min(free) <= 1
    assert time != sum(b.wanted for b in bounds) or lengths == tuple(b.wanted for b in bounds)


def test_optional_music_makes_more_rooms(cases: Any) -> None:
    found = rooms(cases.clock("weekly-30").positions)
    assert [room.names for room in found] == [
        ("music-middle", "music-closing"),
        ("music-middle", "music-second", "music-closing"),
    ]
    assert (found[0].lowest, found[0].highest) == (31_000, 301_000)


@pytest.fixture(scope="module")
def plan(cases: Any) -> Rundown:
    return propose(cases.clock(), "2012-04-07-weekly", cases.starts, cases.fixed, cases.candidates(40, 3))


@settings(max_examples=60)
@given(st.data())
def test_retiming_keeps_the_total_to_the_millisecond_or_says_what_is_in_the_way(
    cases: Any, plan: Rundown, data: st.DataObject
) -> None:
    clock = cases.clock()
    spoken = [entry for entry in plan.entries if clock.position(entry.position).role != "flexible"]
    actual = {e.key: Ms(max(1, e.planned + data.draw(st.integers(-25_000, 25_000)))) for e in spoken}
    drift = sum(actual[e.key] - e.planned for e in spoken)
    music = sum(e.planned for e in plan.entries) - sum(e.planned for e in spoken)
    if not 30_000 <= music - drift <= 300_000:
        with pytest.raises(RundownImpossible) as refused:
            retime(plan, actual, clock)
        missing = 30_000 - (music - drift) if drift > 0 else (music - drift) - 300_000
        first = refused.value.faults[0]
        assert (first.code, first.values["ms"]) == (
            "scheduling.drift-over" if drift > 0 else "scheduling.drift-under",
            missing,
        )
        gives = [f.values["ms"] for f in refused.value.faults if f.code.startswith("scheduling.flexible-")]
        assert sum(gives) + missing == abs(drift)  # type: ignore[arg-type]
        return
    timed = retime(plan, actual, clock)
    assert ends(timed) == clock.hard_out and over(timed, clock) == 0
    assert retime(timed, actual, clock) == timed == retime(timed, {}, clock)
    assert {e.key: e.planned for e in timed.entries} == {e.key: e.planned for e in plan.entries}
    assert all(e.actual == actual[e.key] for e in timed.entries if e.key in actual)
    assert violations(timed, clock, cases.candidates(40, 3), cases.fixed) == ()
    bars = balances(timed, clock)
    assert [bar.name for bar in bars] == [*(p.name for p in clock.positions), clock.name]
    assert sum(bar.over for bar in bars[:-1]) == bars[-1].over == 0


def test_retiming_with_nothing_recorded_changes_nothing(cases: Any, plan: Rundown) -> None:
    assert retime(plan, {}, cases.clock()) == plan


def test_a_drift_too_large_names_the_segment_that_mends_it(cases: Any, plan: Rundown) -> None:
    clock = cases.clock()
    music = sum(e.planned for e in plan.entries if e.kind == "music")
    opening = next(e for e in plan.entries if e.key == "opening")
    with pytest.raises(RundownImpossible) as refused:
        retime(plan, {"opening": Ms(opening.planned + music - 30_000 + 20_000)}, clock)
    faults = {fault.code.removeprefix("scheduling."): fault for fault in refused.value.faults}
    assert faults["drift-over"].values["seconds"] == "20"
    out = next(e for e in plan.entries if e.key == faults["take-out"].where)
    assert out.planned + 2_500 >= 20_000
    shorter = [e for e in plan.entries if e.short is not None and e.planned - e.short >= 20_000]
    assert ("use-short" in faults) == bool(shorter)


def test_a_locked_segment_is_not_offered_up(cases: Any, plan: Rundown) -> None:
    clock = cases.clock()
    held = plan
    for entry in plan.entries:
        if clock.position(entry.position).role == "choose":
            held = lock(held, clock, entry.index)
    with pytest.raises(RundownImpossible) as refused:
        retime(held, {"opening": Ms(600_000)}, clock)
    assert codes(refused) == {"drift-over", "flexible-drops"}


def test_a_locked_piece_of_music_keeps_its_length(cases: Any, plan: Rundown) -> None:
    clock = cases.clock()
    music = next(e for e in plan.entries if e.position == "music-middle")
    timed = retime(lock(plan, clock, music.index), {"closing": Ms(20_000)}, clock)
    assert next(e for e in timed.entries if e.position == "music-middle").heard == music.planned
    assert over(timed, clock) == 0


def test_unknown_keys_and_lengths_that_are_none_are_told_together(cases: Any, plan: Rundown) -> None:
    with pytest.raises(RundownImpossible) as refused:
        retime(plan, {"nobody": Ms(5), "opening": Ms(0)}, cases.clock())
    assert codes(refused) == {"key-unknown", "length-none"}


def test_a_floated_segment_takes_no_time_and_music_fills_its_place(cases: Any) -> None:
    clock = cases.small()
    many = [cases.story(f"S{n}", 60_000 + n) for n in range(4)]
    rundown = propose(clock, "x", cases.starts, {}, many)
    chosen = next(e for e in rundown.entries if e.position == "first")
    floated = float_out(rundown, clock, chosen.index)
    assert over(floated, clock) == -(chosen.planned + 500)
    assert ends(float_out(floated, clock, chosen.index, floated=False)) == clock.hard_out
    with pytest.raises(RundownImpossible):
        refit(floated, clock)
    brief = replace(clock, length=Ms(240_000), hard_out=Ms(240_000))
    assert over(refit(floated, brief), brief) == 0
    assert refit(rundown, clock) == rundown


def test_wall_times_are_aware(cases: Any, plan: Rundown) -> None:
    assert wall(plan, Ms(900_000)).isoformat() == "2012-04-07T18:45:00+07:00"
    assert until(plan, datetime(2012, 4, 7, 11, 0, tzinfo=UTC)) == timedelta(minutes=30)
    with pytest.raises(RundownImpossible):
        until(plan, datetime(2012, 4, 7, 11, 0))  # noqa: DTZ001


def test_seconds_are_exact() -> None:
    assert [seconds(ms) for ms in (0, 41_000, 41_250, 5, -1_500)] == ["0", "41", "41.25", "0.005", "-1.5"]
