"""A season from the records: what may be aired where, who was heard, what was promised; kept, published, followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from studio.errors import Conflict, NotFound, SettingsInvalid, fault
from studio.pipeline.airtime import keep_slot, make_editions
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.exceptions import keep_exception
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.seasons.board import season_board
from studio.pipeline.seasons.promises import promise, promises, take_back
from studio.pipeline.seasons.propose import propose_plan
from studio.pipeline.seasons.season import inputs_of, period, policy_of, season_of
from studio.pipeline.seasons_kept import keep_plan, plan_json, publish_plan, read_plan, season_plan
from studio.records.airtime import ExceptionIn
from studio.records.kinds import ExceptionKind
from studio.scheduling.pictures.board import State
from studio.scheduling.seasons.values import Choice, Effort, Plan, Policy, Promise, Target
from studio.scheduling.seasons.wishes import NAMES
from studio.scheduling.values import LeftOut, Lock
from studio.settings import WISHES, SeasonSection

FIRST, SECOND, THIRD = "2012-05-17-voices", "2012-05-24-voices", "2012-05-31-voices"
SCALE, FOREST = "8a4b115c", "ddb2b916"
FEW = Effort(rounds=1)
PLAN = Plan(
    (Choice(FIRST, "a", "stories", "long"), Choice(SECOND, "b", "stories", "short")),
    points=90,
    bound=100,
    proven=False,
    left_out=(LeftOut("c", (fault("scheduling.season-why-full", "c", slot=FIRST, day="17", count=2),)),),
    unfilled={THIRD: (fault("scheduling.fixed-missing", "x", clock="short"),)},
    worths={"fresh": 90},
)


def built_season(desk, kit, weeks=3):
    keys = kit.approved(desk, SCALE, FOREST)
    kit.airtime(desk, weeks=weeks)
    return keys


def test_a_season_is_what_the_records_hold(desk, kit):
    keys = built_season(desk, kit)
    keep_slot(desk, kit.STATION.slug, kit.SLOT.model_copy(update={"presenters": ["PR-02"]}))
    keep_exception(desk, "voices", ExceptionIn(day=date(2012, 5, 24), kind=ExceptionKind.PRE_EMPTED))
    span = period(desk)
    found = season_of(desk, span)
    assert (span.since, span.until) == (date(2012, 5, 16), date(2012, 5, 31))
    assert [one.slug for one in found.slots] == [FIRST, THIRD]
    slot = found.slots[0]
    assert (slot.station, slot.language, slot.presenters) == (kit.STATION.slug, "km", {"PR-02"})
    assert set(slot.fixed) == {"jingle", "headlines", "closing"}
    assert min(slot.fixed.values()) > 0
    assert [one.key for one in found.stories] == sorted(keys)
    assert all(set(one.told) == {"km"} and one.presenter == "" for one in found.stories)
    assert found.members
    assert all(one.last_heard is None for one in found.members)
    assert inputs_of(found, 0) == inputs_of(season_of(desk, span), 0) != inputs_of(found, 1)
    with pytest.raises(NotFound):
        period(desk, date(2013, 1, 1))


def test_what_was_aired_before_is_its_history_and_what_is_locked_or_built_stands(desk, kit, later):
    built_season(desk, kit)
    plan = propose_rundown(desk, FIRST).plan
    told = [one.key for one in plan.entries if one.position == "stories"]
    propose_rundown(desk, SECOND, [Lock(told[0])])
    after = later(desk, 2)
    found = season_of(after, period(after))
    assert [one.slug for one in found.slots] == [SECOND, THIRD]
    assert set(found.aired) == {(kit.STATION.slug, key) for key in told}
    assert set(found.aired.values()) == {(date(2012, 5, 17),)}
    assert {one.last_heard for one in found.members} == {None, date(2012, 5, 17)}
    assert [lock.key for lock in found.slots[0].locks] == [told[0]]
    assert told[0] in [lock.key for lock in found.slots[0].before]


def test_a_built_edition_is_frozen(built):
    make_editions(built, built.now + timedelta(weeks=3))
    slots = {one.slug: one for one in season_of(built, period(built)).slots}
    assert (slots[FIRST].frozen, slots[THIRD].frozen) == (True, False)
    assert slots[FIRST].before
    assert slots[FIRST].locks == ()


def test_a_plan_is_proposed_kept_once_published_and_followed(desk, kit):
    keys = built_season(desk, kit)
    kept = propose_plan(desk, effort=FEW)
    assert (kept.number, kept.new, kept.published) == (1, True, False)
    assert {one.key for one in kept.plan.choices} <= set(keys)
    assert kept.plan.choices
    again = propose_plan(desk, effort=FEW)
    assert (again.number, again.new, again.plan) == (1, False, kept.plan)
    assert season_plan(desk).plan == kept.plan
    publish_plan(desk, 1)
    for slug in {one.slot for one in kept.plan.choices}:
        wanted = {one.key for one in kept.plan.choices if one.slot == slug}
        rundown = propose_rundown(desk, slug)
        assert wanted <= {one.key for one in rundown.plan.entries}
        assert not any(one.locked for one in rundown.plan.entries)
    assert kit.trail(desk, "season.proposed", "season.published") == [
        ("season.proposed", "1", "ED-01"),
        ("season.published", "1", "ED-01"),
    ]


def test_what_lost_its_clearance_falls_out_of_a_published_plan(desk, kit):
    keys = built_season(desk, kit)
    both = Plan(tuple(Choice(FIRST, key, "stories", "long") for key in keys), 0, 0, False)
    keep_plan(desk, both, (date(2012, 5, 16), date(2012, 5, 31)), 0, "x", 0)
    publish_plan(desk)
    withdraw_consent(desk, kit.row(SCALE)["source1_code"], "asked")
    left = {one.key for one in season_of(desk, period(desk)).stories}
    assert len(left) == 1 and left < set(keys)
    assert {one.key for one in propose_rundown(desk, FIRST).plan.entries} & set(keys) == left


def test_what_the_season_wants_gives_way_where_it_does_not_fit_any_more(desk, kit):
    keys = built_season(desk, kit)
    nowhere = Plan(tuple(Choice(FIRST, key, "closing", "long") for key in keys), 0, 0, False)
    keep_plan(desk, nowhere, (date(2012, 5, 16), date(2012, 5, 31)), 0, "x", 0)
    publish_plan(desk)
    planned = propose_rundown(desk, FIRST)
    assert planned.plan.entries
    gone = [one for one in planned.dropped if one.code == "pipeline.wanted-gone"]
    assert [one.values["key"] for one in gone] == keys
    assert planned.dropped[1].code != "pipeline.wanted-gone", "each has its reasons"
    assert planned.dropped[-1].code != "pipeline.wanted-gone"


def test_what_still_fits_of_what_the_season_wants_stays(desk, kit):
    keys = built_season(desk, kit)
    some = Plan((Choice(FIRST, keys[0], "closing", "long"), Choice(FIRST, keys[1], "stories", "long")), 0, 0, False)
    keep_plan(desk, some, (date(2012, 5, 16), date(2012, 5, 31)), 0, "x", 0)
    publish_plan(desk)
    planned = propose_rundown(desk, FIRST)
    assert keys[1] in [one.key for one in planned.plan.entries if one.position == "stories"]
    gone = [one.values["key"] for one in planned.dropped if one.code == "pipeline.wanted-gone"]
    assert gone == [keys[0]]
    assert len(planned.dropped) > 1
    assert propose_rundown(desk, FIRST, again=True).dropped == planned.dropped


def test_two_who_plan_at_once_get_a_conflict_and_lose_nothing(station):
    days = (date(2012, 5, 16), date(2012, 5, 31))
    assert keep_plan(station, PLAN, days, 7, "one", 0).number == 1
    with pytest.raises(Conflict):
        keep_plan(station, PLAN, days, 7, "two", 0)
    assert keep_plan(station, replace(PLAN, points=91), days, 7, "two", 1).number == 2
    with pytest.raises(Conflict):
        publish_plan(station, 1)
    assert publish_plan(station, 2).published
    with pytest.raises(Conflict) as refused:
        publish_plan(station)
    assert refused.value.faults[0].code == "pipeline.season-published"
    assert (season_plan(station, 1).plan, season_plan(station, 1).published) == (PLAN, False)
    with pytest.raises(NotFound):
        season_plan(station, 9)


def test_law_a_plan_is_read_back_as_it_was_written():
    assert read_plan(plan_json(PLAN)) == PLAN
    assert plan_json(read_plan(plan_json(PLAN))) == plan_json(PLAN)


def test_a_promise_is_made_changed_kept_and_taken_back(desk, kit, later):
    built_season(desk, kit)
    community = next(iter(season_of(desk, period(desk)).stories[0].told["km"].communities))
    assert promise(desk, community.lower(), date(2012, 6, 30), "at the meeting")
    assert not promise(desk, community, date(2012, 6, 30), "at the meeting")
    assert promise(desk, community, date(2012, 6, 20))
    assert [(one.community, one.by) for one in promises(desk)] == [(community, date(2012, 6, 20))]
    assert season_of(desk, period(desk)).promises == (Promise(community, date(2012, 6, 20)),)
    propose_rundown(desk, FIRST)
    after = later(desk, 2)
    assert season_of(after, period(after)).promises == ()
    take_back(desk, community)
    assert promises(desk) == []
    with pytest.raises(NotFound):
        take_back(desk, community)
    with pytest.raises(SettingsInvalid) as refused:
        promise(desk, community, date(2012, 5, 1))
    assert refused.value.faults[0].code == "pipeline.promise-past"
    assert len(kit.trail(desk, "promise.made", "promise.removed")) == 3


def test_what_producers_want_is_what_the_engine_gets():
    assert WISHES == NAMES
    assert policy_of(SeasonSection()) == Policy()
    section = SeasonSection.model_validate(
        {"wanted": ["heard"], "targets": {"women": 50, "themes": {"land": 40}, "provinces": {"12": 5, "02": 20}}}
    )
    assert policy_of(section) == Policy(
        targets=(
            Target("theme", "land", 400),
            Target("province", "02", 200),
            Target("province", "12", 50),
            Target("women", "", 500),
        ),
        wanted=("heard",),
    )


def test_the_board_shows_how_far_every_airtime_is_and_who_is_heard(desk, kit):
    built_season(desk, kit)
    kept = propose_plan(desk, effort=FEW)
    keep_exception(desk, "voices", ExceptionIn(day=date(2012, 5, 31), kind=ExceptionKind.OFF))
    propose_rundown(desk, FIRST)
    board = season_board(desk, kept)
    states = {one.slug: one.state for one in board.showings}
    assert states[FIRST] is State.PLANNED
    assert states[THIRD] is State.OFF
    assert states[SECOND] is (State.PLANNED if any(one.slot == SECOND for one in kept.plan.choices) else State.EMPTY)
    by_name = {shares.names.en: shares.shares for shares in board.equity}
    assert set(by_name) == {"Communities", "Themes", "Provinces", "Voices"}
    assert sum(one.heard for one in by_name["Themes"]) > 0
    names = [one.names for one in by_name["Communities"]]
    assert len(set(names)) == len(names), "two communities of one name are told apart"
    assert {one.en for one in names} >= {"BTB-01 Phka Snao Community Fishery", "KCH-01 Phka Snao Community Fishery"}
    women = next(one for one in board.equity if one.names.en == "Voices")
    assert women.whole >= women.shares[0].heard > 0
    kit.proposed(desk, FIRST)
    assert {one.slug: one.state for one in season_board(desk, kept).showings}[FIRST] is State.WRITTEN


def test_airtimes_on_two_stations_and_in_two_languages_are_one_season(desk, kit):
    built_season(desk, kit)
    english = {"slug": "english", "language": "en", "starts": time(7, 0), "first_on": date(2012, 5, 18)}
    keep_slot(desk, kit.STATION.slug, kit.SLOT.model_copy(update=english))
    make_editions(desk, datetime.fromisoformat("2012-05-20T00:00:00+07:00"))
    found = season_of(desk, period(desk, until=date(2012, 5, 18)))
    assert [(one.slug, one.language) for one in found.slots] == [(FIRST, "km"), ("2012-05-18-english", "en")]
    assert all(set(one.told) == {"km"} for one in found.stories), "nothing was approved in English"
