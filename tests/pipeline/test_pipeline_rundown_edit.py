"""Rundowns changed by hand: each change a version with a trace, locks that stick, and nobody's change lost."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from studio.errors import Conflict, IntakeRefused, NotFound, RundownImpossible
from studio.pipeline.airings import Word, note_airing
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.exceptions import keep_exception, undo_exception
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import publish_all
from studio.pipeline.rundown_edit import broken_now, edit_rundown, floated, inserted, locked, moved, removed, swapped
from studio.pipeline.rundown_export import export_rundowns
from studio.pipeline.rundown_import import import_rundowns
from studio.pipeline.schedule import propose_rundown
from studio.records.airtime import ExceptionIn
from studio.records.kinds import AiringOutcome, ExceptionKind
from studio.scheduling.values import Lock

SCALE, FOREST, KHMER_ONLY = "8a4b115c", "ddb2b916", "11cc333b"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE_KEY, FOREST_KEY = "btb-04-20120308-8a4b", "btb-02-20120312-ddb2"


def stories(planned):
    return [one.key for one in planned.plan.entries if one.position == "stories"]


def codes(faults):
    return [one.code.split(".")[1] for one in faults]


def kept(planned):
    return {one.key for one in planned.plan.entries if one.locked}


@pytest.fixture
def planned(desk, kit):
    kit.airtime(desk)
    kit.approved(desk, SCALE, FOREST)
    return propose_rundown(desk, FIRST)


def rows_of(studio, *slugs):
    text = export_rundowns(studio, slugs, "csv").decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def written(folder, rows):
    path = folder / "edited.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_each_change_is_a_version_with_a_trace_and_music_fills_the_slot_again(desk, kit, planned):
    one, two = stories(planned)
    done = edit_rundown(desk, FIRST, moved(two, planned.plan.entries[2].index), "rundown.moved", after=1)
    assert (done.planned.number, done.planned.new) == (2, True)
    assert stories(plan_of(desk, FIRST)) == [two, one] and kept(done.planned) == {two}
    assert codes(done.changes) == ["diff-place", "diff-locked"] and done.broken == ()
    gone = edit_rundown(desk, FIRST, removed(one), "rundown.removed")
    assert stories(gone.planned) == [two] and "diff-out" in codes(gone.changes)
    last = gone.planned.plan.entries[-1]
    assert last.end == 40_000, "the music was fitted again"
    assert [left.key for left in gone.planned.plan.left_out] == [one], "and it is said why it is not in"
    back = edit_rundown(desk, FIRST, inserted(one, "stories", 3, "long"), "rundown.inserted")
    assert stories(back.planned) == [two, one] and kept(back.planned) == {one, two}
    out = edit_rundown(desk, FIRST, floated(one, True), "rundown.floated")
    assert "diff-floated" in codes(out.changes)
    trail = [action for action, subject, _ in kit.trail(desk) if subject == FIRST and action.startswith("rundown")]
    assert trail == [f"rundown.{name}" for name in ("proposed", "moved", "removed", "inserted", "floated")]
    same = edit_rundown(desk, FIRST, floated(one, True), "rundown.floated")
    assert (same.planned.number, same.planned.new, same.changes) == (5, False, ())


def test_a_rundown_that_breaks_a_rule_is_proposed_again_though_nothing_else_changed(desk, planned):
    music = next(one.key for one in planned.plan.entries if planned.clock.position(one.position).role == "flexible")
    out = edit_rundown(desk, FIRST, floated(music, True), "rundown.floated")
    assert "rule-flexible-once" in codes(out.broken)
    assert broken_now(desk, plan_of(desk, FIRST)) == out.broken
    again = propose_rundown(desk, FIRST)
    assert (again.new, again.number, again.broken) == (True, 3, ())
    assert [one.key for one in again.plan.heard] == [one.key for one in planned.plan.heard]
    assert broken_now(desk, plan_of(desk, FIRST)) == ()
    assert not propose_rundown(desk, FIRST).new


def test_what_is_published_stays_and_what_it_breaks_is_told(built, kit):
    music = next(one for one in plan_of(built, FIRST).plan.entries if "music" in one.position)
    edit_rundown(built, FIRST, floated(music.key, True), "rundown.floated")
    publish_all(built)
    standing = propose_rundown(built, FIRST)
    assert not standing.new and "rule-flexible-once" in codes(standing.broken)


def test_what_is_no_segment_of_it_is_refused_and_nothing_is_kept(desk, planned):
    for change, error in (
        (moved("nobody", 2), NotFound),
        (inserted("nobody", "stories", 2, "long"), NotFound),
        (swapped(SCALE_KEY, "nobody", "long"), NotFound),
        (removed("closing"), RundownImpossible),
        (swapped(SCALE_KEY, FOREST_KEY, "long"), RundownImpossible),
        (swapped(SCALE_KEY, SCALE_KEY, "short"), RundownImpossible),
    ):
        with pytest.raises(error):
            edit_rundown(desk, FIRST, change, "rundown.changed")
    with pytest.raises(NotFound):
        edit_rundown(desk, SECOND, locked(SCALE_KEY, True), "rundown.locked")
    assert plan_of(desk, FIRST).number == 1


def test_who_looked_at_an_older_version_is_told_what_changed_since(desk, planned):
    edit_rundown(desk, FIRST, locked(SCALE_KEY, True), "rundown.locked", after=1)
    with pytest.raises(Conflict) as refused:
        edit_rundown(desk, FIRST, removed(FOREST_KEY), "rundown.removed", after=1)
    passed, since = refused.value.faults
    assert (passed.code, passed.values["number"], passed.values["newest"]) == ("pipeline.rundown-passed", 1, 2)
    assert (since.code, since.where) == ("scheduling.diff-locked", SCALE_KEY)
    with pytest.raises(Conflict) as unknown:
        edit_rundown(desk, FIRST, removed(FOREST_KEY), "rundown.removed", after=9)
    assert codes(unknown.value.faults) == ["rundown-version-unknown"]
    assert len(stories(plan_of(desk, FIRST))) == 2


def test_a_story_that_was_kept_once_is_kept_in_every_later_proposal(desk, kit, planned):
    (first, *_) = stories(planned)
    asked = propose_rundown(desk, FIRST, [Lock(first)])
    assert asked.new and kept(asked) == {first}
    for again in (propose_rundown(desk, FIRST), propose_rundown(desk, FIRST, [Lock(first)])):
        assert (again.new, again.number, kept(again)) == (False, 2, {first})
    kit.approved(desk, KHMER_ONLY)
    third = propose_rundown(desk, FIRST)
    assert third.new and first in stories(third) and kept(third) == {first}
    edit_rundown(desk, FIRST, locked(first, False), "rundown.unlocked")
    free = propose_rundown(desk, FIRST)
    assert kept(free) == set() and not free.new, "what was changed by hand stands until something else changes"
    edit_rundown(desk, FIRST, removed(first), "rundown.removed")
    assert first not in stories(propose_rundown(desk, FIRST))
    anew = propose_rundown(desk, FIRST, again=True)
    assert anew.new and sorted(stories(anew)) == sorted(stories(third)), "or until it is asked for"
    assert not propose_rundown(desk, FIRST, again=True).new


def test_a_lock_does_not_hold_what_may_no_longer_be_aired(desk, planned):
    edit_rundown(desk, FIRST, locked(SCALE_KEY, True), "rundown.locked")
    edit_rundown(desk, FIRST, locked(FOREST_KEY, True), "rundown.locked")
    withdraw_consent(desk, "S-002", "")
    after = propose_rundown(desk, FIRST)
    assert stories(after) == [FOREST_KEY] and kept(after) == {FOREST_KEY}


def test_a_file_that_was_not_edited_changes_nothing_and_a_preview_keeps_nothing(desk, planned, tmp_path):
    path = tmp_path / "same.xlsx"
    path.write_bytes(export_rundowns(desk, [FIRST], "xlsx"))
    (same,) = import_rundowns(desk, [FIRST], path, apply=True)
    assert (same.number, same.new, same.changes) == (1, False, ())
    rows = rows_of(desk, FIRST)
    rows[2], rows[3] = rows[3], rows[2]
    edited = written(tmp_path, rows)
    (seen,) = import_rundowns(desk, [FIRST], edited)
    assert codes(seen.changes) == ["diff-place", "diff-locked"] and plan_of(desk, FIRST).number == 1
    (done,) = import_rundowns(desk, [FIRST], edited, apply=True)
    assert (done.number, done.new) == (2, True) and done.changes == seen.changes
    assert stories(plan_of(desk, FIRST)) == list(reversed(stories(planned)))
    with pytest.raises(Conflict) as stale:
        import_rundowns(desk, [FIRST], edited, apply=True)
    assert codes(stale.value.faults) == ["rundown-passed", "diff-place", "diff-locked"]


def test_a_season_comes_back_whole_or_not_at_all(desk, kit, planned, tmp_path):
    propose_rundown(desk, SECOND)
    rows = rows_of(desk, FIRST, SECOND)
    for row in rows:
        if row["position"] == "stories":
            row["locked"] = "yes"
    done = import_rundowns(desk, [FIRST, SECOND], written(tmp_path, rows), apply=True)
    assert [(one.slug, one.new, one.number) for one in done] == [(FIRST, True, 2), (SECOND, True, 2)]
    assert kept(plan_of(desk, SECOND)) == set(stories(plan_of(desk, SECOND)))
    rows = rows_of(desk, FIRST, SECOND)
    first = next(row for row in rows if row["episode"] == FIRST and row["position"] == "stories")
    first["locked"] = "0"
    next(row for row in rows if row["episode"] == SECOND)["version"] = "medium"
    with pytest.raises(IntakeRefused):
        import_rundowns(desk, [FIRST, SECOND], written(tmp_path, rows), apply=True)
    assert plan_of(desk, FIRST).number == 2, "one wrong cell keeps every edition as it was"
    assert len(kit.trail(desk, "rundown.imported")) == 2


def test_rows_of_editions_that_were_not_named_and_wrong_numbers_are_told_together(desk, planned, tmp_path):
    rows = rows_of(desk, FIRST)
    rows[0]["episode"], rows[1]["number"] = "elsewhere", "x"
    with pytest.raises(IntakeRefused) as refused:
        import_rundowns(desk, [FIRST, SECOND], written(tmp_path, rows))
    assert codes(refused.value.faults) == ["sheet-other-edition", "sheet-no-rows", "sheet-number"]
    assert refused.value.faults[2].where == "edited.csv, 3, number"
    with pytest.raises(NotFound):
        import_rundowns(desk, [FIRST], tmp_path / "nothing.csv")


def test_what_was_on_the_air_is_not_changed_by_hand_until_the_note_is_another(desk, planned, later):
    after = later(desk, 2)
    note_airing(after, FIRST, Word(AiringOutcome.AIRED))
    with pytest.raises(RundownImpossible) as refused:
        edit_rundown(after, FIRST, removed(FOREST_KEY), "rundown.removed")
    assert codes(refused.value.faults) == ["rundown-aired"]
    assert plan_of(after, FIRST).number == 1
    note_airing(after, FIRST, Word(AiringOutcome.REFUSED))
    assert edit_rundown(after, FIRST, locked(SCALE_KEY, True), "rundown.locked").planned.number == 2


def refused_by(studio, sheet):
    """How a change by hand and one by a sheet are refused."""
    with pytest.raises(RundownImpossible) as by_hand:
        edit_rundown(studio, FIRST, removed(FOREST_KEY), "rundown.removed")
    with pytest.raises(RundownImpossible) as by_sheet:
        import_rundowns(studio, [FIRST], sheet, apply=True)
    return codes(by_hand.value.faults) + codes(by_sheet.value.faults)


def test_what_was_cancelled_or_has_begun_is_changed_neither_by_hand_nor_by_a_sheet(desk, planned, later, tmp_path):
    sheet = written(tmp_path, rows_of(desk, FIRST))
    keep_exception(desk, "voices", ExceptionIn(day=date(2012, 5, 17), kind=ExceptionKind.PRE_EMPTED))
    assert refused_by(desk, sheet) == ["airtime-cancelled"] * 2
    undo_exception(desk, "voices", date(2012, 5, 17))
    assert refused_by(later(desk, 2), sheet) == ["rundown-begun"] * 2
    assert plan_of(desk, FIRST).number == 1
