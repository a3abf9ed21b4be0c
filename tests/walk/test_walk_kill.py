"""Kill -9 at random moments of the demonstration: the feed is whole, no report is lost, the same command finishes."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from walking import COMMAND, empty_station, environment, run

from studio.publishing.check import faults

pytestmark = [pytest.mark.walk, pytest.mark.timeout(3000)]

KILLS_WHILE_BUILDING = 12
KILLS_WHILE_PUBLISHING = 8
REPORTS = 66


def killed(workspace: Path, after: float) -> None:
    """Start the demonstration and kill it with everything it started; it may be done sooner."""
    started = subprocess.Popen(
        [*COMMAND, "-C", str(workspace), "demo"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        start_new_session=True,
    )
    time.sleep(after)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()


def reports(workspace: Path) -> int:
    """How many reports are kept."""
    if not (workspace / "studio.db").exists():
        return 0
    with sqlite3.connect(workspace / "studio.db") as database:
        tables = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'report'").fetchone()[0]
        return int(database.execute("SELECT count(*) FROM report").fetchone()[0]) if tables else 0


def whole(workspace: Path) -> bool:
    """Whether a feed is there; if so it and everything it points at is whole."""
    if not (workspace / "feeds" / "feed.xml").exists():
        return False
    assert faults(workspace / "feeds") == ()
    return True


def test_killed_at_random_moments_it_ends_as_if_nothing_had_been(
    tmp_path: Path, required: Callable[[str, str], Path]
) -> None:
    required("python:espeakng_loader", "pip install 'studio-radio[voice]'")
    chance = random.Random(2012)
    workspace = empty_station(tmp_path / "station")
    kept = 0
    for _ in range(KILLS_WHILE_BUILDING):
        killed(workspace, chance.uniform(1.0, 25.0))
        whole(workspace)
        assert reports(workspace) >= kept
        kept = reports(workspace)
    run(workspace, "demo")
    assert whole(workspace)
    assert reports(workspace) == REPORTS
    old = (workspace / "feeds" / "feed.xml").read_bytes()

    settings = workspace / "studio.toml"
    settings.write_text(settings.read_text("utf-8").replace("127.0.0.1:8000", "127.0.0.1:8001"), "utf-8")
    seen = {old}
    for _ in range(KILLS_WHILE_PUBLISHING):
        killed(workspace, chance.uniform(4.0, 22.0))
        assert whole(workspace)
        seen.add((workspace / "feeds" / "feed.xml").read_bytes())
    run(workspace, "demo")
    assert whole(workspace)
    new = (workspace / "feeds" / "feed.xml").read_bytes()
    assert new != old
    assert seen <= {old, new}
    assert not list(workspace.rglob(".partial-*"))
    assert "Nothing to do" in run(workspace, "demo")
