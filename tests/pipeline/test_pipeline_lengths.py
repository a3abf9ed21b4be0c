"""Estimated, recorded and aired lengths stand beside what is planned, each in its own place."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from studio.languages import Language
from studio.pipeline.airings import Word, note_airing
from studio.pipeline.folder import write_rundown
from studio.pipeline.lengths import known_lengths
from studio.pipeline.planned import plan_of
from studio.pipeline.rundown_export import export_rundowns
from studio.pipeline.rundown_import import import_rundowns
from studio.pipeline.write import estimate, script_of
from studio.records.kinds import AiringOutcome
from studio.scheduling.exports.table import rundown_table
from studio.store.engine import reading
from studio.units import Ms

SCALE = "8a4b115c"
FIRST = "2012-05-17-voices"


def told(studio):
    """The story of the first edition with every length that is known."""
    planned = known_lengths(studio, plan_of(studio, FIRST))
    return next(one for one in planned.plan.entries if one.position == "stories")


def test_a_script_says_how_long_it_takes_and_how_sure_that_is(desk, kit):
    (key,) = kit.approved(desk, SCALE)
    kit.airtime(desk)
    planned = kit.proposed(desk)
    story = told(desk)
    with reading(desk.engine) as session:
        script = script_of(session, key, Language.KM)
    assert (story.key, story.estimated, story.actual, story.aired) == (key, estimate(script, bed=False), None, None)
    assert story.margin == max(script.high - script.milliseconds, script.milliseconds - script.low) > 0
    assert plan_of(desk, FIRST).plan.entries == planned.plan.entries, "what is planned is left as it was"
    jingle = known_lengths(desk, planned).plan.entries[0]
    assert (jingle.estimated, jingle.margin) == (None, None), "a sound of the library has a length, not an estimate"


def test_what_is_learnt_of_a_presenter_changes_the_estimate_until_it_is_recorded(desk, kit):
    (key,) = kit.approved(desk, SCALE)
    kit.airtime(desk)
    planned = kit.proposed(desk)
    before = told(desk)
    slow = desk.settings.model_copy(
        update={"speech": desk.settings.speech.model_copy(update={"km_syllables_per_second": 5.5})}
    )
    slower = replace(desk, settings=slow)
    after = told(slower)
    assert after.estimated > before.estimated + 500 and after.planned == before.planned
    table = rundown_table(known_lengths(slower, planned).plan, planned.clock)
    assert "±" in table and "តាមការប៉ាន់ស្មាន" in table
    kit.recorded(desk, planned)
    assert told(slower).estimated == before.estimated, "a take says nothing of how well it was foreseen"


def test_the_four_lengths_stand_side_by_side_in_sheet_folder_and_page(built, kit, later):
    after = later(built, 2)
    note_airing(after, FIRST, Word(AiringOutcome.PARTIAL, end=Ms(20_000)))
    story = told(after)
    assert story.estimated and story.actual and story.aired is not None
    assert len({story.planned, story.actual, story.estimated, story.aired}) > 1
    text = export_rundowns(after, [FIRST], "csv").decode().removeprefix("\ufeff")
    row = next(one for one in csv.DictReader(io.StringIO(text)) if one["key"] == story.key)
    names = ("planned_ms", "estimated_ms", "margin_ms", "actual_ms", "aired_ms")
    assert [int(row[name]) for name in names] == [
        story.planned, story.estimated, story.margin, story.actual, story.aired,
    ]  # fmt: skip
    page = export_rundowns(after, [FIRST], "html").decode()
    assert "ប៉ាន់ស្មាន" in page and "បានផ្សាយ" in page
    planned = plan_of(after, FIRST)
    write_rundown(after, planned, planned.plan)
    kept = json.loads((after.workspace.episodes / FIRST / "rundown.json").read_text("utf-8"))
    assert [one.get("estimated_ms") for one in kept["entries"] if one["key"] == story.key] == [story.estimated]


def test_a_sheet_with_every_length_comes_back_unharmed(built, kit):
    before = plan_of(built, FIRST)
    for form in ("csv", "xlsx"):
        path = kit.folder / f"back.{form}"
        path.write_bytes(export_rundowns(built, [FIRST], form))
        (back,) = import_rundowns(built, [FIRST], path, apply=True)
        assert (back.new, back.changes) == (False, ())
    assert plan_of(built, FIRST).plan == before.plan
