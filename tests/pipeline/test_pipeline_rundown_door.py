"""A rundown changed, sent out and taken back from the command line, on a real station."""

from __future__ import annotations

import csv
import json
import os

os.environ["STUDIO_LANG"] = "en"

from click.testing import CliRunner

from studio.cli.main import cli
from studio.pipeline.planned import plan_of
from studio.pipeline.schedule import propose_rundown

SCALE, FOREST = "8a4b115c", "ddb2b916"
FIRST = "2012-05-17-voices"
SCALE_KEY, FOREST_KEY = "btb-04-20120308-8a4b", "btb-02-20120312-ddb2"


def test_a_rundown_is_edited_and_goes_through_a_spreadsheet(desk, kit, tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_NOW", "2012-05-16T09:00:00+07:00")
    kit.airtime(desk)
    kit.approved(desk, SCALE, FOREST)
    propose_rundown(desk, FIRST)

    def run(*words):
        done = CliRunner().invoke(
            cli, ["-C", str(desk.workspace.root), "--actor", "ED-02", "rundown", *map(str, words)]
        )
        return done.exit_code, done.stdout, done.stderr

    code, out, _ = run("lock", FIRST, SCALE_KEY, "--after", 1)
    assert code == 0 and f"{SCALE_KEY} is locked." in out and "Version 2, new." in out
    with (desk.workspace.episodes / FIRST / "rundown.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [one["key"] for one in csv.DictReader(file) if one["locked"] == "1"] == [SCALE_KEY]
    code, _, err = run("remove", FIRST, FOREST_KEY, "--after", 1)
    assert code == 1 and "version 1 is not the newest any more" in err and "is locked" in err
    code, out, _ = run("float", FIRST, FOREST_KEY)
    assert code == 0 and f"{FOREST_KEY} is floated" in out
    assert run("float", FIRST, FOREST_KEY, "--back")[0] == 0
    assert "Nothing changed." in run("lock", FIRST, SCALE_KEY)[1]
    assert run("swap", FIRST, SCALE_KEY, "nobody")[0] == 1
    assert run("move", FIRST, SCALE_KEY, 0)[0] == 2, "places count from 1"

    sheet, workbook = tmp_path / "season.csv", tmp_path / "season.xlsx"
    assert run("export", FIRST, "--as", "csv", "-o", sheet)[:2] == (0, f"{sheet}\n")
    assert run("export", FIRST, "--as", "xlsx", "-o", workbook)[0] == 0
    assert "Nothing changed." in run("import", FIRST, workbook, "--apply")[1]
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(one for one in rows if one["key"] == SCALE_KEY)
    row["locked"] = "0"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    before = plan_of(desk, FIRST).number
    code, out, _ = run("import", FIRST, sheet)
    assert code == 0 and f"{SCALE_KEY} is no longer locked." in out and "Nothing is kept without --apply." in out
    assert plan_of(desk, FIRST).number == before
    (done,) = json.loads(run("import", FIRST, sheet, "--apply", "--json")[1])
    assert (done["new"], done["number"]) == (True, before + 1)
    assert run("import", FIRST, sheet, "--apply")[0] == 1, "the file is of an older version now"
    trail = kit.trail(desk, "rundown.locked", "rundown.imported")
    assert trail == [("rundown.locked", FIRST, "ED-02"), ("rundown.imported", FIRST, "ED-02")]
    page = CliRunner().invoke(cli, ["-C", str(desk.workspace.root), "rundown", "export", FIRST, "--as", "html"])
    assert page.stdout.startswith("<!DOCTYPE html>")
