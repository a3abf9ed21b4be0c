"""A large season is ended by a real Ctrl-C in every stage: nothing is begun after it, and nothing is left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, os, signal, sys
from benchmarks.season.instance import season
from studio.scheduling.seasons import program, propose, solving
from studio.scheduling.seasons.rules import violations

wanted = season(*map(int, sys.argv[1:]))
asked, begun, after = [], [], []
signal.signal(signal.SIGINT, lambda number, frame: asked.append(1))




def tell(step):
    if asked:
        after.append(step.stage)
    print(step.stage, os.getpid(), flush=True)


class Counting(solving.Child):
    def _answered(self, asking, answers, question):
        begun.append(bool(asked))
        return super()._answered(asking, answers, question)


solving.Child = Counting
print("begun", os.getpid(), flush=True)
plan = propose.propose_season(wanted, tell=tell, stopped=lambda: bool(asked))
print(json.dumps({
    "asked": len(asked), "searches after": sum(begun), "told after": after, "choices": len(plan.choices),
    "broken": len(violations(wanted, plan)), "unfilled": len(plan.unfilled), "gap": plan.gap,
}))
"""
LISTED = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not list processes")
Searching = Callable[..., "subprocess.Popen[str]"]


def children(parent: int) -> list[int]:
    """The processes that one has started, as the system lists them."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(one) for one in listed.read_text().split()] if listed.exists() else []


@pytest.fixture
def searching() -> Iterator[Searching]:
    programs: list[subprocess.Popen[str]] = []

    def run(stage: str, *size: str) -> subprocess.Popen[str]:
        """The search of a season of so many airtimes and segments that has come to a stage."""
        program = subprocess.Popen([sys.executable, "-c", PROGRAM, *size], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        programs.append(program)
        assert program.stdout is not None
        for line in program.stdout:
            if line.split()[0] == stage:
                break
        return program

    yield run
    for program in programs:
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


def child_of(program: subprocess.Popen[str]) -> list[int]:
    while not (found := children(program.pid)):
        time.sleep(0.01)
    return found


@LISTED
@pytest.mark.parametrize(("stage", "size"), [("begun", (30, 600)), ("start", (30, 600)), ("bound", (20, 300))])
def test_after_ctrl_c_no_search_begins_and_the_best_is_kept(
    searching: Searching, stage: str, size: tuple[int, int]
) -> None:
    program = searching(stage, *map(str, size))
    child = child_of(program) if stage != "begun" else []
    os.kill(program.pid, signal.SIGINT)
    assert program.stdout is not None
    *_, last = program.stdout.read().splitlines()
    told = json.loads(last)
    assert told["asked"] == 1
    assert told["searches after"] <= 1, "at most one that was about to begin"
    assert [one for one in told["told after"] if one in ("start", "bound", "done")][-1] == "done"
    assert len(told["told after"]) <= 2, "at most what was found as it was asked, and the end"
    assert told["broken"] == 0
    assert (told["choices"] > 0) == (told["unfilled"] < size[0])
    assert not told["unfilled"] or stage == "begun"
    assert all(gone(one) for one in child)


@LISTED
def test_a_search_that_is_killed_leaves_no_child(searching: Searching) -> None:
    program = searching("start", "20", "300")
    child = child_of(program)
    program.kill()
    assert all(gone(one) for one in child)
