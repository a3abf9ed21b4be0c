"""A season as one sheet: out, edited, back; with all that is wrong in one go, and nothing kept by half."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from studio.errors import Conflict, IntakeRefused, NotFound
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.seasons.export import SHEETS, export_season
from studio.pipeline.seasons.propose import propose_plan
from studio.pipeline.seasons.sheet import import_season
from studio.pipeline.seasons_kept import publish_plan, season_plan
from studio.scheduling.seasons.values import Effort

FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE, FOREST = "8a4b115c", "ddb2b916"
FEW = Effort(rounds=1)


@pytest.fixture
def planned(desk, kit):
    """A workspace with two segments, two airtimes and a first plan."""
    kit.approved(desk, SCALE, FOREST)
    kit.airtime(desk, weeks=2)
    propose_plan(desk, effort=FEW)
    return desk


def table(studio):
    return list(csv.DictReader(io.StringIO(export_season(studio, "csv").decode("utf-8-sig"), newline="")))


def write(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("form", SHEETS)
def test_law_what_comes_back_as_it_went_out_changes_nothing(planned, tmp_path, form):
    path = tmp_path / f"season.{form}"
    path.write_bytes(export_season(planned, form))
    for apply in (False, True):
        done = import_season(planned, path, apply=apply)
        assert (done.changes, done.kept.number, done.kept.new) == ((), 1, False)
    assert export_season(planned, form) == path.read_bytes()


def test_every_airtime_has_a_row_and_what_was_left_out_a_sheet_of_its_own(planned):
    rows = table(planned)
    assert {one["episode"] for one in rows} == {FIRST, SECOND}
    assert {one["plan"] for one in rows} == {"1"}
    told = [one for one in rows if one["key"]]
    assert told
    assert all(int(one["length_ms"]) > 0 and one["title_km"] and one["communities"] for one in told)
    book = openpyxl.load_workbook(io.BytesIO(export_season(planned, "xlsx")))
    assert book.sheetnames == ["season", "left-out"]
    inside = {one["key"] for one in told}
    left = {row[0].value for row in book["left-out"].iter_rows(min_row=2)}
    assert not inside & left


def test_what_is_moved_by_hand_is_the_next_plan_and_rundowns_follow_it(planned, kit, tmp_path):
    rows = table(planned)
    moved = next(one for one in rows if one["key"])
    old, new = moved["episode"], SECOND if moved["episode"] == FIRST else FIRST
    kept = [one for one in rows if one["key"] != moved["key"]]
    stays = [one for one in kept if one["episode"] == old] or [{**moved, "key": "", "position": "", "version": ""}]
    elsewhere = [one for one in kept if one["episode"] == new and one["key"]]
    path = write(tmp_path / "season.csv", [*stays, *elsewhere, {**moved, "episode": new, "starts_at": "nonsense"}])
    looked = import_season(planned, path)
    assert {one.code for one in looked.changes} == {"scheduling.season-diff-in", "scheduling.season-diff-out"}
    assert season_plan(planned).number == 1
    done = import_season(planned, path, apply=True)
    assert (done.changes, done.broken, done.kept.number, done.kept.new) == (looked.changes, looked.broken, 2, True)
    assert moved["key"] in {one.key for one in done.kept.plan.choices if one.slot == new}
    assert moved["key"] not in {one.key for one in done.kept.plan.choices if one.slot == old}
    assert done.kept.plan.points <= done.kept.plan.bound
    assert kit.trail(planned, "season.imported") == [("season.imported", "2", "ED-01")]
    with pytest.raises(Conflict) as late:
        import_season(planned, path, apply=True)
    assert late.value.faults[0].code == "pipeline.season-newer"
    publish_plan(planned, 2)
    assert moved["key"] in {one.key for one in propose_rundown(planned, new).plan.entries}


def test_an_airtime_that_the_file_does_not_name_stays(planned, tmp_path):
    before = season_plan(planned).plan.choices
    rows = [one for one in table(planned) if one["episode"] == FIRST]
    done = import_season(planned, write(tmp_path / "season.csv", rows), apply=True)
    assert done.changes == ()
    assert season_plan(planned).plan.choices == before


def test_rules_that_are_broken_are_told_and_the_producer_is_the_author(planned, tmp_path):
    rows = table(planned)
    full = [one for one in rows if one["key"]]
    twice = [{**one, "episode": episode} for one in full for episode in (FIRST, SECOND)]
    unique = list({(one["episode"], one["key"]): one for one in twice}.values())
    done = import_season(planned, write(tmp_path / "season.csv", unique), apply=True)
    assert "scheduling.season-why-spacing" in {one.code for one in done.broken}
    assert done.kept.number == 2


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept(planned, tmp_path):
    rows = table(planned)
    good = next(one for one in rows if one["key"])
    bad = [
        good,
        good,
        {**good, "episode": "2099-01-01-voices"},
        {**good, "key": "nobody-01"},
        {**good, "episode": SECOND if good["episode"] == FIRST else FIRST, "position": "closing"},
        {**good, "version": "medium", "key": good["key"] + "x"},
    ]
    path = write(tmp_path / "season.csv", bad)
    with pytest.raises(IntakeRefused) as wrong:
        import_season(planned, path, apply=True)
    assert [one.code for one in wrong.value.faults] == [
        "scheduling.sheet-key-twice",
        "scheduling.season-sheet-episode",
        "scheduling.season-sheet-key",
        "scheduling.sheet-value",
        "scheduling.sheet-value",
    ]
    assert [one.where.split(", ")[1] for one in wrong.value.faults] == ["3", "4", "5", "6", "7"]
    assert season_plan(planned).number == 1
    with pytest.raises(NotFound):
        import_season(planned, tmp_path / "nowhere.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(IntakeRefused):
        import_season(planned, tmp_path / "other.csv")


def test_an_airtime_can_be_emptied(planned, tmp_path):
    rows = table(planned)
    slug = next(one["episode"] for one in rows if one["key"])
    empty = {**next(one for one in rows if one["episode"] == slug), "key": "", "position": "", "version": ""}
    done = import_season(planned, write(tmp_path / "season.csv", [empty]), apply=True)
    assert {one.code for one in done.changes} == {"scheduling.season-diff-out"}
    assert not [one for one in done.kept.plan.choices if one.slot == slug]
