"""The commands of the house: each is explained, stops with a sentence where it cannot go on, and asks nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
SCRIPTS = sorted(path for path in (ROOT / ".ci").iterdir() if path.is_file())


def run(*command: str, cwd: Path = ROOT, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environ}, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def test_every_command_is_explained() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    names = set(phony[1].split()) - {"help"}
    assert names == {"demo", "test", "check", "serve", "bench", "pins", "tools", "clean"}
    told = run("make", "--no-print-directory", "help").stdout
    assert {line.split()[1] for line in told.splitlines()} == names


def test_the_guide_names_every_command() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8") + (ROOT / "README.md").read_text("utf-8")
    assert [one for one in ("demo", "test", "check", "serve", "bench", "pins") if f"make {one}" not in guide] == []


def test_every_command_can_be_planned_without_running_it() -> None:
    for command in ("demo", "test", "check", "serve", "bench", "pins", "tools", "clean"):
        planned = run("make", "--dry-run", command)
        assert planned.returncode == 0, planned.stderr


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ("exit 1", "Studio needs Python 3.11 or newer"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "lacks venv or ensurepip"),
    ],
)
def test_an_unfit_python_is_told_before_anything_is_made(tmp_path: Path, python: str, sentence: str) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("constraints.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    unfit = tmp_path / "python3"
    unfit.write_text(f"#!/bin/sh\n{python}\n")
    unfit.chmod(0o755)
    made = run("make", f"PYTHON={unfit}", "demo", cwd=tmp_path)
    assert made.returncode != 0
    assert sentence in made.stdout
    assert not (tmp_path / ".venv").exists()


def test_no_index_is_named_where_things_are_installed() -> None:
    for path in (ROOT / "Makefile", *SCRIPTS):
        content = path.read_text("utf-8")
        assert re.findall(r"https?:|--index|--extra-index|trusted-host", content) == [], path.name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_of_the_house_is_strict_and_parses(path: Path) -> None:
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text("utf-8")
    assert run("bash", "-n", str(path)).returncode == 0


def test_a_command_beside_a_server_keeps_its_exit_code() -> None:
    given = {"STUDIO_TEST_POSTGRESQL": "postgresql://somebody@127.0.0.1/else"}
    ran = run(".ci/with-postgresql", "sh", "-c", 'echo "$STUDIO_TEST_POSTGRESQL"; exit 7', **given)
    assert (ran.returncode, ran.stdout) == (7, given["STUDIO_TEST_POSTGRESQL"] + "\n")


@pytest.mark.postgresql
def test_a_server_of_ones_own_is_gone_afterwards(postgresql_url: str) -> None:
    show = 'echo "$STUDIO_TEST_POSTGRESQL"; exit 3'
    ran = run(".ci/with-postgresql", "sh", "-c", show, STUDIO_TEST_POSTGRESQL="")
    assert ran.returncode == 3, ran.stderr
    found = re.fullmatch(r"postgresql://studio:[0-9a-f]{32}@127\.0\.0\.1:(\d+)/postgres\n", ran.stdout)
    assert found
    assert f":{found[1]}/" not in postgresql_url
    listening = Path("/proc/net/tcp").read_text("ascii")
    assert f"0100007F:{int(found[1]):04X} 00000000:0000 0A" not in listening


def test_the_licence_is_apache_2() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
