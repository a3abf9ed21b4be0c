"""Airtimes from rules, in real time zones."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import SettingsInvalid
from studio.languages import Language
from studio.scheduling.timing.recurrence import Airtime, airtimes
from studio.sentences.say import say
from studio.units import Ms


def weekly(**changes: Any) -> tuple[Airtime, ...]:
    plain: dict[str, Any] = {
        "slot": "vayo-sat",
        "rule": "FREQ=WEEKLY;BYDAY=SA",
        "first_on": date(2012, 3, 3),
        "starts": time(18, 30),
        "zone": "Asia/Phnom_Penh",
        "length": Ms(900_000),
        "since": date(2012, 4, 1),
        "until": date(2012, 4, 30),
    }
    return airtimes(**{**plain, **changes})


def test_a_weekly_slot(cases: Any) -> None:
    found = weekly()
    assert [one.key for one in found] == [f"vayo-sat@2012-04-{day:02}T1830" for day in (7, 14, 21, 28)]
    assert found[0].starts_at == cases.starts and found[0].starts_at.tzinfo == ZoneInfo("Asia/Phnom_Penh")
    assert {one.length for one in found} == {900_000}


def test_both_ends_of_the_period_belong_to_it_and_holidays_do_not() -> None:
    days = {"since": date(2012, 4, 7), "until": date(2012, 4, 14)}
    assert [one.starts_at.day for one in weekly(**days)] == [7, 14]
    assert [one.starts_at.day for one in weekly(**days, without=[date(2012, 4, 14)])] == [7]
    assert weekly(since=date(2012, 2, 1), until=date(2012, 3, 2)) == ()


def test_every_second_week_counts_from_the_first_day() -> None:
    rule = {"rule": "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"}
    assert [one.starts_at.day for one in weekly(**rule)] == [14, 28]
    assert [one.starts_at.day for one in weekly(**rule, first_on=date(2012, 3, 10))] == [7, 21]


def test_a_leap_day() -> None:
    found = weekly(
        rule="FREQ=MONTHLY;BYMONTHDAY=29", first_on=date(2011, 1, 29), since=date(2011, 2, 1), until=date(2012, 3, 1)
    )
    assert [one.starts_at.date().isoformat() for one in found if one.starts_at.month == 2] == ["2012-02-29"]


def test_a_change_of_offset_moves_no_wall_time_and_skips_no_airing() -> None:
    paris = {"zone": "Europe/Paris", "rule": "FREQ=DAILY", "first_on": date(2012, 3, 24), "starts": time(2, 30)}
    spring = weekly(**paris, since=date(2012, 3, 24), until=date(2012, 3, 26))
    assert [one.starts_at.isoformat() for one in spring] == [
        "2012-03-24T02:30:00+01:00",
        "2012-03-25T03:30:00+02:00",
        "2012-03-26T02:30:00+02:00",
    ]
    assert spring[1].key == "vayo-sat@2012-03-25T0230"
    autumn = weekly(**paris, since=date(2012, 10, 28), until=date(2012, 10, 28))
    assert [one.starts_at.isoformat() for one in autumn] == ["2012-10-28T02:30:00+02:00"]


@given(start=st.integers(0, 400), days=st.integers(0, 60), cut=st.integers(0, 60))
def test_keys_do_not_depend_on_the_period_asked_for(start: int, days: int, cut: int) -> None:
    since = date.fromordinal(date(2012, 3, 3).toordinal() + start)
    until = date.fromordinal(since.toordinal() + days)
    middle = date.fromordinal(since.toordinal() + min(cut, days))
    whole = weekly(since=since, until=until)
    late = weekly(since=middle, until=until)
    assert late == tuple(one for one in whole if one.starts_at.date() >= middle)
    assert len({one.key for one in whole}) == len(whole)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"zone": "Asia/Nowhere"}, "zone-unknown"),
        ({"zone": "../etc"}, "zone-unknown"),
        ({"starts": time(18, 30, tzinfo=ZoneInfo("UTC"))}, "starts-aware"),
        ({"until": date(2012, 3, 1)}, "period-backwards"),
        ({"rule": "FREQ=SECONDLY"}, "rrule-unreadable"),
        ({"rule": "FREQ=WEEKLY;BYHOUR=1,2"}, "rrule-unreadable"),
        ({"rule": "FREQ=WEEKLY;BYDAY=XX"}, "rrule-unreadable"),
        ({"rule": "FREQ=WEEKLY;UNTIL=soon"}, "rrule-unreadable"),
        ({"rule": "every Saturday"}, "rrule-unreadable"),
        ({"rule": ""}, "rrule-unreadable"),
        ({"rule": "FREQ=WEEKLY\nEXDATE:20120407T183000"}, "rrule-unreadable"),
        ({"rule": "FREQ=WEEKLY;FREQ=DAILY"}, "rrule-unreadable"),
        ({"rule": "FREQ=DAILY;INTERVAL=0"}, "rrule-count"),
        ({"rule": "FREQ=DAILY;INTERVAL=-1"}, "rrule-count"),
        ({"rule": "FREQ=WEEKLY;COUNT=0"}, "rrule-count"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20120601"}, "rrule-until"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20120601T183000"}, "rrule-until"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20111231T000000Z"}, "rrule-never"),
        ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "rrule-never"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        weekly(**changes)
    assert [fault.code for fault in refused.value.faults] == [f"scheduling.{code}"]
    for language in Language:
        assert all(say(refused.value.faults[0], language))


def test_an_end_without_an_offset_is_told_as_it_should_be_written() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        weekly(rule="FREQ=WEEKLY;UNTIL=20120601;COUNT=0")
    assert [fault.code for fault in refused.value.faults] == ["scheduling.rrule-until", "scheduling.rrule-count"]
    assert refused.value.faults[0].values["wanted"] == "20120601T165959Z"
    days = weekly(rule="FREQ=WEEKLY;UNTIL=20120414T165959Z")
    assert [one.starts_at.day for one in days] == [7, 14]


def test_a_rule_that_comes_true_only_after_years_is_kept() -> None:
    leap = {"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SA", "first_on": date(2096, 3, 1)}
    (found,) = weekly(**leap, since=date(2096, 3, 1), until=date(2131, 1, 1))
    assert found.starts_at.date() == date(2116, 2, 29)


PART = st.one_of(
    st.tuples(
        st.sampled_from(["INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYSETPOS"]), st.integers(-40, 400)
    ),
    st.tuples(st.just("BYDAY"), st.sampled_from(["MO", "-1SA", "5SU", "53FR", "0TU", "ZZ"])),
    st.tuples(st.just("UNTIL"), st.sampled_from(["20120401", "20130101T000000Z", "20129999", ""])),
    st.tuples(st.text(max_size=5), st.text(max_size=5)),
)


@given(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"]), st.lists(PART, max_size=4))
def test_law_any_rule_gives_airtimes_or_a_refusal(frequency: str, parts: list[tuple[str, object]]) -> None:
    rule = ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts)])
    try:
        found = weekly(rule=rule)
    except SettingsInvalid as refused:
        assert all(say(one, language)[0] for one in refused.faults for language in Language)
    else:
        assert all(one.starts_at.tzinfo for one in found)


@given(st.text(max_size=40))
def test_a_text_that_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(SettingsInvalid):
        weekly(rule="x" + rule)
