"""Where matrices are solved: here, or in a child that is ended in the middle of one as soon as somebody asks."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

import numpy as np

from studio.scheduling.seasons import highs, nearing
from studio.scheduling.seasons.child import received, send
from studio.scheduling.seasons.highs import Found
from studio.scheduling.seasons.matrix import Floats, Matrix

PROGRAM = Path(__file__).with_name("child.py")
SMALL = 60
"""Columns up to which a search is over before anybody could ask to end it."""
EVERY = 0.1
"""Seconds between two questions whether to end."""
SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
NOTHING = Found(None, np.inf, False)
"""What a search found that was ended."""


class Solving(Protocol):
    """What solves matrices, as `highs` does."""

    def searched(self, matrix: Matrix, nodes: int, gap: float = 0.0) -> Found:
        """As `highs.searched`; NOTHING where it was ended."""

    def relaxed(self, matrix: Matrix) -> tuple[Floats, Floats] | None:
        """As `highs.relaxed`; None also where it was ended."""

    def neared(self, matrix: Matrix, turns: int) -> tuple[Floats, Floats] | None:
        """As `nearing.neared`; None where it was ended."""


class Here:
    """Matrices are solved in this program."""

    def searched(self, matrix: Matrix, nodes: int, gap: float = 0.0) -> Found:
        """As `highs.searched`."""
        return highs.searched(matrix, nodes, gap)

    def relaxed(self, matrix: Matrix) -> tuple[Floats, Floats] | None:
        """As `highs.relaxed`."""
        return highs.relaxed(matrix)

    def neared(self, matrix: Matrix, turns: int) -> tuple[Floats, Floats] | None:
        """As `nearing.neared`."""
        return nearing.neared(matrix, turns)


class Child:
    """Matrices are solved in a child program, which is killed in the middle of one once `stopped` says so.

    What is found is the same as here. The child is gone when this program is, however that ended.
    """

    def __init__(self, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self._program: subprocess.Popen[bytes] | None = None

    def searched(self, matrix: Matrix, nodes: int, gap: float = 0.0) -> Found:
        """As `highs.searched`; NOTHING where it was ended."""
        if matrix.columns <= SMALL:
            return highs.searched(matrix, nodes, gap)
        found = self._asked(highs.searched, matrix, nodes, gap)
        return found if isinstance(found, Found) else NOTHING

    def relaxed(self, matrix: Matrix) -> tuple[Floats, Floats] | None:
        """As `highs.relaxed`; None also where it was ended."""
        found: tuple[Floats, Floats] | None = self._asked(highs.relaxed, matrix)
        return found

    def neared(self, matrix: Matrix, turns: int) -> tuple[Floats, Floats] | None:
        """As `nearing.neared`; None where it was ended."""
        found: tuple[Floats, Floats] | None = self._asked(nearing.neared, matrix, turns)
        return found

    def close(self) -> None:
        """End the child, and leave nothing of it open."""
        if self._program is None:
            return
        self._program.kill()
        self._program.wait()
        for pipe in (self._program.stdin, self._program.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._program = None

    def _asked(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What the child finds; None where it was ended before, or was killed by others."""
        if self._stopped():
            return None
        program = self._program or self._started()
        assert program.stdin is not None and program.stdout is not None
        try:
            return self._answered(program.stdin, program.stdout, (function, arguments))
        except (EOFError, BrokenPipeError):
            self.close()
            return None

    def _answered(self, asking: IO[bytes], answers: IO[bytes], asked: object) -> Any:
        send(asking, asked)
        with selectors.DefaultSelector() as waiting:
            waiting.register(answers, selectors.EVENT_READ)
            while not waiting.select(EVERY):
                if self._stopped():
                    self.close()
                    return None
        return received(answers)

    def _started(self) -> subprocess.Popen[bytes]:
        self._program = subprocess.Popen(
            [sys.executable, "-P", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **SINGLE},
            process_group=0,
        )
        assert self._program.stdin is not None
        send(self._program.stdin, sys.path)
        return self._program


@contextmanager
def solving(stopped: Callable[[], bool] | None) -> Iterator[Solving]:
    """Where matrices are solved while the block runs: here where nobody may end a search, else in a child."""
    if stopped is None:
        yield Here()
        return
    child = Child(stopped)
    try:
        yield child
    finally:
        child.close()
