"""Airtime at the command line: days that are not as usual, what became of editions, and the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

SLOT = ("--clock", "weekly-15", "--first-on", "2012-05-17", "--starts", "18:30", "--length", "15:00")
FIRST, SECOND, THIRD = "2012-05-17-voices", "2012-05-24-voices", "2012-05-31-voices"


@pytest.fixture
def bought(run: Any, station: Path) -> Any:
    """A workspace on 16 May 2012 with a station, airtime at 120.01 and three editions."""
    settings = station / "studio.toml"
    settings.write_text(f"now = 2012-05-16T09:00:00+07:00\n{settings.read_text('utf-8')}", "utf-8")
    names = ("--name-km", "វិទ្យុសាកល្បង", "--name-en", "Trial Radio")
    assert run("airtime", "station", "trial", *names).code == 0
    assert run("airtime", "slot", "trial", "voices", *SLOT, "--price", "120.01", "--deliver-hours", "6").code == 0
    assert run("airtime", "plan", "--weeks", 3, "--json").json["new"] == [FIRST, SECOND, THIRD]
    return run


def on(station: Path, moment: str) -> None:
    """Freeze the clock of a workspace."""
    settings = station / "studio.toml"
    lines = settings.read_text("utf-8").splitlines()
    settings.write_text("\n".join([f"now = {moment}", *lines[1:]]), "utf-8")


def test_the_list_says_what_is_due_when(bought: Any, station: Path) -> None:
    listed = bought("airtime", "list", "--json").json
    assert [one["deliver_by"] for one in listed][:1] == ["2012-05-17T12:30:00+07:00"]
    assert [(one["price_cents"], one["state"], one["day"]) for one in listed][1] == (12_001, "empty", "2012-05-24")
    assert "2012-05-17 12:30\t120.01 USD" in bought("airtime", "list").out
    on(station, "2012-05-17T13:00:00+07:00")
    assert "2012-05-17 12:30 !" in bought("airtime", "list").out


def test_a_day_is_off_taken_back_moved_and_all_that_is_undone(bought: Any) -> None:
    before = bought("airtime", "list", "--json").json
    moved = bought("airtime", "except", "voices", "2012-05-17", "--moved-to", "2012-05-18 19:00", "--reason", "match")
    assert moved.out == f"{FIRST} is aired at 2012-05-18 19:00 +07.\n"
    assert bought("airtime", "except", "voices", "2012-05-24", "--pre-empted").code == 0
    assert bought("airtime", "except", "voices", "2012-05-31", "--off", "--json").json["edition"]["cancelled"] == "off"
    assert [one["episode"] for one in bought("airtime", "list", "--json").json] == [FIRST]
    kinds = [one["kind"] for one in bought("airtime", "exceptions", "--json").json]
    assert kinds == ["moved", "pre_empted", "off"]
    assert "match" in bought("airtime", "exceptions", "voices").out
    for day in ("2012-05-17", "2012-05-24", "2012-05-31"):
        assert bought("airtime", "except", "voices", day, "--undo").code == 0
    assert bought("airtime", "list", "--json").json == before


def test_a_day_is_said_once_and_in_one_way(bought: Any) -> None:
    assert bought("airtime", "except", "voices", "2012-05-17").code == 2
    assert bought("airtime", "except", "voices", "2012-05-17", "--off", "--undo").code == 2
    for day in ("17.5.2012", "9999-12-31", "0001-01-01"):
        assert bought("airtime", "except", "voices", day, "--off").code == 2
    assert bought("airtime", "except", "voices", "2012-05-17", "--moved-to", "9999-12-31 23:00").code == 1
    refused = bought("airtime", "except", "voices", "2012-05-18", "--off")
    assert (refused.code, refused.out) == (1, "")
    assert "2012-05-17" in refused.err
    assert bought("airtime", "except", "voices", "2012-05-17", "--undo").code == 1


def test_seconds_of_a_start_are_shown_where_there_are_some_in_the_time_of_the_slot(bought: Any) -> None:
    moved = bought("airtime", "except", "voices", "2012-05-17", "--moved-to", "2012-05-18 19:00:30")
    assert "2012-05-18 19:00:30 +07" in moved.out
    assert "2012-05-18 19:00:30 +07" in bought("airtime", "exceptions").out
    listed = bought("airtime", "list").out
    assert "2012-05-18 19:00:30" in listed and "2012-05-24 18:30\t" in listed


def test_a_rule_that_cannot_be_followed_and_a_name_that_cannot_be_one_are_refused(bought: Any) -> None:
    for rule, told in (
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT=0"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never gives a day"),
        ("FREQ=WEEKLY;UNTIL=20120601", "UNTIL=20120601T165959Z"),
    ):
        refused = bought("airtime", "slot", "trial", "extra", *SLOT, "--rrule", rule)
        assert refused.code == 1 and told in refused.err
    for name in ("x", "X", "a" * 41):
        refused = bought("airtime", "slot", "trial", name, *SLOT)
        assert refused.code == 1 and "2 to 40 small Latin letters" in refused.err
    odd = bought("airtime", "station", "x", "--name-km", "ខ", "--name-en", "X", "--lufs", "nan", "--dbtp", "nan")
    assert (odd.code, odd.err.count("✗")) == (1, 3)


def test_money_is_never_a_fraction_of_a_hundredth(bought: Any) -> None:
    for amount in ("1.005", "-1", "a", "1,5", "nan", "1e3"):
        assert bought("airtime", "slot", "trial", "voices", *SLOT, "--price", amount).code == 2
    assert bought("airtime", "slot", "trial", "voices", *SLOT, "--price", "0.1", "--currency", "dollars").code == 2
    kept = bought("airtime", "slot", "trial", "voices", *SLOT, "--price", "0.1", "--deliver-hours", 6, "--json").json
    assert kept == {"changed": True, "editions": [], "built": []}
    assert {one["price_cents"] for one in bought("airtime", "list", "--json").json} == {10}


def test_a_slot_that_moves_tells_which_editions_move(bought: Any) -> None:
    later = [*SLOT[:5], "20:00", *SLOT[6:]]
    told = bought("airtime", "slot", "trial", "voices", *later, "--price", "120.01").out
    assert told.count("is aired at") == 3
    assert "2012-05-24 20:00 +07" in told


def test_what_was_aired_is_noted_and_the_ledger_adds_up(bought: Any, outside: Any, station: Path) -> None:
    assert bought("airtime", "aired", FIRST, "--outcome", "aired").code == 1
    on(station, "2012-05-25T09:00:00+07:00")
    (station / "log.txt").write_text("on air\n", "utf-8")
    noted = bought("airtime", "aired", FIRST, "--outcome", "partial", "--to", "7:30", "--evidence", "log.txt", "--json")
    assert (noted.json["evidence"], noted.json["to_ms"], len(noted.json["evidence_file"])) == ("log.txt", 450_000, 64)
    assert bought("airtime", "aired", SECOND, "--outcome", "refused").out == f"{SECOND} is noted as refused.\n"
    may = bought("airtime", "ledger", "--month", "2012-05", "--json").json[0]
    assert (may["bought_ms"], may["aired_ms"], may["lost_ms"], may["open_ms"]) == (
        2_700_000,
        450_000,
        1_350_000,
        900_000,
    )
    assert may["cost_cents"] == may["cost_aired_cents"] + may["cost_lost_cents"] + may["cost_open_cents"] == 36_003
    done = outside("airtime", "ledger", "--csv")
    assert done.code == 0, done.err
    lines = done.out.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("month,station,currency,airtimes,bought_ms")
    assert "360.03" in lines[1]
    assert "22:30" in bought("airtime", "ledger", "--station", "trial").out
    assert bought("airtime", "ledger", "--month", "May").code == 2
    assert bought("airtime", "ledger", "--station", "nowhere").code == 1
    states = {one["episode"]: one["state"] for one in bought("airtime", "list", "--all", "--json").json}
    assert states == {FIRST: "aired", SECOND: "lost", THIRD: "empty"}


def test_what_makes_good_is_not_bought(bought: Any, station: Path) -> None:
    on(station, "2012-05-25T09:00:00+07:00")
    assert bought("airtime", "aired", FIRST, "--outcome", "refused").code == 0
    again = ("--clock", "weekly-15", "--first-on", "2012-05-26", "--starts", "9:00", "--length", "15:00")
    once = ("--rrule", "FREQ=DAILY;COUNT=1", "--makes-good", FIRST)
    assert bought("airtime", "slot", "trial", "again", *again, *once, "--price", 5).code == 1
    assert bought("airtime", "slot", "trial", "again", *again, *once).code == 0
    assert bought("airtime", "plan", "--json").json["new"][0] == "2012-05-26-again"
    on(station, "2012-05-27T09:00:00+07:00")
    assert bought("airtime", "aired", "2012-05-26-again", "--outcome", "aired").code == 0
    may = bought("airtime", "ledger", "--month", "2012-05", "--json").json[0]
    assert (may["lost_ms"], may["made_good_ms"], may["owed_ms"], may["cost_owed_cents"]) == (900_000, 900_000, 0, 0)
