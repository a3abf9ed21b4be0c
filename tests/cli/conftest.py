"""A real workspace with organizations and two reports, and `studio` to run on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["STUDIO_LANG"] = "en"

import numpy as np
import pytest
from click.testing import CliRunner

from studio.cli.main import cli
from studio.pipeline.community import import_organizations
from studio.pipeline.exchange import report_example, write_organization_example
from studio.pipeline.file import import_reports
from studio.pipeline.opening import make_workspace, open_studio

ORGANIZATIONS = """\
code,name_km,name_en,description_km,description_en,place_code,sectors,members_total,participant_status,\
directory_online,directory_print
BTB-01,សហគមន៍នេសាទផ្កាស្នោ,Phka Snao Community Fishery,យើងថែរក្សាព្រៃលិចទឹក។,We look after the flooded forest.,0205,\
fisheries,214,participant,yes,no
BTB-02,សហគមន៍វាលថ្មី,Veal Thmey Community,,,0206,land,168,participant,no,yes
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: exit code, what it printed, what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as values."""
        return json.loads(self.out)


JOINT = "6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11"
RATE = 48_000
Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two organizations and the two reports of the example file; to copy."""
    root = tmp_path_factory.mktemp("filled") / "station"
    make_workspace(root)
    table = root.parent / "organizations.csv"
    table.write_text(ORGANIZATIONS, encoding="utf-8")
    example = root.parent / "reports.csv"
    studio = open_studio(root, environ={})
    import_organizations(studio, table)
    example.write_bytes(report_example(studio))
    import_reports(studio, example)
    write_organization_example(root.parent / "example.xlsx")
    studio.engine.dispose()
    return root


@pytest.fixture
def station(filled: Path, tmp_path: Path) -> Path:
    """The filled workspace, to do with as one likes."""
    return shutil.copytree(filled, tmp_path / "station")


@pytest.fixture
def run(station: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("report", "list")`: studio in this process, in English, standing in the workspace."""
    monkeypatch.chdir(station)

    def in_process(*words: object, stdin: bytes | str | None = None) -> Ran:
        done = CliRunner().invoke(cli, [str(word) for word in words], input=stdin, prog_name="studio")
        return Ran(done.exit_code, done.stdout, done.stderr)

    return in_process


@pytest.fixture
def outside(station: Path) -> Run:
    """`outside("report", "list", STUDIO_LANG="km")`: studio in a process of its own."""

    def as_process(*words: object, stdin: bytes | None = None, **variables: str) -> Ran:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("STUDIO_", "LC_", "LANG"))}
        done = subprocess.run(
            [sys.executable, "-c", "from studio.cli.main import main; main()", *map(str, words)],
            cwd=station,
            env=kept | {"LC_ALL": "C.UTF-8"} | variables,
            input=stdin,
            capture_output=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return as_process


@pytest.fixture
def recorded(run: Run, station: Path) -> Callable[[int], str]:
    """`recorded(20)`: a script whose first part has a take of so many seconds, a second of silence around; its key."""

    def take(seconds: int) -> str:
        assert run("report", "clear", JOINT).code == 0
        key = str(run("script", "write", "--json").json["new"][0]["key"])
        assert run("--actor", "ED-01", "script", "approve", key).code == 0
        sound = np.zeros((seconds + 2) * RATE)
        sound[RATE : (seconds + 1) * RATE] = np.random.default_rng(1).standard_normal(seconds * RATE) * 0.1
        with wave.open(str(station / "take.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((sound.clip(-0.9, 0.9) * 32767).astype("<i2").tobytes())
        assert run("take", "add", key, 1, "take.wav").code == 0
        return key

    return take
