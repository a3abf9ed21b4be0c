"""Processes on this machine as an executor: a lost one costs the task it was at, and none outlives the builder.

The pool of the standard library loses every task when one worker is killed, imports the builder's main program into
each worker, and leaves semaphores behind when the builder is killed. A worker here is a program of its own that notices
on its standard input when the builder is gone, however that ended.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from studio.pipeline.worker import received, send

PROGRAM = Path(__file__).with_name("worker.py")
SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Workers share the processors: none of them starts threads to calculate with."""


class WorkerLost(BrokenExecutor):
    """A worker was ended while it was at a task, or could not be started."""


class Worker:
    """A program that does tasks, one after another. Raises WorkerLost where it cannot be started."""

    def __init__(self) -> None:
        try:
            self._program = subprocess.Popen(
                [sys.executable, "-P", PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **SINGLE},
                process_group=0,
            )
        except OSError as reason:
            raise WorkerLost(*reason.args) from reason
        self._told = False

    def work(self, task: bytes) -> Any:
        """Have a task done: a function, its arguments and its named ones as a pickle. Raises what it raised, and
        WorkerLost."""
        if self._program.stdin is None or self._program.stdout is None:
            raise WorkerLost
        try:
            if not self._told:
                send(self._program.stdin, pickle.dumps(sys.path))
                self._told = True
            send(self._program.stdin, task)
            answer = received(self._program.stdout)
        except (EOFError, BrokenPipeError) as reason:
            raise WorkerLost from reason
        given, error = pickle.loads(answer)  # nosec B301  # noqa: S301  (our own child's)
        if error is not None:
            raise error
        return given

    def kill(self) -> None:
        """End it at once, whatever it is at."""
        self._program.kill()

    def close(self) -> None:
        """End it, and leave nothing of it open."""
        self._program.kill()
        self._program.wait()
        for pipe in (self._program.stdin, self._program.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


class Processes(Executor):
    """So many workers, each started when there is a task for it."""

    def __init__(self, count: int) -> None:
        self._threads = ThreadPoolExecutor(count, "worker")
        self._lock = threading.Lock()
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._closed = False

    @property
    def started(self) -> bool:
        """Whether any worker stands ready."""
        return bool(self._workers)

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have a function called in a worker. Its future raises WorkerLost as well."""
        return self._threads.submit(self._work, function, arguments, named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers: after their tasks, or at once where futures are cancelled."""
        if cancel_futures:
            with self._lock:
                self._closed = True
                for worker in self._workers:
                    worker.kill()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            while self._idle:
                self._close(self._idle.pop())

    def _work(self, function: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        task = pickle.dumps((function, arguments, named))
        worker = self._taken()
        try:
            given = worker.work(task)
        except WorkerLost:
            self._close(worker)
            raise
        except BaseException:
            self._idle.append(worker)
            raise
        self._idle.append(worker)
        return given

    def _taken(self) -> Worker:
        with self._lock:
            if self._closed:
                raise WorkerLost
            if self._idle:
                return self._idle.pop()
            worker = Worker()
            self._workers.add(worker)
            return worker

    def _close(self, worker: Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.close()
