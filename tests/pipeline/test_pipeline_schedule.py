"""Rundowns: from approved scripts alone, in versions, never one over another, and left alone once published."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from studio.errors import Conflict, NotFound, RundownImpossible
from studio.languages import Language
from studio.pipeline.airtime import airtime_of
from studio.pipeline.candidates import times_aired
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import publish_all
from studio.pipeline.rundown_versions import keep_rundown
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.write import approve, write_stories
from studio.records.episodes import Rundown, RundownPosition
from studio.store.engine import reading

SCALE, FOREST, JOINT, KHMER_ONLY = "8a4b115c", "ddb2b916", "75d5825d", "11cc333b"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE_KEY, FOREST_KEY = "btb-04-20120308-8a4b", "btb-02-20120312-ddb2"


def stories(planned):
    return {one.key for one in planned.plan.entries if one.position == "stories"}


def versions(studio):
    with reading(studio.engine) as session:
        return [one.number for one in session.exec(select(Rundown).order_by(Rundown.id))]


def test_without_an_approved_script_there_is_nothing_to_choose_from(station, kit):
    kit.airtime(station)
    kit.cleared(station, SCALE)
    (key,) = {one.key for one in write_stories(station).new}
    with pytest.raises(RundownImpossible) as refused:
        propose_rundown(station, FIRST)
    assert refused.value.faults
    assert versions(station) == []
    approve(station, key, Language.EN)
    with pytest.raises(RundownImpossible):
        propose_rundown(station, FIRST)
    approve(station, key, Language.KM)
    assert stories(propose_rundown(station, FIRST)) == {SCALE_KEY}


def test_a_rundown_fills_its_slot_and_is_kept_with_its_places_and_trace(station, kit):
    kit.airtime(station)
    kit.approved(station, SCALE, FOREST)
    planned = propose_rundown(station, FIRST)
    assert planned.new and planned.number == 1
    last = planned.plan.entries[-1]
    assert last.start + last.heard == 40_000
    with reading(station.engine) as session:
        rows = session.exec(select(RundownPosition).order_by(RundownPosition.rank)).all()
    assert [(one.position, one.key, one.start_ms) for one in rows] == [
        (one.position, one.key, one.start) for one in planned.plan.entries
    ]
    assert kit.trail(station, "rundown.proposed") == [("rundown.proposed", FIRST, "ED-01")]
    standing = plan_of(station, FIRST)
    assert (standing.plan, standing.number, standing.new) == (planned.plan, 1, False)


def test_proposing_again_changes_nothing_until_something_did(station, kit):
    kit.airtime(station)
    kit.approved(station, SCALE)
    once = propose_rundown(station, FIRST)
    again = propose_rundown(station, FIRST)
    assert (again.plan, again.number, again.new) == (once.plan, 1, False)
    kit.imported(station, SCALE, FOREST)
    assert not propose_rundown(station, FIRST).new, "a report that nobody cleared changes nothing"
    kit.approved(station, FOREST)
    third = propose_rundown(station, FIRST)
    assert (third.new, third.number) == (True, 2)
    assert stories(third) == {SCALE_KEY, FOREST_KEY}
    assert versions(station) == [1, 2]


def test_a_sound_that_no_clock_names_changes_no_rundown(desk, kit):
    kit.airtime(desk)
    kit.approved(desk, SCALE)
    propose_rundown(desk, FIRST)
    kit.wav("other.wav", 1.0).rename(desk.workspace.library / "other.wav")
    assert not propose_rundown(desk, FIRST).new


def test_two_who_propose_at_once_do_not_write_over_each_other(station, kit):
    """Both looked at the same state; the slower one is told, and the faster one's version stands."""
    kit.airtime(station)
    kit.approved(station, SCALE, FOREST)
    together = threading.Barrier(2, timeout=20)

    def work():
        together.wait()
        try:
            return propose_rundown(station, FIRST)
        except Conflict as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        done = [one.result() for one in [pool.submit(work) for _ in range(2)]]
    kept = [one for one in done if not isinstance(one, Conflict)]
    assert kept
    assert versions(station) == [1]
    assert {one.number for one in kept} == {1}
    assert len(kit.trail(station, "rundown.proposed")) == 1


def test_a_rundown_made_from_an_older_version_is_a_conflict(station, kit):
    kit.airtime(station)
    kit.approved(station, SCALE)
    planned = propose_rundown(station, FIRST)
    with pytest.raises(Conflict) as refused:
        keep_rundown(station, planned.airtime, planned.plan, "0" * 64, "rundown.changed", 0)
    assert [one.code for one in refused.value.faults] == ["ground.conflict"]
    assert versions(station) == [1]
    assert keep_rundown(station, planned.airtime, planned.plan, "0" * 64, "rundown.changed", 1) == 2


def test_what_was_heard_in_an_earlier_edition_counts(station, kit):
    kit.airtime(station)
    kit.approved(station, SCALE, FOREST, KHMER_ONLY)
    first = propose_rundown(station, FIRST)
    second = propose_rundown(station, SECOND)
    with reading(station.engine) as session:
        assert times_aired(session, airtime_of(session, FIRST)) == {}
        aired = times_aired(session, airtime_of(session, SECOND))
    assert {key: aired[key] for key in stories(first)} == dict.fromkeys(stories(first), 1)
    assert stories(second) - stories(first), "what was not heard yet comes first"


def test_an_older_version_of_an_earlier_edition_does_not_count(desk, kit):
    kit.airtime(desk)
    kit.approved(desk, SCALE, FOREST)
    propose_rundown(desk, FIRST)
    withdraw_consent(desk, "S-002", "")
    propose_rundown(desk, FIRST)
    with reading(desk.engine) as session:
        aired = times_aired(session, airtime_of(session, SECOND))
    assert SCALE_KEY not in aired and aired[FOREST_KEY] == 1


def test_there_is_no_rundown_before_one_is_proposed(desk, kit):
    kit.airtime(desk)
    for slug in (FIRST, "2099-01-01-voices"):
        with pytest.raises(NotFound):
            plan_of(desk, slug)
    with pytest.raises(NotFound):
        propose_rundown(desk, "2099-01-01-voices")


def test_a_slot_whose_clock_is_gone_says_so(desk, kit):
    kit.airtime(desk)
    (desk.workspace.scripts / "clocks" / "short.toml").unlink()
    with pytest.raises(NotFound) as refused:
        propose_rundown(desk, FIRST)
    assert refused.value.faults[0].values["kind"] == "clock"


def test_what_is_published_is_planned_again_only_where_a_story_was_lost(built, kit):
    publish_all(built)
    kit.imported(built, KHMER_ONLY)
    kit.approved(built, KHMER_ONLY)
    assert not propose_rundown(built, FIRST).new, "a new candidate changes no published edition"
    assert propose_rundown(built, SECOND).new
    withdraw_consent(built, "S-002", "")
    planned = propose_rundown(built, FIRST)
    assert (planned.new, planned.number) == (True, 2)
    assert SCALE_KEY not in stories(planned)
