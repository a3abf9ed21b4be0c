"""The days on which a report may be aired, and what belongs together, from the sheet to the rundown and its reasons."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest

from studio.errors import RundownImpossible
from studio.intake.export import csv_bytes, exported, rows
from studio.languages import Language
from studio.pipeline.clear import clear_report
from studio.pipeline.exceptions import keep_exception
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.status import readiness
from studio.pipeline.write import approve, write_stories
from studio.records.airtime import ExceptionIn
from studio.records.kinds import ExceptionKind
from studio.scheduling.values import Lock
from studio.store.engine import reading

SCALE, FOREST = "8a4b115c", "ddb2b916"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"


def told(studio, kit, **cells):
    """Two stories ready to be aired, with some cells of the first one changed; their keys."""
    others = dict.fromkeys(cells, "") | {"together": cells.get("together", "")}
    kit.imported(studio, rows=[kit.row(SCALE, **{"together": ""} | cells), kit.row(FOREST, **others)])
    for name in (SCALE, FOREST):
        clear_report(studio, name, frozenset(), "")
    keys = {}
    for script in write_stories(studio).new:
        if script.language == "km":
            approve(studio, script.key, Language.KM)
            keys[script.key.rsplit("-", 1)[-1]] = script.key
    kit.airtime(studio)
    return keys[SCALE[:4]], keys[FOREST[:4]]


def heard(planned):
    return {one.key for one in planned.plan.entries if one.position == "stories"}


def why(planned, key):
    return [one.code.split(".")[1] for left in planned.plan.left_out if left.key == key for one in left.reasons]


def test_a_report_is_not_planned_after_its_last_day(desk, kit):
    scale, forest = told(desk, kit, expires_on="17/05/2012")
    assert heard(propose_rundown(desk, FIRST)) == {scale, forest}, "the last day itself counts"
    later = propose_rundown(desk, SECOND)
    assert heard(later) == {forest}
    assert why(later, scale)[0] == "why-expired" and "change-expiry" in why(later, scale)
    with pytest.raises(RundownImpossible) as refused:
        propose_rundown(desk, SECOND, [Lock(scale)], again=True)
    assert {one.code for one in refused.value.faults} == {"scheduling.lock-clash", "scheduling.expiry-clash"}


def test_an_edition_that_moves_past_the_last_day_of_a_story_cannot_be_built(desk, kit):
    scale, _forest = told(desk, kit, expires_on="17/05/2012")
    propose_rundown(desk, FIRST)
    assert not days_lacking(desk)
    moment = datetime(2012, 5, 19, 18, 30, tzinfo=desk.timezone)
    moved = ExceptionIn(day=date(2012, 5, 17), kind=ExceptionKind.MOVED, starts_at=moment)
    keep_exception(desk, "voices", moved)
    assert days_lacking(desk) == {scale}
    propose_rundown(desk, FIRST)
    assert not days_lacking(desk)


def days_lacking(desk):
    found = [one for edition in readiness(desk, 4) if edition.airtime.episode.slug == FIRST for one in edition.lacks]
    return {one.where for one in found if one.code == "pipeline.story-other-days"}


def test_a_report_is_not_planned_before_its_first_day(desk, kit):
    scale, forest = told(desk, kit, not_before="2012-05-18")
    early = propose_rundown(desk, FIRST)
    assert heard(early) == {forest} and why(early, scale)[0] == "why-embargo"
    assert scale in heard(propose_rundown(desk, SECOND))


def test_what_belongs_together_is_heard_together_or_not_at_all(desk, kit):
    scale, forest = told(desk, kit, together="river walk", not_before="2012-05-18")
    with pytest.raises(RundownImpossible) as refused:
        propose_rundown(desk, FIRST)
    assert "scheduling.together-clash" in {one.code for one in refused.value.faults}
    assert heard(propose_rundown(desk, SECOND)) == {scale, forest}


def test_days_and_activity_go_out_and_come_back(desk, kit):
    told(desk, kit, together="river walk", not_before="2012-05-18", expires_on="2012-06-30")
    with reading(desk.engine) as session:
        table = csv_bytes(rows(list(exported(session)), desk.timezone)).decode("utf-8-sig")
    row = next(one for one in csv.DictReader(io.StringIO(table)) if one["root_uuid"].startswith(SCALE))
    assert (row["not_before"], row["expires_on"], row["together"]) == ("2012-05-18", "2012-06-30", "river walk")


def test_days_the_wrong_way_round_are_refused(desk, kit):
    done = kit.imported(desk, rows=[kit.row(SCALE, not_before="2012-06-30", expires_on="2012-05-18")])
    assert "intake.airing-order" in {one.code for one in done.faults}
