"""A season proposed beside the desk: searched for in a child program, shown, and kept only when somebody says so.

What is asked for, how far it is and what was found stand as files below audio/cache/season-search, each written whole;
one search at a time.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from studio.accounts.tokens import new_token
from studio.errors import Conflict, Fault, NotFound, StudioError, fault
from studio.pipeline.airtime import coming
from studio.pipeline.beside import ASKED, PROGRAM, STEP, STOP, begin, faults_in, leave_faults, read
from studio.pipeline.opening import Studio, open_studio
from studio.pipeline.seasons.season import inputs_of, period, season_of
from studio.pipeline.seasons_kept import Kept, keep_plan, newest_plan, plan_json, read_plan
from studio.scheduling.exports.season_merge import season_differences
from studio.scheduling.seasons.propose import propose_season
from studio.scheduling.seasons.values import Plan, Step
from studio.store.engine import reading
from studio.store.files import write_text

FOUND = "found.json"
LOST = fault("pipeline.season-search-lost", "season")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for. token: of this search; after: the plan that was the newest then; program: the one that
    waits for it."""

    token: str
    since: date | None
    until: date | None
    seed: int
    hold: bool
    after: int
    by: str
    at: datetime
    program: str


@dataclass(frozen=True, slots=True)
class Found:
    """A plan that nobody kept yet. changes: against the newest plan; since, until: its days."""

    plan: Plan
    since: date
    until: date
    inputs: str
    changes: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A search as it stands: going on while there is neither a plan nor a fault. stopping: somebody said enough."""

    asked: Asked
    step: Step | None = None
    found: Found | None = None
    faults: tuple[Fault, ...] = ()
    stopping: bool = False

    @property
    def going(self) -> bool:
        """Whether it goes on."""
        return self.found is None and not self.faults


def folder_of(studio: Studio) -> Path:
    """Where a search leaves what it has."""
    return studio.workspace.cache / "season-search"


def begin_search(studio: Studio, since: date | None, until: date | None, seed: int, *, hold: bool) -> Search:
    """Start a search in a child program. Raises NotFound where there is no airtime, Conflict where one goes on."""
    standing = search_of(studio)
    if standing is not None and standing.going:
        raise Conflict(fault("ground.busy", studio.workspace.root))
    period(studio, since, until)
    with reading(studio.engine) as session:
        last = newest_plan(session)
    after = last.number if last else 0
    asked = Asked(new_token(), since, until, seed, hold, after, studio.actor, studio.now, PROGRAM)
    wanted = (studio.workspace.root, since, until, seed, hold)
    begin(folder_of(studio), asdict(asked), FOUND, LOST, search, *wanted)
    return Search(asked)


def search(root: Path, since: date | None, until: date | None, seed: int, hold: bool) -> None:
    """What the child program does: propose, and leave the plan beside what was asked."""
    studio = open_studio(root)
    folder = folder_of(studio)
    try:
        span = period(studio, since, until)
        season = season_of(studio, span)
        plan = propose_season(
            season,
            seed,
            None,
            lambda step: tell(folder, step),
            lambda: (folder / STOP).exists(),
            hold=hold,
        )
        found = {
            "plan": plan_json(plan),
            "since": span.since.isoformat(),
            "until": span.until.isoformat(),
            "inputs": inputs_of(season, seed),
        }
        write_text(folder / FOUND, json.dumps(found))
    except StudioError as error:
        leave_faults(folder, error.faults)
    finally:
        studio.engine.dispose()


def tell(folder: Path, step: Step) -> None:
    """Leave how far a search is."""
    write_text(folder / STEP, json.dumps(asdict(step)))


def search_of(studio: Studio) -> Search | None:
    """The search of this workspace, as far as it is; None where nobody asked for one, or its plan was kept."""
    folder = folder_of(studio)
    tree = read(folder / ASKED)
    if tree is None:
        return None
    asked = asked_of(tree)
    found, step = read(folder / FOUND), read(folder / STEP)
    faults = faults_in(folder, LOST, asked.program, done=found is not None)
    told = Step(**step) if step else None
    return Search(asked, told, found_of(studio, found) if found else None, faults, (folder / STOP).exists())


def asked_of(tree: Mapping[str, Any]) -> Asked:
    """What was asked, from its file."""
    days = {key: date.fromisoformat(tree[key]) if tree[key] else None for key in ("since", "until")}
    return Asked(**{**tree, **days, "at": datetime.fromisoformat(tree["at"])})


def found_of(studio: Studio, tree: Mapping[str, Any]) -> Found:
    """A plan from its file, with what it changes in airtimes that have not begun."""
    plan = read_plan(tree["plan"])
    with reading(studio.engine) as session:
        last = newest_plan(session)
    over = {one.episode.slug for one in coming(studio, every=True) if one.episode.starts_at <= studio.now}
    before = [one for one in (read_plan(last.text).choices if last else ()) if one.slot not in over]
    after = [one for one in plan.choices if one.slot not in over]
    since, until = date.fromisoformat(tree["since"]), date.fromisoformat(tree["until"])
    return Found(plan, since, until, tree["inputs"], season_differences(before, after))


def stop_search(studio: Studio, token: str) -> None:
    """Let a search end with the best that it has found. Raises NotFound."""
    (folder_of(studio) / STOP).touch() if named(studio, token).going else None


def keep_search(studio: Studio, token: str) -> Kept:
    """Keep the plan that was shown as the next version. Raises NotFound; Conflict where another plan was kept since, or
    something that decides the plan is not as it was."""
    standing = named(studio, token)
    if standing.found is None:
        raise NotFound(gone(token))
    one, asked = standing.found, standing.asked
    if inputs_of(season_of(studio, period(studio, asked.since, asked.until)), asked.seed) != one.inputs:
        raise Conflict(fault("pipeline.proposal-passed", "season"))
    kept = keep_plan(studio, one.plan, (one.since, one.until), asked.seed, one.inputs, asked.after)
    shutil.rmtree(folder_of(studio), ignore_errors=True)
    return kept


def drop_search(studio: Studio, token: str) -> None:
    """Forget a plan that nobody wants. Raises NotFound, Conflict while it is searched for."""
    if named(studio, token).going:
        raise Conflict(fault("ground.busy", studio.workspace.root))
    shutil.rmtree(folder_of(studio), ignore_errors=True)


def named(studio: Studio, token: str) -> Search:
    """The search of that token. Raises NotFound where it is another one, or none."""
    standing = search_of(studio)
    if standing is None or standing.asked.token != token:
        raise NotFound(gone(token))
    return standing


def gone(token: str) -> Fault:
    """The fault of a search that is not there any more."""
    return fault("ground.not-found", token, kind="season plan", command="studio season propose")
