"""What a command loads: the solver only to solve, spreadsheets only to read or write them."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("ortools", "scipy", "pandas", "openpyxl", "icalendar")
READING = (
    "status", "rundown_show", "rundown_edit", "airtime_days", "airtime_aired", "season_read", "episode", "publish",
    "report_read", "script", "take", "check",
)  # fmt: skip
PROBE = """
import sys
from importlib import import_module
heavy, files = (words.split() for words in sys.argv[1:])
for file in files:
    import_module(f"studio.cli.{file}")
    print(file, *[name for name in heavy if name in sys.modules])
"""


def loaded(*files: str) -> dict[str, list[str]]:
    """Which heavy libraries are there after each file of commands was loaded, one after another in one process."""
    words = [sys.executable, "-c", PROBE, " ".join(HEAVY), " ".join(files)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    return {name: found for name, *found in map(str.split, done.stdout.splitlines())}


def test_commands_that_read_build_and_publish_load_neither_solver_nor_spreadsheet() -> None:
    assert loaded(*READING) == {name: [] for name in READING}


def test_what_solves_does_load_the_solver() -> None:
    found = loaded("airtime_calendar", "rundown_propose", "season_propose")
    assert found["airtime_calendar"] == ["icalendar"]
    assert {"ortools", "icalendar"} <= set(found["rundown_propose"])
    assert {"ortools", "scipy"} <= set(found["season_propose"])
