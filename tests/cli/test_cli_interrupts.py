"""Ctrl-C in a command that works for long says what stays and what goes on from there, in the terminal's language."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from studio.cli.main import cli

BUILD = "studio episode build 2012-05-17-voices"
STOPPED = "Stopped. What was finished stays. To go on, give the same command again."
STOPPED_KM = "បានបញ្ឈប់។ អ្វីដែលបានធ្វើចប់ នៅដដែល។ ដើម្បីបន្ត សូមវាយពាក្យបញ្ជាដដែលម្ដងទៀត។"
LONG = {
    "publish": ("publish.publish_all", "publish"),
    "send": ("publish.deliver_published", "publish --to away"),
    "season": ("season_propose.propose_plan", "season propose"),
    "rundown": ("rundown_propose.propose_rundown", "rundown propose 2012-05-17-voices"),
    "reports": ("report_files.import_reports", "report import reports.csv"),
    "organizations": ("org.import_organizations", "org import organizations.csv"),
    "scripts": ("script.write_stories", "script write"),
    "bag": ("archive.bag_edition", "archive bag 2012-05-17-voices"),
    "verify": ("archive.verify_all", "archive verify"),
    "feed": ("feed.import_feed", "feed import feed.xml"),
    "backup": ("backup.backup_workspace", "backup kept"),
    "vault": ("vault.vault_faults", "vault verify"),
    "check": ("check.self_check", "check"),
    "demo": ("demo.run_demo", "demo"),
}
"""Commands that work for long: where each begins to, and what is typed."""


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


@pytest.mark.parametrize("stopped", [interrupting, torn], ids=["plain", "torn"])
@pytest.mark.parametrize("name", LONG)
def test_every_long_command_that_is_stopped_says_the_same(
    run: Any, station: Path, monkeypatch: pytest.MonkeyPatch, name: str, stopped: Any
) -> None:
    place, typed = LONG[name]
    for file in ("reports.csv", "organizations.csv", "feed.xml"):
        (station / file).write_text("<rss/>\n", "utf-8")
    with (station / "studio.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[targets.away]\nkind = "folder"\npath = "../away"\n')
    monkeypatch.setattr(f"studio.cli.{place}", stopped)
    done = run(*typed.split())
    assert (done.code, done.out, done.err) == (130, "", f"\n{STOPPED}\n")


def signalled(station: Path, at: str, *words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """A command in a program of its own, which gets the signal where it calls `at`."""
    itself = (
        "import signal, click.termui, studio.cli.demo\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"{at} = lambda *_: signal.raise_signal(signal.SIGINT)\n"
        "from studio.__main__ import main\n"
        "main()"
    )
    return subprocess.run(
        [sys.executable, "-c", itself, *words],
        cwd=station,
        env=os.environ | {"STUDIO_LANG": language, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("language", "told"), [("km", STOPPED_KM), ("en", STOPPED)])
def test_a_real_signal_is_told_in_the_language_of_the_terminal(station: Path, language: str, told: str) -> None:
    done = signalled(station, "studio.cli.demo.run_demo", "demo", language=language)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", f"\n{told}\n")


def test_ctrl_c_at_a_question_is_told_alike(station: Path) -> None:
    what = "2f0c9e0e-6f0b-4a3c-8a6d-3f5b1d7c9e42"
    done = signalled(station, "click.termui.visible_prompt_func", "withdraw", what, "--reason", "by telephone")
    assert done.returncode == 130 and done.stderr.endswith(f"\n{STOPPED}\n")
    assert "Aborted" not in done.stdout + done.stderr


def test_ctrl_c_while_options_are_read_is_told_alike(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.cli.main.cli.params", [*cli.params, click.Option(["--late"], default=interrupting)])
    done = run("status")
    assert (done.code, done.out, done.err) == (130, "", f"\n{STOPPED}\n")


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
