"""The command as a person runs it, in a workspace of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from studio.cli.main import main; main()")


def environment() -> dict[str, str]:
    """What the command is given: English, and nothing of the person who runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STUDIO_")}
    return {**kept, "STUDIO_LANG": "en", "PYTHONPATH": str(ROOT)}


def run(workspace: Path, *arguments: str, expected: int = 0) -> str:
    """Run a command in a workspace; what it printed."""
    done = subprocess.run(
        [*COMMAND, "-C", str(workspace), *arguments],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=1500,
        check=False,
    )
    assert done.returncode == expected, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


@dataclass(frozen=True, slots=True)
class Walked:
    """A workspace after the demonstration, and what it said."""

    workspace: Path
    said: str

    def edition(self, slug: str) -> Path:
        """The folder of an edition."""
        return self.workspace / "episodes" / slug


def empty_station(folder: Path) -> Path:
    """A workspace to be: the editors' folder, and nothing else."""
    folder.mkdir(parents=True)
    (folder / "scripts").symlink_to(ROOT / "scripts")
    return folder
