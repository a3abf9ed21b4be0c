"""Ctrl-C while the command is still being loaded: one line, no traceback, the exit code of an interrupted program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

WAITING = """
import time
print("loading", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    "start", [["-m", "studio"], ["-c", "from studio.__main__ import main; main()"]], ids=["module", "script"]
)
def test_ctrl_c_while_it_is_loading_is_one_line_and_130(tmp_path: Path, start: list[str]) -> None:
    (tmp_path / "getpass.py").write_text(WAITING, "utf-8")
    program = subprocess.Popen(
        [sys.executable, *start, "--help"],
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == "loading\n", "the entry loads the command line, which asks for getpass"
        program.send_signal(signal.SIGINT)
        out, told = program.communicate(timeout=60)
    assert (program.returncode, out) == (130, "")
    assert told == "បានបញ្ឈប់។ Stopped.\n"
