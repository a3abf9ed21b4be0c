"""Killed at thirty moments, each the instant before a file or the database is changed, a withdrawal ends as if it had
never been interrupted: every file byte for byte, every row of the records.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event

from studio.pipeline.opening import Studio, silent
from studio.pipeline.publish import publish_all
from studio.pipeline.withdrawals.withdraw import withdraw
from studio.settings import load_settings
from studio.store.engine import connect
from studio.store.workspace import Workspace

pytestmark = [pytest.mark.walk, pytest.mark.timeout(1800)]

NOW = datetime(2012, 5, 16, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
KILLS = 30
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"}
NOT_STATE = ("cache", ".studio.lock", ".publishing.lock")
"""What can be made again, and files that are only locked."""


@contextmanager
def station(root: Path) -> Iterator[Studio]:
    """A workspace opened at the hour at which these tests live."""
    engine = connect(f"sqlite:///{root / 'studio.db'}")
    yield Studio(Workspace(root), load_settings(root, {}), engine, lambda: NOW, "ED-01", silent)
    engine.dispose()


def withdrawn(root: Path) -> None:
    """The withdrawal, asked for as a person asks."""
    with station(root) as studio, studio.alone():
        withdraw(studio, "S-001", "by telephone")


def forked(root: Path, killed_at: int | None) -> tuple[int, bool]:
    """The withdrawal in a process of its own; how many changes it began, and whether it was killed at one of them."""
    seen, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(seen)
        with suppress(BaseException):
            counted(root, killed_at, told)
            withdrawn(root)
            os._exit(0)
        os._exit(1)
    os.close(told)
    with os.fdopen(seen, "rb") as counts:
        count = len(counts.read())
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return count, os.WIFSIGNALED(status)


def counted(root: Path, killed_at: int | None, told: int) -> None:
    """Count every change of a file below a folder and every commit from now on, and die at one of them."""
    begun = 0

    def change() -> None:
        nonlocal begun
        begun += 1
        os.write(told, b".")
        if begun == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def seen(name: str, arguments: tuple[object, ...]) -> None:
        path = str(arguments[0]) if arguments else ""
        if name == "open":
            mode, flags = arguments[1], arguments[2]
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if str(root) in path and writes and "lock" not in path and mode != "r":
                change()
        elif name in CHANGES and str(root) in path:
            change()

    sys.addaudithook(seen)
    event.listen(Engine, "commit", lambda _connection: change())


def state(root: Path) -> dict[str, bytes]:
    """Everything that a workspace holds: bytes of files, rows of databases."""
    found = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if not path.is_file() or set(parts) & set(NOT_STATE):
            continue
        content = path.read_bytes()
        if content.startswith(b"SQLite format 3"):
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                content = "\n".join(database.iterdump()).encode()
        found["/".join(parts)] = content
    return found


def test_law_killed_anywhere_it_ends_in_the_same_state(built_once: Path, tmp_path: Path) -> None:
    """Each of some stations is killed twice: somewhere on the way, and again a third of the way from there."""
    before, whole = tmp_path / "before", tmp_path / "whole"
    shutil.copytree(built_once, before)
    with station(before) as studio:
        publish_all(studio)
    shutil.copytree(before, whole)
    total, killed = forked(whole, None)
    assert total > KILLS and not killed
    expected, deaths = state(whole), 0
    for number in range(1, KILLS // 2 + 1):
        broken = tmp_path / "broken"
        shutil.copytree(before, broken)
        first = number * total // (KILLS // 2 + 1)
        for moment in (first, (total - first) // 3):
            deaths += forked(broken, moment)[1]
        forked(broken, None)
        found = state(broken)
        assert sorted(found) == sorted(expected), first
        assert [name for name in expected if found[name] != expected[name]] == [], first
        shutil.rmtree(broken)
    assert deaths == KILLS
