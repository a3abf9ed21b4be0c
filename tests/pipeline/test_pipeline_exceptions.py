"""Airtimes that are off, taken back or moved: the edition goes with its airtime under its name, and comes back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import NotFound, RundownImpossible, SettingsInvalid
from studio.pipeline.airings import Word, note_airing
from studio.pipeline.airtime import change_slot, coming, keep_slot, make_editions
from studio.pipeline.airtime_calendar import calendar
from studio.pipeline.built import edition_of
from studio.pipeline.exceptions import exceptions, keep_exception, undo_exception
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import episode_guid, publish_all
from studio.pipeline.schedule import propose_rundown
from studio.records.airtime import ExceptionIn
from studio.records.kinds import AiringOutcome, ExceptionKind

FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
THURSDAY, NEXT = date(2012, 5, 17), date(2012, 5, 24)
SCALE, FOREST = "8a4b115c", "ddb2b916"


def off(day: date = THURSDAY) -> ExceptionIn:
    return ExceptionIn(day=day, kind=ExceptionKind.OFF, reason="holiday")


def back(day: date = THURSDAY) -> ExceptionIn:
    return ExceptionIn(day=day, kind=ExceptionKind.PRE_EMPTED)


def to(moment: datetime, day: date = THURSDAY, **more: object) -> ExceptionIn:
    return ExceptionIn(day=day, kind=ExceptionKind.MOVED, starts_at=moment, **more)


def shown(studio):
    return [
        (
            one.episode.slug,
            one.episode.number,
            f"{one.local_start:%d %H:%M}",
            one.episode.length_ms,
            one.episode.cancelled,
        )
        for one in coming(studio, every=True)
    ]


def local(text):
    return datetime.fromisoformat(text)


def codes(refused):
    return [one.code for one in refused.value.faults]


def test_a_moved_airtime_moves_its_edition_under_its_name_and_number(station, kit):
    kit.airtime(station)
    done = keep_exception(station, "voices", to(local("2012-05-18 20:00")))
    assert (done.changed, done.edition.slug) == (True, FIRST)
    assert shown(station)[0] == (FIRST, 1, "18 20:00", 40_000, None)
    assert make_editions(station, station.now + timedelta(weeks=2)) == []
    assert not keep_exception(station, "voices", to(local("2012-05-18 20:00"))).changed
    assert kit.trail(station, "airtime.moved") == [("airtime.moved", FIRST, "ED-01")]
    assert "SEQUENCE:1" in calendar(station)


def test_no_edition_is_made_where_nothing_is_bought_and_its_number_is_kept_for_it(station, kit):
    kit.airtime(station, weeks=1)
    keep_exception(station, "voices", off(NEXT))
    assert make_editions(station, station.now + timedelta(weeks=3)) == ["2012-05-31-voices"]
    assert [one[:2] for one in shown(station)] == [(FIRST, 1), ("2012-05-31-voices", 3)]
    undo_exception(station, "voices", NEXT)
    assert make_editions(station, station.now + timedelta(weeks=3)) == [SECOND]
    assert [one[1] for one in shown(station)] == [1, 2, 3]


def test_an_airtime_that_was_taken_back_keeps_its_edition_to_be_made_good(station, kit):
    kit.airtime(station, weeks=1)
    keep_exception(station, "voices", back(NEXT))
    assert shown(station)[1] == (SECOND, 2, "24 18:30", 40_000, ExceptionKind.PRE_EMPTED)
    assert [one.episode.slug for one in coming(station)] == [FIRST]
    assert "STATUS:CANCELLED" in calendar(station)
    with pytest.raises(RundownImpossible) as refused:
        propose_rundown(station, SECOND)
    assert codes(refused) == ["pipeline.airtime-cancelled"]


def test_what_stood_in_a_cancelled_edition_was_not_aired(desk, kit):
    keys = kit.approved(desk, SCALE, FOREST)
    kit.airtime(desk)
    used = [one.key for one in propose_rundown(desk, FIRST).plan.entries if one.key in keys]
    assert used
    keep_exception(desk, "voices", back())
    again = [one.key for one in propose_rundown(desk, SECOND).plan.entries if one.key in keys]
    assert set(used) <= set(again)
    assert plan_of(desk, FIRST).plan.entries


def test_a_rundown_follows_its_airtime_and_is_planned_anew_for_its_day(desk, kit):
    kit.approved(desk, SCALE, FOREST)
    kit.airtime(desk)
    propose_rundown(desk, FIRST)
    keep_exception(desk, "voices", to(local("2012-05-19 07:00")))
    moved = plan_of(desk, FIRST)
    assert (moved.number, f"{moved.plan.starts_at:%d %H:%M}") == (1, "19 07:00")
    again = propose_rundown(desk, FIRST)
    assert (again.new, again.number, again.plan.starts_at) == (True, 2, moved.plan.starts_at)
    assert not propose_rundown(desk, FIRST).new


def test_what_is_built_and_published_is_marked_and_stays(built, kit):
    publish_all(built)
    before = edition_of(built, coming(built)[0])
    keep_exception(built, "voices", back())
    after = next(one for one in coming(built, every=True) if one.episode.slug == FIRST)
    assert after.episode.cancelled is ExceptionKind.PRE_EMPTED
    assert edition_of(built, after).master == before.master
    assert publish_all(built).slugs == (FIRST,)
    undo_exception(built, "voices", THURSDAY)
    keep_exception(built, "voices", to(local("2012-05-18 06:00")))
    done = publish_all(built)
    assert done.slugs == (FIRST,)
    feed = (built.workspace.feeds / "feed.xml").read_text("utf-8")
    assert episode_guid(built, FIRST) in feed
    assert "Thu, 17 May" not in feed


def test_everything_that_speaks_against_an_exception_is_told(desk, kit):
    kit.airtime(desk)
    for wanted, code in [
        (off(date(2012, 5, 18)), ["pipeline.exception-no-airtime"]),
        (ExceptionIn(day=THURSDAY, kind=ExceptionKind.MOVED), ["pipeline.exception-empty"]),
        (to(datetime.fromisoformat("9999-12-31T23:00")), ["pipeline.exception-far"]),
        (to(datetime.fromisoformat("0001-01-01T00:00")), ["pipeline.exception-far"]),
        (to(local("2012-05-01 07:00"), length_ms=1000), ["pipeline.clock-length", "pipeline.exception-past"]),
        (to(local("2012-05-24 18:30:39"), clock="nope"), ["pipeline.clock-unknown", "pipeline.airtime-overlaps"]),
    ]:
        with pytest.raises(SettingsInvalid) as refused:
            keep_exception(desk, "voices", wanted)
        assert codes(refused) == code
    assert exceptions(desk) == []
    with pytest.raises(SettingsInvalid) as refused:
        keep_exception(desk, "voices", off(date(2012, 5, 18)))
    assert refused.value.faults[0].values["near"] == "2012-05-17, 2012-05-24, 2012-05-31"
    with pytest.raises(NotFound):
        keep_exception(desk, "nowhere", off())
    with pytest.raises(NotFound):
        undo_exception(desk, "voices", THURSDAY)


def test_an_exception_is_not_taken_back_into_an_airtime_that_took_its_place(station, kit):
    kit.airtime(station)
    keep_exception(station, "voices", off())
    keep_exception(station, "voices", to(local("2012-05-17 18:30:20"), NEXT))
    with pytest.raises(SettingsInvalid) as refused:
        undo_exception(station, "voices", THURSDAY)
    (found,) = refused.value.faults
    assert (found.code, found.values["other"]) == ("pipeline.airtime-overlaps", SECOND)
    undo_exception(station, "voices", NEXT)
    assert undo_exception(station, "voices", THURSDAY).changed


def test_airtimes_meet_before_they_have_editions(station, kit):
    kit.airtime(station, weeks=1)
    third = date(2012, 5, 31)
    keep_exception(station, "voices", off(NEXT))
    keep_exception(station, "voices", to(local("2012-05-24 18:30:20"), third))
    with pytest.raises(SettingsInvalid) as refused:
        undo_exception(station, "voices", NEXT)
    assert refused.value.faults[0].values["other"] == "2012-05-31-voices"


def test_back_to_back_is_no_overlap(desk, kit):
    kit.airtime(desk)
    assert keep_exception(desk, "voices", to(local("2012-05-24 18:30:40"))).edition
    assert [one[0] for one in shown(desk)] == [SECOND, FIRST]


def test_what_was_aired_cannot_be_moved_any_more(desk, kit, later):
    kit.airtime(desk)
    after = later(desk, 2)
    note_airing(after, FIRST, Word(AiringOutcome.AIRED))
    for change in (
        lambda: keep_exception(after, "voices", back()),
        lambda: keep_exception(after, "voices", to(local("2012-05-20 07:00"))),
    ):
        with pytest.raises(SettingsInvalid) as refused:
            change()
        assert codes(refused) == ["pipeline.aired-already"]


def test_an_airtime_crosses_midnight_a_leap_day_and_a_change_of_offset(desk, kit):
    kit.airtime(desk, weeks=1)
    london = kit.SLOT.model_copy(
        update={
            "slug": "night",
            "timezone": "Europe/London",
            "first_on": date(2012, 10, 21),
            "starts": time(23, 59, 50),
        }
    )
    keep_slot(desk, kit.STATION.slug, london)
    make_editions(desk, desk.now + timedelta(weeks=26))
    starts = [one.local_start for one in coming(desk) if one.slot.slug == "night"][:2]
    assert [one.isoformat() for one in starts] == ["2012-10-21T23:59:50+01:00", "2012-10-28T23:59:50+00:00"]
    keep_exception(desk, "night", to(local("2012-10-29 00:00:05"), date(2012, 10, 28)))
    assert {f"{one.local_start.isoformat()}" for one in coming(desk) if one.episode.slug == "2012-10-28-night"} == {
        "2012-10-29T00:00:05+00:00"
    }


def test_a_changed_rule_takes_its_editions_along_within_their_week(station, kit):
    kit.airtime(station, weeks=3)
    friday = kit.SLOT.model_copy(update={"first_on": date(2012, 5, 18), "starts": time(7, 0)})
    done = change_slot(station, kit.STATION.slug, friday)
    assert [one.slug for one in done.editions.changed] == [FIRST, SECOND, "2012-05-31-voices"]
    assert [(one[0], one[2]) for one in shown(station)] == [
        (FIRST, "18 07:00"),
        (SECOND, "25 07:00"),
        ("2012-05-31-voices", "01 07:00"),
    ]
    assert make_editions(station, station.now + timedelta(weeks=3)) == []
    fortnight = friday.model_copy(update={"rrule": "FREQ=WEEKLY;INTERVAL=2"})
    gone = change_slot(station, kit.STATION.slug, fortnight).editions.changed
    assert [(one.slug, one.cancelled) for one in gone] == [(SECOND, ExceptionKind.OFF)]
    assert change_slot(station, kit.STATION.slug, friday).editions.changed[0].slug == SECOND
    assert [one[4] for one in shown(station)] == [None] * 3


def test_what_is_built_stays_where_it_is_until_it_is_told_to_move(built, kit):
    early = kit.SLOT.model_copy(update={"starts": time(20, 0)})
    done = change_slot(built, kit.STATION.slug, early)
    assert done.editions.standing == (FIRST,)
    assert FIRST not in [one.slug for one in done.editions.changed]
    assert shown(built)[0][2] == "17 18:30"
    again = change_slot(built, kit.STATION.slug, early, with_built=True)
    assert [one.slug for one in again.editions.changed] == [FIRST]
    assert (shown(built)[0][2], again.editions.standing) == ("17 20:00", ())


EXCEPTIONS = st.one_of(
    st.builds(off, st.sampled_from([THURSDAY, NEXT])),
    st.builds(back, st.sampled_from([THURSDAY, NEXT])),
    st.builds(
        lambda day, hours: to(local("2012-06-05") + timedelta(hours=hours + (300 if day == NEXT else 0)), day),
        st.sampled_from([THURSDAY, NEXT]),
        st.integers(0, 200),
    ),
)


@settings(max_examples=8)
@given(wanted=st.lists(EXCEPTIONS, min_size=1, max_size=4))
def test_law_exceptions_undone_leave_every_edition_as_it_was(fresh, tmp_path_factory, wanted):
    with fresh(tmp_path_factory.mktemp("undo")) as (studio, kit):
        kit.airtime(studio)
        before = shown(studio)
        for one in wanted:
            keep_exception(studio, "voices", one)
            make_editions(studio, studio.now + timedelta(weeks=2))
        assert [one[:2] for one in sorted(shown(studio))] == [one[:2] for one in before]
        for day in {one.day for one in wanted}:
            undo_exception(studio, "voices", day)
        assert shown(studio) == before
        assert exceptions(studio) == []
