"""Work beside the desk: a child program does it, and leaves how far it is and what came of it as files in a folder.

Each file is written whole, so that any page can read them at any moment; one work in a folder at a time.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from threading import Thread
from typing import Any

from studio.accounts.tokens import new_token
from studio.errors import Fault, fault_of, fault_tree
from studio.pipeline.processes import Processes, WorkerLost
from studio.store.files import make_folder, write_text

ASKED, STEP, FAILED, STOP = "asked.json", "step.json", "failed.json", "stop"
"""What somebody asked for, how far it is, why nothing came of it, and that somebody wants it to stop."""
LOOK_S = 0.2
"""Seconds between two looks whether somebody wants a work to stop."""

PROGRAM = new_token()
"""This program, and no other one: in a container, the number of a program is that of the one before it."""


def begin(
    folder: Path,
    asked: Mapping[str, Any],
    done: str,
    lost: Fault,
    work: Callable[..., None],
    *arguments: object,
    stopped: Fault | None = None,
) -> None:
    """Have a child program do a work; what an earlier one left in the folder is removed first.

    asked: what was asked for, kept as ASKED. done: the file that the work leaves when it ends well. lost: the fault
    that is left where it ended without. stopped: the one where somebody wanted it to stop; None: the work itself looks
    for STOP, and ends well.
    """
    leave_asked(folder, asked)
    wanted = (folder, done, lost, stopped, work, arguments)
    Thread(target=watched, args=wanted, name=f"beside-{folder.name}", daemon=True).start()


def watched(
    folder: Path,
    done: str,
    lost: Fault,
    stopped: Fault | None,
    work: Callable[..., None],
    arguments: tuple[object, ...],
) -> None:
    """Wait for a work, end it where somebody wants that, and leave nothing of its program open."""
    children = Processes(1)
    child = children.submit(work, *arguments)
    while not over(child):
        if stopped is not None and (folder / STOP).exists():
            children.shutdown(cancel_futures=True)
    error = child.exception()
    if error is not None and folder.is_dir() and not (folder / done).exists():
        wanted = (folder / STOP).exists() and isinstance(error, WorkerLost)
        leave_faults(folder, [stopped if stopped is not None and wanted else lost])
    children.shutdown()


def over(child: Future[None]) -> bool:
    """Whether a work has ended, after a short wait."""
    try:
        child.exception(LOOK_S)
    except NotYet:
        return False
    return True


def leave_asked(folder: Path, asked: Mapping[str, Any]) -> None:
    """Leave what somebody asked for, and nothing of an earlier work."""
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    write_text(folder / ASKED, json.dumps(asked, default=str))


def leave_faults(folder: Path, faults: Iterable[Fault]) -> None:
    """Leave why nothing came of a work."""
    write_text(folder / FAILED, json.dumps([fault_tree(one) for one in faults]))


def faults_in(folder: Path, lost: Fault, program: str, *, done: bool) -> tuple[Fault, ...]:
    """Why nothing came of a work; nothing while it goes on. program: the one that waits for it; done: it ended well."""
    failed = read(folder / FAILED)
    if done:
        return ()
    if failed is None:
        return () if program == PROGRAM else (lost,)
    return tuple(map(fault_of, failed))


def read(path: Path) -> Any:
    """What stands in a file; None where it is not there."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
