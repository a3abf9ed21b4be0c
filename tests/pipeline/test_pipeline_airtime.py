"""Airtime bought week by week becomes editions: once each, with numbers that stay."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import NotFound, SettingsInvalid
from studio.pipeline.airtime import coming, keep_slot, keep_station, make_editions
from studio.pipeline.airtime_calendar import calendar

FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"


def editions(studio):
    return [(one.episode.slug, one.episode.number) for one in coming(studio, every=True)]


def test_every_airtime_becomes_one_edition_and_doing_it_again_makes_none(station, kit):
    kit.airtime(station)
    assert editions(station) == [(FIRST, 1), (SECOND, 2), ("2012-05-31-voices", 3)][: len(editions(station))]
    assert len(editions(station)) == 2
    assert make_editions(station, station.now + timedelta(weeks=2)) == []
    assert make_editions(station, station.now + timedelta(weeks=3)) == ["2012-05-31-voices"]
    assert editions(station)[-1] == ("2012-05-31-voices", 3)


def test_two_who_make_editions_at_once_make_each_once(station, kit):
    kit.airtime(station, weeks=1)
    until = station.now + timedelta(weeks=4)
    with ThreadPoolExecutor(2) as pool:
        made = [one.result() for one in [pool.submit(make_editions, station, until) for _ in range(2)]]
    assert sorted(len(one) for one in made) == [0, 3], "the first stands already"
    assert [number for _, number in editions(station)] == [1, 2, 3, 4]


def test_no_edition_is_made_for_a_slot_that_begins_after_the_weeks_asked_for(station, kit):
    keep_station(station, kit.STATION)
    keep_slot(station, kit.STATION.slug, kit.SLOT)
    assert make_editions(station, station.now) == []
    assert make_editions(station, station.now + timedelta(weeks=1)) == [FIRST]


def test_numbers_count_from_the_first_day_whenever_they_are_made(desk, kit, later):
    kit.airtime(desk, weeks=1)
    assert make_editions(later(desk, 15), desk.now + timedelta(weeks=4)) == [
        "2012-05-31-voices",
        "2012-06-07-voices",
    ]
    assert editions(desk) == [(FIRST, 1), ("2012-05-31-voices", 3), ("2012-06-07-voices", 4)]


def test_two_slots_of_a_station_are_never_on_at_the_same_time(station, kit):
    kit.airtime(station)
    daily = kit.SLOT.model_copy(update={"slug": "daily", "rrule": "FREQ=DAILY"})
    with pytest.raises(SettingsInvalid) as refused:
        keep_slot(station, kit.STATION.slug, daily)
    (found,) = refused.value.faults
    assert (found.code, found.where, found.values["other"]) == ("pipeline.airtime-overlaps", "daily", FIRST)
    moment = datetime.combine(kit.SLOT.first_on, kit.SLOT.starts)
    for ms, refused_too in ((kit.SLOT.length_ms - 1, True), (kit.SLOT.length_ms, False)):
        after = daily.model_copy(update={"starts": (moment + timedelta(milliseconds=ms)).time()})
        if refused_too:
            with pytest.raises(SettingsInvalid):
                keep_slot(station, kit.STATION.slug, after)
        else:
            assert keep_slot(station, kit.STATION.slug, after)
    other = kit.STATION.model_copy(update={"slug": "elsewhere"})
    assert keep_station(station, other)
    assert keep_slot(station, "elsewhere", daily.model_copy(update={"slug": "there"}))


def test_a_changed_slot_is_told_and_what_is_not_built_takes_its_length_and_keeps_its_number(station, kit):
    kit.airtime(station)
    assert not keep_station(station, kit.STATION)
    assert not keep_slot(station, kit.STATION.slug, kit.SLOT)
    clock = station.workspace.scripts / "clocks" / f"{kit.SLOT.clock}.toml"
    text = clock.read_text("utf-8")
    clock.with_name("minute.toml").write_text(
        text.replace(f'name = "{kit.SLOT.clock}"', 'name = "minute"').replace("0:40", "1:00"), "utf-8"
    )
    longer = kit.SLOT.model_copy(update={"length_ms": 60_000, "hard_out_ms": 60_000, "clock": "minute"})
    assert keep_slot(station, kit.STATION.slug, longer)
    assert make_editions(station, station.now + timedelta(weeks=3)) == ["2012-05-31-voices"]
    assert [one.episode.length_ms for one in coming(station)] == [60_000] * 3
    assert {one.episode.clock for one in coming(station)} == {"minute"}
    assert [number for _, number in editions(station)] == [1, 2, 3]


def test_a_changed_station_keeps_its_slots(desk, kit):
    kit.airtime(desk)
    assert keep_station(desk, kit.STATION.model_copy(update={"lufs": -24.0}))
    assert {one.station.lufs for one in coming(desk)} == {-24.0}


def test_airtime_on_an_unknown_station_is_refused(desk, kit):
    with pytest.raises(NotFound):
        keep_slot(desk, "nowhere", kit.SLOT)


def test_an_edition_is_coming_until_its_last_second(desk, kit, later):
    kit.airtime(desk)
    start = coming(desk)[0].episode.starts_at
    days = (start - desk.now) / timedelta(days=1)
    assert [one.episode.slug for one in coming(later(desk, days + 39 / 86_400))][0] == FIRST
    assert [one.episode.slug for one in coming(later(desk, days + 40 / 86_400))][0] == SECOND


def test_the_calendar_says_the_same_for_the_same_airtimes(desk, kit):
    kit.airtime(desk)
    text = calendar(desk)
    assert text == calendar(desk)
    assert text.count("BEGIN:VEVENT") == 2
    assert calendar(desk, kit.STATION.slug) == text
    keep_station(desk, kit.STATION.model_copy(update={"slug": "other"}))
    assert calendar(desk, "other").count("BEGIN:VEVENT") == 0
    with pytest.raises(NotFound):
        calendar(desk, "nowhere")


@settings(max_examples=4)
@given(steps=st.lists(st.integers(0, 5), min_size=1, max_size=4))
def test_however_often_and_far_one_plans_the_editions_are_those_of_the_farthest(fresh, tmp_path_factory, steps):
    """Law: planning in steps gives the editions of planning once."""
    found = []
    for order in (steps, [max(steps)]):
        with fresh(tmp_path_factory.mktemp("plan")) as (studio, kit):
            kit.airtime(studio, weeks=1)
            for weeks in order:
                make_editions(studio, studio.now + timedelta(weeks=weeks))
            found.append(editions(studio))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slug": "../../evil"}, "pipeline.slug-bad"),
        ({"slug": "x/y"}, "pipeline.slug-bad"),
        ({"clock": "nope"}, "pipeline.clock-unknown"),
        ({"length_ms": 5_000}, "pipeline.clock-length"),
        ({"price_cents": -1}, "pipeline.price-negative"),
        ({"rrule": "GARBAGE"}, "scheduling.rrule-unreadable"),
        ({"timezone": "Mars/Phobos"}, "scheduling.zone-unknown"),
    ],
)
def test_a_slot_that_could_not_be_planned_is_not_kept(desk, kit, change, code):
    kit.airtime(desk)
    with pytest.raises(SettingsInvalid) as refused:
        keep_slot(desk, kit.STATION.slug, kit.SLOT.model_copy(update={"slug": "other", **change}))
    assert [one.code for one in refused.value.faults] == [code]


@pytest.mark.parametrize(
    ("change", "code"), [({"slug": "../evil"}, "pipeline.slug-bad"), ({"lufs": 40.0}, "pipeline.loudness-odd")]
)
def test_a_station_that_cannot_be_meant_is_not_kept(desk, kit, change, code):
    with pytest.raises(SettingsInvalid) as refused:
        keep_station(desk, kit.STATION.model_copy(update=change))
    assert [one.code for one in refused.value.faults] == [code]
