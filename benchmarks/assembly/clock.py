"""Whole programs timed from outside: the clock on the wall, processor time and memory of everything they started."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.1
PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 5.0
"""Seconds in which what a program left running must have ended."""


@dataclass(frozen=True, slots=True)
class Run:
    """One program, from its start to its end.

    wall, processor: seconds. memory: bytes, the most that all of its processes together had for themselves.
    """

    wall: float
    processor: float
    memory: int


def adopt_orphans() -> None:
    """Let what a program leaves behind become a child of this process, so that its processor time is counted."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def timed(command: Sequence[str]) -> Run:
    """Run a program. Raises SystemExit with what it said where it failed."""
    before = spent()
    with Gauge() as gauge:
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        gauge.watch(child.pid)
        said, _ = child.communicate()
        wall = time.perf_counter() - begun
    reap()
    if child.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{said.decode(errors='replace')[-3000:]}")
    return Run(wall, spent() - before, gauge.most)


def spent() -> float:
    """Processor seconds of all children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def reap() -> None:
    """Wait for what was left running; it must end on its own."""
    until = time.monotonic() + PATIENCE
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            ended, _ = os.waitpid(-1, os.WNOHANG)
            if not ended:
                time.sleep(0.02)


class Gauge:
    """Looks at the memory of a process and all below it, as long as the `with` statement lasts."""

    def __init__(self) -> None:
        self.most = 0
        self._process = 0
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Gauge:
        self._looking.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._looking.join()

    def watch(self, process: int) -> None:
        """Look at this process from now on."""
        self._process = process

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            if self._process:
                self.most = max(self.most, sum(own(one) for one in below(self._process)))


def below(process: int) -> Iterator[int]:
    """A process and all that it started, directly or not."""
    yield process
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from below(int(child))


def own(process: int) -> int:
    """Bytes that a process has for itself: its share of anonymous and of shared memory, not of mapped files."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        told = {name: value.split()[0] for name, _, value in (line.partition(":") for line in lines) if value}
        return 1024 * sum(int(told.get(name, 0)) for name in ("Pss_Anon", "Pss_Shmem", "Swap"))
    return 0
