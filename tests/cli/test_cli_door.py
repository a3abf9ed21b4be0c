"""The door: exit codes, a sentence for everything that fails, nothing but the result in a pipe, Khmer."""

from __future__ import annotations

import os
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ESCAPE = "\x1b"
WRONG = [
    ("nothing",),
    ("report", "lst"),
    ("report", "show"),
    ("report", "list", "--state", "x"),
    ("report", "import", "x.csv", "--map", "no divider"),
    ("report", "reject", "x"),
    ("report", "submit", "not-there.json"),
    ("org", "directory", "--medium", "air"),
    ("airtime", "plan", "--weeks", "0"),
    ("serve", "--port", "99999"),
    ("take", "add", "key", "0", "file.wav"),
]
REFUSED = [
    ("report", "show", "nobody"),
    ("report", "clear", "nobody"),
    ("report", "ask", "nobody", "why"),
    ("report", "withdraw", "S-999", "--reason", "x"),
    ("report", "import", "not-there.csv"),
    ("org", "show", "NOBODY"),
    ("org", "import", "not-there.csv"),
    ("script", "show", "nothing"),
    ("script", "approve", "nothing"),
    ("rundown", "show", "nothing"),
    ("rundown", "propose", "nothing"),
    ("take", "list", "nothing"),
    ("episode", "build", "nothing"),
    ("restore", "/", "somewhere"),
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_2_and_says_where_help_is(run: Any, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert "Error: " in done.err
    assert "--help' for help." in done.err


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_is_refused_is_1_with_a_sentence_and_its_mend(run: Any, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("✗ ")
    assert "\n  → " in done.err
    assert "Traceback" not in done.err
    assert "fault in Studio itself" not in done.err


def test_without_a_workspace_it_says_how_to_make_one(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("status")
    assert done.code == 1
    assert "studio init DIR" in done.err


def test_settings_that_cannot_be_used_are_named(run: Any, station: Path) -> None:
    path = station / "studio.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("title_en", "titel_en"), encoding="utf-8")
    done = run("status")
    assert done.code == 1
    assert "show.titel_en" in done.err
    assert "title_en" in done.err


def test_a_database_that_is_none_is_a_sentence(run: Any, station: Path) -> None:
    (station / "studio.db").write_bytes(b"not a database at all" * 99)
    done = run("report", "list")
    assert done.code == 1
    assert done.err.startswith("✗ ")


def test_a_fault_of_our_own_is_a_sentence_and_debug_shows_where(
    run: Any, station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(station / "studio.db") as database:
        database.execute("UPDATE report SET review_state = 'NONSENSE'")
    database.close()
    done = run("report", "list")
    assert (done.code, done.out) == (1, "")
    assert "This is a fault in Studio itself (LookupError" in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("STUDIO_DEBUG", "1")
    assert "Traceback" in run("report", "list").err


def test_a_file_that_cannot_be_written_is_named(run: Any, station: Path) -> None:
    done = run("report", "export", station / "studio.toml" / "reports.csv")
    assert done.code == 1
    assert "studio.toml" in done.err
    assert "fault in Studio itself" not in done.err


def test_a_pipe_gets_the_result_and_nothing_else(outside: Any) -> None:
    done = outside("report", "list", FORCE_COLOR="")
    assert (done.code, done.err) == (0, "")
    assert ESCAPE not in done.out
    heads, *rows = [line.split("\t") for line in done.out.splitlines()]
    assert heads == ["report", "sent", "review", "cleared", "organizations", "place", "title"]
    assert [len(row) for row in rows] == [7, 7]


def test_a_reader_who_leaves_early_is_no_fault(station: Path) -> None:
    studio = f"{shlex.quote(sys.executable)} -c 'from studio.cli.main import main; main()'"
    line = f"set -o pipefail; {studio} report export - | head -c 10 > /dev/null"
    done = subprocess.run(["bash", "-c", line], cwd=station, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_terminal_without_khmer_letters_is_no_fault(outside: Any) -> None:
    done = outside("org", "show", "BTB-01", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "name_en: Phka Snao" in done.out
    assert "\\u179f" in done.out


@pytest.mark.parametrize("variables", [{"STUDIO_LANG": "km"}, {"LC_ALL": "km_KH.UTF-8"}], ids=str)
def test_khmer_is_spoken_where_it_is_wanted(outside: Any, variables: dict[str, str]) -> None:
    refused = outside("report", "show", "nobody", **variables)
    assert refused.code == 1
    assert refused.err.startswith("✗ រកមិនឃើញ")
    wrong = outside("report", "list", "--state", "x", **variables)
    assert wrong.code == 2
    assert "កំហុស៖ តម្លៃមិនត្រឹមត្រូវ" in wrong.err


def test_json_is_the_same_in_every_language(outside: Any) -> None:
    english, khmer = (outside("report", "list", "--json", STUDIO_LANG=language) for language in ("en", "km"))
    assert english.json == khmer.json
    assert os.linesep in khmer.out


def test_the_actor_is_whoever_says_so(outside: Any, station: Path) -> None:
    assert outside("--actor", "ED-07", "report", "reject", "6b1f", "--reason", "twice").code == 0
    assert outside("report", "reject", "2f0c", "--reason", "twice", STUDIO_ACTOR="ED-08").code == 0
    with sqlite3.connect(station / "studio.db") as database:
        rows = database.execute("SELECT actor FROM auditevent WHERE action = 'report.rejected' ORDER BY seq").fetchall()
    database.close()
    assert rows == [("ED-07",), ("ED-08",)]


def test_what_fails_because_of_ctrl_c_is_no_fault(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is interrupted may fail to clean up, and raise that instead."""

    def torn(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise sqlite3.ProgrammingError("Cannot operate on a closed database.")

    monkeypatch.setattr("studio.cli.opened.open_studio", torn)
    done = run("org", "list")
    assert (done.code, done.out) == (130, "")
    assert done.err.startswith("\nStopped. What was finished stays.") and len(done.err.splitlines()) == 2


@pytest.mark.parametrize("module", ["studio", "studio.cli.main"])
def test_python_finds_the_door_by_its_name(run: Any, station: Path, module: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STUDIO_", "LC_", "LANG"))}
    for words, code in ((("status", "--json"), 0), (("script", "show", "nothing"), 1), (("nothing",), 2)):
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(command, cwd=station, env=kept | {"LC_ALL": "C.UTF-8"}, capture_output=True, text=True)
        told = run(*words)
        assert (done.returncode, done.stdout, done.stderr) == (code, told.out, told.err), module
