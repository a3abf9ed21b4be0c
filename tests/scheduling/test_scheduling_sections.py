"""Sections: where a start is pinned, in real time, and what lies between two pins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.rules.judge import violations
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.flexible import room_for, rooms
from studio.scheduling.timing.moments import shifted
from studio.scheduling.timing.sections import anchor_faults, section_numbers, sections, wall_offset
from studio.scheduling.timing.times import moved
from studio.scheduling.values import Anchor, Clock
from studio.sentences.say import say
from studio.units import Ms

PHNOM_PENH, PARIS = ZoneInfo("Asia/Phnom_Penh"), ZoneInfo("Europe/Paris")
ZONES = st.sampled_from(["Asia/Phnom_Penh", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
NEAR = st.sampled_from(
    [
        datetime(2012, 2, 28, 23, 0, tzinfo=UTC),
        datetime(2012, 3, 25, 0, 30, tzinfo=UTC),  # Paris springs forward at 01:00
        datetime(2012, 10, 28, 0, 30, tzinfo=UTC),  # and falls back at 01:00
        datetime(2012, 3, 31, 14, 30, tzinfo=UTC),  # Lord Howe falls back by half an hour at 15:00
        datetime(2012, 10, 6, 15, 0, tzinfo=UTC),  # and springs forward by half an hour at 15:30
    ]
)


def pinned(clock: Clock, **anchors: Anchor | None) -> Clock:
    positions = (replace(p, anchor=anchors.get(p.name.replace("-", "_"), p.anchor)) for p in clock.positions)
    return replace(clock, positions=tuple(positions))


def codes(clock: Clock, starts_at: datetime) -> dict[str, str]:
    faults = anchor_faults(clock, starts_at)
    for fault in faults:
        for language in Language:
            what, mend = say(fault, language)
            assert what and mend and "{" not in what + mend
    return {fault.where: fault.code.removeprefix("scheduling.") for fault in faults}


@settings(max_examples=120)
@given(near=NEAR, zone=ZONES, minutes=st.integers(0, 180), past=st.integers(0, 59), length=st.integers(1, 180))
def test_law_a_moment_on_the_wall_is_the_first_one_that_clocks_show(
    near: datetime, zone: str, minutes: int, past: int, length: int
) -> None:
    start = (near + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    shown = [m for m in range(1, length) if shifted(start, Ms(m * 60_000)).minute == past]
    found = wall_offset(start, Ms(past * 60_000), Ms(0), Ms(length * 60_000))
    assert found == (shown[0] * 60_000 if shown else None)


def test_a_clock_without_anchors_is_one_section(cases: Any) -> None:
    clock = cases.clock()
    (only,) = sections(clock, cases.starts.replace(tzinfo=None))
    assert (only.start, only.out, only.last, only.positions) == (0, clock.hard_out, True, clock.positions)
    assert only.tail == clock.positions[-1].after


def test_pins_from_the_start_from_the_end_and_on_the_wall(cases: Any) -> None:
    parts = sections(cases.parted(), cases.starts)
    assert [(part.name, part.start, part.out, part.tail) for part in parts] == [
        ("opening", 0, 300_000, 0),
        ("news", 300_000, 540_000, 0),
        ("closing", 540_000, 600_000, 500),
    ]
    assert sections(cases.parted(base="start"), cases.starts)[1].start == 300_000
    assert section_numbers(cases.parted())["spots"] == 1
    later = cases.starts + timedelta(minutes=1, seconds=30)
    assert [part.start for part in sections(cases.parted(), later)] == [0, 210_000, 540_000]


@pytest.mark.parametrize(
    ("start", "offset", "shown"),
    [
        (datetime(2012, 2, 28, 23, 56, tzinfo=PHNOM_PENH), 540_000, "2012-02-29T00:05:00+07:00"),
        (datetime(2012, 2, 29, 23, 58, tzinfo=PHNOM_PENH), 420_000, "2012-03-01T00:05:00+07:00"),
        (datetime(2012, 3, 25, 1, 57, tzinfo=PARIS), 480_000, "2012-03-25T03:05:00+02:00"),
        (datetime(2012, 10, 28, 2, 57, tzinfo=PARIS), 480_000, "2012-10-28T02:05:00+01:00"),
        (datetime(2012, 4, 7, 18, 5, tzinfo=PHNOM_PENH), 3_600_000, "2012-04-07T19:05:00+07:00"),
    ],
)
def test_news_on_the_wall_across_midnight_leap_day_and_a_change_of_offset(
    cases: Any, start: datetime, offset: int, shown: str
) -> None:
    clock = pinned(cases.parted(), news=Anchor("wall", Ms(5 * 60_000)))
    clock = replace(clock, length=Ms(7_200_000), hard_out=Ms(7_200_000))
    found = sections(clock, start)[1].start
    assert found == offset
    assert shifted(start, found).isoformat() == shown


def test_two_news_at_the_half_hour_are_an_hour_apart(cases: Any) -> None:
    half = Anchor("wall", Ms(30 * 60_000))
    clock = pinned(cases.parted(), news=half, closing=half)
    clock = replace(clock, length=Ms(8_000_000), hard_out=Ms(8_000_000))
    assert [part.start for part in sections(clock, cases.starts)] == [0, 3_600_000, 7_200_000]


def test_every_anchor_that_cannot_be_is_told_at_once(cases: Any) -> None:
    clock = cases.parted()
    assert codes(clock, cases.starts) == {}
    assert codes(clock, cases.starts + timedelta(minutes=6)) == {"news": "anchor-none"}
    assert codes(clock, cases.starts - timedelta(minutes=4)) == {"closing": "anchor-order"}
    assert codes(clock, cases.starts.replace(tzinfo=None)) == {"2012-04-07T18:30:00": "naive-time"}
    early, late = Anchor("start", Ms(0)), Anchor("start", Ms(10**7))
    both = pinned(clock, opening=Anchor("start", Ms(1)), first=early, music_a=late)
    assert codes(both, cases.starts) == {
        "opening": "anchor-first",
        "first": "anchor-order",
        "music-a": "anchor-order",
        "news": "anchor-none",
        "closing": "anchor-order",
    }
    with pytest.raises(RundownImpossible) as refused:
        propose(both, "x", cases.starts, {}, [])
    assert {fault.where for fault in refused.value.faults} >= {"opening", "first", "music-a", "news", "closing"}
    assert codes(pinned(clock, opening=early), cases.starts) == {}


def test_spots_are_heard_as_seldom_as_music_allows(cases: Any) -> None:
    part = sections(cases.parted(), cases.starts)[1]
    assert [(room.names, room.lowest, room.highest) for room in rooms(part.positions)] == [
        (("music-b",), 5_500, 60_500),
        (("spots", "music-b"), 26_000, 81_000),
        (("spots", "spots", "music-b"), 46_500, 101_500),
    ]
    measured = rooms(part.positions, {"spots": Ms(19_000)})
    assert [room.lowest for room in measured] == [5_500, 25_000, 44_500]
    assert room_for(part.positions, 60_500) == rooms(part.positions)[0]
    assert room_for(part.positions, 60_501) == rooms(part.positions)[1]
    assert room_for(part.positions, 101_501) is None


def test_a_slot_moved_after_planning_is_fitted_again_or_told_why_not(cases: Any) -> None:
    clock = cases.parted()
    many = [cases.story(f"S{n}", 120_000 + n * 1_000) for n in range(4)]
    plan = propose(clock, "x", cases.starts, {}, many)
    assert moved(plan, clock, plan.starts_at) == plan
    later = moved(plan, clock, cases.starts - timedelta(seconds=10))
    assert violations(later, clock, many, {}) == ()
    assert next(e for e in later.entries if e.key == "news").start == 310_000
    spoken = [e.key for e in plan.entries if clock.position(e.position).role != "flexible"]
    assert [e.planned for e in later.entries if e.key in spoken] == [e.planned for e in plan.entries if e.key in spoken]
    with pytest.raises(RundownImpossible) as refused:
        moved(plan, clock, cases.starts + timedelta(seconds=150))
    assert [(f.where, f.code) for f in refused.value.faults if f.code.startswith("scheduling.drift")] == [
        ("parted, opening", "scheduling.drift-over"),
        ("parted, news", "scheduling.drift-under"),
    ]
    with pytest.raises(RundownImpossible) as refused:
        moved(plan, clock, cases.starts + timedelta(minutes=10))
    assert [fault.code for fault in refused.value.faults] == ["scheduling.anchor-none"]
