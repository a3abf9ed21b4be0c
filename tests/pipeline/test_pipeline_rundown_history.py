"""The way back and forth between versions; proposals that are only looked at; music lengthened by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from studio.errors import Conflict, NotFound, RundownImpossible
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.planned import plan_of
from studio.pipeline.rundown_edit import added, edit_rundown, lengthened, moved, removed
from studio.pipeline.rundown_headlines import write_headlines
from studio.pipeline.rundown_history import (
    REDONE,
    UNDONE,
    Version,
    newest_number,
    newest_version,
    redo,
    restore,
    undo,
    versions,
    way_of,
)
from studio.pipeline.rundown_preview import keep_proposal, preview
from studio.pipeline.schedule import propose_rundown
from studio.records.scripts import Script
from studio.store.engine import reading
from studio.units import Ms

SCALE, FOREST, KHMER_ONLY = "8a4b115c", "ddb2b916", "11cc333b"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE_KEY, FOREST_KEY = "btb-04-20120308-8a4b", "btb-02-20120312-ddb2"
LONG_AGO = datetime(2012, 5, 16, tzinfo=UTC)


@pytest.fixture
def planned(desk, kit):
    kit.airtime(desk)
    kit.approved(desk, SCALE, FOREST)
    return propose_rundown(desk, FIRST)


def stories(planned):
    return [one.key for one in planned.plan.entries if one.position == "stories"]


@given(st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=30))
def test_law_undo_and_redo_lead_where_an_editor_with_two_stacks_would(deeds):
    found = [Version(1, LONG_AGO, "a", "rundown.proposed", "text 1")]
    past, future, now = [], [], "text 1"
    for deed in deeds:
        way, texts = way_of(found), {one.number: one.text for one in found}
        assert (way.undo is None, way.redo is None) == (not past, not future)
        number = len(found) + 1
        if deed == "edit":
            past, future, now = [*past, now], [], f"text {number}"
            found.append(Version(number, LONG_AGO, "a", "rundown.moved", now))
        elif deed == "undo" and past:
            assert way.undo and texts[way.undo] == past[-1]
            past, future, now = past[:-1], [*future, now], past[-1]
            found.append(Version(number, LONG_AGO, "a", UNDONE, now))
        elif deed == "redo" and future:
            assert way.redo and texts[way.redo] == future[-1]
            past, future, now = [*past, now], future[:-1], future[-1]
            found.append(Version(number, LONG_AGO, "a", REDONE, now))


def test_every_change_goes_back_exactly_as_it_was_and_leaves_its_trace(desk, kit, planned):
    one, two = stories(planned)
    edit_rundown(desk, FIRST, moved(two, planned.plan.entries[2].index), "rundown.moved")
    edit_rundown(desk, FIRST, removed(one), "rundown.removed")
    assert stories(edit_rundown(desk, FIRST, added(one, "stories", "long"), "rundown.inserted").planned) == [two, one]
    for _ in range(3):
        undo(desk, FIRST, newest_number(desk, FIRST))
    assert plan_of(desk, FIRST).plan.entries == planned.plan.entries
    with pytest.raises(RundownImpossible):
        undo(desk, FIRST, 7)
    redo(desk, FIRST, 7)
    with pytest.raises(Conflict):
        redo(desk, FIRST, 7)
    assert stories(restore(desk, FIRST, 3, 8).planned) == [two]
    with pytest.raises(NotFound):
        restore(desk, FIRST, 99, 9)
    newest = newest_version(desk, FIRST)
    assert newest and (newest.number, newest.made_by) == (9, "ED-01")
    assert newest_version(desk, SECOND) is None and newest_number(desk, SECOND) == 0
    names = [one.action.removeprefix("rundown.") for one in versions(desk, FIRST)]
    assert names == ["proposed", "moved", "removed", "inserted", "undone", "undone", "undone", "redone", "restored"]
    assert [each[0] for each in kit.trail(desk) if each[1] == FIRST][-1] == "rundown.restored"


def test_what_may_not_be_aired_any_more_does_not_come_back(desk, planned):
    edit_rundown(desk, FIRST, removed(FOREST_KEY), "rundown.removed")
    withdraw_consent(desk, "S-007", "asked by telephone")
    with pytest.raises(RundownImpossible) as refused:
        undo(desk, FIRST, 2)
    assert [(one.code, one.where) for one in refused.value.faults] == [("pipeline.undo-gone", FOREST_KEY)]
    assert plan_of(desk, FIRST).number == 2


def test_a_proposal_that_is_looked_at_writes_nothing_and_is_kept_as_shown(desk, kit, planned):
    (third,) = kit.approved(desk, KHMER_ONLY)
    before = scripts(desk)
    shown = preview(desk, FIRST, [third])
    assert third in stories(shown.planned) and shown.changes
    assert (scripts(desk), shown.number, plan_of(desk, FIRST).number) == (before, 1, 1)
    with pytest.raises(Conflict) as other:
        keep_proposal(desk, FIRST, 1, shown.mark[:64] + "0" * 64, [third])
    assert [one.code for one in other.value.faults] == ["pipeline.proposal-passed"]
    kept = keep_proposal(desk, FIRST, 1, shown.mark, [third])
    assert (kept.number, kept.plan.entries) == (2, shown.planned.plan.entries)
    assert not preview(desk, FIRST).planned.new, "what was kept is what would be proposed"
    with pytest.raises(Conflict) as passed:
        keep_proposal(desk, FIRST, 1, shown.mark, [third])
    assert passed.value.faults[0].code == "pipeline.rundown-passed"


def scripts(studio):
    """Every version of every script."""
    with reading(studio.engine) as session:
        return [(one.key, one.number) for one in session.exec(select(Script)).all()]


def test_headlines_follow_the_stories_that_are_heard(desk, kit, planned):
    assert write_headlines(desk, FIRST) == 0
    edit_rundown(desk, FIRST, removed(FOREST_KEY), "rundown.removed")
    assert (write_headlines(desk, FIRST), write_headlines(desk, FIRST)) == (1, 0)


def test_music_keeps_the_length_it_was_given(desk, planned):
    music = next(one for one in planned.plan.entries if one.key == "music")
    done = edit_rundown(desk, FIRST, lengthened("music", Ms(music.planned + 1000)), "rundown.lengthened")
    again = next(one for one in done.planned.plan.entries if one.key == "music")
    assert (again.planned, again.locked, done.planned.plan.entries[-1].end) == (music.planned + 1000, True, 41_000)
    assert done.broken, "it runs over, and that is told"
    for ms in (500, 41_000):
        with pytest.raises(RundownImpossible):
            edit_rundown(desk, FIRST, lengthened("music", Ms(ms)), "rundown.lengthened")
    with pytest.raises(RundownImpossible):
        edit_rundown(desk, FIRST, lengthened(SCALE_KEY, Ms(5000)), "rundown.lengthened")


def test_the_first_proposal_that_somebody_else_kept_meanwhile_is_not_kept_twice(desk, kit):
    kit.airtime(desk)
    kit.approved(desk, SCALE, FOREST)
    shown = preview(desk, FIRST)
    keep_proposal(desk, FIRST, 0, shown.mark)
    with pytest.raises(Conflict) as late:
        keep_proposal(desk, FIRST, 0, shown.mark)
    assert [one.code for one in late.value.faults] == ["pipeline.proposal-passed"]
    assert plan_of(desk, FIRST).number == 1
