"""The executor: who makes chunks of sound. Processes on this machine, or a cluster that STUDIO_EXECUTOR names.

What a task makes is found in the cache, so that a lost worker costs its task alone: the pool is replaced and the task
is given out again, FAILURES times at most.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from studio.audio.workers import Workers, in_turn
from studio.errors import ExtraMissing, Fault, SoundRefused, StoreFault, fault

FAILURES = 5
"""How often a task is given out again after its worker was lost."""
FEW = 2
"""Tasks that are done here sooner than workers are started."""
LOOK_EVERY = 0.5
PRELOADED = ["studio.audio.render", "studio.audio.prepare"]

Task = tuple[Any, ...]


class Pool(Protocol):
    """Where tasks are done: opened when the first ones come, replaced when it broke."""

    def executor(self) -> Executor:
        """The executor, a new one after the last was dropped."""

    def drop(self) -> None:
        """Stop everything at once, running tasks as well."""


@contextmanager
def open_executor(address: str = "", count: int = 0) -> Iterator[Workers]:
    """Workers for the block; nothing of them is left after it, however it ends.

    address: of a Dask scheduler (tcp:// or tls://); empty for processes here. count: how many of those; 0 for one a
    processor. Raises ExtraMissing where a cluster is named and Dask is not installed.
    """
    count = count or available()
    if not address and count == 1:
        yield in_turn
        return
    pool: Pool = Cluster(address) if address else Processes(count)
    try:
        yield _working(pool)
    finally:
        pool.drop()


def available() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _working(pool: Pool) -> Workers:
    def work(function: Callable[..., None], tasks: Sequence[Task], done: Callable[[int], None]) -> None:
        if len(tasks) <= FEW and isinstance(pool, Processes):
            in_turn(function, tasks, done)
            return
        refused: list[Fault] = []
        waiting, failures = list(tasks), 0
        while waiting:
            lost = _given_out(pool, function, waiting, refused, lambda left: done(len(tasks) - left))
            failures = failures + 1 if len(lost) == len(waiting) else 0
            if failures >= FAILURES:
                raise StoreFault(fault("pipeline.workers-lost", times=FAILURES))
            waiting = lost
        SoundRefused.raise_if(refused)

    return work


def _given_out(
    pool: Pool,
    function: Callable[..., None],
    tasks: Sequence[Task],
    refused: list[Fault],
    left: Callable[[int], None],
) -> list[Task]:
    """Give tasks out once; those whose worker was lost."""
    executor = pool.executor()
    lost: list[Task] = []
    try:
        futures = {executor.submit(function, *task): task for task in tasks}
    except BrokenExecutor:
        pool.drop()
        return list(tasks)
    missing = len(tasks)
    for future in as_completed(futures):
        try:
            future.result()
        except SoundRefused as error:
            refused += error.faults
        except (BrokenExecutor, CancelledError, OSError) as error:
            if isinstance(error, OSError) and not isinstance(error, ConnectionError):
                raise
            lost.append(futures[future])
            continue
        missing -= 1
        left(missing)
    if lost:
        pool.drop()
    return lost


class Processes:
    """Processes on this machine, which end with the one that started them."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._before: frozenset[BaseProcess] = frozenset()

    def executor(self) -> Executor:
        """The pool."""
        if self._pool is None:
            self._before = frozenset(multiprocessing.active_children())
            context = multiprocessing.get_context("forkserver" if _has_forkserver() else "spawn")
            if _has_forkserver():
                context.set_forkserver_preload(PRELOADED)
            self._pool = ProcessPoolExecutor(self._count, context, _begin, (os.getpid(),))
        return self._pool

    def drop(self) -> None:
        """Kill the workers and wait for their end."""
        if self._pool is None:
            return
        own = [child for child in multiprocessing.active_children() if child not in self._before]
        for child in own:
            child.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


def _has_forkserver() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()


def _begin(builder: int) -> None:
    """A worker leaves Ctrl-C to the builder, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(os.getppid(), builder), daemon=True).start()


def _watch(parent: int, builder: int) -> None:
    while os.getppid() == parent and _alive(builder):
        time.sleep(LOOK_EVERY)
    os._exit(1)


def _alive(process_id: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return False
    return True


class Cluster:
    """Workers of a Dask scheduler, on machines that see the workspace under the same path."""

    def __init__(self, address: str) -> None:
        try:
            self._distributed = import_module("distributed")
        except ImportError as reason:
            raise ExtraMissing(
                fault("ground.extra-missing", "Dask", command="pip install 'studio-radio[cluster]'")
            ) from reason
        self._address = address
        self._client: Any = None

    def executor(self) -> Executor:
        """The cluster as an executor. Raises StoreFault where its scheduler does not answer."""
        if self._client is None:
            try:
                self._client = self._distributed.Client(self._address, timeout="10s", set_as_default=False)
            except (OSError, ValueError) as reason:
                raise StoreFault(fault("pipeline.cluster-silent", self._address)) from reason
        executor: Executor = self._client.get_executor(pure=False, retries=2)
        return executor

    def drop(self) -> None:
        """Cancel what is waiting and leave."""
        if self._client is not None:
            self._client.close()
            self._client = None
