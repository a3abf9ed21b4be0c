"""The ways of assembling the episode that are measured beside ours, and what each needs."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

NORMALIZE = "ffmpeg-normalize==1.43.0"


@dataclass(frozen=True, slots=True)
class Way:
    """One whole program beside ours.

    key: its name on the command line. goal: what our wall time may be of its, from nothing. command: with PLAN and
    TARGET still to come, or, where it is `bare`, INPUT and TARGET. missing: what to do where it is not installed.
    """

    key: str
    what: str
    goal: float
    command: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    bare: bool = False
    missing: str = ""

    def line(self, plan: Path, finished: Path, target: Path) -> list[str]:
        """The whole command."""
        return [*self.command, str(finished if self.bare else plan), str(target), *self.more]


def script(name: str) -> tuple[str, ...]:
    """A script of benchmarks/peers."""
    return (sys.executable, "-m", f"benchmarks.peers.{name}")


OURS = script("studio")
FINISHED = (*script("single"),)


def ways(cache: Path) -> tuple[Way, ...]:
    """All of them, in the order in which they are measured."""
    own = cache / "venv" / "bin" / "ffmpeg-normalize"
    normalize = str(own) if own.exists() else shutil.which("ffmpeg-normalize") or ""
    how = "" if normalize else f"python3 -m venv {cache}/venv && {cache}/venv/bin/pip install {NORMALIZE}"
    lame = shutil.which("lame") or ""
    both = ("--at-once", "2")
    return (
        Way("single", "(d) one ffmpeg graph after an ebur128 scan a file", 0.45, script("single")),
        Way("piped", "(d) with the encoder in a process of its own", 0.45, script("single"), ("--piped",)),
        Way("plain", "(a) a plain pydub script", 0.35, script("plain")),
        Way("loudnorm", "(b) ffmpeg, loudnorm twice a file", 0.12, script("loudnorm")),
        Way("loudnorm-2", "(b) with two files at a time", 0.12, script("loudnorm"), both),
        Way("normalize", "(c) ffmpeg-normalize and ffmpeg", 0.12, script("normalize"), (normalize,), False, how),
        Way("normalize-2", "(c) with two of it at a time", 0.12, script("normalize"), (normalize, *both), False, how),
        Way(
            "lame",
            "(e) the floor, LAME encoding the finished sound on one core",
            0.9,
            (lame, "--quiet", "-b", "128"),
            bare=True,
            missing="" if lame else "apt-get install lame",
        ),
    )
