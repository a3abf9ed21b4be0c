"""Long work beside the desk: an edition built, all that is built published, something withdrawn; in a child program.

What was asked for, how far it is and what came of it stand as files in .studio.work, each written whole: a withdrawal
empties the cache, and looks into no hidden folder. One work at a time. A work that was stopped or cut short is gone on
with by asking for it again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from studio.accounts.tokens import new_token
from studio.errors import Conflict, Fault, NotFound, StudioError, fault, fault_tree
from studio.pipeline.beside import ASKED, PROGRAM, STEP, STOP, begin, faults_in, leave_faults, read
from studio.pipeline.build import build_episode
from studio.pipeline.opening import Studio, open_studio
from studio.pipeline.publish import publish_all
from studio.pipeline.withdrawals.withdraw import withdraw
from studio.store.files import write_text

DONE = "done.json"
FOLDER = ".studio.work"

Outcome = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for. kind: build, publish or withdraw; about: an edition, or what is withdrawn; reason: of a
    withdrawal; token: of this work; program: the one that waits for it."""

    kind: str
    about: str
    reason: str
    token: str
    by: str
    at: datetime
    program: str


@dataclass(frozen=True, slots=True)
class Work:
    """A work as it stands: going on while nothing came of it. stage, done, total: how far it is; outcome: what came of
    it; faults: why nothing did."""

    asked: Asked
    stage: str = ""
    done: int = 0
    total: int = 0
    outcome: Outcome | None = None
    faults: tuple[Fault, ...] = ()
    stopping: bool = False

    @property
    def going(self) -> bool:
        """Whether it goes on."""
        return self.outcome is None and not self.faults


def folder_of(studio: Studio) -> Path:
    """Where a work leaves what it has."""
    return studio.workspace.root / FOLDER


def begin_work(studio: Studio, kind: str, about: str = "", reason: str = "") -> Work:
    """Start a work in a child program. Raises Conflict while another one goes on, here or at the command line."""
    standing = work_of(studio)
    if standing is not None and standing.going:
        raise Conflict(fault("ground.busy", studio.workspace.root))
    asked = Asked(kind, about, reason, new_token(), studio.actor, studio.now, PROGRAM)
    with studio.alone():
        begin(
            folder_of(studio),
            asdict(asked),
            DONE,
            lost(asked),
            carry_out,
            *(studio.workspace.root, studio.actor, kind, about, reason),
            stopped=fault("pipeline.work-stopped", about or kind),
        )
    return Work(asked)


def lost(asked: Asked) -> Fault:
    """That a work was cut short."""
    return fault("pipeline.work-lost", asked.about or asked.kind)


def carry_out(root: Path, actor: str, kind: str, about: str, reason: str) -> None:
    """What the child program does: the work, and what came of it beside what was asked."""
    folder = root / FOLDER

    def tell(stage: str, done: int, total: int) -> None:
        write_text(folder / STEP, json.dumps([stage, done, total]))

    studio = open_studio(root, actor=actor, tell=tell)
    try:
        with studio.alone():
            outcome = WORKS[kind](studio, about, reason)
        write_text(folder / DONE, json.dumps(outcome))
    except StudioError as error:
        leave_faults(folder, error.faults)
    finally:
        studio.engine.dispose()


def built(studio: Studio, about: str, reason: str) -> Outcome:
    """Build an edition."""
    masters = build_episode(studio, about).masters
    return {"masters": [{"name": one.spec.name, "new": one.new} for one in masters]}


def published(studio: Studio, about: str, reason: str) -> Outcome:
    """Publish everything that is built."""
    done = publish_all(studio)
    return {
        "episodes": list(done.slugs),
        "written": len(done.result.written),
        "removed": len(done.result.removed),
        "held": {slug: [fault_tree(one) for one in error.faults] for slug, error in done.held.items()},
        "faults": [fault_tree(one) for one in done.faults],
    }


def withdrawn(studio: Studio, about: str, reason: str) -> Outcome:
    """Withdraw something."""
    done = withdraw(studio, about, reason)
    return {"code": done.row.code if done.row else "", "new": done.new, "told": [fault_tree(one) for one in done.told]}


WORKS: Mapping[str, Callable[[Studio, str, str], Outcome]] = {
    "build": built,
    "publish": published,
    "withdraw": withdrawn,
}


def work_of(studio: Studio) -> Work | None:
    """The work of this workspace, as far as it is; None where nobody asked for one."""
    folder = folder_of(studio)
    tree = read(folder / ASKED)
    if tree is None:
        return None
    asked = Asked(**{**tree, "at": datetime.fromisoformat(tree["at"])})
    outcome, step = read(folder / DONE), read(folder / STEP)
    faults = faults_in(folder, lost(asked), asked.program, done=outcome is not None)
    stage, done, total = step or ("", 0, 0)
    return Work(asked, stage, done, total, outcome, faults, (folder / STOP).exists())


def stop_work(studio: Studio, token: str) -> None:
    """Stop a work; what it made stays. Raises NotFound, Conflict for a withdrawal: what is out has to go."""
    standing = named(studio, token)
    if standing.asked.kind == "withdraw":
        raise Conflict(fault("pipeline.work-unstoppable", standing.asked.about))
    if standing.going:
        (folder_of(studio) / STOP).touch()


def forget_work(studio: Studio, token: str) -> None:
    """Put away what came of a work. Raises NotFound, Conflict while it goes on."""
    if named(studio, token).going:
        raise Conflict(fault("ground.busy", studio.workspace.root))
    shutil.rmtree(folder_of(studio), ignore_errors=True)


def named(studio: Studio, token: str) -> Work:
    """The work of that token. Raises NotFound where it is another one, or none."""
    standing = work_of(studio)
    if standing is None or standing.asked.token != token:
        raise NotFound(fault("ground.not-found", token, kind="work", command="studio status"))
    return standing
