"""`studio rundown` with files: what goes out, and what is refused before anything is read."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

EPISODE = "2012-05-17-voices"


def test_a_format_of_one_edition_refuses_two(run: Any) -> None:
    done = run("rundown", "export", EPISODE, "2012-05-24-voices", "--as", "mos")
    assert done.code == 2 and "mos holds one edition" in done.err
    assert run("rundown", "export", EPISODE, "--as", "pdf").code == 2
    assert run("rundown", "export", "--as", "csv").code == 2


def test_an_unknown_edition_is_refused_and_leaves_no_file(run: Any, station: Path) -> None:
    done = run("rundown", "export", EPISODE, "--as", "csv", "-o", "x.csv")
    assert done.code == 1 and EPISODE in done.err
    assert not (station / "x.csv").exists()


def test_a_workbook_is_not_written_on_a_terminal(station: Path) -> None:
    ours, theirs = pty.openpty()
    words = [
        sys.executable,
        "-c",
        "from studio.cli.main import main; main()",
        "rundown",
        "export",
        EPISODE,
        "--as",
        "xlsx",
    ]
    environment = os.environ | {"STUDIO_LANG": "en", "COLUMNS": "120"}
    done = subprocess.run(words, cwd=station, stdout=theirs, stderr=subprocess.PIPE, text=True, env=environment)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "name a file with -o FILE" in done.stderr
