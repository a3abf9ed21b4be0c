"""Seasons at the command line: promises, and plans that are kept, shown, explained and published."""

from __future__ import annotations

import io
import os
import signal
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

from studio.cli.searching import searching, told
from studio.errors import fault
from studio.pipeline.opening import open_studio
from studio.pipeline.seasons_kept import keep_plan
from studio.scheduling.seasons.values import Choice, Plan, Step
from studio.scheduling.values import LeftOut

FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
REASON = fault("scheduling.season-why-full", "left", slot=FIRST, day="2012-05-17", count=2)
PLAN = Plan(
    (Choice(FIRST, "chosen", "stories", "long"),),
    points=99,
    bound=100,
    proven=False,
    left_out=(LeftOut("left", (REASON,)),),
)


@pytest.fixture
def planned(run: Any, station: Path) -> Any:
    """A workspace on 16 May 2012 with two editions and one plan."""
    settings = station / "studio.toml"
    settings.write_text(f"now = 2012-05-16T09:00:00+07:00\n{settings.read_text('utf-8')}", "utf-8")
    assert run("airtime", "station", "trial", "--name-km", "វិទ្យុ", "--name-en", "Trial Radio").code == 0
    slot = ("--clock", "weekly-15", "--first-on", "2012-05-17", "--starts", "18:30", "--length", "15:00")
    assert run("airtime", "slot", "trial", "voices", *slot).code == 0
    assert run("airtime", "plan", "--weeks", 2).code == 0
    studio = open_studio(station, environ={})
    keep_plan(studio, PLAN, (date(2012, 5, 16), date(2012, 5, 24)), 0, "x", 0)
    studio.engine.dispose()
    return run


def test_a_promise_is_made_listed_and_taken_back(run: Any) -> None:
    made = run("season", "promise", "btb-01", "--by", "2099-06-30", "--note", "at the meeting")
    assert made.out == "btb-01 is promised to be heard by 2099-06-30.\n"
    listed = run("season", "promises", "--json").json
    assert [(one["community"], one["by"], one["note"]) for one in listed] == [
        ("BTB-01", "2099-06-30", "at the meeting")
    ]
    assert "2099-06-30" in run("season", "promises").out
    assert run("season", "promise", "BTB-01", "--remove").code == 0
    assert run("season", "promises", "--json").json == []
    assert run("season", "promise", "BTB-01", "--remove").code == 1
    assert run("season", "promise", "BTB-01").code == 2
    assert run("season", "promise", "nobody", "--by", "2099-06-30").code == 1
    assert run("season", "promise", "BTB-01", "--by", "2001-06-30").code == 1


def test_a_plan_is_shown_explained_and_published(planned: Any) -> None:
    shown = planned("season", "show", "--json").json
    assert (shown["number"], shown["published"], shown["gap"], shown["proven"]) == (1, False, 0.01, False)
    assert shown["choices"] == [{"episode": FIRST, "segment": "chosen", "position": "stories", "version": "long"}]
    why = planned("season", "why", "--json").json
    assert [(one["key"], one["reasons"][0]["code"]) for one in why] == [("left", "scheduling.season-why-full")]
    assert planned("season", "why", "left").out.startswith("left\n  ")
    assert planned("season", "why", "chosen").out == f"chosen is in the plan: {FIRST}\n"
    assert "not cleared" in planned("season", "why", "else").out
    missing = planned("season", "publish", 2)
    assert missing.code == 1 and "in the meantime" not in missing.err
    assert planned("season", "publish", 1).out == "Plan 1 is published.\n"
    assert planned("season", "publish").code == 1
    assert planned("season", "show", "--json").json["published"]
    assert planned("season", "show", 7).code == 1


def test_a_season_is_drawn_with_its_calendar(planned: Any) -> None:
    drawn = planned("season", "show")
    assert drawn.code == 0, drawn.err
    assert "Community Voices" in drawn.out
    assert "1 segments in airtimes, 1 left out, 99 points, at most 1.00% from the best." in drawn.out


def test_a_season_is_drawn_into_a_file_with_its_khmer_letters(planned: Any, tmp_path: Path) -> None:
    picture = tmp_path / "season.svg"
    assert planned("season", "show", "--svg", str(picture)).code == 0
    text = picture.read_text("utf-8")
    assert ElementTree.fromstring(text).get("role") == "img"
    assert FIRST in text and "data:font/woff2;base64," in text
    both = tmp_path / "again.svg"
    assert planned("season", "show", "--json", "--svg", str(both)).json["number"] == 1
    assert both.read_text("utf-8") == text


def test_a_season_without_airtime_or_with_wrong_days_is_refused(run: Any) -> None:
    assert run("season", "propose").code == 1
    assert run("season", "propose", "--from", "May").code == 2
    assert run("season", "show").code == 1
    assert "season propose" in run("season", "show").err


def test_a_season_of_what_is_there_is_proposed_quietly_in_a_pipe(planned: Any) -> None:
    done = planned("season", "propose", "--rounds", 1, "--json")
    assert done.err == ""
    assert (done.json["number"], done.json["new"], done.json["choices"]) == (2, True, [])
    assert set(done.json["unfilled"]) <= {FIRST, SECOND}
    assert planned("season", "propose", "--rounds", 1, "--json").json["new"] is False


def test_a_search_says_its_points_and_gap() -> None:
    better = "Better plans 3/9: 90 points, at most 10.00% from the best. Ctrl-C keeps this."
    assert told(Step("better", 90, 100, 3, 9)) == better
    assert told(Step("start", 90, 0)) == "A first plan: 90 points, no proof yet. Ctrl-C keeps this."


def test_a_search_is_one_line_on_a_terminal_and_nothing_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    for terminal in (True, False):
        written = io.StringIO()
        console = Console(file=written, force_terminal=terminal, width=40, highlight=False)
        monkeypatch.setattr("studio.cli.searching.ERR", console)
        with searching() as (tell, _stopped):
            tell(Step("start", 90, 0))
            tell(Step("better", 95, 100, 1, 9))
            shown = written.getvalue()
        assert shown.count("\n") == 0
        assert ("95 points" in shown) is terminal
        assert bool(written.getvalue()) is terminal


def test_ctrl_c_asks_the_search_to_end_and_a_second_one_ends_everything() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), searching() as (_tell, stopped):
        assert not stopped()
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped()
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_season_without_a_plan_has_no_sheet_and_a_sheet_from_elsewhere_is_refused(run: Any, tmp_path: Path) -> None:
    told = run("season", "export", "--as", "csv")
    assert (told.code, told.out) == (1, "")
    assert "studio season propose" in told.err
    sheet = tmp_path / "season.csv"
    sheet.write_text("plan,episode\n1,x\n")
    told = run("season", "import", str(sheet), "--apply")
    assert told.code == 1
    assert told.err.count("✗") == 3
