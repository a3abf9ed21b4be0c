"""A cluster as an executor: workers of a Dask scheduler, on machines that see the workspace under the same path."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from studio.errors import ExtraMissing, Fault, StoreFault, fault
from studio.store.files import PARTIAL

PATIENCE = 10.0
"""Seconds that a scheduler, or its first worker, may take to answer."""
DESERTED = 30.0
"""Seconds without any worker after which nobody waits for one any longer."""
AGAIN, LEAVING = 0.25, 2.0
DECIDING = ("studio-radio", "av", "lameenc", "numpy", "scipy", "soxr")
"""Packages that have a say in the bytes of a master."""


class Cluster:
    """The workers of one scheduler.

    address: tcp://HOST:PORT or tls://HOST:PORT. folder: what every machine has to see under the same path. Raises
    ExtraMissing where Dask is not installed, StoreFault where the address is none.
    """

    started = True

    def __init__(self, address: str, folder: Path) -> None:
        self._address, self._folder, self._place = address, folder, _place(address)
        try:
            self._distributed = import_module("distributed")
        except ImportError as reason:
            command = "pip install 'studio-radio[cluster]'"
            raise ExtraMissing(fault("ground.extra-missing", "Dask", command=command)) from reason
        logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
        self._client: Any = None
        self._executor: Executor | None = None
        self._inhabited = 0.0

    def executor(self) -> Executor:
        """The cluster as an executor. Raises StoreFault where it does not answer, or cannot make the same bytes."""
        if self._client is not None and self._client.status != "running":
            self.drop()
        if self._executor is None:
            self._reach()
            try:
                self._join()
            except OSError as reason:
                raise StoreFault(fault("pipeline.cluster-silent", self._address)) from reason
            self._executor = self._client.get_executor(pure=False, retries=2)
        return self._executor

    def look(self) -> None:
        """See that somebody is there to work. Raises StoreFault where nobody is any longer."""
        self._reach()
        with suppress(OSError):
            if self._client.nthreads():
                self._inhabited = time.monotonic()
        if time.monotonic() - self._inhabited > DESERTED:
            raise StoreFault(fault("pipeline.cluster-empty", self._address))

    def drop(self) -> None:
        """Cancel what is waiting and leave."""
        client, self._client, self._executor = self._client, None, None
        if client is not None:
            with suppress(OSError):
                client.close(timeout=LEAVING)

    def gave_up(self, error: BaseException) -> int:
        """How many workers the scheduler lost with a task before it gave that up; 0 where it did not."""
        killed = isinstance(error, self._distributed.scheduler.KilledWorker)
        return int(error.allowed_failures) + 1 if killed else 0  # type: ignore[attr-defined]

    def _reach(self) -> None:
        """Wait until the scheduler says a word; a port that takes calls and stays mute would keep Dask for ever."""
        until = time.monotonic() + PATIENCE
        while not self._speaks(until - time.monotonic()):
            if time.monotonic() + AGAIN > until:
                raise StoreFault(fault("pipeline.cluster-silent", self._address))
            time.sleep(AGAIN)

    def _speaks(self, seconds: float) -> bool:
        try:
            with socket.create_connection(self._place, max(seconds, AGAIN)) as line:
                return self._address.startswith("tls") or bool(line.recv(1))
        except OSError:
            return False

    def _join(self) -> None:
        if self._address.startswith("tls") and not self._certified():
            raise StoreFault(fault("pipeline.cluster-certificate", self._address))
        self._client = self._distributed.Client(self._address, timeout=PATIENCE, set_as_default=False)
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as reason:
            raise StoreFault(fault("pipeline.cluster-empty", self._address)) from reason
        self._inhabited = time.monotonic()
        self._compare()

    def _certified(self) -> bool:
        """Whether Dask was told of certificates, and can read them."""
        with suppress(OSError):
            return self._distributed.Security().get_connection_args("client")["ssl_context"] is not None
        return False

    def _compare(self) -> None:
        """See that every machine makes the same bytes, and sees the same folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(prefix=PARTIAL, dir=self._folder) as shared:
            told = self._client.run(_told, shared.name, on_error="return")
        told[f"{self._address} (scheduler)"] = self._told_by_scheduler()
        StoreFault.raise_if(one for worker, found in told.items() for one in self._faults(worker, found))

    def _told_by_scheduler(self) -> object:
        """What is installed there: it reads every task before it hands it on."""
        try:
            return self._client.run_on_scheduler(_versions), True
        except Exception as reason:
            return reason

    def _faults(self, worker: str, found: Any) -> Iterator[Fault]:
        if isinstance(found, OSError):
            return
        if isinstance(found, Exception):
            yield fault("pipeline.cluster-without-studio", worker)
            return
        versions, sees = found
        for name, wanted in _versions().items():
            if versions[name] != wanted:
                yield fault("pipeline.cluster-differs", worker, package=name, found=versions[name], wanted=wanted)
        if not sees:
            yield fault("pipeline.cluster-blind", worker, folder=str(self._folder))


def _told(shared: str) -> tuple[Mapping[str, str], bool]:
    """On a worker: what is installed there, and whether a file is seen from there."""
    return _versions(), Path(shared).exists()


def _versions() -> Mapping[str, str]:
    return {name: version(name) for name in DECIDING}


def _place(address: str) -> tuple[str, int]:
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme in ("tcp", "tls") and parts.hostname and parts.port:
            return parts.hostname, parts.port
    raise StoreFault(fault("pipeline.cluster-address", address))
