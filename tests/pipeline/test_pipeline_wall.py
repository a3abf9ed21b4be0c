"""News at the half hour: a clock with a fixed time on the wall, spots of a known length, and an edition that moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from studio.pipeline.planned import moved_to
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.sections import sections
from studio.scheduling.values import Anchor, Clock, Position
from studio.units import Ms

START = datetime(2012, 5, 17, 18, 20, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
MINUTE = Ms(60_000)


@pytest.fixture
def clock():
    music = Position("music", "music", "flexible", "music-1", 1, 1, MINUTE, Ms(30 * MINUTE))
    news = Position(
        "news", "sound", "fixed", "jingle", 1, 1, Ms(8_000), Ms(8_000), anchor=Anchor("wall", Ms(30 * MINUTE))
    )
    return Clock("half", Ms(20 * MINUTE), (music, news, replace(music, name="later")), Ms(20 * MINUTE))


def test_an_edition_that_moves_meets_the_half_hour_where_it_is_now(clock):
    plan = propose(clock, "one", START, {}, ())
    assert [entry.start for entry in plan.entries] == [0, 10 * MINUTE, 10 * MINUTE + 8_000]
    there = moved_to(plan, clock, START + timedelta(minutes=5))
    assert [entry.start for entry in there.entries] == [0, 5 * MINUTE, 5 * MINUTE + 8_000]
    assert there.starts_at == START + timedelta(minutes=5)
    assert moved_to(there, clock, START) == plan


def test_where_there_is_no_half_hour_the_plan_stays_as_it_is_until_it_is_proposed_anew(clock):
    plan = propose(clock, "one", START, {}, ())
    away = moved_to(plan, clock, START + timedelta(minutes=15))
    assert away == replace(plan, starts_at=START + timedelta(minutes=15))
    other = replace(clock, positions=(replace(clock.positions[0], name="songs"), *clock.positions[1:]))
    assert moved_to(plan, other, START + timedelta(minutes=5)).entries == plan.entries


def test_a_plan_at_its_own_start_is_itself(clock):
    plan = propose(clock, "one", START, {}, ())
    assert moved_to(plan, clock, START) == plan
    assert sections(clock, START)[1].start == 10 * MINUTE
