"""Ctrl-C in a command that works for long says what stays and what goes on from there, in the terminal's language."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

BUILD = "studio episode build 2012-05-17-voices"


def interrupting(*_: object, **__: object) -> None:
    """Ctrl-C, in the midst of the work."""
    raise KeyboardInterrupt


def torn(*_: object, **__: object) -> None:
    """The same where a library fails to clean up, and raises that instead."""
    try:
        raise KeyboardInterrupt
    finally:
        raise sqlite3.ProgrammingError("Cannot operate on a closed database.")


@pytest.mark.parametrize("stopped", [interrupting, torn], ids=["plain", "torn"])
def test_a_build_that_is_stopped_names_the_command_that_goes_on(
    run: Any, monkeypatch: pytest.MonkeyPatch, stopped: Any
) -> None:
    monkeypatch.setattr("studio.cli.episode.build_episode", stopped)
    done = run("episode", "build", "2012-05-17-voices")
    assert (done.code, done.out) == (130, "")
    assert done.err == f"\nStopped. What was made so far stays. Go on from there: {BUILD}\n"


def test_a_build_that_fails_by_itself_says_so(run: Any) -> None:
    done = run("episode", "build", "2099-01-01-nothing")
    assert done.code == 1 and "Stopped" not in done.err


def test_a_withdrawal_that_is_stopped_must_be_finished(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.cli.withdraw.carried_out", interrupting)
    what = "2f0c9e0e-6f0b-4a3c-8a6d-3f5b1d7c9e42"
    done = run("withdraw", what, "--reason", "by telephone", "--yes")
    assert done.code == 130
    assert f"not finished. Finish it: studio withdraw {what} --yes" in done.err


def test_no_is_no_interruption(run: Any) -> None:
    what = "2f0c9e0e-6f0b-4a3c-8a6d-3f5b1d7c9e42"
    done = run("withdraw", what, "--reason", "by telephone", stdin="n\n")
    assert done.code == 1 and "Stopped" not in done.err
