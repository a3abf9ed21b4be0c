"""Every other group once, on a real workspace: scripts, airtime, rundown, takes, editions, safety, checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

JOINT = "6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11"


def test_init_makes_a_workspace_once_and_hands_over_its_key(run: Any, tmp_path: Path) -> None:
    root = tmp_path / "new"
    done = run("init", root)
    assert done.code == 0
    assert (root / "custodian.key").stat().st_mode & 0o777 == 0o600
    assert "custodian.key" in done.out
    assert run("init", root).code == 1
    assert run("init", root, "--upgrade").code == 0
    assert run("-C", root, "report", "list", "--json").json == []


def test_scripts_are_written_timed_and_approved(run: Any, station: Path) -> None:
    assert run("script", "write", JOINT).code == 1
    assert run("report", "clear", JOINT).code == 0
    done = run("script", "write", "--json").json
    assert {one["language"] for one in done["new"]} == {"km", "en"}
    assert run("script", "write").out.startswith("0 written, 2 unchanged.")
    key = done["new"][0]["key"]
    assert run("--actor", "ED-01", "script", "approve", key).out == f"{key} v1 is approved by ED-01.\n"
    assert {one["approved_by"] for one in run("script", "list", "--json").json} == {"ED-01", None}
    assert len(run("script", "show", key).out.splitlines()) > 5
    assert run("script", "show", key, "--html", "page.html").code == 0
    assert (station / "page.html").read_text("utf-8").startswith("<!")
    parts = run("take", "list", key, "--json").json
    assert parts
    assert all(one["take"] is None for one in parts)
    (station / "no.wav").write_bytes(b"no sound")
    assert run("take", "add", key, 1, "no.wav").code == 1


@pytest.fixture
def bought(run: Any) -> Any:
    """A workspace with a station, its airtime and the editions of the coming weeks."""
    names = ("--name-km", "វិទ្យុសាកល្បង", "--name-en", "Trial Radio")
    assert run("airtime", "station", "trial", *names).code == 0
    slot = ("--clock", "weekly-15", "--first-on", "2012-05-17", "--starts", "18:30", "--length", "15:00")
    assert run("airtime", "slot", "trial", "voices", *slot).code == 0
    return run


def test_airtime_asks_for_editions_once(bought: Any) -> None:
    made = bought("airtime", "plan", "--weeks", 3, "--json").json["new"]
    assert len(made) == 3
    assert bought("airtime", "plan", "--weeks", 3).out == "Nothing to do.\n"
    listed = bought("airtime", "list", "--json").json
    assert [one["episode"] for one in listed] == made
    assert bought("airtime", "calendar").out.startswith("BEGIN:VCALENDAR")
    assert [one["ready"] for one in bought("status", "--json").json] == [False] * 3
    assert "no rundown" in bought("status").out or bought("status").code == 0
    assert bought("rundown", "show", made[0]).code == 1
    assert bought("airtime", "slot", "trial", "x", "--clock", "weekly-15", "--first-on", "2012-05-17",
                  "--starts", "18:30", "--length", "long").code == 2  # fmt: skip


def test_nothing_published_is_no_fault_and_nothing_mastered_is_published(bought: Any) -> None:
    done = bought("publish", "--json")
    assert done.code in (0, 1)
    assert done.json["episodes"] == []


def test_a_workspace_is_copied_and_comes_back(run: Any, tmp_path: Path) -> None:
    copy, back = tmp_path / "copy", tmp_path / "back"
    assert "files are safe in" in run("backup", copy).out
    assert run("restore", copy, back).code == 0
    assert run("-C", back, "report", "list", "--json").json == run("report", "list", "--json").json
    assert run("backup", copy).code == 1
    assert run("restore", copy, back).code == 1


def test_checks_say_what_they_looked_at_and_name_what_is_wrong(run: Any, station: Path) -> None:
    done = run("check")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("✓") == len(run("check", "--json").json)
    assert run("vault", "verify", "--json").json == {"files": 0, "faults": []}
    (station / "scripts" / "voices" / "story.km.j2").unlink()
    wrong = run("check", "--json")
    assert wrong.code == 1
    assert [one["code"] for one in wrong.json["templates"]] == ["scripting.template-missing"]
    assert run("check").out.count("✗") == 1
