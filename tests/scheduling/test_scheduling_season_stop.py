"""A large season is ended by a real Ctrl-C, at once, with the best plan so far and nothing left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, os, signal, sys, time
from benchmarks.season.instance import season
from studio.scheduling.seasons.propose import propose_season
from studio.scheduling.seasons.rules import violations

asked = []
signal.signal(signal.SIGINT, lambda number, frame: asked.append(time.monotonic()))
wanted = season(30, 600)


def tell(step):
    print(step.stage, flush=True)


plan = propose_season(wanted, tell=tell, stopped=lambda: bool(asked))
print(json.dumps([time.monotonic() - asked[0], len(plan.choices), len(violations(wanted, plan)), plan.gap]))
"""


def children(parent: int) -> list[int]:
    """The processes that one has started, as the system lists them."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(one) for one in listed.read_text().split()] if listed.exists() else []


@pytest.fixture
def searching():
    program = subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    yield program
    program.kill()
    program.wait()
    assert program.stdout is not None
    program.stdout.close()


def gone(process: int) -> bool:
    for _ in range(200):
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not list processes")
def test_ctrl_c_in_the_middle_of_a_large_relaxation_keeps_the_best(searching):
    assert searching.stdout.readline() == "start\n"
    for _ in range(200):
        if child := children(searching.pid):
            break
        time.sleep(0.01)
    time.sleep(0.3)
    os.kill(searching.pid, signal.SIGINT)
    *_, last = searching.stdout.read().splitlines()
    took, choices, broken, gap = json.loads(last)
    assert broken == 0
    assert choices > 0
    assert gap > 0
    assert took < 10, "a relaxation alone takes far longer"
    assert all(gone(one) for one in child)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not list processes")
def test_a_search_that_is_killed_leaves_no_child(searching):
    assert searching.stdout.readline() == "start\n"
    while not (child := children(searching.pid)):
        time.sleep(0.01)
    searching.kill()
    assert all(gone(one) for one in child)
