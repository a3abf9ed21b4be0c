"""The workers: who makes chunks of sound. Processes on this machine, or a cluster that STUDIO_EXECUTOR names.

What a task makes is found in the cache, so that a lost worker costs its task alone: it is given out again, FAILURES
times at most.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from studio.audio.player.workers import Workers, in_turn
from studio.errors import Fault, SoundRefused, StoreFault, fault
from studio.pipeline.cluster import Cluster
from studio.pipeline.processes import Processes

FAILURES = 5
"""How often a task's worker may be lost."""
FEW = 2
"""Tasks that are done here sooner than workers are started."""
AT_ONCE = 256
"""Tasks that are given out at a time: what waits does not grow with the length of a show."""
LOOK_EVERY = 5.0
HERE = Path()
LOST = (BrokenExecutor, CancelledError, ConnectionError)

Task = tuple[Any, ...]


class Pool(Protocol):
    """Where tasks are done: opened when the first ones come, and again after it was dropped."""

    @property
    def started(self) -> bool:
        """Whether its workers stand ready; then even few tasks are given to them."""

    def executor(self) -> Executor:
        """The executor. Raises StoreFault where there is none to be had."""

    def look(self) -> None:
        """See that somebody is there, where nothing was done for a while. Raises StoreFault."""

    def gave_up(self, error: BaseException) -> int:
        """How many workers a task had already lost where it failed for that; 0 where it did not."""

    def drop(self) -> None:
        """Stop everything at once, running tasks as well."""


@contextmanager
def open_executor(address: str = "", count: int = 0, folder: Path = HERE) -> Iterator[Workers]:
    """Workers for the block; nothing of them is left after it, however it ends.

    address: of a Dask scheduler (tcp:// or tls://); empty for processes here. count: how many of those; 0 for one a
    processor. folder: where tasks leave what they make; a cluster is asked whether it sees it. Raises ExtraMissing
    where a cluster is named and Dask is not installed, StoreFault where the address is none.
    """
    count = count or available()
    if not address and count == 1:
        yield in_turn
        return
    pool: Pool = Cluster(address, folder) if address else Machine(count)
    try:
        yield _working(pool)
    finally:
        pool.drop()


def available() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Machine:
    """Processes on this machine."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._processes: Processes | None = None

    @property
    def started(self) -> bool:
        """Whether there are any."""
        return self._processes is not None

    def executor(self) -> Executor:
        """The processes."""
        if self._processes is None:
            self._processes = Processes(self._count)
        return self._processes

    def look(self) -> None:
        """A lost process is noticed by itself."""

    def gave_up(self, error: BaseException) -> int:
        """0: a lost worker is told of each time."""
        return 0

    def drop(self) -> None:
        """Kill the processes, and wait until they are gone."""
        if self._processes is not None:
            self._processes.shutdown(cancel_futures=True)
            self._processes = None


def _working(pool: Pool) -> Workers:
    def work(function: Callable[..., None], tasks: Sequence[Task], done: Callable[[int], None]) -> None:
        if len(tasks) <= FEW and not pool.started:
            in_turn(function, tasks, done)
        else:
            Round(pool, function, tasks).finish(done)

    return work


class Round:
    """Tasks that are given out until all are done."""

    def __init__(self, pool: Pool, function: Callable[..., None], tasks: Sequence[Task]) -> None:
        self._pool, self._function, self._tasks = pool, function, tasks
        self._waiting = deque(range(len(tasks)))
        self._running: dict[Future[None], int] = {}
        self._lost = [0] * len(tasks)
        self._refused: dict[int, Sequence[Fault]] = {}

    def finish(self, done: Callable[[int], None]) -> None:
        """Raises SoundRefused with what was refused in the order of the tasks, StoreFault where workers do not last."""
        try:
            self._give_out_all(done)
        finally:
            for future in self._running:
                future.cancel()
        SoundRefused.raise_if(one for _, faults in sorted(self._refused.items()) for one in faults)

    def _give_out_all(self, done: Callable[[int], None]) -> None:
        finished = 0
        while self._waiting or self._running:
            self._give_out()
            ended, _ = wait(self._running, LOOK_EVERY, FIRST_COMPLETED)
            if not ended:
                self._pool.look()
            for future in ended:
                if self._ended(future, self._running.pop(future)):
                    finished += 1
                    done(finished)

    def _give_out(self) -> None:
        while self._waiting and len(self._running) < AT_ONCE:
            task = self._tasks[self._waiting[0]]
            future = self._pool.executor().submit(self._function, *task)
            self._running[future] = self._waiting.popleft()

    def _ended(self, future: Future[None], number: int) -> bool:
        """Whether a task is done; where it was lost it waits again."""
        try:
            future.result()
        except SoundRefused as error:
            self._refused[number] = error.faults
        except Exception as error:
            given_up = self._pool.gave_up(error)
            if not given_up and not isinstance(error, LOST):
                raise
            self._lost[number] += given_up or 1
            if given_up or self._lost[number] >= FAILURES:
                raise StoreFault(fault("pipeline.workers-lost", times=self._lost[number])) from error
            self._waiting.append(number)
            return False
        return True
